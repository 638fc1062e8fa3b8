"""The answer is the same whatever the canvas does: brush, size, place, and the strokes' order and direction."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitrec import recognition, runs
from digitrec.drawing import (
    glyph_from_image,
    glyph_from_strokes,
    number_from_image,
    number_from_strokes,
    strokes_of,
)
from digitrec.drawing.strokes import boxed
from digitrec.recognition import Answer, Recogniser, read, read_number
from tests.browser.digits import Stroke
from tests.hands import NINE_PLACES, as_drawing, as_picture, placed, redrawn, shaky, written
from tests.test_drawing_strokes import assert_alike

Read = Callable[[Recogniser, list[Stroke], float], Answer]

DIGITS_DRAWN = 500
SAME = 0.995
MOST_LOST = 0.01
JITTER = 1.5
# A wider brush fills the loops of a picture's digit, which no reader can open again.
WIDEST = 0.2

SEEDS = st.integers(0, 2**32 - 1)
DIGIT = st.integers(0, 9)
BRUSH = st.floats(1, 40)


# For all inputs


@given(digit=DIGIT, seed=SEEDS, brush=BRUSH)
def test_any_brush_gives_the_same_candidates(digit: int, seed: int, brush: float) -> None:
    strokes = placed(written(digit, np.random.default_rng(seed)), 0.6, (0.5, 0.5))
    one, other = (number_from_strokes(as_drawing(strokes, width)) for width in (brush, 8))
    assert one is not None and other is not None
    assert one.cuts == other.cuts
    assert [each.shape for each in one.candidates] == [each.shape for each in other.candidates]
    for a, b in zip(one.candidates, other.candidates, strict=True):
        np.testing.assert_array_equal(a.glyph.pixels, b.glyph.pixels)


@given(digit=DIGIT, seed=SEEDS, brush=BRUSH, share=st.floats(0.15, 0.95), place=st.sampled_from(NINE_PLACES))
def test_any_size_place_order_and_direction_give_the_same_ink(
    digit: int, seed: int, brush: float, share: float, place: tuple[float, float]
) -> None:
    rng = np.random.default_rng(seed)
    strokes = written(digit, rng)
    there = as_drawing(redrawn(placed(strokes, share, place), rng), brush)
    here = as_drawing(placed(strokes, 0.6, (0.5, 0.5)), 8)
    # Before it is centred: a centre of mass halfway between two pixels may go to either.
    assert_alike(boxed(strokes_of(there)), boxed(strokes_of(here)))


# Counted


WAYS: dict[str, Read] = {
    "strokes alone": lambda model, strokes, brush: read(model, glyph_from_strokes(as_drawing(strokes, brush))),
    "strokes": lambda model, strokes, brush: read_number(model, number_from_strokes(as_drawing(strokes, brush))),
    "picture alone": lambda model, strokes, brush: read(model, glyph_from_image(as_picture(strokes, brush))),
    "picture": lambda model, strokes, brush: read_number(model, number_from_image(as_picture(strokes, brush))),
}


class Reader:
    """A model that reads what was drawn with a brush in one of these ways, and gives its best guess."""

    def __init__(self, recogniser: Recogniser, way: str) -> None:
        self._recogniser, self._read = recogniser, WAYS[way]

    def __call__(self, strokes: list[Stroke], brush: float) -> str:
        return "".join(str(digit.label) for digit in self._read(self._recogniser, strokes, brush).digits)

    def plainly(self, digits: Iterable[list[Stroke]]) -> list[str]:
        return [self(placed(strokes, 0.6, (0.5, 0.5)), 12) for strokes in digits]


@pytest.fixture(scope="module", params=["cnn", "ann"])
def recogniser(request: pytest.FixtureRequest) -> Recogniser:
    return recognition.recogniser_for(runs.find(request.param))


def drawn(seed: int) -> list[list[Stroke]]:
    rng = np.random.default_rng(seed)
    return [written(n % 10, rng) for n in range(DIGITS_DRAWN)]


def share_of_same(one: Sequence[str], other: Sequence[str]) -> float:
    return float(np.mean([a == b for a, b in zip(one, other, strict=True)]))


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_whatever_the_canvas_does_the_answer_stays(recogniser: Recogniser, way: str) -> None:
    reader, digits, rng = Reader(recogniser, way), drawn(seed=0), np.random.default_rng(1)

    def anyhow(strokes: list[Stroke]) -> str:
        share = rng.uniform(0.15, 0.95)
        most = min(30, WIDEST * share * 280) if way.startswith("picture") else 40
        place = NINE_PLACES[rng.integers(9)]
        return reader(redrawn(placed(strokes, share, place), rng), rng.uniform(6, most))

    assert share_of_same(reader.plainly(digits), [anyhow(strokes) for strokes in digits]) >= SAME


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_a_shaky_hand_is_read_as_well(recogniser: Recogniser, way: str) -> None:
    reader, digits, rng = Reader(recogniser, way), drawn(seed=2), np.random.default_rng(3)
    right = [str(n % 10) for n in range(DIGITS_DRAWN)]
    shaken = [reader(shaky(placed(strokes, 0.6, (0.5, 0.5)), JITTER, rng), 12) for strokes in digits]
    assert share_of_same(shaken, right) >= share_of_same(reader.plainly(digits), right) - MOST_LOST
