"""Canvas strokes become MNIST-like digits, whatever the brush, the size and the place."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitrec.drawing import Glyph, glyph_from_strokes
from digitrec.drawing.glyph import PEN, centred

Point = tuple[float, float]

# A pointed 2 and a crossed 7, in pixels.
TWO = [[(20.0, 40.0), (60.0, 10.0), (90.0, 50.0), (25.0, 130.0), (100.0, 125.0)]]
SEVEN = [[(20.0, 20.0), (90.0, 15.0), (50.0, 120.0)], [(40.0, 70.0), (95.0, 66.0)]]


def path(points: Sequence[Point], **fields: Any) -> dict[str, Any]:
    """A Fabric path object whose lines join the points; it lies where its points say, unless fields say otherwise."""
    xs, ys = zip(*points, strict=True)
    commands = [["M", *points[0]], *(["L", *point] for point in points[1:])]
    place = {"left": (min(xs) + max(xs)) / 2, "top": (min(ys) + max(ys)) / 2, "originX": "center", "originY": "center"}
    style = {"fill": None, "stroke": "#ffffff", "strokeWidth": 20, "strokeUniform": False, "opacity": 1}
    return {"type": "Path", **place, **style, "visible": True, "path": commands, **fields}


def drawing(traces: Iterable[Sequence[Point]], **fields: Any) -> dict[str, Any]:
    return {"version": "7.4.0", "objects": [path(points, **fields) for points in traces], "background": "#000000"}


def glyph(traces: Iterable[Sequence[Point]], **fields: Any) -> Glyph:
    drawn = glyph_from_strokes(drawing(traces, **fields))
    assert drawn is not None
    return drawn


def moved(traces: Iterable[Sequence[Point]], scale: float, right: float, down: float) -> list[list[Point]]:
    return [[(x * scale + right, y * scale + down) for x, y in points] for points in traces]


def assert_alike(one: np.ndarray, other: np.ndarray, most: float = 0.3, mean: float = 0.004) -> None:
    """The same ink, but for a line that falls a quarter of a pixel elsewhere."""
    difference = np.abs(one - other)
    assert difference.max() <= most
    assert difference.mean() <= mean


def extent(pixels: np.ndarray) -> tuple[int, int]:
    """Width and height of the ink that is at least half bright."""
    inked = pixels >= 0.5
    return int(np.ptp(np.flatnonzero(inked.any(axis=0)))) + 1, int(np.ptp(np.flatnonzero(inked.any(axis=1)))) + 1


def test_a_glyph_is_28_by_28_floats_from_0_to_1() -> None:
    drawn = glyph(TWO)
    assert drawn.pixels.shape == (28, 28)
    assert drawn.pixels.dtype == np.float32
    assert drawn.pixels.min() == 0
    assert drawn.pixels.max() == 1
    assert not drawn.is_dot


def test_the_longest_side_is_20_pixels_and_the_aspect_ratio_stays() -> None:
    width, height = extent(glyph([[(0, 0), (50, 0), (50, 100), (0, 100), (0, 0)]]).pixels)
    assert height == 20
    # Of the centre line's 17.4 pixels of height half are its width, and the pen adds its own.
    assert width == pytest.approx((20 - PEN) / 2 + PEN, abs=1)


def test_a_vertical_line_is_a_bar_of_the_pens_width() -> None:
    drawn = glyph([[(140, 60), (140, 220)]])
    assert extent(drawn.pixels)[1] == 20
    assert drawn.pixels[14].sum() == pytest.approx(PEN, abs=0.15)
    assert drawn.box == (130, 50, 20, 180)


def test_a_horizontal_line_is_the_vertical_one_turned() -> None:
    drawn = glyph([[(60, 140), (220, 140)]])
    assert extent(drawn.pixels)[0] == 20
    assert drawn.pixels[:, 14].sum() == pytest.approx(PEN, abs=0.15)
    assert drawn.box == (50, 130, 180, 20)


def test_the_centre_of_mass_is_at_pixel_14_as_in_mnist() -> None:
    pixels = glyph(SEVEN).pixels
    steps = np.arange(28)
    assert pixels.sum(axis=0) @ steps / pixels.sum() == pytest.approx(14, abs=0.51)
    assert pixels.sum(axis=1) @ steps / pixels.sum() == pytest.approx(14, abs=0.51)


def test_centring_moves_whole_pixels() -> None:
    pixels = np.zeros((28, 28), np.float32)
    pixels[2, 3:6] = 0.2, 0.8, 0.2
    expected = np.zeros_like(pixels)
    expected[14, 13:16] = 0.2, 0.8, 0.2
    np.testing.assert_array_equal(centred(pixels), expected)


def test_centring_never_loses_ink_at_the_edge() -> None:
    pixels = np.zeros((28, 28), np.float32)
    pixels[14, :20] = 0.01
    pixels[14, 0] = 1
    assert centred(pixels).sum() == pixels.sum()
    assert centred(pixels)[14, 8] == 1


def test_the_box_is_the_ink_on_the_canvas() -> None:
    assert glyph([[(10, 20), (110, 20), (110, 220)]], strokeWidth=8).box == (6, 16, 108, 208)


@pytest.mark.parametrize("points", [[(50, 60), (50.04, 60)], [(50, 60), (50, 60)], [(50, 60), (54, 63), (51, 58)]])
def test_a_click_is_a_dot_of_the_pens_width(points: list[Point]) -> None:
    drawn = glyph([points])
    assert drawn.is_dot
    assert drawn.pixels.sum() == pytest.approx(math.pi * (PEN / 2) ** 2, rel=0.1)
    assert drawn.pixels[14, 14] == 1


def test_a_thin_pens_short_line_is_no_dot() -> None:
    assert not glyph([[(50, 60), (50, 70)]], strokeWidth=2).is_dot


def test_two_dots_are_no_dot() -> None:
    assert not glyph([[(50, 60), (50, 60)], [(50, 160), (50, 160)]]).is_dot


def test_nothing_drawn_is_none() -> None:
    assert glyph_from_strokes(drawing([])) is None


@settings(deadline=None)
@given(width=st.floats(1, 60))
def test_any_brush_gives_the_same_glyph(width: float) -> None:
    np.testing.assert_array_equal(glyph(TWO, strokeWidth=width).pixels, glyph(TWO).pixels)


@settings(deadline=None)
@given(scale=st.floats(0.5, 30), right=st.floats(-500, 900), down=st.floats(-500, 900))
def test_any_size_and_place_give_the_same_glyph(scale: float, right: float, down: float) -> None:
    assert_alike(glyph(moved(SEVEN, scale, right, down)).pixels, glyph(SEVEN).pixels)


def test_a_drawing_beyond_the_canvas_is_drawn_whole() -> None:
    assert_alike(glyph(moved(SEVEN, 1, -60, -60)).pixels, glyph(SEVEN).pixels)


@settings(deadline=None)
@given(traces=st.permutations([*SEVEN, *TWO]), turned=st.lists(st.booleans(), min_size=3, max_size=3))
def test_any_order_and_direction_give_the_same_glyph(traces: list[list[Point]], turned: list[bool]) -> None:
    redrawn = [points[::-1] if turn else points for points, turn in zip(traces, turned, strict=True)]
    assert_alike(glyph(redrawn).pixels, glyph([*SEVEN, *TWO]).pixels)


_POINTS = st.lists(st.tuples(st.floats(0, 280), st.floats(0, 280)), min_size=1, max_size=12)


@settings(deadline=None)
@given(traces=st.lists(_POINTS, min_size=1, max_size=4), width=st.floats(1, 60))
def test_any_drawing_gives_a_centred_glyph_within_its_frame(traces: list[list[Point]], width: float) -> None:
    drawn = glyph(traces if len(traces[0]) > 1 else [traces[0] * 2], strokeWidth=width)
    assert np.isfinite(drawn.pixels).all()
    assert drawn.pixels.min() >= 0
    assert drawn.pixels.max() <= 1
    assert drawn.pixels.sum() >= math.pi * (PEN / 2) ** 2 * 0.9
    assert max(extent(drawn.pixels)) <= 20
