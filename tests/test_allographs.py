"""Digits written anew: the lines exactly, the forms by what a person would look for, and by what a model reads."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from digitrec.augmentation.lines import curve
from digitrec.augmentation.styles.allographs import FORMS, Form, Hands, written, written_anew
from digitrec.augmentation.styles.allographs.farther import FARTHER
from digitrec.augmentation.styles.allographs.writing import PRACTISED, ROUND, STEPS, arc, cornered, hand, points
from digitrec.augmentation.styles.ink import Ink
from digitrec.drawing.fabric import Stroke
from digitrec.drawing.glyph import DETAIL, PEN
from digitrec.drawing.strokes import glyph_of
from digitrec.recognition import Recogniser
from digitrec.settings import ASSETS

DIGITS = range(10)
FARTHER_FORMS = tuple(form for forms in FARTHER.values() for form in forms)
SMALL = ASSETS / "models" / "cnn-small" / "model.tflite"
SEEDS = st.integers(0, 2**32)
# What stands there does not matter.
ONE = Ink.of(np.pad(np.full((20, 3), 255, np.uint8), ((4, 4), (12, 13))))


def written_by(seed: list[int]) -> NDArray[np.uint8]:
    """A digit, the first number of the seed."""
    return written(FORMS[seed[0]])(ONE, np.random.default_rng(seed)).pixels()


def sheet(digit: int, count: int) -> NDArray[np.uint8]:
    return np.stack([written_by([digit, seed]) for seed in range(count)])


# Lines


def test_a_spline_runs_through_its_points() -> None:
    through = points((0, 0), (1, 2), (3, 1), (4, 4))
    line = curve(through, STEPS)
    assert line.shape == (3 * STEPS + 1, 2)
    np.testing.assert_allclose(line[::STEPS], through, atol=1e-12)


def test_a_spline_of_points_on_a_line_is_that_line() -> None:
    line = curve(points((0, 0), (1, 2), (2, 4)), STEPS)
    np.testing.assert_allclose(line[:, 1], 2 * line[:, 0], atol=1e-12)
    np.testing.assert_allclose(line[:, 0], np.linspace(0, 2, 2 * STEPS + 1), atol=1e-12)


def test_a_spline_is_smooth() -> None:
    ring = curve(arc((0, 0), (1, 1), 0, 360, 13), STEPS)[STEPS:-STEPS]
    np.testing.assert_allclose(np.linalg.norm(ring, axis=1), 1, atol=0.01)


def test_an_arc_goes_from_its_right_over_its_bottom() -> None:
    np.testing.assert_allclose(arc((5, 5), (2, 1), 0, 90, 3)[[0, -1]], [[7, 5], [5, 6]], atol=1e-12)


# Forms


@given(form=st.sampled_from(FORMS + FARTHER_FORMS), seed=SEEDS)
def test_a_form_stands_in_its_box_and_its_strokes_are_not_torn(form: Form, seed: int) -> None:
    strokes = form(np.random.default_rng(seed))
    for curves in strokes:
        for one, next_one in pairwise(curves):
            np.testing.assert_allclose(one[-1], next_one[0])
    everything = np.vstack([each for curves in strokes for each in curves])
    low, high = everything.min(axis=0), everything.max(axis=0)
    assert -0.2 < low[1] < 0.2
    assert 0.8 < high[1] < 1.2
    assert -0.5 < low[0] < high[0] < 1.5


@pytest.mark.parametrize(
    ("digit", "strokes", "holes"),
    [
        (0, {1, 2}, {0, 1, 2}),
        (1, {1, 2}, {0}),
        (2, {1}, {0, 1}),
        (3, {1}, {0, 1}),
        (4, {1, 2}, {0, 1}),
        (5, {1, 2}, {0}),
        (6, {1}, {0, 1}),
        (7, {1, 2}, {0, 1}),
        (8, {1, 2}, {1, 2}),
        (9, {1, 2}, {0, 1}),
    ],
)
def test_each_digit_has_the_parts_that_tell_it(digit: int, strokes: set[int], holes: set[int]) -> None:
    """Its strokes, and the holes that it has with a thin pen and a steady hand."""
    seen_strokes, seen_holes = set(), []
    for seed in range(60):
        form = FORMS[digit](np.random.default_rng(seed))
        seen_strokes.add(len(form))
        lines = [Stroke(100 * np.vstack([curve(each, STEPS) for each in curves]), 1.0) for curves in form]
        seen_holes.append(len(Ink.of(np.rint(255 * glyph_of(lines).pixels).astype(np.uint8)).holes))
    assert seen_strokes == strokes
    assert np.isin(seen_holes, list(holes)).mean() > 0.9


def test_those_farther_from_mnist_go_on_where_the_usual_ones_end() -> None:
    """Flags as long as their stem, loops half as high, bars near the line; bows and feet under 9s."""
    (long_flagged,), (low_barred, _), (small_looped, bowed, footed) = FARTHER[1], FARTHER[7], FARTHER[9]
    flags, bars, loops, bows, feet = [], [], [], [], []
    for seed in range(200):
        first, *barred = low_barred(np.random.default_rng(seed))
        bars += [float(bar[0][1, 1]) for bar in barred]
        stroke = long_flagged(np.random.default_rng(seed))[0]
        flags += [float(np.linalg.norm(stroke[0][0] - stroke[0][-1]))] if len(stroke) > 1 else []
        loops.append(float(np.ptp(small_looped(np.random.default_rng(seed))[0][0][:10, 1])))
        ((nine,),) = bowed(np.random.default_rng(seed))
        bows.append(float(nine[10:, 0].max() - nine[:10, 0].max()))
        (_, foot), *_ = footed(np.random.default_rng(seed))
        feet.append(float(foot[0, 0] - foot[-1, 0]))
        assert abs(foot[0, 1] - foot[-1, 1]) < 0.1 and len(first) > 1
    assert max(flags) > 0.8 and min(flags) < 0.3
    assert max(bars) > 0.8 and min(bars) < 0.5
    assert min(loops) < 0.2 and max(loops) > 0.4
    assert max(bows) > 0.3 and np.median(bows) > 0.05
    assert min(feet) >= 0.3 and max(feet) > 0.7


# Hands


def test_some_hands_round_the_corners_of_all_their_strokes() -> None:
    strokes = [[points((0, 0), (1, 0)), points((1, 0), (1, 1))], [points((0, 1), (1, 1))]]
    hands = [cornered(strokes, np.random.default_rng(seed)) for seed in range(400)]
    rounded = [hand for hand in hands if hand is not strokes]
    assert len(rounded) / len(hands) == pytest.approx(ROUND, abs=0.07)
    for (turned,), (straight,) in rounded:
        assert turned.tolist() == [[0, 0], [1, 0], [1, 1]]
        assert straight.tolist() == [[0, 1], [1, 1]]


@given(seed=SEEDS)
def test_a_hand_moves_a_digit_s_proportions_but_turns_nothing_over(seed: int) -> None:
    place = hand(PRACTISED, np.random.default_rng(seed))
    ladder = np.stack([np.full(11, 0.5), np.linspace(0, 1, 11)], axis=1)
    steps = np.diff(place(ladder), axis=0)
    assert (steps[:, 1] > 0).all()


# Written


@given(digit=st.sampled_from(DIGITS), seed=SEEDS)
def test_what_is_written_is_a_digit_of_mnists_form(digit: int, seed: int) -> None:
    pixels, again = (written_by([digit, seed]) for _ in range(2))
    assert np.array_equal(pixels, again)
    assert pixels.dtype == np.uint8
    rows, columns = (np.flatnonzero(pixels.any(axis=axis)) for axis in (1, 0))
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == 20


def test_the_pen_is_that_of_drawings() -> None:
    pens = [Ink.of(pixels).pen / DETAIL for pixels in sheet(5, 20)]
    assert np.median(pens) == pytest.approx(PEN, abs=0.3)


def test_what_is_written_anew_is_drawn_as_the_app_draws_strokes() -> None:
    labels = np.array([5, 0, 7, 7], np.uint8)
    digits, again = (written_anew(labels, PRACTISED, np.random.default_rng(1)) for _ in range(2))
    assert np.array_equal(digits, again) and not np.array_equal(digits[2], digits[3])
    assert (digits.shape, digits.dtype) == ((4, 28, 28), np.uint8)
    assert Recogniser(SMALL)(digits).probabilities.argmax(axis=1).tolist() == labels.tolist()
    assert written_anew(labels[:0], PRACTISED, np.random.default_rng(1)).shape == (0, 28, 28)


def test_hands_that_differ_more_write_digits_that_differ_more() -> None:
    """The digits' widths, all of them of the same height or less."""
    ones = np.full(200, 1, np.uint8)
    wide = Hands(slant=(12, 30), aspect=(-0.3, 0.6))
    spread = [
        np.std(
            [np.ptp(np.flatnonzero(digit.any(axis=0))) for digit in written_anew(ones, hands, np.random.default_rng(0))]
        )
        for hands in (PRACTISED, wide)
    ]
    assert spread[1] > 1.3 * spread[0]


@pytest.mark.parametrize("digit", DIGITS)
def test_a_model_that_never_saw_such_digits_reads_them(digit: int) -> None:
    read = Recogniser(SMALL)(sheet(digit, 100)).probabilities.argmax(axis=1)
    assert (read == digit).mean() > 0.8
