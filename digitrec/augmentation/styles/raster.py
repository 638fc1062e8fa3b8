"""What is done with points on a raster, whatever they show."""

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Points = NDArray[np.float64]

HALF = 0.5
# Ink fades to black over so many points, as MNIST's does; averaging down to pixels softens it further.
EDGE = 2.0


def inked(depth: Floats) -> Floats:
    """How much ink is at a point, in [0, 1], from how deep it lies in the stroke."""
    return np.asarray(np.clip(depth / EDGE + HALF, 0, 1))


def depth_of(mask: Mask) -> Floats:
    """The distance of each point to the edge of what is set, negative outside."""
    inside, outside = (cv2.distanceTransform(each.astype(np.uint8), cv2.DIST_L2, 5) for each in (mask, ~mask))
    return np.asarray(np.where(mask, inside - HALF, HALF - outside), np.float32)


def window(points: Points, reach: float, shape: tuple[int, ...]) -> tuple[tuple[slice, slice], NDArray[np.int64]]:
    """The part of a canvas of that shape within reach of the points, and its corner's x and y."""
    low = np.maximum(np.floor(points.min(axis=0) - reach).astype(int), 0)
    high = np.ceil(points.max(axis=0) + reach).astype(int) + 1
    return (slice(low[1], min(high[1], shape[0])), slice(low[0], min(high[0], shape[1]))), low


def first_runs(rows: Mask) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Start and stop of the first run of ink in each of the rows (N, W), of which the last column is blank.

    Both are the same in a row without ink.
    """
    start = rows.argmax(axis=1)
    columns = np.arange(rows.shape[1])
    stop = (~rows & (columns >= start[:, None])).argmax(axis=1)
    return start, np.maximum(stop, start)


def last_runs(rows: Mask) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """As `first_runs`, from the right, in rows of which the first column is blank."""
    start, stop = first_runs(rows[:, ::-1])
    return rows.shape[1] - stop, rows.shape[1] - start
