"""0s with a slash, and 0s whose line does not end where it began."""

import numpy as np

from digitrec.augmentation.styles.curves import bent, bezier, toward
from digitrec.augmentation.styles.ink import Ink
from digitrec.augmentation.styles.raster import Points

# What a hole must keep of its radius when a curl is drawn into it, and the radius that a slash must leave, points.
KEPT = 0.5
ROOM = 4
# How often a tail is on the right.
RIGHT = 0.3
# Degrees over which the ring's direction is measured.
STEP = 15


def slashed_zero(ink: Ink, rng: np.random.Generator) -> Ink | None:
    """A stroke from the lower left to the upper right; None unless it leaves two holes."""
    if len(ink.holes) != 1:
        return None
    angle = rng.uniform(20, 55)
    beyond = rng.uniform(-0.8 * ink.pen, 0.15 * ink.height, 2)
    upper, lower = (_on_ring(ink, angle + turn, out) for turn, out in zip((0, 180), beyond, strict=True))
    slashed = ink.with_stroke(bent(lower, upper, rng.uniform(-0.05, 0.05)))
    return slashed if len(slashed.holes) == 2 and slashed.holes[1].room >= ROOM else None


def curled_zero(ink: Ink, rng: np.random.Generator) -> Ink | None:
    """The line ends in a curl inside, near the top; None unless the hole stays open."""
    if len(ink.holes) != 1:
        return None
    angle, size = _top(ink) + rng.uniform(-45, 45), rng.uniform(0.15, 0.4) * ink.height
    at, along = _on_ring(ink, angle, -ink.pen / 2), 0.7 * size * _along(ink, angle, rng.choice((-1, 1)))
    curled = ink.with_stroke(bezier(at, at + along, at + along - 1.1 * size * _way(angle)))
    return curled if curled.holes and curled.holes[0].room >= KEPT * ink.holes[0].room else None


def tailed_zero(ink: Ink, rng: np.random.Generator) -> Ink | None:
    """The line begins outside, beside the top; None unless there is one hole."""
    if len(ink.holes) != 1:
        return None
    angle, size = _top(ink) + rng.uniform(-25, 25), rng.uniform(0.2, 0.4) * ink.height
    side = 1 if rng.random() < RIGHT else -1
    at = _on_ring(ink, angle, -ink.pen / 2)
    end = toward(at, -side * rng.uniform(70, 115), size)
    return ink.with_stroke(bezier(at, at + size / 2 * _along(ink, angle, side), end))


def _top(ink: Ink) -> float:
    """The angle at which the ring is highest."""
    x, y = _middle(ink)
    column = np.flatnonzero(ink.mask[ink.box[1]]).mean()
    return float(np.degrees(np.arctan2(column - x, y - ink.box[1])))


def _along(ink: Ink, angle: float, side: int) -> Points:
    """The direction of the ring at an angle, to the right for a side of 1, to the left for -1."""
    at, beside = (_on_ring(ink, each, -ink.pen / 2) for each in (angle, angle + side * STEP))
    return np.asarray((beside - at) / np.hypot(*(beside - at)))


def _on_ring(ink: Ink, angle: float, out: float) -> Points:
    """The point that lies `out` beyond the ring's outer edge at an angle."""
    steps = np.arange(np.hypot(ink.width, ink.height))
    x, y = np.rint(_middle(ink)[:, None] + _way(angle)[:, None] * steps).astype(int)
    seen = (y >= 0) & (y < ink.mask.shape[0]) & (x >= 0) & (x < ink.mask.shape[1])
    edge = steps[seen][ink.mask[y[seen], x[seen]]].max(initial=0)
    return np.asarray(_middle(ink) + (edge + out) * _way(angle))


def _middle(ink: Ink) -> Points:
    """Of the hole: all angles are seen from there, in degrees clockwise from straight up."""
    left, top, right, bottom, _ = ink.holes[0]
    return np.array([left + right - 1, top + bottom - 1]) / 2


def _way(angle: float) -> Points:
    return np.array([np.sin(np.radians(angle)), -np.cos(np.radians(angle))])
