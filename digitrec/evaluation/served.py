"""What served models answer for a set of digits; each is asked once, and its answers are kept."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from digitrec.augmentation.feed import training_and_validation
from digitrec.dataset import Mnist
from digitrec.evaluation.inspection import Predict
from digitrec.evaluation.kept import is_kept, kept
from digitrec.evaluation.predictions import Predictions
from digitrec.evaluation.robustness import CORRUPTIONS, Curve, robustness
from digitrec.recognition import Recogniser, recogniser_for
from digitrec.runs import Run, files

Progress = Callable[[int, int], None]
AT_ONCE = 500
SAMPLE = 1000
THREADS = 2


@dataclass(frozen=True, eq=False)
class Labelled:
    """Digits to ask a model about: images uint8 (N, 28, 28), bright on black, and labels uint8 (N,) 0 to 9."""

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]

    @cached_property
    def checksum(self) -> str:
        """Of images and labels: the same digits have the same, whichever way they came."""
        digest = hashlib.sha256(self.images.tobytes())
        digest.update(self.labels.tobytes())
        return digest.hexdigest()

    def sample(self, count: int) -> "Labelled":
        """So many of them, always the same."""
        some = np.random.default_rng(0).permutation(len(self.labels))[:count]
        return Labelled(self.images[some], self.labels[some])


def left_out(run: Run, mnist: Mnist) -> Labelled:
    """The digits of MNIST's training set that the run's recipe left out. Raises RunError."""
    return Labelled(*training_and_validation(mnist, run.recipe().data)[1][:])


def trained_on(run: Run, mnist: Mnist) -> Labelled:
    """The digits of MNIST's training set that the run was trained on. Raises RunError."""
    return Labelled(*training_and_validation(mnist, run.recipe().data)[0][:])


def predictions(run: Run, digits: Labelled, progress: Progress = lambda done, total: None) -> Predictions:
    """The model's answers, of float32. Raises ModelError or RunError; `progress` is told of how many are done."""

    def ask() -> NDArray[np.float32]:
        return np.concatenate(_asked(run, digits.images, progress)[0])

    return Predictions(digits.labels, kept(_name("predictions", run, digits), ask))


def is_known(run: Run, digits: Labelled) -> bool:
    """Whether the model's answers are kept. Raises ModelError or RunError."""
    return is_kept(_name("predictions", run, digits))


def features(run: Run, digits: Labelled, progress: Progress = lambda done, total: None) -> NDArray[np.float16]:
    """The model's features of each digit, float16 (N, F) of length 1 each; they take half the room of float32."""

    def ask() -> NDArray[np.float16]:
        return np.concatenate([_unit(chunk) for chunk in _asked(run, digits.images, progress)[1]])

    return kept(_name("features", run, digits), ask)


def curves(run: Run, digits: Labelled, progress: Progress = lambda done, total: None) -> tuple[Curve, ...]:
    """The model's robustness on a sample of 1,000 of the digits."""
    sample = digits.sample(SAMPLE)

    def ask() -> NDArray[np.float64]:
        predict = predict_with(recogniser_for(run, THREADS))
        found = robustness(sample.images, sample.labels, predict, np.random.default_rng(0), progress)
        return np.concatenate([curve.accuracy for curve in found])

    spoilings = repr([(corruption.name, corruption.strengths) for corruption in CORRUPTIONS])
    kind = f"robustness-{hashlib.sha256(spoilings.encode()).hexdigest()[:8]}"
    ends = np.cumsum([len(corruption.strengths) for corruption in CORRUPTIONS])
    accuracies = np.split(kept(_name(kind, run, sample), ask), ends[:-1])
    return tuple(Curve(*each) for each in zip(CORRUPTIONS, accuracies, strict=True))


def predict_with(recogniser: Recogniser) -> Predict:
    return lambda pictures: recogniser(pictures).probabilities


def _asked(
    run: Run, images: NDArray[np.uint8], progress: Progress
) -> tuple[list[NDArray[np.float32]], list[NDArray[np.float32]]]:
    """Probabilities and features, in chunks."""
    recogniser, answers = recogniser_for(run, THREADS), []
    for first in range(0, len(images), AT_ONCE):
        answers.append(recogniser(images[first : first + AT_ONCE]))
        progress(min(first + AT_ONCE, len(images)), len(images))
    return [answer.probabilities for answer in answers], [answer.features for answer in answers]


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float16]:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.where(lengths, lengths, 1)).astype(np.float16)


def _name(kind: str, run: Run, digits: Labelled) -> str:
    """Raises ModelError if the model is not what was trained."""
    return f"{kind}-{files.sha256(run.served())[:24]}-{digits.checksum[:24]}"
