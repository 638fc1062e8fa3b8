"""Which digits a gallery shows, in which order: index arithmetic on predictions."""

import csv
import io
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from digitrec.evaluation.predictions import DIGITS, Predictions


class Order(StrEnum):
    """What comes first."""

    CONFIDENCE = "most confident first"
    LOSS = "greatest loss first"
    MARGIN = "closest call first"


@dataclass(frozen=True, eq=False)
class Filter:
    """Which digits to show; None does not filter.

    `lowest` and `highest` bound the confidence, both included. `among` holds indices to choose from, such
    as one of the four sets of a comparison. Without it the errors are chosen from, or all digits where `true` and
    `predicted` name the same digit.
    """

    true: int | None = None
    predicted: int | None = None
    lowest: float = 0.0
    highest: float = 1.0
    among: NDArray[np.integer] | None = None


def select(predictions: Predictions, chosen: Filter = Filter(), order: Order = Order.CONFIDENCE) -> NDArray[np.intp]:
    """Indices of the digits that pass the filter, in order; equal ones by index."""
    indices = _candidates(predictions, chosen)
    confidence = predictions.confidence[indices]
    keep = (confidence >= chosen.lowest) & (confidence <= chosen.highest)
    if chosen.true is not None:
        keep &= predictions.labels[indices] == chosen.true
    if chosen.predicted is not None:
        keep &= predictions.predicted[indices] == chosen.predicted
    kept = indices[keep]
    return kept[np.argsort(_rank(predictions, order)[kept], kind="stable")]


def _candidates(predictions: Predictions, chosen: Filter) -> NDArray[np.intp]:
    if chosen.among is not None:
        return np.sort(chosen.among.astype(np.intp))
    if chosen.true is not None and chosen.true == chosen.predicted:
        return np.arange(len(predictions.labels))
    return predictions.errors


def _rank(predictions: Predictions, order: Order) -> NDArray[np.floating]:
    """A value for each digit; the lowest is shown first."""
    match order:
        case Order.CONFIDENCE:
            return -predictions.confidence
        case Order.LOSS:
            return -predictions.losses
        case Order.MARGIN:
            return predictions.margin


def to_csv(predictions: Predictions, indices: NDArray[np.integer]) -> str:
    """The digits at those indices as CSV text with a header: labels, answers, loss and all ten probabilities."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["index", "true", "predicted", "confidence", "second", "loss", *(f"p{d}" for d in range(DIGITS))])
    writer.writerows(_row(predictions, i) for i in indices.tolist())
    return text.getvalue()


def _row(predictions: Predictions, i: int) -> list[int | str]:
    return [
        i,
        int(predictions.labels[i]),
        int(predictions.predicted[i]),
        f"{predictions.confidence[i]:.6g}",
        int(predictions.second[i]),
        f"{predictions.losses[i]:.6g}",
        *(f"{probability:.6g}" for probability in predictions.probabilities[i]),
    ]
