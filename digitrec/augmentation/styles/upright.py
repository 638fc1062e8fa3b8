"""A 4 set upright: where its stem and its crossbar are."""

from dataclasses import dataclass

import cv2
import numpy as np

from digitrec.augmentation.styles.ink import Ink
from digitrec.augmentation.styles.raster import Mask, Points, last_runs
from digitrec.augmentation.styles.stems import Line, line_through

# In how many rows the stem is looked for, and in how many columns the crossbar.
ROWS, COLUMNS = 15, 6
# What lies nearer to a line than this, in pens, belongs to it.
ON = 0.6
# How steep the stem and the crossbar may be, in columns a row and in rows a column.
STEM, BAR = 1.0, 0.7
# Shares of the height: where the crossbar's left end may lie, how near to the crossbar's line, how far from the stem.
LEFT_END = (0.3, 0.77)
NEAR = 0.12
FAR = 0.2


@dataclass(frozen=True)
class Upright:
    """A 4 whose rows are moved so that its stem is upright.

    slope: How far, in columns a row down, they had to be.
    middle: The row that stayed where it was.
    stem: The stem's column.
    top: The row of the stem's upper end.
    bar: The line of the crossbar, rows by column.
    left: The left end of the crossbar, x and y.
    """

    ink: Ink
    slope: float
    middle: float
    stem: float
    top: float
    bar: Line
    left: Points

    @property
    def pen(self) -> float:
        """The stem's width along a row."""
        return float(self.ink.pen * np.hypot(1, self.slope))

    def rows(self) -> Points:
        """The row of each point of the digit, (H, 1)."""
        return np.arange(len(self.ink.mask), dtype=np.float64)[:, None]

    def columns(self) -> Points:
        """The column of each point of the digit when it is upright, (H, W)."""
        return np.arange(self.ink.mask.shape[1]) - self.slope * (self.rows() - self.middle)

    def placed(self, x: float, y: float) -> Points:
        """Where a point of the upright 4 is on the digit."""
        return np.array([x + self.slope * (y - self.middle), y])


def upright_of(ink: Ink) -> Upright | None:
    """None unless there are a straight stem, whose lower end stands alone, and a crossbar to its left."""
    stem = _stem(ink)
    if stem is None:
        return None
    slope, middle = stem.slope, ink.box[1] + ink.height / 2
    shear = np.array([[1, -slope, slope * middle], [0, 1, 0]])
    mask = cv2.warpAffine(ink.mask.astype(np.uint8), shear, ink.mask.shape[::-1]) > 0
    column = float(stem.at(middle))
    bar = _bar(ink, mask, column)
    if bar is None:
        return None
    left = _left_end(ink, mask, bar)
    low, high = (ink.box[1] + share * ink.height for share in LEFT_END)
    if not low < left[1] < high or column - left[0] < FAR * ink.height:
        return None
    top = mask[:, round(column)].argmax() + ink.pen / 2
    return Upright(ink, slope, middle, column, top, bar, left)


def _stem(ink: Ink) -> Line | None:
    """The line that most of the last runs of ink in the rows lie on; below, there is no other run."""
    shares = np.linspace(0.05, 0.95, ROWS)
    rows = ink.box[1] + shares * ink.height
    inked = ink.mask[np.rint(rows).astype(int)]
    start, stop = last_runs(inked)
    alone = inked.sum(axis=1) == stop - start
    if (start == stop).any() or not alone[shares > 0.8].all():
        return None
    middles = (start + stop - 1) / 2
    on = (shares < 0.3) | (shares > 0.65)
    for _ in range(2):  # the crossbar's right end lies off the line: without it the line fits better
        line = line_through(rows[on], middles[on])
        on = np.abs(line.at(rows) - middles) < ON * ink.pen
        if on.sum() < ROWS / 2:
            return None
    return line if abs(line.slope) <= STEM else None


def _bar(ink: Ink, mask: Mask, stem: float) -> Line | None:
    """The line half a pen above the lower edge of the ink left of the stem."""
    first = mask.any(axis=0).argmax()
    reach = stem - first
    if reach < FAR * ink.height:
        return None
    columns = np.rint(np.linspace(first + 0.3 * reach, first + 0.85 * reach - ink.pen / 2, COLUMNS)).astype(int)
    start, stop = last_runs(mask[:, columns].T)
    rows = stop - (1 + ink.pen) / 2
    line = line_through(columns, rows)
    fits = (start < stop).all() and np.abs(line.at(columns) - rows).max() <= ON * ink.pen
    return line if fits and abs(line.slope) <= BAR else None


def _left_end(ink: Ink, mask: Mask, bar: Line) -> Points:
    """Of the ink that is near the crossbar's line; half a pen within."""
    columns = np.arange(mask.shape[1])
    near = np.abs(np.arange(len(mask))[:, None] - bar.at(columns)) < NEAR * ink.height
    x = (mask & near).any(axis=0).argmax() + ink.pen / 2
    return np.array([x, bar.at(x)])
