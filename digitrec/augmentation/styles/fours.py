"""4s with another left arm, with a stem that begins low, and narrow ones."""

import numpy as np

from digitrec.augmentation.styles.curves import bent
from digitrec.augmentation.styles.ink import Ink
from digitrec.augmentation.styles.raster import Points
from digitrec.augmentation.styles.upright import ON, Upright, upright_of

# The least white between arm and stem: this share of the pen, and so many points.
GAP = (0.7, 4)
# The radius of the hole of a closed 4, points.
ROOM = 3.0
# How steep a crossbar may be that is drawn on to the right of the stem.
LEVEL = 0.35
# How far above the crossbar a low stem begins at least, pens.
STUB = 1.6
# How far an arm leans at most, in columns a row: it would make a 5 of a 4.
LEAN = 0.6
# How much narrower a 4 gets at most and at least.
NARROW = (0.4, 0.85)


def closed_four(ink: Ink, rng: np.random.Generator) -> Ink | None:
    """The left arm leads from the stem's upper end to the crossbar, which goes on to the right of the stem.

    None where it does already, where the crossbar is steep, or where the hole would fill up.
    """
    four = None if ink.holes else upright_of(ink)
    if four is None or abs(four.bar.slope) > LEVEL:
        return None
    crossed = _with_bar(four, ink, four.stem + rng.uniform(0.08, 0.25) * ink.height)
    closed = _with_arm(four, crossed, four.stem, four.top, rng.uniform(-0.06, 0.1))
    return closed if closed.holes and closed.holes[0].room >= ROOM else None


def open_four(ink: Ink, rng: np.random.Generator) -> Ink | None:
    """The left arm of a closed 4 stands beside the stem; None where it does, or where both would touch."""
    four = upright_of(ink) if ink.holes else None
    if four is None:
        return None
    x, y = np.array([four.left[0], four.top]) + rng.uniform(0, 0.12, 2) * ink.height
    return _with_arm(four, ink, x, y, rng.uniform(-0.1, 0.06)) if four.stem - x >= _least(four) else None


def low_four(ink: Ink, rng: np.random.Generator) -> Ink | None:
    """The stem begins below the end of the left arm; None where both would touch, or too little of it is left."""
    four = upright_of(ink)
    if four is None or 0.7 * (four.left[1] - four.top) < STUB * ink.pen:
        return None
    (x, y), high = four.left, four.left[1] - four.top
    begin = rng.uniform(four.top + 0.3 * high, min(four.top + 0.7 * high, y - STUB * ink.pen))
    end = four.top + rng.uniform(0, 0.15) * high
    over = rng.uniform(0, np.clip((LEAN + four.slope) * (y - end), 0, 0.8 * (four.stem - x)))
    apart = four.stem - x - over * (y - begin) / (y - end)
    if apart < _least(four):
        return None
    short = ink.without((four.rows() < begin) & (four.columns() > four.stem - ON * four.pen))
    return _with_arm(four, short, x + over, end, rng.uniform(-0.1, 0.1))


def narrow_four(ink: Ink, rng: np.random.Generator) -> Ink | None:
    """Arm and stem come closer; None where they are close already."""
    four = upright_of(ink)
    if four is None:
        return None
    least = max(_least(four) / (four.stem - four.left[0]), NARROW[0])
    if least > NARROW[1]:
        return None
    by = rng.uniform(least, NARROW[1])

    def move(points: Points) -> Points:
        x, y = points.T
        stem = four.stem + four.slope * (y - four.middle)
        return np.stack([stem + by * (x - stem), y], axis=1)

    return ink.moved(move)


def _least(four: Upright) -> float:
    """How near the middles of arm and stem may come."""
    return (1 + GAP[0]) * four.pen + GAP[1]


def _with_bar(four: Upright, ink: Ink, x: float) -> Ink:
    """The ink with a crossbar that reaches from the stem to a column of the upright 4."""
    start, end = (four.placed(column, four.bar.at(column)) for column in (four.stem, x))
    return ink.with_stroke(bent(start, end, 0))


def _with_arm(four: Upright, ink: Ink, x: float, y: float, bend: float) -> Ink:
    """The ink with another left arm: from the crossbar's left end to this one, on the upright 4."""
    columns = four.columns()
    above = four.rows() < four.bar.at(columns) - ON * ink.pen
    armless = ink.without(above & (columns < four.stem - ON * four.pen))
    return armless.with_stroke(bent(four.placed(*four.left), four.placed(x, y), bend))
