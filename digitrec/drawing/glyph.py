"""What every drawing becomes: one digit as MNIST shows it.

MNIST's digits were scaled into 20 x 20 pixels, keeping their shape, anti-aliased, and laid
into 28 x 28 with the centre of mass in the middle (LeCun et al., 1998). Measured on its test
set: the longest side is 20 pixels, the centre of mass rounds to pixel 14 in both directions.
"""

from dataclasses import dataclass

import cv2
import numpy as np

SIDE = 28
BOX = 20
# The middle half of MNIST's pens is 2.0 to 2.8 pixels wide; drawings are read best with 2.6 to 2.8. An edge that fades
# over a pixel is a little softer than MNIST's, and is read better than a sharp one.
PEN = 2.6
EDGE = 1.0
# Ink is a dot when the pen's width is this share of its length or more.
DOT_SHARE = 0.7
# A glyph is drawn at this many points a pixel in each direction and averaged down.
DETAIL = 4
# The blank frame left around the box while drawing, pixels.
FRAME = (SIDE - BOX) // 2


@dataclass(frozen=True)
class Glyph:
    """One digit ready to be read.

    pixels: float32 (28, 28) in [0, 1], bright on black.
    box: x, y, width and height of the ink in canvas or image pixels.
    is_dot: There is nothing but a dot; it is shown as a dot of the pen's width, never blown up.
    has_own_pen: It was coarse enough to be left as it was, as MNIST's own digits are; all others are drawn with PEN.
    """

    pixels: np.ndarray
    box: tuple[float, float, float, float]
    is_dot: bool
    has_own_pen: bool = False


def shaded(depth: np.ndarray) -> np.ndarray:
    """A centred glyph, float32 (28, 28) in [0, 1], from how deep each point lies in the ink.

    depth: float32 (112, 112), pixels of the glyph, negative outside the ink.
    """
    return centred(inked(depth))


def inked(depth: np.ndarray) -> np.ndarray:
    """As `shaded`, before it is centred."""
    ink = np.clip(depth / EDGE + 0.5, 0, 1)
    return np.asarray(cv2.resize(ink, (SIDE, SIDE), interpolation=cv2.INTER_AREA))


def dot() -> np.ndarray:
    """A dot of the pen's width in the middle, float32 (28, 28) in [0, 1]."""
    steps = (np.arange(SIDE * DETAIL, dtype=np.float32) + 0.5) / DETAIL - (SIDE + 1) / 2
    return shaded(PEN / 2 - np.hypot(*np.meshgrid(steps, steps)))


def centred(pixels: np.ndarray) -> np.ndarray:
    """The same ink moved by whole pixels, as MNIST's, so that its centre of mass is at pixel (14, 14).

    Ink is never moved out of the picture: a lopsided glyph stays a little off the centre.
    """
    down, right = (_shift(pixels.sum(axis=axis)) for axis in (1, 0))
    return np.roll(pixels, (down, right), axis=(0, 1))


def _shift(profile: np.ndarray) -> int:
    inked = np.flatnonzero(profile)
    middle = profile @ np.arange(len(profile)) / profile.sum()
    return int(np.clip(round(len(profile) / 2 - middle), -inked[0], len(profile) - 1 - inked[-1]))
