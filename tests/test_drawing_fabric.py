"""Fabric's own rules of place and visibility, and every kind of bad drawing."""

import json
import math
import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitrec.drawing import Glyph, glyph_from_strokes, parse_drawing
from digitrec.drawing.curves import polylines
from digitrec.drawing.fabric import strokes_of
from digitrec.errors import DrawingError
from tests.test_drawing_strokes import SEVEN, TWO, drawing, path

Change = Callable[[dict[str, Any]], None]

POINTS = [(10.0, 20.0), (50.0, 20.0), (50.0, 80.0)]
# The middle of their box, and the points about it.
MIDDLE = np.array([30.0, 50.0])
ABOUT = np.array([[-20.0, -30.0], [20.0, -30.0], [20.0, 30.0]])


def assert_at(points: np.ndarray, expected: Any) -> None:
    np.testing.assert_allclose(points, expected, atol=1e-9)


def points_of(**fields: Any) -> np.ndarray:
    """Where the corners of POINTS come to lie on the canvas."""
    (stroke,) = strokes_of({"objects": [path(POINTS, **fields)]})
    return stroke.points[:: (len(stroke.points) - 1) // 2]


def test_a_path_stays_where_it_was_drawn() -> None:
    assert_at(points_of(), POINTS)


def test_a_path_without_a_place_stays_where_it_was_drawn() -> None:
    bare = {"type": "path", "path": [["M", 10, 20], ["L", 50, 80]]}
    assert_at(strokes_of({"objects": [bare]})[0].points, [[10, 20], [50, 80]])


def test_left_and_top_move_a_path() -> None:
    assert_at(points_of(left=130, top=250), ABOUT + np.array([130, 250]))


def test_a_scaled_path_grows_about_its_middle() -> None:
    assert_at(points_of(scaleX=2, scaleY=0.5), ABOUT * (2, 0.5) + MIDDLE)


def test_a_rotated_path_turns_clockwise_about_its_middle() -> None:
    assert_at(points_of(angle=90), ABOUT @ [[0, 1], [-1, 0]] + MIDDLE)


def test_flips_mirror_a_path_about_its_middle() -> None:
    assert_at(points_of(flipX=True), ABOUT * (-1, 1) + MIDDLE)
    assert_at(points_of(flipY=True), ABOUT * (1, -1) + MIDDLE)


def test_skew_in_x_moves_a_point_by_its_height() -> None:
    assert_at(points_of(skewX=45), ABOUT @ [[1, 0], [1, 1]] + MIDDLE)


def test_skew_in_y_moves_a_point_by_its_distance() -> None:
    assert_at(points_of(skewY=45), ABOUT @ [[1, 1], [0, 1]] + MIDDLE)


def test_a_scaled_path_is_flipped_before_it_is_rotated() -> None:
    assert_at(points_of(scaleX=2, flipX=True, angle=90), (ABOUT * (-2, 1)) @ [[0, 1], [-1, 0]] + MIDDLE)


@pytest.mark.parametrize("uniform", [False, True])
def test_an_origin_at_the_corner_counts_the_lines_width(uniform: bool) -> None:
    # The box is 40 x 60 and its line 4 wide: scaled twofold 88 x 128, or 84 x 124 with a line that does not scale.
    half = (42, 62) if uniform else (44, 64)
    style = {"strokeWidth": 4, "strokeUniform": uniform, "scaleX": 2, "scaleY": 2, "left": 100, "top": 100}
    assert_at(points_of(**style, originX="left", originY="top"), ABOUT * 2 + 100 + np.array(half))
    assert_at(points_of(**style, originX="right", originY="bottom"), ABOUT * 2 + 100 - np.array(half))


@settings(deadline=None)
@given(
    scale=st.tuples(st.floats(0.1, 5), st.floats(0.1, 5)),
    skew=st.tuples(st.floats(-60, 60), st.floats(-60, 60)),
    angle=st.floats(-360, 360),
    flip=st.tuples(st.booleans(), st.booleans()),
)
def test_an_objects_fields_equal_moving_its_points_by_hand(
    scale: tuple[float, float], skew: tuple[float, float], angle: float, flip: tuple[bool, bool]
) -> None:
    fields = dict(zip(("scaleX", "scaleY", "skewX", "skewY", "flipX", "flipY"), (*scale, *skew, *flip), strict=True))
    turn, tan_x, tan_y = (math.radians(angle), *(math.tan(math.radians(each)) for each in skew))
    by_hand = []
    for x, y in ABOUT:
        along, down = x, y + tan_y * x
        along, down = along + tan_x * down, down
        along, down = along * scale[0] * (-1) ** flip[0], down * scale[1] * (-1) ** flip[1]
        by_hand.append((along * math.cos(turn) - down * math.sin(turn), along * math.sin(turn) + down * math.cos(turn)))
    assert_at(points_of(angle=angle, **fields), np.array(by_hand) + MIDDLE)


def test_the_lines_width_scales_with_its_object_unless_it_is_uniform() -> None:
    (scaled,) = strokes_of(drawing([POINTS], strokeWidth=4, scaleX=2, scaleY=8))
    (uniform,) = strokes_of(drawing([POINTS], strokeWidth=4, scaleX=2, scaleY=8, strokeUniform=True))
    assert (scaled.width, uniform.width) == (16, 4)


def test_each_move_starts_a_stroke() -> None:
    commands = [["M", 0, 0], ["L", 9, 0], ["M", 0, 9], ["L", 9, 9]]
    assert len(strokes_of({"objects": [path(POINTS, path=commands)]})) == 2


def test_a_quadratic_curve_is_followed() -> None:
    (line,) = polylines([["M", 0, 0], ["Q", 50, 100, 100, 0]])
    t = line[:, 0] / 100
    np.testing.assert_allclose(line[:, 1], 200 * t * (1 - t), atol=1e-9)
    # The polyline's middle, the curve's highest point, is at most a thousandth of its extent off.
    assert line[:, 1].max() == pytest.approx(50, abs=0.2)


def test_a_cubic_curve_is_followed() -> None:
    (line,) = polylines([["M", 0, 0], ["C", 0, 100, 100, 100, 100, 0]])
    assert line[:, 1].max() == pytest.approx(75, abs=0.2)
    np.testing.assert_allclose(line[[0, -1]], [[0, 0], [100, 0]], atol=1e-9)


def test_a_closed_path_returns_to_its_start() -> None:
    (line,) = polylines([["M", 0, 0], ["L", 9, 0], ["L", 9, 9], ["Z"]])
    np.testing.assert_allclose(line[-1], [0, 0])


def test_the_type_is_read_in_any_case() -> None:
    assert glyph_from_strokes(drawing(TWO, type="path")) is not None


@pytest.mark.parametrize(
    "fields",
    [
        {"visible": False},
        {"opacity": 0},
        {"stroke": None},
        {"stroke": ""},
        {"stroke": "transparent"},
        {"stroke": "rgba(255, 255, 255, 0)"},
        {"stroke": "#ffffff00"},
        {"stroke": "#000"},
        {"stroke": "BLACK"},
        {"stroke": "rgb(0,0,0)"},
        {"strokeWidth": 0},
        {"scaleX": 0, "scaleY": 0},
        {"globalCompositeOperation": "destination-out"},
        {"path": []},
        {"path": [["M", 5, 5]]},
    ],
    ids=str,
)
def test_what_nobody_can_see_is_no_drawing(fields: dict[str, Any]) -> None:
    assert glyph_from_strokes(drawing(TWO, **fields)) is None


@pytest.mark.parametrize("background", [None, "", "transparent", "#ffffff", "oklch(0.4 0.2 30)"])
def test_black_ink_is_seen_on_any_background_but_black(background: str | None) -> None:
    assert glyph_from_strokes(drawing(TWO, stroke="#000000") | {"background": background}) is not None


def test_an_invisible_stroke_leaves_the_others() -> None:
    both = drawing(TWO)
    both["objects"].append(path([(0, 0), (280, 280)], visible=False))
    drawn, alone = glyph_from_strokes(both), glyph_from_strokes(drawing(TWO))
    assert drawn is not None
    assert alone is not None
    np.testing.assert_array_equal(drawn.pixels, alone.pixels)


HUGE = 10**400


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "Circle"},
        {"type": None},
        {"type": 5},
        {"path": None},
        {"path": "M 0 0 L 9 9"},
        {"path": {}},
        {"path": [["L", 0, 0]]},
        {"path": [["M", 0]]},
        {"path": [["M", 0, 0], ["A", 1, 1, 0, 0, 0, 5, 5]]},
        {"path": [["M", 0, 0], ["l", 5, 5]]},
        {"path": [["M", 0, 0], ["L", 5, "5"]]},
        {"path": [["M", 0, 0], ["L", 5, None]]},
        {"path": [["M", 0, 0], ["L", 5, True]]},
        {"path": [["M", 0, 0], ["L", 5, [5]]]},
        {"path": [["M", 0, 0], ["L", 5, math.nan]]},
        {"path": [["M", 0, 0], ["L", 5, math.inf]]},
        {"path": [["M", 0, 0], ["L", 5, 1.1e6]]},
        {"path": [["M", 0, 0], ["L", 5, HUGE]]},
        {"path": [["M", 0, 0], []]},
        {"path": [["M", 0, 0], "L"]},
        {"path": [["M", 0, 0], [["L"], 5, 5]]},
        {"path": [["M", 0, 0], None]},
        {"left": "30"},
        {"left": None},
        {"top": math.nan},
        {"top": -HUGE},
        {"scaleX": math.inf},
        {"scaleX": 1e6},
        {"skewX": 90},
        {"angle": True},
        {"angle": {}},
        {"flipX": 1},
        {"flipY": None},
        {"visible": "yes"},
        {"strokeUniform": 0},
        {"strokeWidth": "thick"},
        {"opacity": []},
        {"originX": "middle"},
        {"originY": ["top"]},
        {"stroke": 0},
        {"stroke": {"type": "linear"}},
    ],
    ids=lambda fields: str(fields)[:60],
)
def test_a_bad_object_is_refused_with_a_sentence(fields: dict[str, Any]) -> None:
    with pytest.raises(DrawingError) as caught:
        glyph_from_strokes(drawing(TWO, **fields))
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "bad", [{}, {"objects": None}, {"objects": {}}, {"objects": [[]]}, {"objects": [None]}, [], None, "drawing", 7]
)
def test_what_is_no_drawing_is_refused(bad: Any) -> None:
    with pytest.raises(DrawingError):
        glyph_from_strokes(bad)


def test_a_background_that_is_no_colour_is_refused() -> None:
    with pytest.raises(DrawingError, match="background"):
        glyph_from_strokes(drawing(TWO) | {"background": 3})


def test_a_drawing_of_more_than_20000_commands_is_refused() -> None:
    line = [["M", 0, 0], *([["L", 5, 5]] * 9_999)]
    with pytest.raises(DrawingError, match="20,001"):
        glyph_from_strokes(
            drawing([POINTS, POINTS], path=line) | {"objects": [*[path(POINTS, path=line)] * 2, path([(0, 0)])]}
        )
    assert glyph_from_strokes({"objects": [path(POINTS, path=line)] * 2}) is not None


@pytest.mark.parametrize(
    "text",
    ["", " ", "{", "[1]", "null", "3", '"a"', "[" * 100_000, '{"a":' * 100_000, "{'a': 1}", '{"x": NaN}',
     '{"x": -Infinity}', "\ud800", '{"x": "\\ud800"} x', "\x00", "1" * 5_000],
    ids=lambda text: repr(text[:16]),
)  # fmt: skip
def test_text_that_is_no_drawing_is_refused(text: str) -> None:
    with pytest.raises(DrawingError):
        parse_drawing(text)


def test_a_lone_surrogate_within_a_drawing_harms_nothing() -> None:
    with pytest.raises(DrawingError):
        glyph_from_strokes(parse_drawing('{"objects": [{"type": "\\ud800"}]}'))
    assert glyph_from_strokes(drawing(TWO, stroke="\ud800")) is not None


@settings(deadline=None)
@given(st.text())
def test_any_text_is_a_drawing_or_refused(text: str) -> None:
    try:
        assert isinstance(parse_drawing(text), dict)
    except DrawingError as error:
        assert str(error).endswith(".")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from("MLQCZ"),
    lambda inner: st.lists(inner, max_size=7) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
_FIELDS = (*path(POINTS), "angle", "scaleX", "scaleY", "skewX", "skewY", "flipX", "flipY")


@settings(deadline=None)
@given(fields=st.dictionaries(st.sampled_from(_FIELDS), _JSON, max_size=3), background=_JSON)
def test_any_value_in_any_field_is_read_or_refused(fields: dict[str, Any], background: Any) -> None:
    assert_read_or_refused(drawing(TWO, **fields) | {"background": background})


@settings(deadline=None)
@given(
    numbers=st.dictionaries(
        st.sampled_from(("left", "top", "angle", "scaleX", "scaleY", "skewX", "skewY", "strokeWidth")),
        st.floats(-1e6, 1e6) | st.sampled_from([0, 5e-324, -5e-324, 1e-300, 90, 1e6]),
    ),
    commands=st.lists(
        st.tuples(st.sampled_from("MLQCZ"), st.lists(st.floats(-1e6, 1e6) | st.just(5e-324), min_size=6, max_size=6)),
        max_size=6,
    ),
)
def test_any_numbers_are_drawn_or_refused(numbers: dict[str, float], commands: list[tuple[str, list[float]]]) -> None:
    counts = {"M": 2, "L": 2, "Q": 4, "C": 6, "Z": 0}
    line = [["M", 0, 0], *([letter, *values[: counts[letter]]] for letter, values in commands)]
    assert_read_or_refused(drawing(SEVEN, path=line, **numbers))


@settings(deadline=None)
@given(_JSON)
def test_any_json_is_read_or_refused(value: Any) -> None:
    assert_read_or_refused(value)


@pytest.mark.parametrize("seed", range(20))
def test_a_damaged_drawing_is_read_or_refused(seed: int) -> None:
    rng = random.Random(seed)
    text = list(json.dumps(drawing(SEVEN)))
    for _ in range(3):
        text[rng.randrange(len(text))] = rng.choice('0e-"[]{},N')
    try:
        read = parse_drawing("".join(text))
    except DrawingError as error:
        assert str(error).endswith(".")
    else:
        assert_read_or_refused(read)


def assert_read_or_refused(value: Any) -> None:
    try:
        drawn = glyph_from_strokes(value)
    except DrawingError as error:
        assert str(error).endswith(".")
    else:
        assert drawn is None or (isinstance(drawn, Glyph) and bool(np.isfinite(drawn.pixels).all()))
