"""Pieces of ink side by side: which surely belong together, and how likely the next begins another digit.

All lengths are in line heights, the height of the tallest part; nothing depends on the drawing's size or place, nor on
the order in which it was drawn.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

# Two lines touch when they come this close, which is also how close together the points that stand for them lie.
TOUCHING = 0.02
# But no more points than this stand for all lines together: a scribble is long.
MOST_POINTS = 4096
# How far a line's neighbours are is told apart up to here only: digits are not surer apart for being farther apart.
NEAR = 0.2
# Touching lines are one part when they share this much of the narrower one's width: the bar of a 7 and its stem do.
SHARED = 0.5
# A part this small is a slip of the pen.
SLIP = 0.1
# A drawing without height, a dash say, counts as this share of its width high.
FLAT = 0.3
# Pixels, for a drawing of nothing but dots.
LEAST_HEIGHT = 1e-6


@dataclass(frozen=True, eq=False)
class Part:
    """Ink that belongs to one digit.

    points: float64 (n, 2), along the middle of its lines.
    members: What it was made of.
    is_torn: Its left side was cut from what lies there.
    """

    points: np.ndarray
    members: tuple[int, ...]
    is_torn: bool = False

    @cached_property
    def low(self) -> np.ndarray:
        """The left and top end of its middle line."""
        return np.asarray(self.points.min(axis=0))

    @cached_property
    def high(self) -> np.ndarray:
        """The right and bottom end of its middle line."""
        return np.asarray(self.points.max(axis=0))

    @property
    def size(self) -> np.ndarray:
        """Width and height."""
        return np.asarray(self.high - self.low)


def together(parts: Iterable[Part]) -> Part:
    """Several parts as one."""
    several = list(parts)
    members = sorted(member for part in several for member in part.members)
    return Part(np.concatenate([part.points for part in several]), tuple(members))


def line_height(parts: Iterable[Part]) -> float:
    return max(LEAST_HEIGHT, *(float(max(part.size[1], FLAT * part.size[0])) for part in parts))


def traced(lines: Sequence[np.ndarray]) -> list[Part]:
    """A part for each polyline, float64 (n, 2), by evenly spaced points: the same from whichever end it was drawn."""
    height = line_height(Part(line, ()) for line in lines)
    along = [np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))]) for line in lines]
    spacing = max(TOUCHING * height, sum(each[-1] for each in along) / MOST_POINTS)
    return [
        Part(_spaced(line, each, math.ceil(each[-1] / spacing) + 1), (n,))
        for n, (line, each) in enumerate(zip(lines, along, strict=True))
    ]


def _spaced(line: np.ndarray, along: np.ndarray, count: int) -> np.ndarray:
    at = np.linspace(0, along[-1], count)
    return np.stack([np.interp(at, along, line[:, axis]) for axis in (0, 1)], axis=1)


def distance(one: Part, other: Part, near: float) -> float:
    """How far the nearest points of two parts are from each other, at most `near`."""
    apart = np.maximum(one.low - other.high, other.low - one.high).max()
    if apart >= near:
        return near
    x, y = (one.points[:, None, axis] - other.points[None, :, axis] for axis in (0, 1))
    return min(float(np.sqrt((x * x + y * y).min())), near)


def joined(parts: Sequence[Part]) -> list[Part]:
    """The parts after those that touch, one above the other, became one, from left to right."""
    height = line_height(parts)
    groups: list[list[Part]] = []
    for part in parts:
        mine = [group for group in groups if any(_is_one(part, other, height) for other in group)]
        groups = [group for group in groups if group not in mine]
        groups.append([part, *(other for group in mine for other in group)])
    return in_order(map(together, groups))


def in_order(parts: Iterable[Part]) -> list[Part]:
    """From left to right by the middle of their width, without slips of the pen."""
    several = list(parts)
    height = line_height(several)
    kept = [part for part in several if part.size.max() >= SLIP * height]
    return sorted(kept or several, key=lambda part: (*(part.low + part.high), *part.low))


def _is_one(one: Part, other: Part, height: float) -> bool:
    shared = min(one.high[0], other.high[0]) - max(one.low[0], other.low[0])
    # An upright line is as narrow as its pen, which touching lines share at once.
    narrower = max(min(one.size[0], other.size[0]), TOUCHING * height)
    touching = TOUCHING * height
    return bool(shared >= SHARED * narrower and distance(one, other, 2 * touching) < touching)
