"""A picture of a digit, cropped and brought to MNIST's own pen width."""

import math
from dataclasses import dataclass

import cv2
import numpy as np

from digitrec.drawing.glyph import BOX, DETAIL, DOT_SHARE, FRAME, PEN, SIDE, Glyph, centred, dot, shaded
from digitrec.drawing.ink import Written, bounds
from digitrec.drawing.kinds import picture_of

# Ink up to this long is as coarse as MNIST's own: it is scaled, its pen left as it is.
COARSE = 24
FAINT = 0.02
# How long the ink is made, in points, when its pen is measured, and the margin around it.
FINE = 160
MARGIN = 32
# A thick pen is made thinner; this much of their half-width the thinnest parts of its line may lose at most.
MAX_LOSS = 0.8
THINNEST = 0.15


def glyph_from_image(data: bytes) -> Glyph | None:
    """Read a PNG, JPEG, WebP or BMP file as one glyph, drawn or photographed; None when it is blank.

    Raises:
        DrawingError: The file is no such picture, damaged, animated, or over 50 megapixels.
    """
    written = picture_of(data).written
    return None if written is None else glyph_of_ink(written, written.ink)


def glyph_of_ink(written: Written, ink: np.ndarray, pen: float = math.inf) -> Glyph:
    """Draw some of what is written, float32 (height, width) in [0, 1], as one glyph.

    pen: The width of the pen it was drawn with, pixels, if that is known: ink that is wider is a filled loop.
    """
    box, line = written.box(ink >= 0.5), _line(ink, pen)
    if line.is_dot:
        return Glyph(dot(), box, is_dot=True)
    left, top, right, bottom = bounds(ink > FAINT)
    if max(right - left, bottom - top) <= COARSE:
        return Glyph(_scaled(ink[top:bottom, left:right]), box, is_dot=False, has_own_pen=True)
    return Glyph(line.redrawn(), box, is_dot=False)


def _scaled(ink: np.ndarray) -> np.ndarray:
    """Ink scaled into the box and centred; ink that fits the box already keeps its every pixel."""
    factor = BOX / max(ink.shape)
    height, width = (max(round(side * factor), 1) for side in ink.shape)
    boxed = cv2.resize(ink, (width, height), interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR)
    boxed = np.minimum(boxed, 1)  # it may have been rounded up
    return centred(cv2.copyMakeBorder(boxed, 0, SIDE - height, 0, SIDE - width, cv2.BORDER_CONSTANT, value=0))


@dataclass(frozen=True)
class _Line:
    """Ink at fine resolution.

    depth: The distance to the ink's edge at each point, float32 (height, width), negative outside the ink.
    half_widths: Half the pen's width along the middle of the line, float32 (n,).
    pen: The pen's width.
    box: left, top, right and bottom of the ink.
    """

    depth: np.ndarray
    half_widths: np.ndarray
    pen: float
    box: tuple[int, int, int, int]

    @property
    def length(self) -> int:
        left, top, right, bottom = self.box
        return max(right - left, bottom - top)

    @property
    def is_dot(self) -> bool:
        return self.pen >= DOT_SHARE * self.length

    def redrawn(self) -> np.ndarray:
        """The same line with a pen that is PEN wide once the line fills the box."""
        scale = (BOX - PEN) / (self.length - self.pen)
        growth = (PEN / scale - self.pen) / 2
        growth = max(growth, -MAX_LOSS * float(np.quantile(self.half_widths, THINNEST)))
        scale = BOX / (self.length + 2 * growth)
        zoom = scale * DETAIL
        corner = np.array(self.box[:2]) - growth
        to = FRAME * DETAIL - 0.5 - zoom * (corner - 0.5)
        matrix = np.array([[zoom, 0, to[0]], [0, zoom, to[1]]])
        moved = cv2.warpAffine(self.depth, matrix, (SIDE * DETAIL,) * 2, borderMode=cv2.BORDER_REPLICATE)
        return shaded((moved + np.float32(growth)) * np.float32(scale))


def _line(ink: np.ndarray, pen: float) -> _Line:
    left, top, right, bottom = bounds(ink >= 0.5)
    zoom = FINE / max(right - left, bottom - top)
    mask = _fine(ink, zoom)
    inside, outside = (cv2.distanceTransform(each, cv2.DIST_L2, 5) for each in (mask, 1 - mask))
    ridge = (inside >= cv2.dilate(inside, np.ones((3, 3), np.uint8))) & (inside > 1.5)
    half_widths = (inside[ridge] if ridge.any() else inside[mask > 0]) - 0.5
    depth = np.where(mask > 0, inside - 0.5, 0.5 - outside).astype(np.float32)
    return _Line(depth, half_widths, min(2 * float(np.median(half_widths)), zoom * pen), bounds(mask))


def _fine(ink: np.ndarray, zoom: float) -> np.ndarray:
    """Where the ink is, uint8 (height, width) of 0 and 1: cropped, enlarged `zoom` times, with a margin."""
    left, top, right, bottom = bounds(ink >= 0.5)
    rim = math.ceil(MARGIN / zoom)
    framed = cv2.copyMakeBorder(ink, rim, rim, rim, rim, cv2.BORDER_CONSTANT, value=0)
    cropped = framed[top : bottom + 2 * rim, left : right + 2 * rim]
    fine = cv2.resize(cropped, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA if zoom < 1 else cv2.INTER_CUBIC)
    # A line one pixel wide is kept whole when it is made thinner than a point.
    least = 0.5 if zoom >= 1 else 0.2 * zoom
    return np.asarray(fine >= min(least, float(fine.max())), np.uint8)
