"""What a model answered for a set of labelled digits."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from digitrec.errors import DatasetError, ModelError

DIGITS = 10


@dataclass(frozen=True, eq=False)
class Predictions:
    """A model's answers for N >= 1 labelled digits.

    Labels are integers (N,) from 0 to 9, probabilities float (N, 10) in [0, 1] with rows that sum
    to 1, features float (N, F) or None. Raises DatasetError without a digit or with a label for some
    digits only, ModelError if a probability is not a number.
    """

    labels: NDArray[np.integer]
    probabilities: NDArray[np.floating]
    features: NDArray[np.floating] | None = None

    def __post_init__(self) -> None:
        if self.probabilities.shape != (len(self.labels), DIGITS):
            raise DatasetError(
                f"{len(self.labels)} labels do not fit {len(self.probabilities)} digits; give one for each."
            )
        if not len(self.labels):
            raise DatasetError("There is no digit to evaluate; choose at least one.")
        if not np.isfinite(self.probabilities).all():
            raise ModelError("The model's answers are not numbers; train it again with a lower learning rate.")

    @cached_property
    def predicted(self) -> NDArray[np.intp]:
        """The most probable digit, (N,); the lowest among equals."""
        digits: NDArray[np.intp] = self.probabilities.argmax(axis=1)
        return digits

    @cached_property
    def second(self) -> NDArray[np.intp]:
        """The second guess, (N,)."""
        others = self.probabilities.copy()
        others[np.arange(len(others)), self.predicted] = -1
        digits: NDArray[np.intp] = others.argmax(axis=1)
        return digits

    @cached_property
    def confidence(self) -> NDArray[np.floating]:
        """The probability of the predicted digit, (N,)."""
        return self.probability_of(self.predicted)

    @cached_property
    def margin(self) -> NDArray[np.floating]:
        """By how much the confidence exceeds the second guess's probability, (N,) in [0, 1]."""
        return self.confidence - self.probability_of(self.second)

    @cached_property
    def losses(self) -> NDArray[np.float64]:
        """Negative log-likelihood of the label, (N,) in nats.

        As in scikit-learn's `log_loss` on float64: a probability counts as at least 2.2e-16
        (and at most 1 less that), so that one sure error costs 36 nats rather than infinity.
        """
        eps = np.finfo(np.float64).eps
        return -np.log(np.clip(self.probability_of(self.labels).astype(np.float64), eps, 1 - eps))

    @cached_property
    def correct(self) -> NDArray[np.bool_]:
        """Whether the predicted digit is the label, (N,)."""
        right: NDArray[np.bool_] = self.predicted == self.labels
        return right

    @cached_property
    def errors(self) -> NDArray[np.intp]:
        """Indices of the misclassified digits, ascending."""
        return np.flatnonzero(~self.correct)

    def probability_of(self, digits: NDArray[np.integer]) -> NDArray[np.floating]:
        """The probability given to one digit each, (N,)."""
        return np.take_along_axis(self.probabilities, digits.astype(np.intp)[:, None], axis=1)[:, 0]

    def take(self, indices: NDArray[np.integer]) -> "Predictions":
        """The answers for some of the digits. Raises DatasetError if there are none."""
        features = None if self.features is None else self.features[indices]
        return Predictions(self.labels[indices], self.probabilities[indices], features)


def require_same_digits(models: Sequence[Predictions]) -> None:
    """Raises DatasetError if the models were not asked about the same digits."""
    if not all(np.array_equal(models[0].labels, other.labels) for other in models[1:]):
        raise DatasetError("Models can only be compared on the same digits; evaluate all of them on the same data.")
