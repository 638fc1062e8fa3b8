"""The lines of ruled and squared paper: where they run in a photo, and how dark they are."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from digitrec.drawing.photos.courses import courses
from digitrec.drawing.photos.lines import Line, seen_along

# The share of a line that must be dark; this and the share of its ends must be 1 together, as a pen's stroke ends
# within the picture.
COVERED = 0.6
# Lines that themselves end within the picture, where the sheet does, are known by being so many, and parallel within
# this slope.
FAMILY = 6
PARALLEL = 0.03
FAMILY_COVERED = 0.5


@dataclass(frozen=True)
class Ruling:
    """The lines on a sheet of paper.

    darkness: Of the lines where they run, else 0, float32 (height, width) in [0, 1].
    breadth: Of the broadest, pixels, 0 if there are none.
    slope: How much the level ones fall, pixels a pixel to the right; None if there are none.
    """

    darkness: np.ndarray
    breadth: int
    slope: float | None


def ruling(dark: np.ndarray) -> Ruling:
    """The lines across a picture, nearly level or nearly upright.

    dark: how dark each pixel is against the paper, float32 (height, width) in [0, 1].
    """
    level, upright = _level_lines(dark), _level_lines(np.ascontiguousarray(dark.T))
    darkness = np.maximum(_drawn(level, dark.shape), _drawn(upright, dark.T.shape).T)
    breadth = max((len(line.across) for line in (*level, *upright)), default=0)
    return Ruling(darkness, breadth, float(np.median([line.slope for line in level])) if level else None)


def is_ruled(dark: np.ndarray) -> bool:
    """Whether so many lines run across, alike, as nobody draws; `dark` as in `ruling`."""
    both_ways = (_long_lines(way) for way in (dark, np.ascontiguousarray(dark.T)))
    return any(_has_family(line, lines) for lines in both_ways for line in lines)


def _level_lines(dark: np.ndarray) -> list[Line]:
    """The lines that are dark from side to side, and those that belong to many that are alike."""
    lines = _long_lines(dark)
    return [line for line in lines if _is_whole(line) or _has_family(line, lines)]


def _long_lines(dark: np.ndarray) -> list[Line]:
    seen = [seen_along(dark, start, slope) for start, slope in courses(dark)]
    return [line for line in seen if line is not None and line.covered >= FAMILY_COVERED]


def _is_whole(line: Line) -> bool:
    return line.covered >= COVERED and line.covered + line.ends_covered >= 1


def _has_family(line: Line, lines: Sequence[Line]) -> bool:
    return sum(abs(line.slope - other.slope) < PARALLEL for other in lines) >= FAMILY


def _drawn(lines: Sequence[Line], shape: tuple[int, ...]) -> np.ndarray:
    drawn = np.zeros(shape, np.float32)
    for line in lines:
        line.draw(drawn)
    return drawn
