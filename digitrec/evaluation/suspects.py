"""Labels that may be wrong: those that the models confidently contradict, and what a person says of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from digitrec.evaluation.predictions import Predictions, require_same_digits


class Mark(StrEnum):
    """What a person decided about a suspect label."""

    LABEL_WRONG = "label is wrong"
    AMBIGUOUS = "ambiguous"
    MODEL_WRONG = "model is wrong"


@dataclass(frozen=True)
class Suspect:
    """A digit whose label the models contradict, and the digit they suggest instead.

    `doubt` > 0 is by how many nats the suggestion is likelier than the label.
    """

    index: int
    label: int
    suggested: int
    doubt: float


def suspects(models: Sequence[Predictions]) -> list[Suspect]:
    """The digits whose label the models together contradict, most confidently contradicted first.

    The normalised margin of Northcutt et al., 'Pervasive label errors in test sets' (2021), on the
    mean of the models' log-probabilities: unlike probabilities, logarithms still tell the sure from the
    surer near 1, and one model alone cannot outvote another that believes the label.
    Raises DatasetError if the models were not asked about the same digits.
    """
    require_same_digits(models)
    labels = models[0].labels.astype(np.intp)
    eps = np.finfo(np.float64).eps
    belief = np.mean([np.log(model.probabilities.astype(np.float64).clip(eps)) for model in models], axis=0)
    suggested = belief.argmax(axis=1)
    doubt = belief.max(axis=1) - belief[np.arange(len(labels)), labels]
    order = np.argsort(-doubt, kind="stable")
    return [Suspect(int(i), int(labels[i]), int(suggested[i]), float(doubt[i])) for i in order if doubt[i] > 0]


def without_marked(predictions: Predictions, marks: Mapping[int, Mark]) -> Predictions:
    """The answers without the digits (by index) whose label a person called wrong or ambiguous.

    Raises DatasetError if none is left.
    """
    marked = [index for index, mark in marks.items() if mark is not Mark.MODEL_WRONG]
    return predictions.take(np.delete(np.arange(len(predictions.labels)), marked))


def relabelled(predictions: Predictions, labels: Mapping[int, int]) -> Predictions:
    """The answers judged by other labels for some digits (by index)."""
    corrected = predictions.labels.copy()
    corrected[list(labels.keys())] = list(labels.values())
    return Predictions(corrected, predictions.probabilities, predictions.features)
