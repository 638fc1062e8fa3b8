"""Which strokes of a drawing, and which pieces of a picture, belong to one digit."""

import math

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitrec.drawing import Lattice, glyph_from_image, number_from_image, number_from_strokes
from digitrec.drawing.glyph import PEN
from digitrec.drawing.lattice import (
    DISTANCE,
    GAP,
    LOW,
    LOWEST,
    MOST_PARTS,
    STEP,
    TEAR,
    UNEVEN,
    WIDE,
    WIDEST,
    cut,
    shape,
)
from digitrec.drawing.parts import NEAR, Part, joined, traced
from digitrec.drawing.pieces import MOST_PIECES, pieces_of
from digitrec.drawing.seams import cheapest_seams
from digitrec.drawing.strokes import glyph_from_strokes
from tests.test_drawing_pictures import encoded
from tests.test_drawing_strokes import SEVEN, Point, drawing, moved

# Each digit is about 100 pixels high; the next one begins 100 pixels to the right.
STEM, BAR = SEVEN
ONE = [(150.0, 15.0), (148.0, 120.0)]


def members(*traces: list[Point]) -> list[tuple[int, ...]]:
    """Which strokes became one part, from left to right."""
    return [part.members for part in joined(traced([np.array(points, float) for points in traces]))]


def lattice(*traces: list[Point]) -> Lattice:
    found = number_from_strokes(drawing(traces))
    assert found is not None
    return found


def groups(found: Lattice) -> list[tuple[int, int]]:
    return [(each.start, each.stop) for each in found.candidates]


# Strokes


def test_crossing_strokes_are_one_part() -> None:
    assert members(STEM, BAR) == [(0, 1)]


def test_a_bar_drawn_last_belongs_to_the_seven_that_it_crosses() -> None:
    assert members(STEM, ONE, BAR) == [(0, 2), (1,)]


def test_the_slash_of_a_zero_belongs_to_it() -> None:
    zero = [(50 + 30 * math.sin(angle), 70 - 50 * math.cos(angle)) for angle in np.linspace(0, 2 * np.pi, 40)]
    assert members(zero, ONE, [(20.0, 115.0), (85.0, 20.0)]) == [(0, 2), (1,)]


def test_strokes_that_only_touch_side_by_side_stay_apart() -> None:
    assert members([(0, 0), (0, 100), (50, 100)], [(50, 100), (100, 0)]) == [(0,), (1,)]


def test_a_slip_of_the_pen_is_no_part() -> None:
    assert members(ONE, [(60.0, 60.0), (63.0, 61.0)]) == [(0,)]


def test_parts_lie_from_left_to_right_however_they_were_drawn() -> None:
    assert members(*moved([ONE], 1, 200, 0), STEM, ONE, BAR) == [(1, 3), (2,), (0,)]


@given(order=st.permutations(range(4)), turned=st.lists(st.booleans(), min_size=4, max_size=4))
def test_order_and_direction_do_not_matter(order: list[int], turned: list[bool]) -> None:
    traces = [STEM, BAR, ONE, [(230.0, 20.0), (190.0, 70.0), (240.0, 110.0)]]
    redrawn = lattice(*(traces[n][::-1] if turn else traces[n] for n, turn in zip(order, turned, strict=True)))
    plain = lattice(*traces)
    assert groups(redrawn) == groups(plain)
    assert redrawn.cuts == pytest.approx(plain.cuts, abs=0.01)
    assert [each.glyph.box for each in redrawn.candidates] == [each.glyph.box for each in plain.candidates]


@given(scale=st.floats(0.3, 20), right=st.floats(-500, 500), down=st.floats(-500, 500))
def test_size_and_place_do_not_matter(scale: float, right: float, down: float) -> None:
    traces = [STEM, BAR, ONE, [(230.0, 20.0), (190.0, 70.0), (240.0, 110.0)]]
    there, plain = lattice(*moved(traces, scale, right, down)), lattice(*traces)
    assert groups(there) == groups(plain)
    assert there.cuts == pytest.approx(plain.cuts, abs=0.01)


def test_one_stroke_is_one_candidate_drawn_as_ever() -> None:
    (only,) = lattice(STEM).candidates
    alone = glyph_from_strokes(drawing([STEM]))
    assert alone is not None
    assert np.array_equal(only.glyph.pixels, alone.pixels)
    assert (only.start, only.stop, only.shape) == (0, 1, 0)


def test_nothing_drawn_is_none() -> None:
    assert number_from_strokes(drawing([])) is None


def test_dots_alone_are_still_dots() -> None:
    found = lattice([(50, 60), (50, 60)], [(50, 160), (50, 160)])
    assert [each.glyph.is_dot for each in found.candidates if each.stop == each.start + 1] == [True, True]


def test_many_strokes_are_one_digit_hatched() -> None:
    hatching = [[(float(x), 0.0), (float(x), 100.0)] for x in range(0, 2 * (MOST_PIECES + 1), 2)]
    assert groups(lattice(*hatching)) == [(0, 1)]


# The lattice


def line(*points: Point, is_torn: bool = False) -> Part:
    return Part(np.array(points, float), (0,), is_torn)


LEFT = line((0, 0), (50, 50), (0, 100))


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (line((50, 50), (90, 100)), 0),  # touching, side by side
        (line((60, 50), (90, 100)), GAP * 0.1 + DISTANCE * 0.1),
        (line((150, 50), (190, 100)), GAP * NEAR + DISTANCE * NEAR),
        (line((50, 50), (20, 100)), GAP * -0.3),  # touching, with 30 pixels of overlap
        (line((50, 50), (90, 100), is_torn=True), TEAR),
        (line((50, 50), (90, 100 - 100 * UNEVEN)), 0),
        (line((50, 50), (90, 20)), STEP * (0.5 - UNEVEN)),  # a bar
    ],
)
def test_room_speaks_for_a_new_digit_and_overlap_or_another_line_against_it(after: Part, expected: float) -> None:
    assert cut(LEFT, after, height=100) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [
        (0.05, 1, 0),
        (0.7, 0.8, 0),
        (1.4, 1, WIDE * (1.4 - WIDEST)),
        (1.4, 2, 0),  # wide, but high as well
        (0.4, 0.1, LOW * (LOWEST - 0.1)),
    ],
)
def test_a_digit_is_neither_wide_nor_low(width: float, height: float, expected: float) -> None:
    assert shape(width, height) == pytest.approx(expected)


def test_digits_far_apart_are_never_tried_together() -> None:
    assert groups(lattice(*moved([STEM], 1, 0, 0), *moved([STEM], 1, 140, 0), *moved([STEM], 1, 280, 0))) == [
        (0, 1),
        (1, 2),
        (2, 3),
    ]


def test_a_digit_is_made_of_a_few_parts_at_most() -> None:
    close = [[(12.0 * n, 0.0), (12.0 * n + 5, 100.0)] for n in range(MOST_PARTS + 2)]
    assert max(stop - start for start, stop in groups(lattice(*close))) == MOST_PARTS


# Pictures


def picture(*traces: list[Point], width: int = 8, size: tuple[int, int] = (160, 400)) -> np.ndarray:
    """The strokes in white on black with a round pen, uint8 (height, width)."""
    canvas = np.zeros(size, np.uint8)
    cv2.polylines(canvas, [np.round(np.array(each) * 16).astype(np.int32) for each in traces], False, 255, width, 16, 4)
    return canvas


def loop(x: float, width: float = 80) -> list[Point]:
    """A zero, 80 pixels high."""
    return [(x + width / 2 * math.cos(a), 70 + 40 * math.sin(a)) for a in np.linspace(0, 2 * np.pi, 60)]


def test_the_parts_of_a_picture_are_what_is_connected() -> None:
    pieces = pieces_of(picture(*SEVEN, ONE).astype(np.float32) / 255)
    assert [part.is_torn for part in pieces.parts] == [False, False]
    assert pieces.pen == pytest.approx(8, abs=1.1)
    (first, second) = (part.members[0] for part in pieces.parts)
    assert pieces.labels[:, :120].max() == first and set(np.unique(pieces.labels[:, 130:])) == {0, second}


def test_every_pixel_of_ink_belongs_to_a_piece() -> None:
    ink = picture(loop(60), loop(141)).astype(np.float32) / 255
    pieces = pieces_of(ink)
    assert (pieces.labels[ink > 0] > 0).all()


def test_two_touching_loops_are_torn_where_they_touch() -> None:
    pieces = pieces_of(picture(loop(60), loop(142)).astype(np.float32) / 255)
    torn = [part.low[0] for part in pieces.parts if part.is_torn]
    assert any(95 <= x <= 107 for x in torn)


def test_an_upright_loop_is_left_whole() -> None:
    assert len(pieces_of(picture(loop(60, width=60)).astype(np.float32) / 255).parts) == 1


def test_a_picture_and_its_strokes_have_the_same_boxes() -> None:
    traces = [*SEVEN, ONE]
    seen = number_from_image(encoded(picture(*traces)))
    assert seen is not None
    boxes = [each.glyph.box for each in lattice(*traces).candidates]
    # The strokes' pen is 20 pixels wide, the picture's 8.
    drawn = [(x + 6, y + 6, width - 12, height - 12) for x, y, width, height in boxes]
    assert np.array([each.glyph.box for each in seen.candidates]) == pytest.approx(np.array(drawn), abs=2)


def test_a_picture_of_one_digit_is_read_as_ever() -> None:
    data = encoded(picture(*SEVEN))
    found, alone = number_from_image(data), glyph_from_image(data)
    assert found is not None and alone is not None
    assert np.array_equal(found.candidates[0].glyph.pixels, alone.pixels)


def test_a_filled_loop_is_seen_by_the_pen_of_the_other_digits() -> None:
    blob = [(60.0, 40.0), (60.0, 100.0)]
    thick = cv2.polylines(picture(ONE), [np.array(blob, np.int32)], False, 255, 40)
    seen = number_from_image(encoded(thick))
    assert seen is not None
    # Thinned by the width of its own line, it would be a hair.
    assert (seen.candidates[0].glyph.pixels > 0.5).sum(axis=1).max() > 2 * PEN


def test_a_blank_picture_is_none() -> None:
    assert number_from_image(encoded(np.zeros((50, 50), np.uint8))) is None


def test_a_picture_of_dots_everywhere_is_one_digit() -> None:
    grid = np.zeros((200, 200), np.uint8)
    grid[5::20, 5::20] = grid[6::20, 5::20] = grid[5::20, 6::20] = grid[6::20, 6::20] = 255
    seen = number_from_image(encoded(grid))
    assert seen is not None and len(seen.candidates) == 1


# Seams


def ink(*rows: str) -> np.ndarray:
    return np.array([[letter == "#" for letter in row] for row in rows])


def test_a_seam_goes_where_there_is_least_ink() -> None:
    bridge = ink("###..###", "###..###", "########", "###..###")
    (seam,) = cheapest_seams(bridge, most=1, pen=1, aside=1)
    assert seam.tolist() in ([3, 3, 3, 3], [4, 4, 4, 4])


def test_one_thick_bridge_is_crossed_rather_than_two_thin_ones() -> None:
    loop_and_bridge = ink("###....", "..#..#.", "..####.", "..####.", "..#..#.", "###....")
    (seam,) = cheapest_seams(loop_and_bridge, most=1, pen=1, aside=1)
    assert set(seam.tolist()) <= {3, 4}


def test_seams_keep_apart_and_come_from_left_to_right() -> None:
    comb = ink("#.#.#.#.#", "#########", "#.#.#.#.#")
    seams = cheapest_seams(comb, most=9, pen=1, aside=1)
    middles = [float(seam.mean()) for seam in seams]
    assert middles == sorted(middles) and min(np.diff(middles)) > 1
    assert len(cheapest_seams(comb, most=2, pen=1, aside=1)) == 2


def test_ink_too_narrow_for_a_seam_has_none() -> None:
    assert cheapest_seams(ink("##", "##"), most=3, pen=1, aside=1) == []
