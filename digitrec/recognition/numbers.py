"""Reading whole numbers: the grouping of a drawing's parts that reads best."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digitrec.drawing import Lattice
from digitrec.recognition.answers import Answer, digit_of, probabilities_of
from digitrec.recognition.recogniser import A_DIGIT, Recogniser

# Handwritten digits are mostly read with less doubt than this, several together or pieces of one mostly with more.
DOUBT = 0.02
# What is no number falls apart into pieces of which some pass for digits. So it is none when this share of its digits
# look like none,
NO_DIGITS = 1 / 3
# or when the looks of its digits and the room between them, natural logarithms of odds, come to less than this.
NUMBER = 5.0
# How far from certain a look is at least.
LEAST = 1e-6


def read_number(recogniser: Recogniser, lattice: Lattice | None) -> Answer:
    """The digits of a drawing from left to right; None stands for a blank drawing.

    Every candidate is read at once; of all ways to make up the drawing of them, the one is taken whose shapes, places
    and readings together speak most for it. It is found by dynamic programming.
    """
    if lattice is None:
        return Answer()
    glyphs = [each.glyph for each in lattice.candidates]
    outputs = recogniser(np.stack([glyph.pixels for glyph in glyphs]))
    probabilities = probabilities_of(outputs, glyphs)
    path = best_path(lattice, probabilities)
    chosen = [lattice.candidates[n] for n in path]
    digits = tuple(digit_of(probabilities[n], glyphs[n]) for n in path)
    room = [lattice.cuts[each.stop - 1] for each in chosen[:-1]]
    rejected = all(each.glyph.is_dot for each in chosen) or not is_number(outputs.digit[path], room)
    return Answer(digits, rejected, glyphs=tuple(each.glyph for each in chosen))


def is_number(looks: NDArray[np.float32], room: Sequence[float]) -> bool:
    """Whether digits make a number.

    looks: How much each looks like a digit, (N,) in [0, 1].
    room: How much speaks for a new digit between each and the next, N - 1 natural logarithms of odds.
    """
    if np.mean(looks < A_DIGIT) >= NO_DIGITS:
        return False
    sure = np.clip(looks.astype(np.float64), LEAST, 1 - LEAST)
    return len(room) == 0 or float(np.mean(np.log(sure / (1 - sure))) + np.mean(room)) >= NUMBER


def best_path(lattice: Lattice, probabilities: NDArray[np.float32]) -> list[int]:
    """Which candidates make up the number, from left to right; their probabilities are float32 (N, 10)."""
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    # A candidate comes after all that end where it starts.
    for n, each in enumerate(lattice.candidates):
        before, path = best[each.start]
        begins = lattice.cuts[each.start - 1] if each.start else 0.0
        score = before + begins + each.shape + reading(float(probabilities[n].max()))
        if score > best.get(each.stop, (-math.inf, []))[0]:
            best[each.stop] = score, [*path, n]
    return best[max(best)][1]


def reading(confidence: float) -> float:
    """How much a reading speaks against a digit, at most 0: the logarithm of how seldom digits are that doubtful."""
    return -math.log1p((1 - confidence) / DOUBT)
