"""A picture file of either kind, drawn on a screen or photographed, becomes the digits on it."""

from dataclasses import dataclass

import numpy as np

from digitrec.drawing.decoding import decoded
from digitrec.drawing.glyph import Glyph
from digitrec.drawing.ink import contrast_to_paper, ink_of
from digitrec.drawing.photos import glyphs_from_photo
from digitrec.drawing.pictures import glyph_of_ink

# A drawing's ground is one colour, up to what JPEG makes of it: this much of a drawing at least. To a camera even the
# plainest paper has many.
ALIKE = 1
GROUND = 0.4


@dataclass(frozen=True)
class Picture:
    """A picture that was read.

    pixels: Upright, at most 1,024 on the longest side, uint8 (height, width) or (height, width, 3), red, green, blue.
    size: Width and height of the upright picture at full size.
    glyphs: The digits on it from left to right, their boxes in pixels at full size.
    """

    pixels: np.ndarray
    size: tuple[int, int]
    glyphs: tuple[Glyph, ...]


def read_picture(data: bytes, single: bool = False) -> Picture:
    """Read a PNG, JPEG, WebP or BMP file: a photo of a number on paper, or a drawing of a digit.

    single: Whatever is on a photo is one digit.

    Raises:
        DrawingError: The file is no such picture, damaged, animated, or over 50 megapixels.
    """
    pixels, size = decoded(data)
    glyphs = glyphs_from_photo(pixels, size, single) if is_photo(pixels) else _drawn(pixels, size)
    return Picture(pixels, size, tuple(glyphs))


def _drawn(pixels: np.ndarray, size: tuple[int, int]) -> list[Glyph]:
    """The one digit of a drawing, if it is not blank."""
    ink = ink_of(pixels)
    return [] if ink is None else [glyph_of_ink(ink, (size[0] / ink.shape[1], size[1] / ink.shape[0]))]


def is_photo(pixels: np.ndarray) -> bool:
    """Whether a picture, uint8 (height, width) or (height, width, 3), has no ground of one colour, as drawings have."""
    return bool((contrast_to_paper(pixels) <= ALIKE).mean() < GROUND)
