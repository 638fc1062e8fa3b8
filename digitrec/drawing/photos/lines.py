"""A ruled line as it is seen: followed where paper or lens bend it, and measured."""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from digitrec.drawing.photos.courses import BROADEST, FAINTEST

# A line is looked at in every so many columns, and followed from block to block of them.
STRIDE = 4
BLOCKS = 32
# It strays from its straight course by at most this share of the longest side. Each pixel that it strays must make it
# this much darker, or it would jump to the next line.
STRAY = 0.02
STRAYING = 1e-4
# It is as broad as it is darker than this share of its darkest.
SKIRT = 0.25
# The rows on either side that are looked at for what is around a line, at least.
LEAST_REACH = 4


@dataclass(frozen=True)
class Line:
    """A nearly level line.

    columns and rows: Where it runs, the latter float64, (n,) each.
    darkness: How dark it is, of 1. across: The rows above (negative) and below that belong to it.
    covered: The share of it that is dark; ends_covered: that of its first or its last tenth, whichever is less.
    """

    slope: float
    columns: np.ndarray
    rows: np.ndarray
    darkness: float
    across: np.ndarray
    covered: float
    ends_covered: float

    def draw(self, on: np.ndarray) -> None:
        """Make a picture, float32 (height, width), at least as dark as the line wherever the line is."""
        columns = np.arange(self.columns[0], self.columns[-1] + 1)
        rows = np.round(np.interp(columns, self.columns, self.rows)).astype(np.intp)
        for at in rows + self.across[:, None]:
            inside = (at >= 0) & (at < len(on))
            place = at[inside], columns[inside]
            on[place] = np.maximum(on[place], self.darkness)


def seen_along(dark: np.ndarray, start: float, slope: float) -> Line | None:
    """The line near a straight course that starts at that row; None if the course is hardly in the picture.

    dark: how dark each pixel is against the paper, float32 (height, width) in [0, 1].
    """
    columns = np.linspace(0, dark.shape[1] - 1, dark.shape[1] // STRIDE).round().astype(np.intp)
    rows = start + slope * columns
    inside = (rows >= 0) & (rows < len(dark))
    if inside.sum() < BLOCKS:
        return None
    columns = columns[inside]
    rows = _followed(dark, columns, rows[inside])
    return _measured(dark, slope, columns, rows)


def _measured(dark: np.ndarray, slope: float, columns: np.ndarray, rows: np.ndarray) -> Line:
    reach = max(round(BROADEST * max(dark.shape) / 2), LEAST_REACH)
    offsets = np.arange(-reach, reach + 1)
    beside = _beside(dark, columns, rows, offsets)
    around = np.maximum(beside[:, :2].mean(axis=1), beside[:, -2:].mean(axis=1))
    is_dark = beside[:, reach - 1 : reach + 2].mean(axis=1) > around + FAINTEST
    tenth = max(len(columns) // 10, 1)
    ends = min(is_dark[:tenth].mean(), is_dark[-tenth:].mean())
    profile = np.median(beside, axis=0)
    across = offsets[_around(profile >= SKIRT * profile[reach], reach)]
    return Line(slope, columns, rows, float(profile[reach]), across, float(is_dark.mean()), float(ends))


def _around(holds: np.ndarray, index: int) -> slice:
    """Where it holds without a break around an index, and one beyond on either side."""
    breaks = np.flatnonzero(~holds)
    first = max(breaks[breaks < index], default=0)
    return slice(int(first), int(min(breaks[breaks > index], default=len(holds) - 1)) + 1)


def _beside(dark: np.ndarray, columns: np.ndarray, rows: np.ndarray, offsets: np.ndarray) -> np.ndarray:
    """How dark it is along a path (n,) and beside it, float32 (n, offsets)."""
    at = np.round(rows).astype(np.intp)[:, None] + offsets
    return np.asarray(dark[np.clip(at, 0, len(dark) - 1), columns[:, None]])


def _followed(dark: np.ndarray, columns: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """The rows of a line, float64 (n,): the smooth path beside its straight course along which it is darkest."""
    stray = max(round(STRAY * max(dark.shape)), 1)
    offsets = np.arange(-stray, stray + 1)
    beside = _beside(dark, columns, rows, offsets)
    # Ink on the line is darker, and would draw it aside.
    beside = np.minimum(beside, np.median(beside[:, stray - 1 : stray + 2].max(axis=1)))
    blocks = np.array_split(np.arange(len(columns)), BLOCKS)
    darkest = np.array([beside[block].mean(axis=0) for block in blocks]) - STRAYING * np.abs(offsets)
    bend = offsets[_best_path(darkest)]
    return np.asarray(rows + np.interp(columns, [columns[block].mean() for block in blocks], bend))


def _best_path(values: np.ndarray) -> np.ndarray:
    """The indices (n,) of the path through the rows of values (n, m) of the greatest sum, each step at most one wide.

    It is found by dynamic programming (R. Bellman, 1957).
    """
    sums, steps = values[0], []
    for row in values[1:]:
        beside = sliding_window_view(np.pad(sums, 1, constant_values=-np.inf), 3)
        steps.append(beside.argmax(axis=1) - 1)
        sums = beside.max(axis=1) + row
    path = [int(sums.argmax())]
    for step in reversed(steps):
        path.append(path[-1] + int(step[path[-1]]))
    return np.array(path[::-1])
