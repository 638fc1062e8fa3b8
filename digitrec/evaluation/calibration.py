"""Whether a model is as often right as it is confident."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitrec.evaluation.predictions import Predictions

BINS = 15


@dataclass(frozen=True, eq=False)
class Reliability:
    """Answers grouped by their confidence, in B bins of equal width (low, high].

    `edges` is float64 (B + 1,) from 0 to 1, `counts` int64 (B,); `confidence` (the mean) and
    `accuracy` are float64 (B,), NaN where a bin is empty.
    """

    edges: NDArray[np.float64]
    counts: NDArray[np.int64]
    confidence: NDArray[np.float64]
    accuracy: NDArray[np.float64]

    @property
    def expected_error(self) -> float:
        """Expected calibration error (Naeini et al., 2015; top label, as in Guo et al., 2017), in [0, 1]."""
        gaps = np.abs(self.accuracy - self.confidence) * self.counts
        return float(np.nansum(gaps) / self.counts.sum())


def reliability(predictions: Predictions, bins: int = BINS) -> Reliability:
    edges = np.linspace(0, 1, bins + 1)
    confidence = predictions.confidence.astype(np.float64)
    bin_of = np.searchsorted(edges[1:-1], confidence, side="left")
    counts = np.bincount(bin_of, minlength=bins)
    sizes = np.where(counts, counts, np.nan)
    sums = (np.bincount(bin_of, weights, bins) for weights in (confidence, predictions.correct))
    return Reliability(edges, counts, *(total / sizes for total in sums))


@dataclass(frozen=True, eq=False)
class Coverage:
    """Accuracy on the most confident share of the digits; all float64 (P,), shares ascending to 1.

    `threshold` is the lowest confidence that is still answered.
    """

    share: NDArray[np.float64]
    accuracy: NDArray[np.float64]
    threshold: NDArray[np.float64]


def coverage(predictions: Predictions, points: int = 100) -> Coverage:
    """How accurate the model is if the least confident are left out, at up to `points` shares.

    Accuracy against coverage (El-Yaniv and Wiener, 2010).
    """
    n = len(predictions.labels)
    order = np.argsort(-predictions.confidence, kind="stable")
    answered = np.unique(np.ceil(np.linspace(0, n, points + 1)[1:]).astype(np.int64))
    hits = np.cumsum(predictions.correct[order])[answered - 1]
    threshold = predictions.confidence[order][answered - 1]
    return Coverage(answered / n, hits / answered, threshold.astype(np.float64))
