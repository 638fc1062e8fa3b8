"""Path commands, as a canvas saves them, flattened to polylines."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from digitrec.drawing.fields import is_number
from digitrec.errors import DrawingError

# The longest error of a flattened curve, as a share of its longest side: 0.02 pixels of a 20-pixel digit.
FLATNESS = 1e-3
SMALLEST = 1e-9
MAX_PIECES = 64

_NUMBERS_OF = {"M": 2, "L": 2, "Q": 4, "C": 6, "Z": 0}


def polylines(path: Sequence[Any]) -> list[np.ndarray]:
    """Each pen-down trace of a path of the commands M, L, Q, C and Z, as corners, float64 (n, 2).

    Raises:
        DrawingError: A command is unknown or malformed, or a coordinate is beyond a million.
    """
    return [_flattened(curves) for curves in _curves(path)]


def _curves(path: Sequence[Any]) -> list[list[list[float]]]:
    """Each trace as cubic Bezier curves, each the x, y of its start, two controls and end."""
    traces: list[list[list[float]]] = []
    x = y = start_x = start_y = math.nan
    for command in path:
        letter, numbers = _command(command)
        if letter == "M":
            traces.append([])
            start_x, start_y = x, y = numbers
            continue
        if not traces:
            raise DrawingError('A path of the drawing does not start with "M"; each path starts by moving the pen.')
        if letter == "C":
            curve = [x, y, *numbers]
        elif letter == "Q":
            curve = _elevated(x, y, *numbers)
        else:
            to_x, to_y = numbers or (start_x, start_y)
            curve = _elevated(x, y, (x + to_x) / 2, (y + to_y) / 2, to_x, to_y)
        traces[-1].append(curve)
        x, y = curve[6:]
    return [trace for trace in traces if trace]


def _command(command: Any) -> tuple[str, list[float]]:
    if not isinstance(command, list) or not command or not isinstance(letter := command[0], str):
        raise DrawingError("A path command of the drawing is malformed; each is a letter followed by numbers.")
    numbers = command[1:]
    if _NUMBERS_OF.get(letter) != len(numbers):
        raise DrawingError("A path command of the drawing is unknown or incomplete; known are M, L, Q, C and Z.")
    if not all(map(is_number, numbers)):
        raise DrawingError("A path of the drawing has a coordinate that is no number within a million pixels.")
    return letter, numbers


def _elevated(x: float, y: float, control_x: float, control_y: float, to_x: float, to_y: float) -> list[float]:
    """The cubic curve that runs as the quadratic one does."""
    return [
        *(x, y),
        *(x + 2 / 3 * (control_x - x), y + 2 / 3 * (control_y - y)),
        *(to_x + 2 / 3 * (control_x - to_x), to_y + 2 / 3 * (control_y - to_y)),
        *(to_x, to_y),
    ]


def _flattened(curves: list[list[float]]) -> np.ndarray:
    """The corners of a polyline that keeps to the curves within FLATNESS (the bound of G. Wang, 1984)."""
    controls = np.array(curves, np.float64).reshape(-1, 4, 2)
    extent = float(np.ptp(controls.reshape(-1, 2), axis=0).max())
    bend = float(np.abs(controls[:, :2] - 2 * controls[:, 1:3] + controls[:, 2:]).max())
    pieces = math.ceil(math.sqrt(0.75 * bend / max(FLATNESS * extent, SMALLEST)))
    points = _bernstein(min(max(pieces, 1), MAX_PIECES)) @ controls
    return np.concatenate([controls[0, :1], points.reshape(-1, 2)])


@lru_cache(MAX_PIECES)
def _bernstein(pieces: int) -> np.ndarray:
    t = np.arange(1, pieces + 1)[:, None] / pieces
    return np.hstack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3])
