"""The forms of 0 to 4."""

from collections.abc import Sequence

import numpy as np

from digitrec.augmentation.styles.allographs.writing import Curves, arc, points
from digitrec.augmentation.styles.curves import toward

Generator = np.random.Generator


def zero(rng: Generator) -> Sequence[Curves]:
    """Either way round, its ends together, apart or crossed; some with a slash."""
    start, wide = rng.uniform(-130, -50), rng.uniform(0.25, 0.42)
    around = rng.choice([-1, 1]) * (360 + rng.uniform(-30, 40))
    round_line = arc((0.5, 0.5), (wide, 0.5), start, start + around, 10)
    if rng.random() > 0.25:
        return [[round_line]]
    reach = rng.uniform(0.05, 0.2) + 0.8 * wide
    rise = reach + 0.35 - 0.8 * wide
    return [[round_line], [points((0.5 + reach, 0.5 - rise), (0.5 - reach, 0.5 + rise))]]


def one(rng: Generator, flattest: float = 50, longest: float = 0.7) -> Sequence[Curves]:
    """A stem; four of five with a flag, straight or waved, and some with a foot.

    The flag leans so far at most, degrees from upright, and is so long.
    """
    stem = points((0.5, 0), (0.5 + rng.uniform(-0.03, 0.03), 0.5), (0.5, 1))
    half = rng.uniform(0.15, 0.32)
    foot = [points((0.5 - half, 1), (0.5 + half, 1 + rng.uniform(-0.04, 0.02)))]
    feet = [foot] if rng.random() < 0.2 else []
    if rng.random() < 0.2:
        return [[stem], *feet]
    flag = toward(stem[0], rng.uniform(12, flattest), rng.uniform(0.2, longest))
    bend = (stem[0] + flag) / 2 + rng.uniform(-0.05, 0.05, 2)
    return [[np.array([flag, bend, stem[0]]), stem], *feet]


def two(rng: Generator) -> Sequence[Curves]:
    """With a corner at the bottom, with a loop there, or angular as a Z."""
    kind = rng.integers(3)
    bow = [(0.15, rng.uniform(0.2, 0.3)), (0.28, 0.06), (0.55, 0), (0.8, 0.1), (0.82, 0.3), (0.6, 0.6)]
    if kind == 0:
        foot = points((0.15, 0.98), (0.5, 0.97 + rng.uniform(-0.03, 0.03)), (0.9, 0.98 + rng.uniform(-0.06, 0.03)))
        return [[points(*bow, (0.15, 0.98)), foot]]
    if kind == 1:
        up = rng.uniform(0.02, 0.05)
        loop = [(0.3, 0.92), (0.16, 1 - up), (0.12, 0.9 - up), (0.22, 0.84 - up), (0.4, 0.92)]
        return [[points(*bow, *loop, (0.65, 1), (0.9, 0.94))]]
    top = points((0.15, rng.uniform(0.02, 0.12)), (0.5, 0), (0.85, 0.04))
    return [[top, points((0.85, 0.04), (0.5, 0.5), (0.12, 0.97)), points((0.12, 0.97), (0.5, 1), (0.88, 0.97))]]


def three(rng: Generator) -> Sequence[Curves]:
    """Of two bows that meet in a corner or a loop, with an angular upper half, or one that curls into itself."""
    kind = rng.integers(4)
    waist, inward = rng.uniform(0.42, 0.5), rng.uniform(0.35, 0.6)
    lower = [(0.72, waist + 0.08), (0.82, 0.72), (0.62, 0.96), (0.35, 1), (0.12, 0.88)]
    upper = [(0.15, 0.12), (0.4, 0), (0.7, 0.05)]
    if kind == 0:
        bow = points(*upper, (0.76, 0.22), (0.6, waist - 0.05), (inward, waist))
        return [[bow, points((inward, waist), *lower)]]
    if kind == 1:
        loop = [(0.38, waist - 0.02), (0.34, waist + 0.05), (0.44, waist + 0.06), (0.55, waist)]
        return [[points(*upper, (0.74, 0.24), (0.55, waist - 0.06), *loop, *lower)]]
    middle = (inward, waist - 0.04)
    if kind == 3:
        curl = [(0.3, rng.uniform(0.18, 0.3)), (0.18, 0.14), (0.36, 0.01), (0.66, 0.06), (0.66, 0.25)]
        return [[points(*curl, middle), points(middle, *lower)]]
    top = points((0.15, 0.04), (0.5, 0.02), (0.82, 0))
    return [[top, points((0.82, 0), (0.6, 0.25), middle), points(middle, *lower)]]


def four(rng: Generator) -> Sequence[Curves]:
    """Open, closed, low and narrow as an h, narrow with its top nearly closed, round, in one stroke, or a flash."""
    forms = (_open_four, _closed_four, _low_four, _narrow_four, _round_four, _one_stroke_four, _flash_four)
    return forms[rng.integers(len(forms))](rng)


def _open_four(rng: Generator) -> Sequence[Curves]:
    bar, stem = rng.uniform(0.55, 0.72), rng.uniform(0.62, 0.75)
    level = points((0.1, bar), (0.5, bar + rng.uniform(-0.06, 0.02)), (0.98, bar + rng.uniform(-0.08, 0.02)))
    right = points((stem, rng.uniform(0.1, 0.35)), (stem - 0.02, 0.6), (stem - 0.05, 1))
    return [[points((0.4, 0), (0.25, 0.35), (0.1, bar)), level], [right]]


def _closed_four(rng: Generator) -> Sequence[Curves]:
    bar, stem = rng.uniform(0.55, 0.72), rng.uniform(0.6, 0.7)
    left = [points((stem, 0), (0.35, 0.32), (0.05, bar)), points((0.05, bar), (0.5, bar), (0.98, bar - 0.02))]
    right = points((stem - 0.02, 1), (stem, 0.5), (stem, 0))
    return [left, [right]] if rng.random() < 0.5 else [[right, *left]]


def _low_four(rng: Generator) -> Sequence[Curves]:
    bar, wide = rng.uniform(0.6, 0.8), rng.uniform(0.25, 0.5)
    left = points((0.5, 0), (0.42 + rng.uniform(-0.06, 0.04), 0.35), (0.36, bar))
    end = 0.36 + 1.3 * wide
    level = points((0.36, bar), (0.36 + 0.6 * wide, bar - rng.uniform(0, 0.06)), (end, bar - rng.uniform(0, 0.15)))
    stem = 0.36 + wide
    right = points((stem, rng.uniform(0.4, 0.62)), (stem - 0.02, 0.75), (stem - rng.uniform(0, 0.08), 1))
    return [[left, level], [right]]


def _narrow_four(rng: Generator) -> Sequence[Curves]:
    bar, wide, gap = rng.uniform(0.45, 0.68), rng.uniform(0.25, 0.45), rng.uniform(0.1, 0.22)
    left = points((0.5 - gap, rng.uniform(0, 0.1)), (0.4 - gap, 0.25), (0.5 - wide, bar))
    rise = bar - rng.uniform(0.02, 0.2)
    level = points((0.5 - wide, bar), (0.5, bar + rng.uniform(-0.08, 0.05)), (0.5 + 0.8 * wide, rise))
    right = points((0.5 + rng.uniform(0, 0.12), rng.uniform(0, 0.2)), (0.5, 0.5), (0.5 - rng.uniform(0, 0.12), 1))
    return [[left, level], [right]]


def _round_four(rng: Generator) -> Sequence[Curves]:
    bar = rng.uniform(0.5, 0.62)
    bowl = points((0.25, 0), (0.15, 0.3), (0.22, bar), (0.5, bar + 0.03), (0.72, bar - 0.12), (0.8, 0.02))
    return [[bowl, points((0.8, 0.02), (0.76, 0.5), (0.7, 1))]]


def _one_stroke_four(rng: Generator) -> Sequence[Curves]:
    bar, wide = rng.uniform(0.55, 0.7), rng.uniform(0.2, 0.4)
    left, right = points((0.45, 0), (0.35, 0.3), (0.2, bar)), (0.35 + wide, bar - 0.15)
    stem = points(right, (0.3 + wide, bar + 0.07), (0.2 + wide, 1))
    return [[left, points((0.2, bar), (0.45, bar - 0.03), right), stem]]


def _flash_four(rng: Generator) -> Sequence[Curves]:
    """In one stroke that turns twice, as lightning is drawn; nothing stands above its bar."""
    bar, wide = rng.uniform(0.45, 0.65), rng.uniform(0.4, 0.6)
    left, right = (0.15, bar), (0.15 + wide, bar - rng.uniform(0, 0.15))
    down = points((0.15 + rng.uniform(0.3, 0.5), 0), (0.35, 0.6 * bar), left)
    stem = points(right, (wide, (bar + 1) / 2), (wide - rng.uniform(0, 0.25), 1))
    return [[down, points(left, (0.1 + wide / 2, bar - 0.02), right), stem]]
