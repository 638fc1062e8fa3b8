"""A picture file of either kind, drawn on a screen or photographed, and what is written on it."""

from dataclasses import dataclass

import numpy as np

from digitrec.drawing.decoding import decoded
from digitrec.drawing.ink import Written, contrast_to_paper, ink_of
from digitrec.drawing.photos import darkness, is_ruled, written_on_sheet

# A drawing's ground is one colour, up to what JPEG makes of it: this much of a drawing at least. Little of the rest is
# paler than half its ink. To a camera even the plainest paper has many colours, unless the light on a part of it is
# too much.
ALIKE = 1
GROUND = 0.4
PALE = 0.25
# Paper on a photo is brighter than this, of 255, and takes up this share of it at least; a blackboard is darker.
BRIGHT = 80
PAPER = 1 / 3


@dataclass(frozen=True)
class Picture:
    """A picture that was looked at.

    pixels: Upright, at most 1,024 on the longest side, uint8 (height, width) or (height, width, 3), red, green, blue.
    size: Width and height of the upright picture at full size.
    written: What is written on it, None if it is blank.
    """

    pixels: np.ndarray
    size: tuple[int, int]
    written: Written | None


def picture_of(data: bytes) -> Picture:
    """Look at a PNG, JPEG, WebP or BMP file: a drawing of any two colours, or a photo of dark writing on light paper.

    Raises:
        DrawingError: The file is no such picture, damaged, animated, or over 50 megapixels.
    """
    pixels, size = decoded(data)
    return Picture(pixels, size, written_on_sheet(pixels, size) if is_photo(pixels) else _drawn(pixels, size))


def is_photo(pixels: np.ndarray) -> bool:
    """Whether a picture, uint8 (height, width) or (height, width, 3), shows paper, and is no drawing.

    Paper with lines is no drawing either where a scanner made it white.
    """
    if (pixels >= BRIGHT).mean() < PAPER:
        return False
    contrast = contrast_to_paper(pixels)
    is_ground, is_ink = contrast <= ALIKE, contrast > contrast.max() / 2
    is_drawing = is_ground.mean() >= GROUND and (is_ground | is_ink).mean() >= 1 - PALE
    return not is_drawing or is_ruled(darkness(pixels))


def _drawn(pixels: np.ndarray, size: tuple[int, int]) -> Written | None:
    ink = ink_of(pixels)
    if ink is None:
        return None
    height, width = ink.shape
    return Written(ink, np.array([[size[0] / width, 0, 0], [0, size[1] / height, 0]]))
