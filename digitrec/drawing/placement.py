"""Where Fabric 7 puts a path's points on the canvas.

A point minus the centre of the path's own bounding box is skewed, scaled, flipped and rotated,
then moved to the object's centre, which follows from its origin point and its size.
"""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from digitrec.drawing.fields import MAX_NUMBER, flag, number, origin
from digitrec.errors import DrawingError


def placed(points: np.ndarray, path: Mapping[str, Any]) -> np.ndarray:
    """The points of a path object, float64 (n, 2), moved to where they are on the canvas.

    Raises:
        DrawingError: One of the object's values is of the wrong type, or a point ends beyond a million pixels.
    """
    low, high = points.min(axis=0), points.max(axis=0)
    middle = (low + high) / 2
    shape, turn = _shape(path), _rotation(path)
    anchor = np.array([number(path, "left", float(middle[0])), number(path, "top", float(middle[1]))])
    centre = anchor - turn @ (_origin(path) * _size(path, high - low, shape))
    moved = (points - middle) @ (turn @ shape).T + centre
    if not np.abs(moved).max() <= MAX_NUMBER:
        raise DrawingError("The drawing has a point more than a million pixels away; draw it smaller.")
    return np.asarray(moved)


def drawn_width(path: Mapping[str, Any]) -> float:
    """The width of a path object's line on the canvas, pixels; where it is uneven, the geometric mean."""
    width = number(path, "strokeWidth", 1)
    if flag(path, "strokeUniform"):
        return width
    return width * math.sqrt(abs(number(path, "scaleX", 1) * number(path, "scaleY", 1)))


def _shape(path: Mapping[str, Any]) -> np.ndarray:
    """Scale, negative where flipped, x skew in x x skew in y, float64 (2, 2)."""
    scale_x = number(path, "scaleX", 1) * (-1 if flag(path, "flipX") else 1)
    scale_y = number(path, "scaleY", 1) * (-1 if flag(path, "flipY") else 1)
    skew_x, skew_y = (math.tan(math.radians(number(path, name, 0))) for name in ("skewX", "skewY"))
    return np.array([[scale_x * (1 + skew_x * skew_y), scale_x * skew_x], [scale_y * skew_y, scale_y]])


def _rotation(path: Mapping[str, Any]) -> np.ndarray:
    angle = math.radians(number(path, "angle", 0))
    return np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])


def _origin(path: Mapping[str, Any]) -> np.ndarray:
    return np.array([origin(path, "originX"), origin(path, "originY")])


def _size(path: Mapping[str, Any], extent: np.ndarray, shape: np.ndarray) -> np.ndarray:
    """Width and height of the object before it is rotated: its line's width is part of it."""
    width = number(path, "strokeWidth", 1)
    if flag(path, "strokeUniform"):
        return np.asarray(np.abs(shape) @ extent + width)
    return np.asarray(np.abs(shape) @ (extent + width))
