"""From a drawing or a picture to what it says."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitrec.drawing import Glyph
from digitrec.recognition.recogniser import A_DIGIT, Outputs, Recogniser

SURE, FAIRLY_SURE = 0.99, 0.9
CLOSE = 0.05


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
    def best_guess(self) -> str:
        return "".join(str(digit.label) for digit in self.digits)

    @property
    def text(self) -> str:
        return "" if self.rejected else self.best_guess

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
    """The answer for what was drawn; None stands for a blank drawing. What does not look like a digit is rejected."""
    if glyph is None:
        return Answer()
    outputs = recogniser(glyph.pixels[None])
    rejected = glyph.is_dot or bool(outputs.digit[0] < A_DIGIT)
    return Answer((digit_of(probabilities_of(outputs, [glyph])[0], glyph),), rejected, glyphs=(glyph,))


def probabilities_of(outputs: Outputs, glyphs: Sequence[Glyph]) -> NDArray[np.float32]:
    """What a model said of glyphs, (N, 10): a scan left as it was is read as MNIST's digits are, all else as drawn."""
    own = np.array([glyph.has_own_pen for glyph in glyphs])
    return np.where(own[:, None], outputs.probabilities, outputs.drawn)


def digit_of(probabilities: NDArray[np.float32], glyph: Glyph) -> Digit:
    """The digit that a glyph is read as, from its ten probabilities."""
    return Digit(int(probabilities.argmax()), tuple(probabilities.tolist()), glyph.box)


def sureness(confidence: float) -> str:
    """A confidence in [0, 1] in words.

    Of the 5,000 training digits that each shipped model left out, cnn, ann and cnn-ensemble are "sure" of 96, 95 and
    96 %, and wrong about 3, 0 and 3; of those that they are "fairly sure" of, they read 98, 96 and 99 % right, and of
    those that they are "unsure" of 76, 74 and 70 %. `python benchmarks/sureness.py` measures it.
    """
    if confidence >= SURE:
        return "sure"
    return "fairly sure" if confidence >= FAIRLY_SURE else "unsure"


def second_guess(probabilities: Sequence[float]) -> int | None:
    """The second most probable of the ten digits where it has at least 5 %; None where it is not worth a word.

    For the same digits and models it is offered in 1.3, 2.0 and 1.1 % of all cases, and right for 8 of the 16, 16 of
    the 24 and 10 of the 17 that are misread. From 10 % on these were 6, 13 and 8; from 2 % on they were 9, 18 and 10,
    but it was offered for 2.1, 3.0 and 1.9 %.
    """
    second = sorted(range(len(probabilities)), key=lambda digit: (-probabilities[digit], digit))[1]
    return second if probabilities[second] >= CLOSE else None
