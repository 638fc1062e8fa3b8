"""A sheet of paper, held upright: the ink on it, and where on the photo it is."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from digitrec.drawing.glyph import Glyph
from digitrec.drawing.ink import bounds
from digitrec.drawing.photos.parts import parts_of
from digitrec.drawing.photos.writing import ink_on_paper
from digitrec.drawing.pictures import glyph_of_ink

# A row of writing that is steeper, or has fewer digits than so many, tells nothing of how the sheet was held.
STEEPEST = 0.3
FEWEST = 3
# The feet of a row's digits are off its straight line by at most this share of a digit's height.
UNEVEN = 0.12
# So many blank pixels are left around what was turned.
RIM = 2


@dataclass(frozen=True)
class Sheet:
    """What is written on a sheet of paper.

    ink: float32 (height, width) in [0, 1], cropped and turned upright.
    turn: How a pixel of the photo came to its place in it, float64 (2, 3).
    scale: How many pixels of the photo at full size one of these is wide and high.
    """

    ink: np.ndarray
    turn: np.ndarray
    scale: tuple[float, float]

    def glyph(self, ink: np.ndarray) -> Glyph:
        """Some of the sheet's ink, float32 and as large as the whole, as one glyph, its box being that on the photo."""
        return replace(glyph_of_ink(ink, self.scale), box=self._box(ink))

    def _box(self, ink: np.ndarray) -> tuple[float, float, float, float]:
        rows, columns = np.nonzero(ink >= 0.5)
        points = np.stack([columns, rows], axis=1).astype(np.float64)
        places = cv2.transform(points[None], cv2.invertAffineTransform(self.turn))[0]
        low, high = places.min(axis=0) * self.scale, (places.max(axis=0) + 1) * self.scale
        return float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1])


def sheet_of(pixels: np.ndarray, size: tuple[int, int]) -> Sheet | None:
    """The sheet on a photo, None if nothing is written on it; the lines on it are level, or else its row of digits.

    pixels: uint8 (height, width) or (height, width, 3), dark ink on light paper. size: width and height at full size.
    """
    written = ink_on_paper(pixels)
    if written is None:
        return None
    ink, slope = written
    turn, shape = _turn(ink, _row_slope(ink) if slope is None else slope)
    scale = size[0] / ink.shape[1], size[1] / ink.shape[0]
    return Sheet(np.asarray(cv2.warpAffine(ink, turn, shape)), turn, scale)


def _row_slope(ink: np.ndarray) -> float:
    """How much the row falls in which the digits stand, pixels a pixel to the right; 0 where they stand in none.

    It is a straight line, by least squares, through the middles of the digits' feet.
    """
    boxes = np.array([bounds(part >= 0.5) for part in parts_of(ink)])
    if len(boxes) < FEWEST:
        return 0
    left, top, right, feet = boxes.T
    x, y = (left + right) / 2 - (left + right).mean() / 2, feet - feet.mean()
    slope = float(x @ y / max(x @ x, 1))
    uneven = float(np.abs(y - slope * x).max())
    return slope if abs(slope) <= STEEPEST and uneven <= UNEVEN * float(np.median(feet - top)) else 0


def _turn(ink: np.ndarray, slope: float) -> tuple[np.ndarray, tuple[int, int]]:
    """How ink is turned so that lines of this slope are level, float64 (2, 3), and its width and height thereafter."""
    left, top, right, bottom = bounds(ink >= 0.5)
    angle = np.arctan(slope)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]]) @ turn.T
    low = np.floor(corners.min(axis=0)) - RIM
    width, height = (np.ceil(corners.max(axis=0)) + RIM - low).astype(int).tolist()
    return np.hstack([turn, -low[:, None]]), (width, height)
