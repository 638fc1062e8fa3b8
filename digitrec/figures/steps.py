"""The last two steps from a drawing to what a model sees, each with what it is about marked in colour."""

import cv2
import numpy as np
from numpy.typing import NDArray

from digitrec.drawing.glyph import BOX, FRAME, SIDE
from digitrec.evaluation.normalisation import Placement
from digitrec.figures.colours import ACCENT, NEUTRAL
from digitrec.figures.pixels import ZOOM, bgr, enlarged
from digitrec.figures.placement import BOX as BOX_COLOUR

ARM = 2.2  # of the cross, in the digit's pixels


def boxed_picture(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A digit (28, 28) with the box of 20 x 20 that it fits into, uint8 (252, 252, 3): blue, green, red."""
    picture, low, high = enlarged(pixels), FRAME * ZOOM, (FRAME + BOX) * ZOOM
    cv2.rectangle(picture, (low, low), (high - 1, high - 1), bgr(BOX_COLOUR), 3)
    return picture


def centred_picture(pixels: NDArray[np.uint8], where: Placement) -> NDArray[np.uint8]:
    """A digit (28, 28), the middle in grey and its centre of mass as a cross, uint8 (252, 252, 3): blue, green, red."""
    picture, middle, end = enlarged(pixels), _point(SIDE / 2), SIDE * ZOOM - 1
    for line in (((0, middle), (end, middle)), ((middle, 0), (middle, end))):
        cv2.line(picture, *line, bgr(NEUTRAL), 1)
    x, y = where.centre
    for right, down in ((ARM, 0), (0, ARM)):
        ends = (_point(x - right), _point(y - down)), (_point(x + right), _point(y + down))
        cv2.line(picture, *ends, bgr(ACCENT), 5)
    return picture


def _point(place: float) -> int:
    """Where a place in the digit's pixels, 0 being the middle of the first, is in the picture."""
    return round((place + 0.5) * ZOOM)
