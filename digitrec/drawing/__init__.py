"""A canvas drawing, a picture or a photo becomes digits as MNIST shows them: each 28 x 28, bright on black."""

from digitrec.drawing.fabric import parse_drawing, strokes_of
from digitrec.drawing.glyph import Glyph
from digitrec.drawing.kinds import Picture, picture_of
from digitrec.drawing.lattice import Candidate, Lattice
from digitrec.drawing.numbers import number_from_image, number_from_strokes, number_on
from digitrec.drawing.pictures import glyph_from_image
from digitrec.drawing.steps import steps_of
from digitrec.drawing.strokes import glyph_from_strokes

__all__ = [
    "Candidate",
    "Glyph",
    "Lattice",
    "Picture",
    "glyph_from_image",
    "glyph_from_strokes",
    "number_from_image",
    "number_from_strokes",
    "number_on",
    "parse_drawing",
    "picture_of",
    "steps_of",
    "strokes_of",
]
