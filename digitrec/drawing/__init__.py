"""A canvas drawing or a picture becomes one digit as MNIST shows it: 28 x 28, bright on black."""

from digitrec.drawing.fabric import parse_drawing
from digitrec.drawing.glyph import Glyph
from digitrec.drawing.pictures import glyph_from_image
from digitrec.drawing.strokes import glyph_from_strokes

__all__ = ["Glyph", "glyph_from_image", "glyph_from_strokes", "parse_drawing"]
