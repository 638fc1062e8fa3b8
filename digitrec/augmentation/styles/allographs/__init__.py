"""Allographs: the forms that hands from anywhere give to a digit, written anew rather than drawn on MNIST's own."""

import numpy as np
from numpy.typing import NDArray

from digitrec.augmentation.styles.allographs.to_four import four, one, three, two, zero
from digitrec.augmentation.styles.allographs.to_nine import eight, five, nine, seven, six
from digitrec.augmentation.styles.allographs.writing import Form, Hands, by_some_hand, written
from digitrec.augmentation.tiles import SIDE, Images

__all__ = ["FORMS", "Form", "Hands", "written", "written_anew"]

FORMS: tuple[Form, ...] = (zero, one, two, three, four, five, six, seven, eight, nine)


def written_anew(labels: NDArray[np.integer], hands: Hands, rng: np.random.Generator) -> Images:
    """A digit for each label, uint8 (N, 28, 28), each in some form by one of these hands, as the app draws strokes."""
    digits = [by_some_hand(FORMS[label], hands, rng) for label in labels]
    return np.array(digits, np.uint8).reshape(-1, SIDE, SIDE)
