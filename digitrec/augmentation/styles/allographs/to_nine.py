"""The forms of 5 to 9."""

from collections.abc import Sequence

import numpy as np

from digitrec.augmentation.styles.allographs.writing import Curves, arc, points
from digitrec.augmentation.styles.raster import Points

Generator = np.random.Generator

# The lowest that the loop of a 9 usually is, as a share of its height.
USUAL = 0.28


def five(rng: Generator) -> Sequence[Curves]:
    """In one stroke, or with its hat put on last."""
    neck, reach = rng.uniform(0.35, 0.48), rng.uniform(0.75, 1)
    belly = points(
        *((0.2, neck), (0.45, neck - 0.08), (0.75, neck + 0.08), (0.78, 0.75), (0.55, 0.98), (0.3, 1), (0.1, 0.9))
    )
    if rng.random() < 0.5:
        hat = points((reach, rng.uniform(-0.03, 0.05)), (0.6, 0.02), (0.28, 0.04))
        return [[hat, points((0.28, 0.04), (0.24, 0.2), (0.2, neck)), belly]]
    back = points((0.28, rng.uniform(0, 0.1)), (0.24, 0.2), (0.2, neck))
    return [[back, belly], [points((0.26, rng.uniform(0, 0.08)), (0.6, 0.02), (reach, rng.uniform(-0.04, 0.05)))]]


def six(rng: Generator) -> Sequence[Curves]:
    """With a loop of any size, under a stroke that is straight or bent."""
    high, wide, curl = rng.uniform(0.2, 0.5), rng.uniform(0.2, 0.4), rng.uniform(-0.05, 0.2)
    middle = (0.2 + wide, 1 - high / 2)
    loop = arc(middle, (wide, high / 2), 170, -200 - rng.uniform(0, 30), 8)
    stroke = points((0.65 + curl, 0), (0.35 + curl / 2, 0.12), (0.24, 0.4), (0.2, middle[1]))
    return [[np.vstack([stroke, loop[1:]])]]


def seven(rng: Generator, lowest: float = 0.72) -> Sequence[Curves]:
    """With and without a serif, a bar, which lies so low at most, a round corner and an end that turns to the right."""
    start, end, foot = rng.uniform(0.05, 0.25), rng.uniform(0.75, 0.98), rng.uniform(0.2, 0.55)
    top = rng.uniform(0, 0.06)
    knee = ((end + foot) / 2 + 0.05 - rng.uniform(-0.02, 0.12), 0.4)
    turn = [(foot + rng.uniform(0.05, 0.2), rng.uniform(0.94, 1.02))] if rng.random() < 0.15 else []
    if rng.random() < 0.3:
        corner, stem = (end - 0.08, top), [(end, top + 0.08), knee, (foot, 1), *turn]
    else:
        corner, stem = (end, top), [knee, (foot, 1), *turn]
    head = points((start, top + 0.02), ((start + end) / 2, top + rng.uniform(-0.03, 0.06)), corner)
    serif = [_serif((start, top + 0.02), rng)] if rng.random() < 0.45 else []
    barred = [bar_of_seven(end, foot, rng.uniform(0.42, lowest), rng)] if rng.random() < 0.65 else []
    return [[*serif, head, points(corner, *stem)], *barred]


def _serif(corner: tuple[float, float], rng: Generator) -> Points:
    """A line down from the corner, or one that curls."""
    x, y = corner
    low = y + rng.uniform(0.08, 0.24)
    curl = [(x + rng.uniform(0.05, 0.15), low - 0.02), (x + 0.06, low + 0.05)] if rng.random() < 0.25 else []
    return points(*curl, (x + rng.uniform(-0.06, 0.02), low), (x - 0.01, y + 0.06), corner)


def bar_of_seven(end: float, foot: float, high: float, rng: Generator) -> Curves:
    """Across a stem from the head's right end to its foot, so far down."""
    reach = rng.uniform(0.15, 0.35)
    middle = end + (foot - end) * high
    left, right = high + rng.uniform(-0.02, 0.06), high + rng.uniform(-0.08, 0.04)
    return [points((middle - reach, left), (middle, high), (middle + reach, right))]


def eight(rng: Generator) -> Sequence[Curves]:
    """As an S that closes, of two rings, or begun at the top, where it may stay open."""
    kind = rng.integers(4)
    waist, small, large = rng.uniform(0.36, 0.52), rng.uniform(0.12, 0.32), rng.uniform(0.2, 0.38)
    low = (1 + waist) / 2
    if kind == 0:
        rings = ((waist / 2, small, waist / 2), (low, large, (1 - waist) / 2))
        return [[arc((0.5, y), (wide, high), *_ends(rng))] for y, wide, high in rings]
    ring = [(0.5, waist), (0.5 + large, low), (0.5, 1), (0.5 - large, low), (0.5, waist)]
    if kind == 1:
        start, end = (
            (0.5 + 0.8 * small, rng.uniform(0.1, 0.16)),
            (0.5 + small * rng.uniform(0.4, 0.9), rng.uniform(0, 0.1)),
        )
        return [[points(start, (0.5, 0), (0.5 - small, 0.45 * waist), *ring, (0.5 + small, 0.45 * waist), end)]]
    start, end = (0.5 - small, rng.uniform(0.02, 0.1)), (0.5 + small, rng.uniform(0, 0.08))
    if kind == 2:
        return [[points(start, *ring, end)]]
    top = [(0.5 - small, 0.4 * waist), (0.5 - 0.3 * small, 0), end]
    return [[points(end, *ring[::-1], *top)]]


def _ends(rng: Generator) -> tuple[float, float]:
    return rng.uniform(-120, -60), rng.uniform(250, 300)


def nine(rng: Generator, smallest: float = USUAL) -> Sequence[Curves]:
    """With a straight stem, a tail that curls a little or far to the left or turns sharply, or of a ring and a stem.

    The loop is so high at least, and the narrower, the lower it is.
    """
    kind = rng.integers(5)
    high, wide, start = rng.uniform(smallest, 0.5), rng.uniform(0.17, 0.34), rng.uniform(-40, 10)
    wide *= min(1, high / USUAL)
    if kind == 4:
        stem = points((0.5 + wide, rng.uniform(0, 0.1)), (0.5 + wide, 0.5), (0.5 + wide - rng.uniform(0, 0.15), 1))
        return [[arc((0.5, high / 2), (wide, high / 2), start, start - rng.uniform(320, 355), 10)], [stem]]
    loop = arc((0.5, high / 2), (wide, high / 2), start, start - rng.uniform(325, 380), 10)
    joined, *turned = _tail(kind, float(loop[-1, 0]), high, rng)
    return [[np.vstack([loop, joined]), *turned]]


def _tail(kind: np.int64, side: float, high: float, rng: Generator) -> Curves:
    """The curve that goes on from the loop, and the one after its corner where it turns sharply."""
    if kind == 0:
        return [points((side + rng.uniform(-0.03, 0.03), 0.6), (side - rng.uniform(0, 0.25), 1))]
    far = side - rng.uniform(0.4, 0.75)
    if kind == 1:
        return [points((side + 0.04, 0.62), (side - 0.05, 0.88), (side - 0.25, 1), (far, rng.uniform(0.88, 1)))]
    if kind == 2:
        out = rng.uniform(0, 0.2)
        bow = [(side + 0.6 * out, high + 0.08), (side + out, 0.68), (side + 0.4 * out, 0.9), (side - 0.25, 1)]
        return [points(*bow, (far, rng.uniform(0.92, 1)))]
    turn = (side - rng.uniform(0, 0.2), rng.uniform(0.85, 1))
    end = (turn[0] - rng.uniform(0.2, 0.45), turn[1] + rng.uniform(-0.12, 0.05))
    return sharply_turned(side, high, turn, end, 0.02)


def sharply_turned(
    side: float, high: float, corner: tuple[float, float], end: tuple[float, float], sag: float
) -> Curves:
    """From a loop so high down to a corner, and from there to an end; so far this second curve hangs down."""
    middle = ((corner[0] + end[0]) / 2, (corner[1] + end[1]) / 2 + sag)
    return [points((side, (high + corner[1]) / 2), corner), points(corner, middle, end)]
