"""A canvas drawing, drawn anew with MNIST's own pen."""

from collections.abc import Mapping, Sequence
from typing import Any

import cv2
import numpy as np

from digitrec.drawing.fabric import Stroke, strokes_of
from digitrec.drawing.glyph import BOX, DETAIL, DOT_SHARE, FRAME, PEN, SIDE, Glyph, dot, shaded

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
    points = np.concatenate([stroke.points for stroke in strokes])
    low, extent = points.min(axis=0), float(np.ptp(points, axis=0).max())
    width = max(stroke.width for stroke in strokes)
    if extent <= SHORTEST or width >= DOT_SHARE * (extent + width):
        return Glyph(dot(), ink_box(strokes), is_dot=True)
    lines = [(stroke.points - low) * ((BOX - PEN) / extent) + FRAME + PEN / 2 for stroke in strokes]
    return Glyph(shaded(PEN / 2 - _distance(lines)), ink_box(strokes), is_dot=False)


def ink_box(strokes: Sequence[Stroke]) -> tuple[float, float, float, float]:
    """x, y, width and height of the strokes' ink in canvas pixels."""
    left, top = np.min([stroke.points.min(axis=0) - stroke.width / 2 for stroke in strokes], axis=0)
    right, bottom = np.max([stroke.points.max(axis=0) + stroke.width / 2 for stroke in strokes], axis=0)
    return float(left), float(top), float(right - left), float(bottom - top)


def _distance(lines: Sequence[np.ndarray]) -> np.ndarray:
    """The distance of each point to the nearest line, float32 (112, 112), lines and distances in glyph pixels."""
    canvas = np.full((SIDE * DETAIL, SIDE * DETAIL), 255, np.uint8)
    corners = [np.round((line * DETAIL - 0.5) * 2**_FRACTION_BITS).astype(np.int32) for line in lines]
    cv2.polylines(canvas, corners, False, 0, 1, cv2.LINE_8, _FRACTION_BITS)
    return np.asarray(cv2.distanceTransform(canvas, cv2.DIST_L2, 5) / DETAIL)
