"""A sheet of paper, held upright: the main row of what is written on it, and where on the photo that is."""

from collections.abc import Sequence

import cv2
import numpy as np

from digitrec.drawing.ink import Written, bounds
from digitrec.drawing.photos.rows import Piece, main_row
from digitrec.drawing.photos.writing import ink_on_paper

# A row of writing that is steeper, or has fewer digits than so many, tells nothing of how the sheet was held.
STEEPEST = 0.3
FEWEST = 3
# The feet of a row's digits are off its straight line by at most this share of a digit's height.
UNEVEN = 0.12
# So many blank pixels are left around what was turned.
RIM = 2


def written_on_sheet(pixels: np.ndarray, size: tuple[int, int]) -> Written | None:
    """The main row of writing on a photo, held upright by the lines on the sheet, or else by its digits; None if blank.

    pixels: uint8 (height, width) or (height, width, 3), dark ink on light paper. size: width and height at full size.
    """
    found = ink_on_paper(pixels)
    if found is None:
        return None
    whole, slope = found
    ink, digits = main_row(whole)
    turn, shape = _turn(ink, row_slope(digits) if slope is None else slope)
    height, width = ink.shape
    scale = np.array([[size[0] / width], [size[1] / height]])
    return Written(np.asarray(cv2.warpAffine(ink, turn, shape)), scale * cv2.invertAffineTransform(turn))


def row_slope(digits: Sequence[Piece]) -> float:
    """How much the row falls in which digits stand, pixels a pixel to the right; 0 where they stand in none.

    It is a straight line, by least squares, through the middles of the digits' feet.
    """
    if len(digits) < FEWEST:
        return 0
    middles, feet = (np.array(each) for each in zip(*((d.left + d.width / 2, d.bottom) for d in digits), strict=True))
    x, y = middles - middles.mean(), feet - feet.mean()
    slope = float(x @ y / max(x @ x, 1))
    uneven = float(np.abs(y - slope * x).max())
    return slope if abs(slope) <= STEEPEST and uneven <= UNEVEN * np.median([d.height for d in digits]) else 0


def _turn(ink: np.ndarray, slope: float) -> tuple[np.ndarray, tuple[int, int]]:
    """How ink is turned so that lines of this slope are level, float64 (2, 3), and its width and height thereafter."""
    left, top, right, bottom = bounds(ink >= 0.5)
    angle = np.arctan(slope)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]]) @ turn.T
    low = np.floor(corners.min(axis=0)) - RIM
    width, height = (np.ceil(corners.max(axis=0)) + RIM - low).astype(int).tolist()
    return np.hstack([turn, -low[:, None]]), (width, height)
