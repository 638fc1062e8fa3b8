"""2s with a loop."""

import numpy as np

from digitrec.augmentation.styles.curves import bezier, toward
from digitrec.augmentation.styles.ink import Ink

# The lower left corner lies in this share of the height at the bottom, and is no deeper than so many pens.
LOW = 0.35
PLAIN = 0.9
# With a pen wider than this share of the height a loop would be a balloon.
THICK = 0.15
# The radius that the loop must have, points.
ROOM = 1.2


def looped_two(ink: Ink, rng: np.random.Generator) -> Ink | None:
    """A small flat loop at the lower left corner; None where there is one already, or where it would fill up."""
    low = ink.box[3] - round(LOW * ink.height)
    if ink.pen > THICK * ink.height or any(hole.bottom > low for hole in ink.holes):
        return None
    rows, columns = np.nonzero(ink.mask[low:])
    points, radii = ink.middle
    if radii[(points[:, 1] >= low) & (points[:, 0] < columns.min() + 2 * ink.pen)].max(initial=0) > PLAIN * ink.pen:
        return None
    first = columns < columns.min() + ink.pen
    corner = np.array([columns[first].mean() + rng.uniform(0, 2) * ink.pen, low + rows[first].mean()])
    size = rng.uniform(0.35, 0.6) * ink.height + 1.5 * ink.pen
    under, over = rng.uniform(50, 80), rng.uniform(110, 150)
    looped = ink.with_stroke(bezier(corner, toward(corner, under, size), toward(corner, over, size), corner))
    return looped if len(looped.holes) > len(ink.holes) and looped.holes[-1].room >= ROOM else None
