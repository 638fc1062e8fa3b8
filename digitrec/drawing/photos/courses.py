"""Straight and narrow things across a picture, which may be ruled lines."""

import cv2
import numpy as np

# They are searched for in a picture of this size.
SEARCHED = 800
# They deviate from the picture's sides by at most this angle, and are told apart by this one; degrees.
STEEPEST = 15
ANGLE = 0.1
# None is broader than this share of the longest side, nor closer to the next one.
BROADEST = 0.012
NEAREST = 0.012
# They are darker than what is around by at least this, of 1, and by so many deviations of the noise.
FAINTEST = 0.03
CLEAR = 3
# The shortest, in a corner, as a share of the side along which it runs.
SHORTEST = 0.15


def courses(dark: np.ndarray) -> np.ndarray:
    """Nearly level straight lines, the clearest first: the row where each starts and its slope, float64 (n, 2).

    They are found by the transform of P. Hough (1962), as R. Duda and P. Hart have it (1972).
    dark: how dark each pixel is against the paper, float32 (height, width) in [0, 1].
    """
    factor = min(SEARCHED / max(dark.shape), 1)
    small = cv2.resize(dark, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    width, steepest = small.shape[1], np.radians(STEEPEST)
    votes = max(round(SHORTEST * width), 2)
    low, high = np.pi / 2 - steepest, np.pi / 2 + steepest
    found = cv2.HoughLines(_ridges(small), 1, np.radians(ANGLE), votes, min_theta=low, max_theta=high)
    if found is None:
        return np.zeros((0, 2))
    distance, angle = found.reshape(-1, 2).T.astype(np.float64)
    ends = np.stack([distance / np.sin(angle), (distance - width * np.cos(angle)) / np.sin(angle)], axis=1)
    start, end = _distinct(ends, NEAREST * max(small.shape)).T
    return np.stack([start / factor, (end - start) / width], axis=1)


def _ridges(dark: np.ndarray) -> np.ndarray:
    """Where something narrow and level is darkest, uint8 (height, width) of 0 and 1."""
    smooth = cv2.blur(dark, (9, 1))
    broadest = round(BROADEST * max(dark.shape)) | 1
    narrow = cv2.morphologyEx(smooth, cv2.MORPH_TOPHAT, np.ones((broadest, 1), np.uint8))
    least = max(FAINTEST, CLEAR * 1.4826 * float(np.median(narrow)))
    darkest = narrow >= cv2.dilate(narrow, np.ones((3, 1), np.uint8))
    return np.asarray(darkest & (narrow > least), np.uint8)


def _distinct(ends: np.ndarray, apart: float) -> np.ndarray:
    """Of lines (n, 2), by the rows of their two ends, the first of all that cross or nearly touch each other."""
    kept = []
    while len(ends):
        kept.append(ends[0])
        gaps = ends - ends[0]
        ends = ends[(np.abs(gaps).min(axis=1) > apart) & (gaps.prod(axis=1) > 0)]
    return np.array(kept)
