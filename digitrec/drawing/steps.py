"""How a canvas drawing becomes what a model sees: each step as a picture to look at."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from digitrec.drawing.fabric import Stroke
from digitrec.drawing.glyph import BOX, PEN, centred
from digitrec.drawing.strokes import boxed, distance, reach


@dataclass(frozen=True, eq=False)
class Steps:
    """The four steps in their order, bright on black.

    drawn: The strokes on the board as a person drew them, uint8 (height, width) of the board.
    redrawn: The same with a pen that will be as wide as MNIST's once the strokes are scaled, like `drawn`.
    boxed: Scaled such that the longest side is 20 pixels, in the corner of the box, float32 (28, 28) in [0, 1].
    centred: Moved until the centre of mass is in the middle, like `boxed`: the glyph's own pixels.
    """

    drawn: np.ndarray
    redrawn: np.ndarray
    boxed: np.ndarray
    centred: np.ndarray


def steps_of(strokes: Sequence[Stroke], width: int, height: int) -> Steps:
    """The steps of one glyph's strokes, which are no dot, on a board of so many pixels; what is beyond is cut off."""
    _, extent = reach(strokes)
    inside, pen = boxed(strokes), PEN * extent / (BOX - PEN)
    widths = {stroke.width for stroke in strokes}
    drawn = [_board([s for s in strokes if s.width == each], each, width, height) for each in widths]
    return Steps(np.maximum.reduce(drawn), _board(strokes, pen, width, height), inside, centred(inside))


def _board(strokes: Sequence[Stroke], pen: float, width: int, height: int) -> np.ndarray:
    depth = pen / 2 - distance([stroke.points for stroke in strokes], width, height)
    return np.asarray(np.round(255 * np.clip(depth + 0.5, 0, 1)), np.uint8)
