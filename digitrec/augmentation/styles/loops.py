"""6s and 9s with a small loop."""

import numpy as np

from digitrec.augmentation.styles.ink import Ink
from digitrec.augmentation.styles.raster import Points
from digitrec.augmentation.styles.stems import line_through

# The least radius that the loop keeps, points, and how much the stem may grow.
ROOM = 2.5
LONGEST = 2.0
SHRINK = (0.4, 0.85)
# How far above the loop, as a share of the stem, its width begins to change.
BLEND = 0.6


def small_looped_six(ink: Ink, rng: np.random.Generator) -> Ink | None:
    """The loop shrinks towards its lower left and the stem grows; None unless the loop can stay open."""
    if not ink.holes:
        return None
    half, hole = ink.pen / 2, ink.holes[0]
    least = max((half + ROOM) / (half + hole.room), SHRINK[0])
    if least > SHRINK[1] or hole.top + hole.bottom < ink.box[1] + ink.box[3]:
        return None
    first, upper, lower, side = ink.box[1] + half, hole.top - half, hole.bottom + half, hole.left - half
    high = rng.uniform(least, SHRINK[1])
    wide = rng.uniform(high, min(1.3 * high, 1))
    rows = [first, lower - high * (lower - upper), lower, lower + 1]
    if rows[1] - first > LONGEST * (upper - first):
        return None
    slope = line_through(*np.nonzero(ink.mask)).slope
    middle = (upper + lower) / 2

    def move(points: Points) -> Points:
        x, y = points.T
        to = np.interp(y, [first, upper, lower, lower + 1], rows)
        shrunk = 1 - (1 - wide) * np.interp(y, [upper - BLEND * (upper - first), upper], [0, 1])
        upright = x - slope * (y - middle)
        return np.stack([side + shrunk * (upright - side) + slope * (to - middle), to], axis=1)

    return ink.moved(move)


def small_looped_nine(ink: Ink, rng: np.random.Generator) -> Ink | None:
    """As for a 6, which it is when the paper is turned."""
    six = small_looped_six(_turned(ink), rng)
    return six and _turned(six)


def _turned(ink: Ink) -> Ink:
    return ink.changed(np.ascontiguousarray(ink.shade[::-1, ::-1]))
