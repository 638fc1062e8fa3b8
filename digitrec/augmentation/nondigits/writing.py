"""Writing where one digit should be: words, several digits, and what is struck out."""

from collections.abc import Mapping

import numpy as np

from digitrec.augmentation.lines import Points, curve, straight, turned, zigzagged
from digitrec.augmentation.nondigits import letters
from digitrec.augmentation.nondigits.hand import Kind, Strokes, named, sketches

# Digits, to be struck out or written several together.
DIGITS: Mapping[str, Kind] = sketches(
    {
        "0": "o50,50 30,50",
        "1": "-50,0 48,100",
        "2": "10,22 36,0 70,10 72,36 40,70 8,98 8,98 50,96 90,98",
        "3": "12,8 52,0 76,22 40,46 40,46 80,62 74,90 40,102 8,88",
        "4": "-40,0 8,62 90,60; -66,30 62,102",
        "5": "-80,0 20,2 14,42; 14,42 56,36 82,64 60,98 10,92",
        "6": "70,0 30,34 14,76 46,100 76,78 50,54 18,70",
        "7": "-8,2 88,0 40,100",
        "8": "76,14 46,0 22,20 50,46 78,74 48,100 18,76 46,48 76,14",
        "9": "78,20 44,0 16,26 40,52 76,26 76,26 74,70 66,102",
    }
)


def word(rng: np.random.Generator) -> Strokes:
    """Three to six letters side by side."""
    return _side_by_side(letters.CHOOSING, int(rng.integers(3, 7)), rng)


def digits_together(rng: np.random.Generator) -> Strokes:
    """Two to five digits where there should be one."""
    return _side_by_side(DIGITS, int(rng.integers(2, 6)), rng)


def struck_out(rng: np.random.Generator) -> Strokes:
    """A digit or letter under a zigzag or a cross."""
    return [*_some(DIGITS, rng), *(_cross(rng) if rng.random() < 0.4 else [_strike(rng)])]


def rune(rng: np.random.Generator) -> Strokes:
    """A letter of no language: straight strokes between nine places."""
    places = np.stack(np.meshgrid([0.0, 40.0, 80.0], [0.0, 50.0, 100.0]), axis=2).reshape(9, 2)
    pairs = (rng.choice(9, 2, replace=False) for _ in range(rng.integers(4, 7)))
    return [straight(places[pair] + rng.normal(0, 4, (2, 2)), rng) for pair in pairs]


def sentence(rng: np.random.Generator) -> Strokes:
    """Two to four letters of the other half side by side."""
    return _side_by_side(letters.REPORTING, int(rng.integers(2, 5)), rng)


def running_hand(rng: np.random.Generator) -> Strokes:
    """What looks like a word from afar: humps and loops of unequal height in one line."""
    knots = [[0.0, 50.0]]
    for _ in range(rng.integers(5, 11)):
        x, top = knots[-1][0], rng.choice([20.0, 30.0, 30.0, -20.0])
        knots += [[x + 9, top + rng.normal(0, 4)], [x + rng.uniform(2, 8), top + 8], [x + 14, 50 + rng.normal(0, 3)]]
    return [curve(np.array(knots))]


def crossed_out_letter(rng: np.random.Generator) -> Strokes:
    """A letter or a digit under several strokes."""
    under = _some({**letters.REPORTING, **DIGITS}, rng)
    return [*under, *(straight(np.array([[-10, y], [110, y + rng.normal(0, 15)]]), rng) for y in (30.0, 55.0, 75.0))]


def _some(kinds: Mapping[str, Kind], rng: np.random.Generator) -> Strokes:
    return kinds[list(kinds)[rng.integers(len(kinds))]](rng)


def _side_by_side(kinds: Mapping[str, Kind], count: int, rng: np.random.Generator) -> Strokes:
    drawn, left, room = [], 0.0, rng.uniform(5, 40)
    for _ in range(count):
        strokes = _some(kinds, rng)
        points = np.concatenate(strokes)
        low, width = points[:, 0].min(), np.ptp(points[:, 0])
        drawn += [line + np.array([left - low, rng.normal(0, 5)]) for line in strokes]
        left += width + room
    return drawn


def _strike(rng: np.random.Generator) -> Points:
    zigzag = zigzagged(int(rng.integers(4, 12)), 110, rng)
    middle = zigzag.min(axis=0) + np.ptp(zigzag, axis=0) / 2
    return turned(zigzag - middle, rng.normal(0, 25)) + 50


def _cross(rng: np.random.Generator) -> Strokes:
    ends = np.array([[[-15, -5], [115, 105]], [[115, -5], [-15, 105]]]) + rng.normal(0, 8, (2, 2, 2))
    return [straight(each, rng) for each in ends]


CHOOSING = named(word, digits_together, struck_out, rune)
REPORTING = named(sentence, running_hand, crossed_out_letter)
