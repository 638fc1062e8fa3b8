"""Whole numbers are read from strokes and from pictures, digit by digit."""

import math

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitrec import recognition, runs
from digitrec.drawing import Candidate, Lattice, glyph_from_strokes, number_from_image, number_from_strokes
from digitrec.recognition import Answer, Recogniser, read_number
from digitrec.recognition.numbers import best_path, is_number, reading
from tests.numbers import drawn, strokes_of
from tests.test_drawing_pictures import encoded
from tests.test_drawing_strokes import TWO, Point, drawing, moved
from tests.test_recognition import saying

NUMBERS = "2026", "407", "42", "1181", "97531", "8"
CROSSED_SEVEN = [[(20.0, 20.0), (85.0, 15.0), (50.0, 120.0)], [(32.0, 70.0), (75.0, 66.0)]]


@pytest.fixture(scope="module")
def cnn() -> Recogniser:
    return recognition.recogniser_for(runs.find("cnn"))


def read(cnn: Recogniser, traces: list[list[Point]]) -> Answer:
    return read_number(cnn, number_from_strokes(drawing(traces)))


# What is read


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_is_read(cnn: Recogniser, text: str) -> None:
    answer = read_number(cnn, number_from_strokes(drawn(text)))
    assert (answer.text, answer.rejected) == (text, False)
    assert answer.confidence == pytest.approx(math.prod(digit.confidence for digit in answer.digits))
    assert [glyph.box for glyph in answer.glyphs] == [digit.box for digit in answer.digits]


@pytest.mark.parametrize("text", NUMBERS)
def test_a_picture_of_a_number_is_read(cnn: Recogniser, text: str) -> None:
    canvas = np.zeros((180, 700), np.uint8)
    lines = [np.round(np.array(stroke) * 16).astype(np.int32) for stroke in strokes_of(text)]
    cv2.polylines(canvas, [line + 16 * 40 for line in lines], False, 255, 8, cv2.LINE_AA, 4)
    assert read_number(cnn, number_from_image(encoded(255 - canvas))).text == text


def test_each_digit_has_its_own_box(cnn: Recogniser) -> None:
    two, seven = moved(TWO, 1, 0, 0), moved(CROSSED_SEVEN, 1, 130, 0)
    answer = read(cnn, two + seven)
    assert [digit.box for digit in answer.digits] == [(10, 0, 100, 140), (140, 5, 85, 125)]


def test_a_bar_drawn_after_other_digits_belongs_to_its_seven(cnn: Recogniser) -> None:
    stem, bar = CROSSED_SEVEN
    one = [(170.0, 20.0), (166.0, 120.0)]
    assert read(cnn, [stem, one, *moved(TWO, 1, 200, 0), bar]).text == "712"


def test_a_slip_of_the_pen_is_no_digit(cnn: Recogniser) -> None:
    slip = [(160.0, 60.0), (161.0, 61.0)]
    assert read(cnn, [*TWO, slip, *moved(CROSSED_SEVEN, 1, 200, 0)]).text == "27"


def test_one_stroke_is_read_as_a_single_digit_is(cnn: Recogniser) -> None:
    single = recognition.read(cnn, glyph_from_strokes(drawing(TWO)))
    assert read(cnn, TWO) == single


def test_nothing_drawn_says_nothing(cnn: Recogniser) -> None:
    assert read(cnn, []) == Answer()


def test_dots_are_rejected(cnn: Recogniser) -> None:
    answer = read(cnn, [[(50, 60), (50, 60)], [(150, 60), (150, 60)]])
    assert (answer.text, answer.rejected, len(answer.digits)) == ("", True, 2)


@settings(max_examples=25)
@given(order=st.permutations(range(7)), turned=st.lists(st.booleans(), min_size=7, max_size=7))
def test_order_and_direction_do_not_matter(cnn: Recogniser, order: list[int], turned: list[bool]) -> None:
    traces = strokes_of("20457")
    assert len(traces) == len(order)
    redrawn = [traces[n][::-1] if turn else traces[n] for n, turn in zip(order, turned, strict=True)]
    assert read(cnn, redrawn).text == "20457"


@settings(max_examples=25)
@given(scale=st.floats(0.3, 20), right=st.floats(-500, 500), down=st.floats(-500, 500))
def test_size_and_place_do_not_matter(cnn: Recogniser, scale: float, right: float, down: float) -> None:
    answer = read_number(
        cnn, number_from_strokes(drawing(moved(strokes_of("20457"), scale, right, down), strokeWidth=2))
    )
    assert answer.text == "20457"


# What is no number


@pytest.mark.parametrize(
    ("looks", "room", "expected"),
    [
        ([0.5], [], True),
        ([0.49], [], False),
        ([0.9, 0.49, 0.9, 0.9], [4, 4, 4], True),
        ([0.9, 0.49, 0.9], [4, 4], False),
        ([0.99, 0.99], [4], True),
        ([0.99, 0.99], [-1], False),
        ([1.0, 1.0], [-8], True),
        ([1.0, 1.0], [-9], False),
    ],
)
def test_looks_and_room_together_make_a_number(looks: list[float], room: list[float], expected: bool) -> None:
    assert is_number(np.float32(looks), room) == expected


@pytest.mark.parametrize(("looks", "rejected"), [((1, 1, 1), False), ((0, 0, 0), True)])
def test_what_is_no_number_is_rejected_and_keeps_its_best_guess(looks: tuple[float, ...], rejected: bool) -> None:
    answer = read_number(saying(*looks), number_from_strokes(drawn("47")))
    assert (answer.rejected, answer.text) == (rejected, "" if rejected else answer.best_guess)
    assert set(answer.best_guess) == {"3"}


# Which candidates make it up

GLYPH = glyph_from_strokes(drawing(TWO))
assert GLYPH is not None


def probabilities(*confidences: float) -> np.ndarray:
    rows = np.zeros((len(confidences), 10), np.float32)
    rows[:, 3], rows[:, 5] = confidences, 1 - np.array(confidences)
    return rows


def two_parts(cut: float) -> Lattice:
    return Lattice((cut,), tuple(Candidate(start, stop, GLYPH, 0) for start, stop in ((0, 1), (0, 2), (1, 2))))


@pytest.mark.parametrize(
    ("cut", "confidences", "path"),
    [
        (0.5, (1, 1, 1), [0, 2]),
        (-0.5, (1, 1, 1), [1]),
        (0.5, (0.9, 1, 1), [1]),
        (-0.5, (1, 0.9, 1), [0, 2]),
        (-9, (1, 0.9, 1), [1]),
    ],
)
def test_place_and_reading_decide_together(cut: float, confidences: tuple[float, ...], path: list[int]) -> None:
    assert best_path(two_parts(cut), probabilities(*confidences)) == path


def test_a_hopeless_group_may_be_missing() -> None:
    lattice = Lattice((1.0, -1.0), tuple(Candidate(n, n + 1, GLYPH, -9) for n in range(3)))
    assert best_path(lattice, probabilities(0.6, 0.6, 0.6)) == [0, 1, 2]


def test_doubt_speaks_against_a_digit() -> None:
    assert reading(1) == 0
    assert reading(0.98) == pytest.approx(-math.log(2))
    assert reading(0.9) < reading(0.95) < reading(0.99) < 0
