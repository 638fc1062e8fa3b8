"""A canvas drawing, a picture or a photo becomes digits as MNIST shows them: 28 x 28, bright on black."""

from digitrec.drawing.fabric import parse_drawing
from digitrec.drawing.glyph import Glyph
from digitrec.drawing.kinds import Picture, read_picture
from digitrec.drawing.pictures import glyph_from_image
from digitrec.drawing.strokes import glyph_from_strokes

__all__ = ["Glyph", "Picture", "glyph_from_image", "glyph_from_strokes", "parse_drawing", "read_picture"]
