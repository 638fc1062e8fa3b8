"""Digits as many hands draw them: the digits of the browser's tests, each varied smoothly, anywhere on a canvas."""

from typing import Any

import cv2
import numpy as np

from tests.browser.digits import DIGITS, Stroke
from tests.test_drawing_strokes import drawing

CANVAS = 280
# Which share of the free room is left of a digit, and which above it.
NINE_PLACES = [(across / 2, down / 2) for across in range(3) for down in range(3)]


def written(digit: int, rng: np.random.Generator) -> list[Stroke]:
    """A digit with a slant, a width and bends of its own; its longest side is 1, its top left corner at 0."""
    lines = [np.array(stroke) - 0.5 for stroke in DIGITS[digit]]
    shape = np.array([[rng.uniform(0.6, 1.3), rng.uniform(-0.6, 0.3)], [rng.uniform(-0.2, 0.2), 1]])
    bends, phases = rng.uniform(3, 9, (2, 2)), rng.uniform(0, 2 * np.pi, 2)
    bent = [line @ shape.T + 0.04 * np.sin(line @ bends + phases) for line in lines]
    points = np.concatenate(bent)
    low, extent = points.min(axis=0), np.ptp(points, axis=0).max()
    return [_points((line - low) / extent) for line in bent]


def placed(strokes: list[Stroke], share: float, place: tuple[float, float]) -> list[Stroke]:
    """The digit so large, as a share of the canvas, at one of the nine places."""
    size = share * np.ptp(np.concatenate(strokes), axis=0)
    corner = (1 - size) * place
    return [_points((np.array(stroke) * share + corner) * CANVAS) for stroke in strokes]


def redrawn(strokes: list[Stroke], rng: np.random.Generator) -> list[Stroke]:
    """The same strokes in another order, each from either end."""
    return [strokes[n][:: rng.choice((-1, 1))] for n in rng.permutation(len(strokes))]


def shaky(strokes: list[Stroke], deviation: float, rng: np.random.Generator) -> list[Stroke]:
    """Each point moved by so many pixels (Gaussian, in each direction)."""
    return [_points(np.array(stroke) + rng.normal(0, deviation, (len(stroke), 2))) for stroke in strokes]


def as_drawing(strokes: list[Stroke], brush: float) -> dict[str, Any]:
    return drawing(strokes, strokeWidth=brush)


def as_picture(strokes: list[Stroke], brush: float) -> bytes:
    """A PNG file of the canvas: a round brush, dark on light, with a margin that keeps all ink."""
    margin = 20
    canvas = np.full((CANVAS + 2 * margin,) * 2, 255, np.uint8)
    lines = [np.round((np.array(stroke) + margin) * 16).astype(np.int32) for stroke in strokes]
    cv2.polylines(canvas, lines, False, 0, round(brush), cv2.LINE_AA, 4)
    return cv2.imencode(".png", canvas)[1].tobytes()


def _points(line: np.ndarray) -> Stroke:
    return [(float(x), float(y)) for x, y in line]
