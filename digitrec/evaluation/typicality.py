"""What a digit usually looks like, and which ones do not."""

import numpy as np
from numpy.typing import NDArray

from digitrec.evaluation.predictions import DIGITS


def mean_images(images: NDArray[np.uint8], labels: NDArray[np.integer]) -> NDArray[np.float32]:
    """The mean image of each digit, float32 (10, H, W) from 0 to 255, of images uint8 (N, H, W).

    Black for a digit that has none.
    """
    means = np.zeros((DIGITS, *images.shape[1:]), np.float32)
    for digit in np.unique(labels):
        means[digit] = images[labels == digit].mean(axis=0, dtype=np.float32)
    return means


def by_typicality(images: NDArray[np.uint8], labels: NDArray[np.integer], digit: int) -> NDArray[np.intp]:
    """Indices of one digit's images, the most typical first and the most unusual last.

    By Euclidean distance from the digit's mean image; equal ones by index.
    """
    indices = np.flatnonzero(labels == digit)
    if not len(indices):
        return indices
    pixels = images[indices].astype(np.float32)
    distance = np.linalg.norm(pixels - pixels.mean(axis=0), axis=(1, 2))
    return indices[np.argsort(distance, kind="stable")]
