"""Scribbles: lines that show nothing, or fill the board."""

import numpy as np

from digitrec.augmentation.lines import curve, ellipse, straight, turned, zigzagged
from digitrec.augmentation.nondigits.hand import Strokes, named


def tangle(rng: np.random.Generator) -> Strokes:
    """A long curve from anywhere to anywhere."""
    return [curve(rng.uniform(0, 100, (rng.integers(9, 30), 2)))]


def wandering_tangle(rng: np.random.Generator) -> Strokes:
    """A long curve that goes on for a while where it was going."""
    turns = np.cumsum(rng.normal(0, 0.9, rng.integers(30, 90)) + rng.normal(0, 0.3))
    return [np.cumsum(np.stack([np.cos(turns), np.sin(turns)], axis=1), axis=0) * 10]


def curves(rng: np.random.Generator) -> Strokes:
    """Several short curves across each other."""
    return [curve(rng.uniform(0, 100, (rng.integers(3, 6), 2))) for _ in range(rng.integers(3, 8))]


def lines(rng: np.random.Generator) -> Strokes:
    """Straight lines across each other."""
    return [straight(rng.uniform(0, 100, (2, 2)), rng) for _ in range(rng.integers(4, 12))]


def polygons(rng: np.random.Generator) -> Strokes:
    """One line with many corners."""
    return [straight(rng.uniform(0, 100, (rng.integers(7, 16), 2)), rng)]


def composition(rng: np.random.Generator) -> Strokes:
    """Lines, loops, bends and corners anywhere, large and small."""
    drawn = []
    for _ in range(rng.integers(3, 7)):
        size, at = rng.uniform(15, 100), rng.uniform(0, 60, 2)
        match rng.integers(4):
            case 0:
                drawn.append(ellipse(at + size / 4, size * rng.uniform(0.15, 0.4, 2), rng))
            case 1:
                drawn.append(straight(at + rng.uniform(0, size, (2, 2)), rng))
            case 2:
                drawn.append(straight(at + rng.uniform(0, size, (rng.integers(3, 6), 2)), rng))
            case _:
                drawn.append(curve(at + rng.uniform(0, size, (rng.integers(3, 5), 2))))
    return drawn


def hatching(rng: np.random.Generator) -> Strokes:
    """To and fro, at any angle, with or without room between the lines."""
    return [turned(zigzagged(int(rng.integers(6, 24)), rng.uniform(60, 140), rng), rng.uniform(0, 180))]


def double_hatching(rng: np.random.Generator) -> Strokes:
    angle = rng.uniform(0, 180)
    ways = angle, angle + rng.uniform(60, 120)
    return [turned(zigzagged(int(rng.integers(5, 16)), rng.uniform(70, 130), rng), way) for way in ways]


def coil(rng: np.random.Generator) -> Strokes:
    """Loop after loop along a line, as a telephone's cord."""
    count = rng.integers(3, 9)
    at = np.linspace(0, count, 14 * count)
    circle = np.stack([np.cos(2 * np.pi * at), np.sin(2 * np.pi * at)], axis=1) * rng.uniform(12, 30, 2)
    way = np.stack([at * rng.uniform(12, 26), rng.normal(0, 4) * np.sin(at)], axis=1)
    return [turned(circle + way, rng.normal(0, 20))]


def clew(rng: np.random.Generator) -> Strokes:
    """Round and round, each time elsewhere, until it is nearly filled."""
    at = np.linspace(0, rng.integers(5, 14), 200)
    radii = np.interp(at, np.arange(15), rng.uniform(8, 50, 15))
    middle = np.stack([np.interp(at, np.arange(15), rng.normal(0, 12, 15)) for _ in range(2)], axis=1)
    return [middle + radii[:, None] * np.stack([np.cos(2 * np.pi * at), np.sin(2 * np.pi * at)], axis=1)]


def blots(rng: np.random.Generator) -> Strokes:
    """Dots strewn about."""
    return [ellipse(rng.uniform(0, 100, 2), rng.uniform(0.5, 5, 2), rng) for _ in range(rng.integers(3, 14))]


def grid(rng: np.random.Generator) -> Strokes:
    rows, columns = rng.integers(3, 6, 2)
    down = [np.array([[x, 0], [x, 100]]) for x in np.linspace(0, 100, columns)]
    across = [np.array([[0, y], [100, y]]) for y in np.linspace(0, 100, rows)]
    return [straight(line + rng.normal(0, 3, (2, 2)), rng) for line in down + across]


def zigzag(rng: np.random.Generator) -> Strokes:
    """A saw's edge."""
    return [turned(zigzagged(int(rng.integers(4, 12)), rng.uniform(20, 70), rng), 90 + rng.normal(0, 15))]


def wave(rng: np.random.Generator) -> Strokes:
    at = np.linspace(0, rng.uniform(2, 6), 120)
    height = rng.uniform(8, 40) * (1 + 0.3 * np.sin(at + rng.uniform(0, 6)))
    return [turned(np.stack([20 * at, height * np.sin(2 * np.pi * at)], axis=1), rng.normal(0, 12))]


def spiral(rng: np.random.Generator) -> Strokes:
    turns = rng.uniform(2.3, 5)
    at = np.linspace(0, turns, 150)
    angles = 2 * np.pi * at * rng.choice([-1, 1]) + rng.uniform(0, 6)
    return [(at / turns)[:, None] ** rng.uniform(0.7, 1.2) * np.stack([np.cos(angles), np.sin(angles)], axis=1) * 50]


def filled_board(rng: np.random.Generator) -> Strokes:
    """So dense that hardly any paper is left."""
    rows = int(rng.integers(16, 30))
    return [
        turned(zigzagged(rows, 100 * rng.uniform(0.7, 1.4), rng, along=100 / rows, slip=2), rng.choice([0, 90, 45]))
    ]


def filled_disc(rng: np.random.Generator) -> Strokes:
    """Round and round from the middle, without room between."""
    at = np.linspace(0, rng.uniform(6, 10), 300)
    return [at[:, None] * np.stack([np.cos(2 * np.pi * at), np.sin(2 * np.pi * at)], axis=1) * rng.uniform(4, 7, 2)]


def ring_scrawl(rng: np.random.Generator) -> Strokes:
    """Loops through loops around a middle, as a flower or an atom."""
    at = np.linspace(0, 1, 220) * rng.integers(2, 4)
    petals = rng.choice([1.5, 2.5, 3.0, 3.5, 4.0, 5.0])
    radii = 50 * np.cos(2 * np.pi * petals * at)
    return [radii[:, None] * np.stack([np.cos(2 * np.pi * at), np.sin(2 * np.pi * at)], axis=1)]


CHOOSING = named(
    tangle,
    wandering_tangle,
    curves,
    lines,
    polygons,
    composition,
    hatching,
    double_hatching,
    coil,
    clew,
    blots,
    filled_disc,
)
REPORTING = named(grid, zigzag, wave, spiral, filled_board, ring_scrawl)
