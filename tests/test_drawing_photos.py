"""Photos of writing on paper: light, ruling and tilt are taken away, strokes stay whole, the main row is kept."""

import cv2
import numpy as np
import pytest

from digitrec.drawing import Picture, number_on
from digitrec.drawing.ink import bounds
from digitrec.drawing.photos.courses import courses
from digitrec.drawing.photos.lines import _best_path
from digitrec.drawing.photos.paper import darkness
from digitrec.drawing.photos.rows import main_row
from digitrec.drawing.photos.ruling import ruling
from digitrec.drawing.photos.sheet import written_on_sheet
from digitrec.drawing.photos.writing import ink_on_paper
from tests.photos import Scene, photo_of

PAPER = 230


def sheet(width: int = 400, height: int = 300) -> np.ndarray:
    return np.full((height, width), PAPER, np.uint8)


def stroke(pixels: np.ndarray, *points: tuple[int, int], width: int = 9, ink: int = 40) -> np.ndarray:
    cv2.polylines(pixels, [np.array(points)], False, ink, width, cv2.LINE_AA)
    return pixels


def level_lines(pixels: np.ndarray, ink: int, width: int = 2, step: int = 40) -> np.ndarray:
    for y in range(step // 2, len(pixels), step):
        pixels[y : y + width] = np.minimum(pixels[y : y + width], ink)
    return pixels


def inked(pixels: np.ndarray) -> np.ndarray:
    """Where there is ink, bool (height, width)."""
    found = ink_on_paper(pixels)
    assert found is not None
    return np.asarray(found[0] >= 0.5)


def overlap(one: np.ndarray, other: np.ndarray) -> float:
    return float((one & other).sum() / (one | other).sum())


def pieces(mask: np.ndarray) -> int:
    return int(cv2.connectedComponents(mask.astype(np.uint8))[0]) - 1


# Light


def test_darkness_is_the_share_of_light_that_ink_takes() -> None:
    light = np.linspace(0.4, 1, 400)[None]
    dark = darkness(np.round(stroke(sheet(), (200, 100), (200, 200), ink=115) * light).astype(np.uint8))
    assert dark.dtype == np.float32 and dark.shape == (300, 400)
    assert dark[120:180, 199:202] == pytest.approx(0.5, abs=0.05)
    assert dark[:, :190].max() < 0.1 and dark[:, 210:].max() < 0.1


def test_ink_of_any_colour_is_dark() -> None:
    for colour in ((230, 230, 40), (40, 230, 230), (230, 40, 230)):
        pixels = np.full((100, 100, 3), PAPER, np.uint8)
        pixels[40:60, 48:52] = colour
        assert darkness(pixels)[50, 50] == pytest.approx(1 - 40 / PAPER, abs=0.05)


def test_a_shadow_with_a_hard_edge_changes_no_ink() -> None:
    plain = stroke(sheet(), (120, 80), (280, 80), (180, 240))
    shaded = plain.copy()
    shaded[:, 200:] //= 2
    assert overlap(inked(shaded), inked(plain)) > 0.9


def test_a_dark_desk_around_the_sheet_is_no_ink() -> None:
    pixels = stroke(sheet(), (180, 100), (220, 100), (190, 200))
    on_desk = cv2.copyMakeBorder(pixels, 60, 40, 50, 70, cv2.BORDER_CONSTANT, value=50)
    left, top, right, bottom = bounds(inked(on_desk))
    assert (left, top, right, bottom) == pytest.approx((225, 155, 275, 265), abs=3)


# Ruling


@pytest.mark.parametrize("ink", [200, 150, 60])
@pytest.mark.parametrize("squared", [False, True])
def test_lines_alone_are_nothing_written(ink: int, squared: bool) -> None:
    pixels = level_lines(sheet(), ink)
    assert ink_on_paper(level_lines(pixels.T, ink).T if squared else pixels) is None


@pytest.mark.parametrize("ink", [200, 150, 60])
def test_strokes_that_cross_lines_stay_whole(ink: int) -> None:
    plain = stroke(sheet(), (120, 60), (280, 70), (180, 250))
    squared = level_lines(level_lines(plain.copy(), ink).T, ink).T
    found = inked(np.ascontiguousarray(squared))
    assert pieces(found) == 1
    assert overlap(found, inked(plain)) > 0.85


def test_a_stroke_within_the_sheet_is_no_line() -> None:
    for points in (((200, 40), (200, 260)), ((60, 150), (340, 150))):
        pixels = stroke(sheet(), *points, width=3)
        assert not ruling(darkness(pixels)).darkness.any()
        assert inked(pixels).any()


def test_lines_are_found_where_they_are_with_their_slope() -> None:
    pixels = sheet()
    for y in (50, 100, 150):
        cv2.line(pixels, (0, y), (399, y + 40), 120, 2)
    found = ruling(darkness(pixels))
    assert found.slope == pytest.approx(0.1, abs=0.005)
    drawn = found.darkness > 0
    assert drawn[pixels < 160].all() and drawn.mean() < 0.06


def test_a_bent_line_is_followed() -> None:
    x = np.arange(400)
    pixels = sheet()
    cv2.polylines(pixels, [np.stack([x, np.round(150 + 3 * np.sin(x / 90))], axis=1).astype(np.int32)], False, 120, 2)
    assert (ruling(darkness(pixels)).darkness[pixels < 160] > 0).mean() > 0.97


def test_of_one_line_there_is_one_course() -> None:
    pixels = sheet()
    pixels[149:152] = 120
    assert courses(darkness(pixels)) == pytest.approx(np.array([[150, 0]]), abs=1)


def test_the_best_path_takes_one_step_at_a_time() -> None:
    values = np.array([[0, 3, 0, 0], [0, 0, 0, 9], [0, 0, 5, 0], [0, 0, 0, 1]], np.float64)
    assert _best_path(values).tolist() == [2, 3, 2, 3]


# Rows


def rectangles(*boxes: tuple[int, int, int, int]) -> np.ndarray:
    """Ink in rectangles: left, top, right and bottom each."""
    ink = np.zeros((120, 200), np.float32)
    for left, top, right, bottom in boxes:
        ink[top:bottom, left:right] = 1
    return ink


def kept(*boxes: tuple[int, int, int, int]) -> tuple[list[tuple[int, int, int, int]], int]:
    """What of the rectangles is in the main row, from left to right, and how many digits it has."""
    ink, digits = main_row(rectangles(*boxes))
    whole = [box for box in boxes if ink[box[1] : box[3], box[0] : box[2]].all()]
    assert ink.sum() == rectangles(*whole).sum()
    return sorted(whole), len(digits)


FIRST, SECOND, THIRD = (10, 40, 22, 80), (40, 42, 52, 82), (70, 38, 82, 78)


def test_digits_side_by_side_are_a_row_from_left_to_right() -> None:
    assert kept(THIRD, FIRST, SECOND) == ([FIRST, SECOND, THIRD], 3)


@pytest.mark.parametrize("other", [[(10, 3, 22, 33)], [(10, 95, 22, 115), (40, 95, 52, 115), (70, 95, 82, 115)]])
def test_of_several_rows_the_one_with_the_most_ink_is_kept(other: list[tuple[int, int, int, int]]) -> None:
    assert kept(*other, FIRST, SECOND) == ([FIRST, SECOND], 2)


def test_a_row_may_rise() -> None:
    rising = [(10 + 30 * n, 70 - 20 * n, 22 + 30 * n, 110 - 20 * n) for n in range(4)]
    assert kept(*rising) == (rising, 4)


def test_a_bar_over_a_digit_belongs_to_it_and_a_full_stop_to_none() -> None:
    bar, stop = (44, 34, 60, 38), (90, 70, 96, 76)
    assert kept(FIRST, SECOND, bar, stop) == ([FIRST, SECOND, bar], 2)


def test_a_line_under_a_number_is_left_out() -> None:
    assert kept(FIRST, SECOND, THIRD, (8, 86, 86, 89)) == ([FIRST, SECOND, THIRD], 3)


def test_a_long_line_beside_a_number_is_left_out() -> None:
    assert kept((2, 5, 4, 118), FIRST, SECOND) == ([FIRST, SECOND], 2)


# Tilt


@pytest.mark.parametrize("ruling_", ["", "ruled"])
@pytest.mark.parametrize("tilt", [-8, 0, 7])
def test_a_tilted_sheet_is_held_upright_and_boxes_stay_on_the_photo(tilt: int, ruling_: str) -> None:
    photo = photo_of("3582", Scene(tilt=tilt, ruling=ruling_), seed=3)
    size = photo.pixels.shape[1::-1]
    written = written_on_sheet(photo.pixels, size)
    assert written is not None
    _, digits = main_row(written.ink)
    assert np.ptp([digit.bottom for digit in digits]) < 0.2 * np.ptp(np.flatnonzero(written.ink.any(axis=1)))
    lattice = number_on(Picture(photo.pixels, size, written))
    assert lattice is not None
    boxes = np.array([each.glyph.box for each in lattice.candidates])
    nearest = np.abs(boxes - photo.boxes[:, None]).max(axis=2).min(axis=1)
    assert nearest == pytest.approx(0, abs=6)
