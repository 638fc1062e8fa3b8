"""Reading whole numbers: the grouping of a drawing's parts that reads best."""

import math

import numpy as np
from numpy.typing import NDArray

from digitrec.drawing import Lattice
from digitrec.recognition.answers import Answer, digit_of
from digitrec.recognition.recogniser import Recogniser

# Handwritten digits are mostly read with less doubt than this, several together or pieces of one mostly with more.
DOUBT = 0.02


def read_number(recogniser: Recogniser, lattice: Lattice | None) -> Answer:
    """The digits of a drawing from left to right; None stands for a blank drawing.

    Every candidate is read at once; of all ways to make up the drawing of them, the one is taken whose shapes, places
    and readings together speak most for it. It is found by dynamic programming.
    """
    if lattice is None:
        return Answer()
    probabilities = recogniser(np.stack([each.glyph.pixels for each in lattice.candidates])).probabilities
    path = best_path(lattice, probabilities)
    digits = tuple(digit_of(probabilities[n], lattice.candidates[n].glyph) for n in path)
    glyphs = tuple(lattice.candidates[n].glyph for n in path)
    return Answer(digits, rejected=all(glyph.is_dot for glyph in glyphs), glyphs=glyphs)


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
