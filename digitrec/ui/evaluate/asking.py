"""The answers of the chosen models: from memory, else from the disk, else from the model itself."""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from digitrec.evaluation import Predictions, served
from digitrec.evaluation.served import Labelled, Progress
from digitrec.runs import Run
from digitrec.ui import caches, remembering
from digitrec.ui.evaluate.choosing import Chosen
from digitrec.ui.titles import titled

ANSWERS = "predictions", 12


def predictions(run: Run, digits: Labelled) -> Predictions:
    """Raises DigitrecError."""
    words = f"{titled(run.name)} reads the digits"
    return remembering.once(*ANSWERS, run, digits.checksum, words, partial(served.predictions, run, digits))


def is_known(run: Run, digits: Labelled) -> bool:
    """Whether the answers are there without asking the model."""
    return remembering.is_remembered(*ANSWERS, run, digits.checksum) or served.is_known(run, digits)


def training_features(run: Run) -> NDArray[np.float16]:
    """The model's features of the digits that it was trained on, in their order. Raises DigitrecError."""

    def make(progress: Progress) -> NDArray[np.float16]:
        return served.features(run, served.trained_on(run, caches.mnist()), progress)

    words = f"{titled(run.name)} looks at what it was trained on, this once"
    return remembering.once("features", 2, run, "training", words, make)


def answers(chosen: Chosen) -> dict[str, Predictions]:
    """The answers of the one or two chosen models, by their titles."""
    return {titled(run.name): predictions(run, chosen.digits) for run in chosen.models}
