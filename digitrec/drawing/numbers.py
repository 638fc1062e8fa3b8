"""A canvas drawing, a picture or a photo of a whole number: what in it may be one digit."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from digitrec.drawing.fabric import strokes_of
from digitrec.drawing.glyph import Glyph
from digitrec.drawing.kinds import Picture, picture_of
from digitrec.drawing.lattice import Candidate, Lattice, lattice_of
from digitrec.drawing.parts import joined, traced
from digitrec.drawing.pictures import glyph_of_ink
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
    """What in a PNG, JPEG, WebP or BMP file, drawn or photographed, may be a digit; None when it is blank.

    Raises:
        DrawingError: The file is no such picture, damaged, animated, or over 50 megapixels.
    """
    return number_on(picture_of(data))


def number_on(picture: Picture) -> Lattice | None:
    """What in a picture may be a digit; None when it is blank."""
    written = picture.written
    if written is None:
        return None
    pieces = pieces_of(written.ink)
    if not 1 < len(pieces.parts) <= MOST_PIECES:
        return _whole(glyph_of_ink(written, written.ink))

    def drawn(members: tuple[int, ...]) -> Glyph:
        return glyph_of_ink(written, written.ink * np.isin(pieces.labels, members), pieces.pen)

    return lattice_of(pieces.parts, drawn)


def _whole(glyph: Glyph) -> Lattice:
    return Lattice((), (Candidate(0, 1, glyph, 0.0),))
