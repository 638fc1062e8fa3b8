"""The stem of a digit: a single stroke from above to below."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitrec.augmentation.styles.ink import Ink
from digitrec.augmentation.styles.raster import Points, first_runs

ROWS = 12
# A stroke is no wider than this many pens: else it is two that touch.
WIDEST = 1.7


@dataclass(frozen=True)
class Stem:
    """The middle of a stroke at some rows (ROWS,), and its slope in columns a row: negative where it leans right."""

    rows: Points
    middles: Points
    slope: float

    def at(self, row: float) -> Points:
        """The middle of the stroke at a row."""
        return np.array([np.interp(row, self.rows, self.middles), row])

    @property
    def lean(self) -> float:
        """Degrees to the right of upright."""
        return float(-np.degrees(np.arctan(self.slope)))


def stem_of(ink: Ink, start: float, stop: float) -> Stem | None:
    """The only ink between two heights, from 0 at the top to 1; None unless it is a single stroke."""
    half, (_, top, _, bottom) = ink.pen / 2, ink.box
    rows = np.clip(top + ink.height * np.linspace(start, stop, ROWS), top + half, bottom - 1 - half)
    inked = ink.mask[np.rint(rows).astype(int)]
    left, right = first_runs(inked)
    if (inked.sum(axis=1) != right - left).any() or (left == right).any():
        return None
    middles = (left + right - 1) / 2
    slope = line_through(rows, middles).slope
    return Stem(rows, middles, slope) if (right - left).max() <= WIDEST * ink.pen * np.hypot(1, slope) else None


@dataclass(frozen=True)
class Line:
    """y = start + slope * x."""

    start: float
    slope: float

    def at(self, x: Any) -> Any:
        """The y of one x, or of many."""
        return self.start + self.slope * x


def line_through(x: NDArray[Any], y: NDArray[Any]) -> Line:
    """The straight line that fits points best, by least squares."""
    across = x - x.mean()
    slope = float(across @ y / (across @ across))
    return Line(float(y.mean() - slope * x.mean()), slope)
