"""What becomes of a drawing, step by step, on boards that a person can check by eye."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitrec.drawing import glyph_from_strokes, steps_of, strokes_of
from digitrec.drawing.fabric import Stroke
from digitrec.drawing.glyph import BOX, FRAME
from digitrec.drawing.steps import Steps
from tests.test_drawing_strokes import SEVEN, TWO, drawing

BAR = Stroke(np.array([[10.0, 40.0], [10.0, 74.8]]), width=7)


def rows_and_columns(picture: np.ndarray) -> tuple[int, int]:
    """How many rows and columns have ink that is at least half bright."""
    inked = picture >= picture.max() / 2
    return int(inked.any(axis=1).sum()), int(inked.any(axis=0).sum())


def test_the_first_picture_is_the_board_with_the_brush_and_the_second_has_mnists_pen() -> None:
    steps = steps_of([BAR], width=100, height=80)
    assert steps.drawn.shape == steps.redrawn.shape == (80, 100)
    assert steps.drawn.dtype == np.uint8 and steps.drawn.max() == 255
    assert [rows_and_columns(steps.drawn)[1], rows_and_columns(steps.redrawn)[1]] == [7, 5]
    assert steps.drawn[40, 10] == steps.drawn[74, 10] == 255 and not steps.drawn[:, 20:].any()


def test_the_third_is_20_pixels_long_in_the_corner_of_the_box_and_the_fourth_has_its_mass_in_the_middle() -> None:
    steps = steps_of([BAR], width=100, height=80)
    inked = np.argwhere(steps.boxed >= 0.5)
    assert (inked.min(axis=0) == FRAME).all() and rows_and_columns(steps.boxed)[0] == BOX
    centre = [float(steps.centred.sum(axis=axis) @ np.arange(28) / steps.centred.sum()) for axis in (0, 1)]
    assert centre == pytest.approx([14, 14], abs=0.51)


def test_what_is_beyond_the_board_is_cut_off() -> None:
    steps = steps_of([BAR], width=20, height=50)
    assert steps.drawn.shape == (50, 20)
    assert np.array_equal(steps.drawn, steps_of([BAR], width=100, height=80).drawn[:50, :20])
    assert not steps_of([BAR], width=5, height=80).drawn.any()


def of(drawn: dict[str, object]) -> Steps:
    return steps_of(strokes_of(drawn), 340, 340)


@given(st.sampled_from([TWO, SEVEN]), st.floats(2, 40))
@settings(max_examples=20)
def test_the_last_picture_is_what_the_model_sees_whatever_the_brush(
    traces: list[list[tuple[float, float]]], width: float
) -> None:
    drawn = drawing(traces, strokeWidth=width)
    glyph = glyph_from_strokes(drawn)
    assert glyph is not None and np.array_equal(of(drawn).centred, glyph.pixels)
    assert np.array_equal(of(drawn).redrawn, of(drawing(traces)).redrawn)
