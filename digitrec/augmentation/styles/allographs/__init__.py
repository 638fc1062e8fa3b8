"""Allographs: the forms that hands from anywhere give to a digit, written anew rather than drawn on MNIST's own."""

import numpy as np
from numpy.typing import NDArray

from digitrec.augmentation.styles.allographs.farther import FARTHER
from digitrec.augmentation.styles.allographs.to_four import four, one, three, two, zero
from digitrec.augmentation.styles.allographs.to_nine import eight, five, nine, seven, six
from digitrec.augmentation.styles.allographs.writing import Form, Hands, by_some_hand, written
from digitrec.augmentation.tiles import SIDE, Images

__all__ = ["FORMS", "Form", "Hands", "written", "written_anew"]

FORMS: tuple[Form, ...] = (zero, one, two, three, four, five, six, seven, eight, nine)


def written_anew(labels: NDArray[np.integer], hands: Hands, rng: np.random.Generator) -> Images:
    """A digit for each label, uint8 (N, 28, 28), as the app draws strokes: by one of these hands, in any form."""
    digits = [by_some_hand(_any_form(label, rng), hands, rng) for label in labels]
    return np.array(digits, np.uint8).reshape(-1, SIDE, SIDE)


def _any_form(label: int, rng: np.random.Generator) -> Form:
    forms = (FORMS[label], *FARTHER.get(label, ()))
    return forms[rng.integers(len(forms))]
