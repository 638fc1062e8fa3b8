"""Lines as a hand draws them: never ruled."""

from itertools import pairwise

import numpy as np

from digitrec.augmentation.styles.raster import Points

CORNERS = 24


def bezier(*controls: Points) -> Points:
    """A Bezier curve of any degree as a polyline (CORNERS, 2), by de Casteljau's algorithm."""
    along = np.linspace(0, 1, CORNERS)[:, None]
    points = list(controls)
    while len(points) > 1:
        points = [(1 - along) * one + along * other for one, other in pairwise(points)]
    return points[0]


def bent(start: Points, end: Points, bend: float) -> Points:
    """From start to end, in the middle off the straight line by `bend` of its length, to its left for a positive one.

    Left as one sees it on the picture when going from start to end; y points down.
    """
    x, y = end - start
    return bezier(start, (start + end) / 2 + 2 * bend * np.array([y, -x]), end)


def toward(start: Points, angle: float, length: float) -> Points:
    """The point that lies so far from start, at an angle in degrees: 0 is down, 90 to the left."""
    way = np.radians(angle)
    return start + length * np.array([-np.sin(way), np.cos(way)])
