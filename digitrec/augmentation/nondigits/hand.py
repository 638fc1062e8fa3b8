"""Sketches of things, and the hand that draws each of them differently every time."""

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from digitrec.augmentation.lines import Points, curve, ellipse, straight

Strokes = list[Points]
# Draws one thing in its own way, at any size: y points down.
Kind = Callable[[np.random.Generator], Strokes]

# How far a hand misses where it aims, as a share of the drawing's size: at least and at most.
MISSES = 0.01, 0.05
# Standard deviations of a drawing's turn and slant, in degrees, and of the logarithm of its width by its height.
TURN, SLANT, ASPECT = 8.0, 8.0, 0.18
# Of what has many strokes, one is left out as often as this.
FORGOTTEN = 0.15
MANY = 5


def sketched(text: str, either_way: bool = False) -> Kind:
    """The kind of drawing that a sketch stands for, on a sheet of 100 x 100; half of them mirrored where it may be.

    Its strokes are separated by ";". Each is a curve through points "x,y", or after "-" straight from one point to the
    next, or after "o" an ellipse: its middle and its two radii.
    """
    strokes = [stroke.strip() for stroke in text.split(";")]

    def kind(rng: np.random.Generator) -> Strokes:
        miss = 100 * rng.uniform(*MISSES)
        kept = list(strokes)
        if len(kept) >= MANY and rng.random() < FORGOTTEN:
            del kept[rng.integers(len(kept))]
        drawn = [_stroke(each, miss, rng) for each in kept]
        return [line * (-1, 1) for line in drawn] if either_way and rng.random() < 0.5 else drawn

    return kind


def sketches(table: Mapping[str, str], either_way: bool = False) -> dict[str, Kind]:
    return {name: sketched(text, either_way) for name, text in table.items()}


def named(*kinds: Kind) -> dict[str, Kind]:
    return {kind.__name__.replace("_", " "): kind for kind in kinds}


def _stroke(text: str, miss: float, rng: np.random.Generator) -> Points:
    form = text[0] if text[0] in "-o" else "~"
    numbers = [[float(n) for n in point.split(",")] for point in text.lstrip("-o").split()]
    points = np.array(numbers) + rng.normal(0, 0.5 * miss, 2)
    if form == "o":
        return ellipse(points[0], points[1], rng)
    points = points + rng.normal(0, miss, points.shape)
    return straight(points, rng) if form == "-" else curve(points)


def by_hand(strokes: Iterable[Points], rng: np.random.Generator) -> Strokes:
    """The same drawing turned, slanted and stretched a little, and its lines unsteady."""
    drawn = list(strokes)
    turn, slant = np.radians(rng.normal(0, (TURN, SLANT)))
    stretch = np.exp(rng.normal(0, ASPECT))
    turned = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    matrix = turned @ np.array([[stretch, np.tan(slant)], [0, 1 / stretch]])
    size = np.ptp(np.concatenate(drawn), axis=0).max()
    tremor = size * rng.uniform(0, 0.02)
    return [(line + _wander(len(line), rng) * tremor) @ matrix.T for line in drawn]


def _wander(count: int, rng: np.random.Generator) -> Points:
    """Smooth noise along a line, (count, 2), of deviation 1."""
    knots = max(count // 5, 2)
    at = np.linspace(0, knots - 1, count)
    return np.stack([np.interp(at, np.arange(knots), rng.normal(0, 1, knots)) for _ in range(2)], axis=1)
