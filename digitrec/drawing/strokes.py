"""A canvas drawing, drawn anew with MNIST's own pen."""

from collections.abc import Mapping, Sequence
from typing import Any

import cv2
import numpy as np

from digitrec.drawing.fabric import Stroke, strokes_of
from digitrec.drawing.glyph import BOX, DETAIL, DOT_SHARE, FRAME, PEN, SIDE, Glyph, centred, dot, inked

# A pen that moved no farther than this made a dot, whatever its width; canvas pixels.
SHORTEST = 2.0
# cv2 takes coordinates in 1/16 pixel.
_FRACTION_BITS = 4


def glyph_from_strokes(drawing: Mapping[str, Any]) -> Glyph | None:
    """Draw a canvas drawing (the canvas' json_data, Fabric 7) as one glyph; None when nothing in it is visible.

    The glyph depends on the strokes' centre lines alone, not on the brush, nor on size or place.

    Raises:
        DrawingError: The drawing is malformed, too large, or holds anything but strokes.
    """
    strokes = strokes_of(drawing)
    return glyph_of(strokes) if strokes else None


def glyph_of(strokes: Sequence[Stroke]) -> Glyph:
    """Draw one or more strokes as one glyph."""
    _, extent = reach(strokes)
    width = max(stroke.width for stroke in strokes)
    if extent <= SHORTEST or width >= DOT_SHARE * (extent + width):
        return Glyph(dot(), ink_box(strokes), is_dot=True)
    return Glyph(centred(boxed(strokes)), ink_box(strokes), is_dot=False)


def boxed(strokes: Sequence[Stroke]) -> np.ndarray:
    """The strokes redrawn with MNIST's pen in the corner of the box, float32 (28, 28) in [0, 1]; they are no dot."""
    low, extent = reach(strokes)
    lines = [(stroke.points - low) * ((BOX - PEN) / extent) + FRAME + PEN / 2 for stroke in strokes]
    fine = distance([line * DETAIL for line in lines], SIDE * DETAIL, SIDE * DETAIL)
    return inked(PEN / 2 - fine / DETAIL)


def reach(strokes: Sequence[Stroke]) -> tuple[np.ndarray, float]:
    """The top left corner of the strokes' centre lines, float64 (2,), and their longest side, in canvas pixels."""
    points = np.concatenate([stroke.points for stroke in strokes])
    return points.min(axis=0), float(np.ptp(points, axis=0).max())


def ink_box(strokes: Sequence[Stroke]) -> tuple[float, float, float, float]:
    """x, y, width and height of the strokes' ink in canvas pixels."""
    left, top = np.min([stroke.points.min(axis=0) - stroke.width / 2 for stroke in strokes], axis=0)
    right, bottom = np.max([stroke.points.max(axis=0) + stroke.width / 2 for stroke in strokes], axis=0)
    return float(left), float(top), float(right - left), float(bottom - top)


def distance(lines: Sequence[np.ndarray], width: int, height: int) -> np.ndarray:
    """How far each point of a picture is from the nearest line, float32 (height, width), in the picture's pixels."""
    picture = np.full((height, width), 255, np.uint8)
    corners = [np.round((line - 0.5) * 2**_FRACTION_BITS).astype(np.int32) for line in lines]
    cv2.polylines(picture, corners, False, 0, 1, cv2.LINE_8, _FRACTION_BITS)
    return np.asarray(cv2.distanceTransform(picture, cv2.DIST_L2, 5))
