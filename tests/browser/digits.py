"""Ten digits drawn by hand, as pen strokes that anyone reads at once."""

import math

import numpy as np

Stroke = list[tuple[float, float]]

# The points that the pen passes through, as percent of the canvas from its top left; a point given twice is a corner.
_KNOTS = {
    0: ["52,18 36,28 32,52 40,76 54,80 67,62 66,34 52,18"],
    1: ["54,18 53,40 51,60 50,82"],
    2: ["35,34 42,21 56,19 65,30 59,47 46,63 34,78 34,78 50,79 69,79"],
    3: ["36,25 49,18 62,26 60,39 48,46 48,46 61,52 66,64 58,77 46,81 34,73"],
    4: ["38,20 36,34 33,50 33,50 48,51 68,49", "61,20 60,45 58,82"],
    5: ["41,21 40,32 38,44 38,44 50,41 62,48 66,62 58,76 46,80 34,75", "41,21 52,20 64,20"],
    6: ["60,18 47,29 38,46 36,64 44,79 57,78 64,66 58,54 46,54 37,64"],
    7: ["33,22 48,21 66,21 66,21 58,40 51,60 46,82"],
    8: ["63,26 50,18 37,27 42,40 58,54 66,68 52,81 36,70 42,54 58,40 63,26"],
    9: ["63,32 55,20 42,23 37,36 44,48 57,45 63,32 63,32 62,50 60,66 57,82"],
}


def smooth(knots: Stroke, points: int = 30) -> Stroke:
    """A curve through the knots, closed where they are (Catmull and Rom, 1974), at `points` places or a few more."""
    closed = knots[0] == knots[-1]
    p = np.array([knots[-2 if closed else 0], *knots, knots[1 if closed else -1]])
    u = np.linspace(0, 1, math.ceil(points / (len(knots) - 1)), endpoint=False)[:, None]
    pieces = [
        b + u * (c - a) / 2 + u**2 * (2 * a - 5 * b + 4 * c - d) / 2 + u**3 * (3 * b - 3 * c + d - a) / 2
        for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False)
    ]
    return [(float(x), float(y)) for x, y in [*np.concatenate(pieces), knots[-1]]]


def _stroke(text: str) -> Stroke:
    return smooth([(int(x) / 100, int(y) / 100) for x, y in (point.split(",") for point in text.split())])


DIGITS = {digit: [_stroke(text) for text in strokes] for digit, strokes in _KNOTS.items()}
