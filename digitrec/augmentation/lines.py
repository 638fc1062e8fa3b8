"""Lines as a hand draws them, as polylines: float64 (n, 2), x and y, y pointing down."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

STEPS = 8


def curve(knots: Points, steps: int = STEPS) -> Points:
    """A curve through the knots (n, 2), so many steps from one to the next (Catmull and Rom, 1974)."""
    p = np.array([2 * knots[0] - knots[1], *knots, 2 * knots[-1] - knots[-2]])[:, None]
    a, b, c, d = p[:-3], p[1:-2], p[2:-1], p[3:]
    u = np.linspace(0, 1, steps, endpoint=False)[:, None]
    pieces = b + u * (c - a) / 2 + u**2 * (2 * a - 5 * b + 4 * c - d) / 2 + u**3 * (3 * b - 3 * c + d - a) / 2
    return np.concatenate([pieces.reshape(-1, 2), knots[-1:]])


def straight(corners: Points, rng: np.random.Generator, bow: float = 0.04) -> Points:
    """From corner to corner (n, 2), each line bent a little, by about that share of its length."""
    u = np.linspace(0, 1, STEPS, endpoint=False)[:, None]
    lines = []
    for start, end in pairwise(corners):
        x, y = end - start
        lines.append(start + u * (end - start) + rng.normal(0, bow) * 4 * u * (1 - u) * np.array([y, -x]))
    return np.concatenate([*lines, corners[-1:]])


def ellipse(middle: Points, radii: Points, rng: np.random.Generator) -> Points:
    """A closed loop, begun anywhere, that ends before or beyond its start and beside it."""
    turns = np.linspace(0, 2 * np.pi * rng.uniform(0.93, 1.1), 4 * STEPS) * rng.choice([-1, 1])
    angles = turns + rng.uniform(0, 2 * np.pi)
    growth = 1 + rng.normal(0, 0.08) * np.linspace(0, 1, len(angles)) + rng.normal(0, 0.06) * np.cos(2 * angles)
    return np.asarray(middle + growth[:, None] * radii * np.stack([np.cos(angles), np.sin(angles)], axis=1))


def turned(points: Points, degrees: float) -> Points:
    way = np.radians(degrees)
    return np.asarray(points @ np.array([[np.cos(way), np.sin(way)], [-np.sin(way), np.cos(way)]]))


def zigzagged(
    count: int, width: float, rng: np.random.Generator, along: float | None = None, slip: float = 8
) -> Points:
    """To and fro across, `along` further each time."""
    step = along or rng.uniform(4, 14)
    across = np.where(np.arange(count) % 2, width, 0.0)
    corners = np.stack([across, step * np.arange(count)], axis=1) + rng.normal(0, slip, (count, 2)) * [1, 0.2]
    return straight(corners, rng) if rng.random() < 0.5 else curve(corners)
