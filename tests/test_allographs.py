"""Digits written anew: the lines exactly, the forms by what a person would look for, and by what a model reads."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from digitrec.augmentation.styles.allographs import FORMS, written
from digitrec.augmentation.styles.allographs.writing import STEPS, WIDEST, arc, points, spline
from digitrec.augmentation.styles.ink import Ink
from digitrec.drawing.fabric import Stroke
from digitrec.drawing.strokes import glyph_of
from digitrec.recognition import Recogniser
from digitrec.settings import ASSETS

DIGITS = range(10)
SMALL = ASSETS / "models" / "cnn-small" / "model.tflite"
SEEDS = st.integers(0, 2**32)


def digit_with_pen(width: float) -> Ink:
    """A 1 of a pen that many pixels wide."""
    pixels = np.zeros((28, 28), np.uint8)
    pixels[4:24, 12 : 12 + round(width)] = 255
    return Ink.of(pixels)


def sheet(digit: int, count: int, width: float = 3) -> NDArray[np.uint8]:
    style, ink = written(FORMS[digit]), digit_with_pen(width)
    return np.stack([style(ink, np.random.default_rng([digit, seed])).pixels() for seed in range(count)])


# Lines


def test_a_spline_runs_through_its_points() -> None:
    through = points((0, 0), (1, 2), (3, 1), (4, 4))
    line = spline(through)
    assert line.shape == (3 * STEPS + 1, 2)
    np.testing.assert_allclose(line[::STEPS], through, atol=1e-12)


def test_a_spline_of_points_on_a_line_is_that_line() -> None:
    line = spline(points((0, 0), (1, 2), (2, 4)))
    np.testing.assert_allclose(line[:, 1], 2 * line[:, 0], atol=1e-12)
    np.testing.assert_allclose(line[:, 0], np.linspace(0, 2, 2 * STEPS + 1), atol=1e-12)


def test_a_spline_is_smooth() -> None:
    ring = spline(arc((0, 0), (1, 1), 0, 360, 13))[STEPS:-STEPS]
    np.testing.assert_allclose(np.linalg.norm(ring, axis=1), 1, atol=0.01)


def test_an_arc_goes_from_its_right_over_its_bottom() -> None:
    np.testing.assert_allclose(arc((5, 5), (2, 1), 0, 90, 3)[[0, -1]], [[7, 5], [5, 6]], atol=1e-12)


# Forms


@given(digit=st.sampled_from(DIGITS), seed=SEEDS)
def test_a_form_stands_in_its_box_and_its_strokes_are_not_torn(digit: int, seed: int) -> None:
    strokes = FORMS[digit](np.random.default_rng(seed))
    for curves in strokes:
        for one, next_one in pairwise(curves):
            np.testing.assert_allclose(one[-1], next_one[0])
    everything = np.vstack([curve for curves in strokes for curve in curves])
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
        lines = [Stroke(100 * np.vstack([spline(curve) for curve in curves]), 1.0) for curves in form]
        seen_holes.append(len(Ink.of(np.rint(255 * glyph_of(lines).pixels).astype(np.uint8)).holes))
    assert seen_strokes == strokes
    assert np.isin(seen_holes, list(holes)).mean() > 0.9


# Written


@given(digit=st.sampled_from(DIGITS), seed=SEEDS)
def test_what_is_written_is_a_digit_of_mnists_form(digit: int, seed: int) -> None:
    style = written(FORMS[digit])
    pixels, again = (style(digit_with_pen(2), np.random.default_rng(seed)).pixels() for _ in range(2))
    assert np.array_equal(pixels, again)
    assert pixels.dtype == np.uint8
    rows, columns = (np.flatnonzero(pixels.any(axis=axis)) for axis in (1, 0))
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == 20


@pytest.mark.parametrize("width", [2, 3])
def test_the_pen_is_the_digits_own(width: int) -> None:
    pens = [Ink.of(pixels).pen / 4 for pixels in sheet(2, 20, width)]
    assert np.median(pens) == pytest.approx(digit_with_pen(width).pen / 4, abs=0.5)


def test_a_pen_that_would_fill_the_loops_is_thinned() -> None:
    pens = [Ink.of(pixels).pen / 4 for pixels in sheet(5, 20, 7)]
    assert np.median(pens) == pytest.approx(WIDEST, abs=0.6)


def test_the_ink_is_as_bright_as_the_digits() -> None:
    faint = np.zeros((28, 28), np.uint8)
    faint[4:24, 12:15] = 90
    assert written(FORMS[3])(Ink.of(faint), np.random.default_rng(0)).pixels().max() == 90


@pytest.mark.parametrize("digit", DIGITS)
def test_a_model_that_never_saw_such_digits_reads_them(digit: int) -> None:
    read = Recogniser(SMALL)(sheet(digit, 100)).probabilities.argmax(axis=1)
    assert (read == digit).mean() > 0.8
