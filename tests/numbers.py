"""Whole numbers drawn by hand: the digits of the browser's tests, side by side."""

from typing import Any

from tests.browser.digits import DIGITS, Stroke
from tests.test_drawing_strokes import drawing

HEIGHT = 100


def strokes_of(text: str, room: float = 0.65) -> list[Stroke]:
    """The strokes of each digit in turn, `HEIGHT` pixels high, `room` line heights from one to the next."""
    return [
        [((x - 0.3 + place * room) * HEIGHT / 0.65, y * HEIGHT / 0.65) for x, y in stroke]
        for place, digit in enumerate(text)
        for stroke in DIGITS[int(digit)]
    ]


def drawn(text: str, room: float = 0.65, width: float = 8) -> dict[str, Any]:
    """The number as a canvas drawing."""
    return drawing(strokes_of(text, room), strokeWidth=width)
