"""How good a model is: one headline, a row for each digit, the confusion matrix. Definitions are scikit-learn's."""

from dataclasses import asdict, dataclass
from math import sqrt
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitrec.evaluation.calibration import reliability
from digitrec.evaluation.predictions import DIGITS, Predictions


@dataclass(frozen=True)
class Headline:
    """A model's quality on n digits. Accuracies, precision, recall and F1 are fractions.

    `interval` is the accuracy's 95 % interval; `loss` the mean negative log-likelihood in nats;
    `brier` in [0, 2]; `calibration_error` in [0, 1] (top label, 15 equal-width bins). Precision, recall
    and F1 are macro averages over the digits that occur as label or as answer, 0 where undefined.
    """

    n: int
    errors: int
    accuracy: float
    interval: tuple[float, float]
    precision: float
    recall: float
    f1: float
    loss: float
    brier: float
    calibration_error: float
    top2_accuracy: float


@dataclass(frozen=True)
class DigitRow:
    """How well one digit is read: `support` are labelled so, `answers` were read so; 0 where undefined."""

    digit: int
    support: int
    answers: int
    precision: float
    recall: float
    f1: float


def accuracy(predictions: Predictions) -> float:
    return float(predictions.correct.mean())


def loss(predictions: Predictions) -> float:
    """Mean negative log-likelihood in nats; see `Predictions.losses` for how certainty is bounded."""
    return float(predictions.losses.mean())


def headline(predictions: Predictions) -> Headline:
    n, right = len(predictions.labels), int(predictions.correct.sum())
    rows = [row for row in per_digit(predictions) if row.support or row.answers]
    return Headline(
        n=n,
        errors=n - right,
        accuracy=right / n,
        interval=wilson_interval(right, n),
        precision=float(np.mean([row.precision for row in rows])),
        recall=float(np.mean([row.recall for row in rows])),
        f1=float(np.mean([row.f1 for row in rows])),
        loss=loss(predictions),
        brier=brier(predictions),
        calibration_error=reliability(predictions).expected_error,
        top2_accuracy=top2_accuracy(predictions),
    )


def confusion_matrix(predictions: Predictions) -> NDArray[np.int64]:
    """How often each digit (row) was read as each digit (column): int64 (10, 10)."""
    cells = predictions.labels.astype(np.intp) * DIGITS + predictions.predicted
    return np.bincount(cells, minlength=DIGITS * DIGITS).reshape(DIGITS, DIGITS)


def row_shares(matrix: NDArray[np.int64]) -> NDArray[np.float64]:
    """A confusion matrix as shares of its rows, in [0, 1]; a row without digits is 0."""
    return _ratio(matrix, matrix.sum(axis=1, keepdims=True))


def per_digit(predictions: Predictions) -> list[DigitRow]:
    """Ten rows, of the digits 0 to 9."""
    matrix = confusion_matrix(predictions)
    right, support, answers = np.diag(matrix), matrix.sum(axis=1), matrix.sum(axis=0)
    precision, recall = _ratio(right, answers), _ratio(right, support)
    f1 = _ratio(2 * right, support + answers)
    return [
        DigitRow(d, int(support[d]), int(answers[d]), float(precision[d]), float(recall[d]), float(f1[d]))
        for d in range(DIGITS)
    ]


def _ratio(part: NDArray[np.int64], whole: NDArray[np.int64]) -> NDArray[np.float64]:
    return part / np.maximum(whole, 1)


def wilson_interval(right: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Interval of a proportion in [0, 1] (Wilson, 1927), which holds near 0 and 1 too."""
    z2 = NormalDist().inv_cdf((1 + level) / 2) ** 2
    centre = (right + z2 / 2) / (n + z2)
    half = sqrt(z2 * (right * (n - right) / n + z2 / 4)) / (n + z2)
    return centre - half if right else 0.0, centre + half if right < n else 1.0


def brier(predictions: Predictions) -> float:
    """Squared distance of the ten probabilities from the truth, mean over digits, in [0, 2] (Brier, 1950).

    The sum over all ten classes: scikit-learn's `brier_score_loss` with `scale_by_half=False`.
    """
    distance = predictions.probabilities - np.eye(DIGITS)[predictions.labels]
    return float((distance**2).sum(axis=1).mean())


def top2_accuracy(predictions: Predictions) -> float:
    """Share of the digits whose label is among the two most probable; the higher digits among equals."""
    top_two = np.argsort(predictions.probabilities, axis=1, kind="stable")[:, -2:]
    return float((top_two == predictions.labels[:, None]).any(axis=1).mean())


def as_dict(predictions: Predictions) -> dict[str, Any]:
    """The headline, the rows (`digits`) and the confusion matrix as what JSON can hold."""
    return asdict(headline(predictions)) | {
        "digits": [asdict(row) for row in per_digit(predictions)],
        "confusion_matrix": confusion_matrix(predictions).tolist(),
    }
