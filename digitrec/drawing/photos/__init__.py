"""A photo of a number on paper becomes its digits, each as MNIST shows it."""

import numpy as np

from digitrec.drawing.glyph import Glyph
from digitrec.drawing.photos.parts import parts_of
from digitrec.drawing.photos.sheet import Sheet, sheet_of

__all__ = ["Sheet", "glyphs_from_photo", "sheet_of"]


def glyphs_from_photo(pixels: np.ndarray, size: tuple[int, int], single: bool = False) -> list[Glyph]:
    """The digits written on a sheet of paper, from left to right, row by row; none if nothing is written on it.

    Light, ruling, dirt and tilt are taken away. Boxes are in pixels of the photo at full size.
    pixels: uint8 (height, width) or (height, width, 3), dark ink on light paper. size: width and height at full size.
    single: All that is written is one digit.
    """
    sheet = sheet_of(pixels, size)
    if sheet is None:
        return []
    glyphs = [sheet.glyph(ink) for ink in ([sheet.ink] if single else parts_of(sheet.ink))]
    # A full stop or a blot beside digits is none of them.
    return [glyph for glyph in glyphs if not glyph.is_dot] or glyphs
