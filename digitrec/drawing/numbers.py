"""A canvas drawing or a picture of a whole number: what in it may be one digit."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from digitrec.drawing.fabric import strokes_of
from digitrec.drawing.glyph import Glyph
from digitrec.drawing.lattice import Candidate, Lattice, lattice_of
from digitrec.drawing.parts import joined, traced
from digitrec.drawing.pictures import glyph_of_ink, inked
from digitrec.drawing.pieces import MOST_PIECES, pieces_of
from digitrec.drawing.strokes import glyph_of


def number_from_strokes(drawing: Mapping[str, Any]) -> Lattice | None:
    """What in a canvas drawing (the canvas' json_data, Fabric 7) may be a digit; None when nothing in it is visible.

    Raises:
        DrawingError: The drawing is malformed, too large, or holds anything but strokes.
    """
    strokes = strokes_of(drawing)
    if not strokes:
        return None
    if not 1 < len(strokes) <= MOST_PIECES:
        return _whole(glyph_of(strokes))
    return lattice_of(
        joined(traced([stroke.points for stroke in strokes])), lambda members: glyph_of([strokes[n] for n in members])
    )


def number_from_image(data: bytes) -> Lattice | None:
    """What in a PNG, JPEG, WebP or BMP file may be a digit; None when it is blank.

    Raises:
        DrawingError: The file is no such picture, damaged, animated, or over 50 megapixels.
    """
    ink, scale = inked(data)
    if ink is None:
        return None
    pieces = pieces_of(ink)
    if not 1 < len(pieces.parts) <= MOST_PIECES:
        return _whole(glyph_of_ink(ink, scale))

    def drawn(members: tuple[int, ...]) -> Glyph:
        return glyph_of_ink(ink * np.isin(pieces.labels, members), scale, pieces.pen)

    return lattice_of(pieces.parts, drawn)


def _whole(glyph: Glyph) -> Lattice:
    return Lattice((), (Candidate(0, 1, glyph, 0.0),))
