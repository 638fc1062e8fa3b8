"""From a drawing or a picture to what it says."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitrec.drawing import Glyph
from digitrec.recognition.recogniser import Recogniser


@dataclass(frozen=True)
class Digit:
    """One digit read: its label, the ten probabilities, and its box (x, y, width, height) in canvas pixels."""

    label: int
    probabilities: tuple[float, ...]
    box: tuple[float, float, float, float]

    @property
    def confidence(self) -> float:
        return self.probabilities[self.label]


@dataclass(frozen=True)
class Answer:
    """What a drawing says: nothing for a blank one. A rejected one still holds its best guess.

    Beside each digit is the glyph that the model was given for it.
    """

    digits: tuple[Digit, ...] = ()
    rejected: bool = False
    glyphs: tuple[Glyph, ...] = field(default=(), compare=False, repr=False)

    @property
    def text(self) -> str:
        return "" if self.rejected else "".join(str(digit.label) for digit in self.digits)

    @property
    def confidence(self) -> float:
        """How probable it is that every digit is right."""
        return math.prod(digit.confidence for digit in self.digits)

    def as_dict(self) -> dict[str, Any]:
        digits = [
            {
                "label": digit.label,
                "confidence": digit.confidence,
                "probabilities": list(digit.probabilities),
                "box": [round(float(side), 2) for side in digit.box],
            }
            for digit in self.digits
        ]
        return {"text": self.text, "rejected": self.rejected, "digits": digits}


def read(recogniser: Recogniser, glyph: Glyph | None) -> Answer:
    """The answer for what was drawn; None stands for a blank drawing."""
    return read_all(recogniser, () if glyph is None else (glyph,))


def read_all(recogniser: Recogniser, glyphs: Sequence[Glyph]) -> Answer:
    """The number that glyphs make, from left to right; one of dots alone is rejected."""
    if not glyphs:
        return Answer()
    probabilities = recogniser(np.stack([glyph.pixels for glyph in glyphs])).probabilities
    digits = tuple(digit_of(each, glyph) for each, glyph in zip(probabilities, glyphs, strict=True))
    return Answer(digits, rejected=all(glyph.is_dot for glyph in glyphs), glyphs=tuple(glyphs))


def digit_of(probabilities: NDArray[np.float32], glyph: Glyph) -> Digit:
    """The digit that a glyph is read as, from its ten probabilities."""
    return Digit(int(probabilities.argmax()), tuple(probabilities.tolist()), glyph.box)
