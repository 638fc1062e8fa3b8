"""A digit's form, written by some hand: one that shakes, leans, and makes it narrow or wide."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from digitrec.augmentation.lines import curve, turned
from digitrec.augmentation.styles.ink import Ink
from digitrec.augmentation.styles.raster import Points
from digitrec.augmentation.tiles import Images
from digitrec.drawing.fabric import Stroke
from digitrec.drawing.glyph import centred
from digitrec.drawing.strokes import boxed

# A stroke is one curve or more, each through its points (n, 2), in a box of about 1 x 1, x to the right and y down.
# Where one curve ends and the next begins there is a corner.
Curves = Sequence[Points]
Form = Callable[[np.random.Generator], Sequence[Curves]]

STEPS = 10
# Of the hands, so many round the corners between two curves.
ROUND = 0.25


@dataclass(frozen=True)
class Hands:
    """How far hands differ.

    shake: How far the points stray, deviation, from the steadiest hand to the shakiest.
    slant, turn, aspect: Mean and deviation of the slant and of the whole digit's turn, degrees, and of the logarithm of
        width to height.
    proportions: How far the middle of a digit is moved up or down and to a side, deviation, as a share of a quarter of
        its size.
    """

    shake: tuple[float, float] = (0.015, 0.06)
    slant: tuple[float, float] = (12, 12)
    turn: tuple[float, float] = (0, 4)
    aspect: tuple[float, float] = (-0.3, 0.2)
    proportions: tuple[float, float] = (0.25, 0.15)


PRACTISED = Hands()


def written(form: Form) -> Callable[[Ink, np.random.Generator], Ink]:
    """The style that writes this form in the place of a digit, with the pen that drawings are drawn with.

    MNIST's own digits have other pens: a network can tell that a 1 with a long flag is one of ours, and theirs a 7.
    """

    def style(_: Ink, rng: np.random.Generator) -> Ink:
        return Ink.of(by_some_hand(form, PRACTISED, rng))

    return style


def by_some_hand(form: Form, hands: Hands, rng: np.random.Generator) -> Images:
    """A digit in this form, uint8 (28, 28), as the app draws the strokes of one of these hands."""
    lines = [_line(curves, hands, rng) for curves in cornered(form(rng), rng)]
    placed = hand(hands, rng)
    pixels = centred(boxed([Stroke(placed(line), width=0) for line in lines]))
    return np.asarray(np.rint(255 * pixels), np.uint8)


def points(*places: tuple[float, float]) -> Points:
    return np.array(places, np.float64)


def arc(middle: tuple[float, float], radii: tuple[float, float], start: float, end: float, count: int = 9) -> Points:
    """Points of an ellipse, from one angle in degrees to another: 0 is at its right, 90 at its bottom."""
    way = np.radians(np.linspace(start, end, count))
    return np.asarray(middle + np.array(radii) * np.stack([np.cos(way), np.sin(way)], axis=1))


def cornered(strokes: Sequence[Curves], rng: np.random.Generator) -> Sequence[Curves]:
    """The strokes by a hand that keeps their corners, or by one of those that round them."""
    if rng.random() > ROUND:
        return strokes
    return [[np.vstack([curves[0], *(each[1:] for each in curves[1:])])] for curves in strokes]


def _line(curves: Curves, hands: Hands, rng: np.random.Generator) -> Points:
    """A stroke as a polyline; every point strays, but its curves stay joined."""
    strayed = [each + rng.normal(0, rng.uniform(*hands.shake), each.shape) for each in curves]
    for one, next_one in pairwise(strayed):
        next_one[0] = one[-1]
    return np.vstack([curve(each, STEPS) for each in strayed])


def hand(hands: Hands, rng: np.random.Generator) -> Callable[[Points], Points]:
    """What one of the hands does to each of its lines."""
    slant, turn = np.radians(rng.normal(*hands.slant)), rng.normal(*hands.turn)
    slanted = np.array([[np.exp(rng.normal(*hands.aspect)), -np.tan(slant)], [0, 1]])
    low, right = rng.normal(0, hands.proportions).clip(-0.5, 0.5)
    return lambda line: turned((line + [right, low] * line * (1 - line)) @ slanted.T, turn)
