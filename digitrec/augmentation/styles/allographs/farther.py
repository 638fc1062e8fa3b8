"""Forms farther from MNIST's than the others: fit for what is known to be a drawing.

Of scans they would cost too many: much that is a 1 with a long, flat flag elsewhere is a 7 in MNIST.
"""

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np

from digitrec.augmentation.styles.allographs.to_four import one
from digitrec.augmentation.styles.allographs.to_nine import USUAL, bar_of_seven, nine, seven, sharply_turned
from digitrec.augmentation.styles.allographs.writing import Curves, Form, arc, points

Generator = np.random.Generator


def bowl_four(rng: Generator) -> Sequence[Curves]:
    """Low, with a corner or a bowl on the line, and a right stroke that hardly goes below."""
    bar, wide = rng.uniform(0.6, 0.96), rng.uniform(0.25, 0.55)
    knee, corner = (0.42 + rng.uniform(-0.1, 0.04), 0.35), (0.36, bar - rng.uniform(0, 0.06))
    left = points((0.5, 0), knee, corner)
    end = (0.36 + rng.uniform(1, 1.4) * wide, bar - rng.uniform(0, 0.2))
    level = points(corner, (0.36 + 0.6 * wide, bar + rng.uniform(-0.05, 0.06)), end)
    top, foot = rng.uniform(0.3, 0.62), rng.uniform(max(0.92, bar), 1.05)
    right = points((0.36 + wide, top), (0.34 + wide, 0.75), (0.36 + wide - rng.uniform(0, 0.12), foot))
    bent = [left, level] if rng.random() < 0.5 else [np.vstack([left, level[1:]])]
    return [bent, [right]]


def short_necked_five(rng: Generator) -> Sequence[Curves]:
    """With any neck, however short, and a hat that may reach out on both sides of it."""
    neck, reach, left = rng.uniform(0.17, 0.5), rng.uniform(0.7, 1.05), rng.uniform(0.15, 0.42)
    foot, dip = left - rng.uniform(0, 0.12), neck - rng.uniform(0.02, 0.1)
    round_line = [(0.75, neck + 0.1), (0.78, 0.5 + neck / 2), (0.55, 0.98), (0.3, 1), (0.1, 0.9)]
    top = rng.uniform(0, 0.08)
    back = points((left, top), ((left + foot) / 2 + rng.uniform(-0.02, 0.02), neck / 2), (foot, neck))
    rest = [back, points((foot, neck), (foot + 0.22, dip), *round_line)]
    if rng.random() < 0.5:
        return [[points((reach, rng.uniform(-0.05, 0.05)), ((left + reach) / 2, 0.02), (left, top)), *rest]]
    start = left + rng.uniform(-0.2, 0.05)
    hat = points((start, rng.uniform(0, 0.1)), ((start + reach) / 2, 0.03), (reach, rng.uniform(-0.06, 0.04)))
    return [rest, [hat]]


def round_headed_seven(rng: Generator) -> Sequence[Curves]:
    """Its head as round as a 2's; the bar tells it."""
    start, end, foot = rng.uniform(0.05, 0.3), rng.uniform(0.7, 0.95), rng.uniform(0.2, 0.55)
    low, shoulder = rng.uniform(0.08, 0.28), rng.uniform(0.06, 0.2)
    begin = [(start + rng.uniform(-0.05, 0.08), low + rng.uniform(0.05, 0.15))] if rng.random() < 0.5 else []
    knee = ((end + foot) / 2 + rng.uniform(-0.05, 0.12), 0.45)
    turn = [(foot + rng.uniform(0.05, 0.2), rng.uniform(0.94, 1.02))] if rng.random() < 0.15 else []
    line = points(*begin, (start, low), ((start + end) / 2, 0), (end, shoulder), knee, (foot, 1), *turn)
    return [[line], bar_of_seven(end, foot, rng.uniform(0.42, 0.78), rng)]


def bowed_nine(rng: Generator) -> Sequence[Curves]:
    """A loop of any size over a bow that swings out to the right and ends far to the left."""
    high, start, out = rng.uniform(0.14, 0.45), rng.uniform(-40, 10), rng.uniform(0.1, 0.45)
    wide = min(1, high / USUAL) * rng.uniform(0.17, 0.34)
    loop = arc((0.5, high / 2), (wide, high / 2), start, start - rng.uniform(300, 380), 10)
    side, foot = float(loop[-1, 0]), rng.uniform(0.96, 1)
    bow = [(side + 0.6 * out, high + 0.08), (side + out, rng.uniform(0.6, 0.75)), (side + 0.4 * out, 0.92)]
    end = (side - rng.uniform(0.3, 0.75), rng.uniform(0.85, 1))
    return [[np.vstack([loop, points(*bow, ((side + end[0]) / 2, foot), end)])]]


def footed_nine(rng: Generator) -> Sequence[Curves]:
    """Of a loop, a stem, and a level line to the left under it."""
    high, wide, start = rng.uniform(0.18, 0.5), rng.uniform(0.12, 0.34), rng.uniform(-40, 10)
    loop = arc((0.5, high / 2), (wide, high / 2), start, start - rng.uniform(300, 380), 10)
    side = float(loop[-1, 0])
    corner = (side + rng.uniform(-0.15, 0.08), rng.uniform(0.88, 1))
    end = (corner[0] - rng.uniform(0.3, 0.8), corner[1] + rng.uniform(-0.08, 0.06))
    down, under = sharply_turned(side, high, corner, end, rng.uniform(-0.03, 0.03))
    return [[np.vstack([loop, down]), under]]


# Those of a digit beside its usual one, each as often.
FARTHER: Mapping[int, Sequence[Form]] = {
    1: (partial(one, flattest=58, longest=0.9),),
    4: (bowl_four,),
    5: (short_necked_five,),
    7: (partial(seven, lowest=0.87), round_headed_seven),
    9: (partial(nine, smallest=0.14), bowed_nine, footed_nine),
}
