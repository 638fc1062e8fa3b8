"""What in a drawing may be one digit: neighbouring parts in every plausible grouping, each drawn as a glyph.

A number is first cut too finely, then put together as it reads best (Burges et al., "Shortest path segmentation",
1992). Here nothing is read yet: where the parts lie says how likely a new digit begins after each, and a group's size,
whether it may be a digit. Both are natural logarithms of odds, chosen on handwritten numbers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from digitrec.drawing.glyph import Glyph
from digitrec.drawing.parts import NEAR, Part, distance, line_height, together

# A digit is made of at most this many parts.
MOST_PARTS = 4
# Parts that touch, side by side and on one line, may as well be one digit as two. Each line height of room between
# them, across, speaks for two, and each of overlap for one;
GAP = 7.0
# each line height between their nearest points speaks for two;
DISTANCE = 24.0
# each that one ends lower than the other, beyond what differs between the digits of a number, for one;
UNEVEN = 0.2
STEP = -6.0
# and that a line would have to be torn, for one.
TEAR = -1.0
# Digits are seldom wider than this share of their height, or of the line's, and two together mostly are: each line
# height more speaks against a digit.
WIDEST = 0.9
WIDE = -6.0
# Digits are seldom lower than this share of the line, and their bars are: so does each line height less.
LOWEST = 0.75
LOW = -15.0
# No reading makes up for this.
HOPELESS = -12.0


@dataclass(frozen=True)
class Candidate:
    """The parts from `start` to before `stop` as one digit, and how much its size speaks for that, at most 0."""

    start: int
    stop: int
    glyph: Glyph
    shape: float


@dataclass(frozen=True)
class Lattice:
    """How much speaks for a new digit after each part but the last, and every group of parts that may be one."""

    cuts: tuple[float, ...]
    candidates: tuple[Candidate, ...]


def lattice_of(parts: Sequence[Part], glyph_of: Callable[[tuple[int, ...]], Glyph]) -> Lattice:
    """The lattice of parts in their order; `glyph_of` draws some of what they were made of."""
    height = line_height(parts)
    cuts = tuple(cut(one, other, height) for one, other in pairwise(parts))
    candidates = []
    for start in range(len(parts)):
        for stop in range(start + 1, min(start + MOST_PARTS, len(parts)) + 1):
            group = together(parts[start:stop])
            shaped = shape(*(group.size / height))
            if stop == start + 1 or shaped - sum(cuts[start : stop - 1]) >= HOPELESS:
                candidates.append(Candidate(start, stop, glyph_of(group.members), shaped))
    return Lattice(cuts, tuple(candidates))


def cut(one: Part, other: Part, height: float) -> float:
    """How much speaks for a new digit between neighbouring parts."""
    gap = np.clip((other.low[0] - one.high[0]) / height, -1, NEAR)
    apart = distance(one, other, NEAR * height) / height
    step = max(abs(other.high[1] - one.high[1]) / height - UNEVEN, 0)
    return float(GAP * gap + DISTANCE * apart + STEP * step + TEAR * other.is_torn)


def shape(width: float, height: float) -> float:
    """How much the size of a group, in line heights, speaks against its being a digit."""
    return WIDE * max(width / max(height, 1) - WIDEST, 0) + LOW * max(LOWEST - height, 0)
