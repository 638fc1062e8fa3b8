"""One digit under the glass: where its ink decides, and which digits look alike to the model."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

AT_ONCE = 2048  # rows that stay in the processor's cache
Predict = Callable[[NDArray[np.float32]], NDArray[np.floating]]


def occlusion_map(
    pixels: NDArray[np.float32], predict: Predict, label: int, patch: int = 5, stride: int = 2
) -> NDArray[np.float64]:
    """How much of the label's probability is lost where ink is blanked: float64 like `pixels` (H, W), in [-1, 1].

    A black square of `patch` pixels moves in steps of `stride` over the picture (float32, bright on black, in [0, 1]);
    a pixel's value is the mean drop over the squares that cover it, so negative where blanking helps.
    `predict` maps (N, H, W) to probabilities (N, 10) and is called once. Zeiler and Fergus,
    'Visualizing and understanding convolutional networks' (2014).
    """
    masks = _squares(pixels.shape[0], pixels.shape[1], patch, stride)
    pictures = np.concatenate([pixels[None], np.where(masks, np.float32(0), pixels)])
    probability = predict(pictures)[:, label].astype(np.float64)
    drops = probability[0] - probability[1:]
    mean: NDArray[np.float64] = np.tensordot(drops, masks, axes=1) / masks.sum(axis=0)
    return mean


def _squares(height: int, width: int, patch: int, stride: int) -> NDArray[np.bool_]:
    """Masks (N, height, width) of the squares, those cut by the edge included, so that all pixels are covered."""
    rows, columns = (_spans(size, patch, stride) for size in (height, width))
    return (rows[:, None, :, None] & columns[None, :, None, :]).reshape(-1, height, width)


def _spans(size: int, patch: int, stride: int) -> NDArray[np.bool_]:
    starts = np.arange(1 - patch, size, stride)[:, None]
    return (np.arange(size) >= starts) & (np.arange(size) < starts + patch)


def most_similar(
    features: NDArray[np.floating], query: NDArray[np.floating], k: int
) -> tuple[NDArray[np.intp], NDArray[np.floating]]:
    """Indices of the k rows of `features` (N, F) most alike to `query` (F,), and their cosine similarity in [-1, 1].

    Most alike first; fewer than k where N is less. A row of zeros is alike to nothing (0).
    """
    chunks = [_cosine(features[n : n + AT_ONCE], query) for n in range(0, len(features), AT_ONCE)]
    cosine = np.concatenate([np.empty(0, np.float32), *chunks])
    k = min(k, len(cosine))
    nearest = np.argpartition(-cosine, k - 1)[:k] if k else np.empty(0, np.intp)
    nearest = nearest[np.argsort(-cosine[nearest], kind="stable")]
    return nearest, cosine[nearest]


def _cosine(features: NDArray[np.floating], query: NDArray[np.floating]) -> NDArray[np.floating]:
    """In float32 at least: NumPy multiplies halves one by one."""
    rows = features.astype(np.result_type(features, np.float32), copy=False)
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows)) * np.linalg.norm(query)
    cosine: NDArray[np.floating] = (rows @ query) / np.where(lengths, lengths, 1)
    return cosine
