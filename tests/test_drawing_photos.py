"""Photos of numbers on paper: light, ruling and tilt are taken away, strokes stay whole, boxes are where digits are."""

import io
import random

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from digitrec import recognition, runs
from digitrec.drawing import Glyph, Picture, glyph_from_image, read_picture
from digitrec.drawing.ink import bounds
from digitrec.drawing.kinds import is_photo
from digitrec.drawing.photos.courses import courses
from digitrec.drawing.photos.lines import _best_path
from digitrec.drawing.photos.paper import darkness
from digitrec.drawing.photos.parts import parts_of
from digitrec.drawing.photos.ruling import ruling
from digitrec.drawing.photos.sheet import sheet_of
from digitrec.drawing.photos.writing import ink_on_paper
from digitrec.errors import DrawingError
from digitrec.recognition import Recogniser
from tests.photos import KINDS, Scene, photo_of, some_photo
from tests.test_drawing_pictures import PICTURES, encoded, sketch

PAPER = 230


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return recognition.recogniser_for(runs.find("cnn"))


def text_of(recogniser: Recogniser, data: bytes) -> str:
    return recognition.read_all(recogniser, read_picture(data).glyphs).text


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


# Digits side by side


def test_parts_come_from_left_to_right_and_rows_from_top_to_bottom() -> None:
    ink = np.zeros((90, 90), np.float32)
    for left, top in ((60, 4), (10, 8), (35, 55)):
        ink[top : top + 25, left : left + 12] = 1
    assert [bounds(part > 0) for part in parts_of(ink)] == [(10, 8, 22, 33), (60, 4, 72, 29), (35, 55, 47, 80)]


def test_what_lies_over_another_piece_belongs_to_it_and_dirt_to_none() -> None:
    ink = np.zeros((60, 90), np.float32)
    ink[14:50, 10:25] = 1  # a 5
    ink[8:11, 18:32] = 1  # its bar
    ink[10:50, 50:60] = 1
    ink[40:44, 75:79] = 1
    assert [bounds(part > 0) for part in parts_of(ink)] == [(10, 8, 32, 50), (50, 10, 60, 50)]


def test_blank_ink_has_no_parts() -> None:
    assert parts_of(np.zeros((20, 30), np.float32)) == []


# Tilt


@pytest.mark.parametrize("ruling_", ["", "ruled"])
@pytest.mark.parametrize("tilt", [-8, 0, 7])
def test_a_tilted_sheet_is_held_upright_and_boxes_stay_on_the_photo(tilt: int, ruling_: str) -> None:
    photo = photo_of("3582", Scene(tilt=tilt, ruling=ruling_), seed=3)
    found = sheet_of(photo.pixels, photo.pixels.shape[1::-1])
    assert found is not None
    parts = parts_of(found.ink)
    feet = [bounds(part >= 0.5)[3] for part in parts]
    assert np.ptp(feet) < 0.2 * np.ptp(np.flatnonzero(found.ink.any(axis=1)))
    boxes = [found.glyph(part).box for part in parts]
    assert np.array(boxes) == pytest.approx(photo.boxes, abs=6)


# Whole photos


def test_a_photo_on_its_side_is_read_by_its_exif_orientation(recogniser: Recogniser) -> None:
    photo = some_photo("ruled", seed=1)
    exif = Image.Exif()
    exif[0x0112] = 6
    file = io.BytesIO()
    # To be turned a quarter to the right when shown: it is stored turned to the left.
    Image.fromarray(np.rot90(photo.pixels)).save(file, "JPEG", exif=exif, quality=90)
    picture = read_picture(file.getvalue())
    assert picture.size == (1280, 960)
    assert recognition.read_all(recogniser, picture.glyphs).text == photo.text
    assert np.array([glyph.box for glyph in picture.glyphs]) == pytest.approx(photo.boxes, abs=8)


def test_a_photo_of_12_megapixels_has_its_boxes_at_full_size(recogniser: Recogniser) -> None:
    photo = some_photo("squared", seed=2)
    large = cv2.resize(photo.pixels, (4000, 3000), interpolation=cv2.INTER_CUBIC)
    picture = read_picture(encoded(large, "JPEG", quality=85))
    assert (picture.size, max(picture.pixels.shape)) == ((4000, 3000), 1024)
    assert recognition.read_all(recogniser, picture.glyphs).text == photo.text
    assert np.array([glyph.box for glyph in picture.glyphs]) == pytest.approx(photo.boxes * 3.125, abs=25)


def test_all_that_is_written_can_be_one_digit() -> None:
    photo = some_photo("squared", seed=2)
    (glyph,) = read_picture(photo.jpeg, single=True).glyphs
    low, high = photo.boxes[:, :2].min(axis=0), (photo.boxes[:, :2] + photo.boxes[:, 2:]).max(axis=0)
    assert glyph.box == pytest.approx((*low, *(high - low)), abs=8)


def test_a_full_stop_is_left_out() -> None:
    pixels = stroke(sheet(), (100, 60), (100, 240), width=20)
    cv2.circle(pixels, (200, 235), 18, 40, -1)
    noise = np.random.default_rng(0).normal(0, 3, pixels.shape)
    picture = read_picture(encoded((pixels + noise).astype(np.uint8)))
    assert [glyph.box[0] for glyph in picture.glyphs] == pytest.approx([90], abs=3)


@pytest.mark.parametrize("kind", ["plain paper", "in the shadow", "ruled", "squared", "noisy", "tilted"])
def test_an_empty_sheet_has_no_digit(kind: str) -> None:
    assert read_picture(photo_of("", KINDS[kind], seed=5).jpeg).glyphs == ()


def test_a_photo_is_told_from_a_drawing() -> None:
    drawings = [*PICTURES.values(), Image.fromarray(255 - sketch(3)), Image.fromarray(sketch(60))]
    for kind in ("PNG", "JPEG", "WEBP"):
        assert not any(is_photo(read_picture(encoded(each.convert("RGB"), kind)).pixels) for each in drawings[:2])
    assert not any(is_photo(np.asarray(each.convert("RGB"))) for each in drawings)
    assert all(is_photo(some_photo(kind, seed=6).pixels) for kind in KINDS)


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES.keys())
def test_a_drawing_is_read_as_ever(picture: Image.Image) -> None:
    data = encoded(picture)
    plain = glyph_from_image(data)
    (glyph,) = read_picture(data).glyphs
    assert plain is not None
    np.testing.assert_array_equal(glyph.pixels, plain.pixels)
    assert glyph.box == plain.box


SEEDS = range(3)


@pytest.mark.slow
def test_nine_of_ten_digits_on_photos_of_all_kinds_are_right(recogniser: Recogniser) -> None:
    """54 photos; a digit counts that is read as it is and where it is."""
    photos = [some_photo(kind, 100 * number + seed) for number, kind in enumerate(KINDS) for seed in SEEDS]
    right = {}
    for number, photo in enumerate(photos):
        picture = read_picture(photo.jpeg)
        read = recognition.read_all(recogniser, picture.glyphs)
        found = {(digit.label, nearest(digit.box, photo.boxes)) for digit in read.digits}
        right[number] = [(int(letter), place) in found for place, letter in enumerate(photo.text)]
    shares = [np.mean(each) for each in right.values()]
    assert len(photos) >= 50
    assert np.mean(np.concatenate(list(right.values()))) >= 0.9
    assert np.mean(np.array(shares).reshape(-1, len(SEEDS)), axis=1).min() >= 0.6


def nearest(box: tuple[float, float, float, float], boxes: np.ndarray) -> int | None:
    """Which of the boxes (n, 4) has its middle in this box."""
    middles = boxes[:, :2] + boxes[:, 2:] / 2 - box[:2]
    inside = np.flatnonzero(((middles > 0) & (middles < box[2:])).all(axis=1))
    return int(inside[0]) if len(inside) == 1 else None


# Files that are no photos


def assert_read_or_refused(data: bytes) -> None:
    try:
        picture = read_picture(data)
    except DrawingError as error:
        assert str(error).endswith(".") and "\n" not in str(error)
    else:
        assert isinstance(picture, Picture)
        assert all(is_sound(glyph) for glyph in picture.glyphs)


def is_sound(glyph: Glyph) -> bool:
    return glyph.pixels.shape == (28, 28) and bool(np.isfinite([*glyph.pixels.ravel(), *glyph.box]).all())


@given(st.binary(max_size=200), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM", b"RIFF0000WEBP"]))
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_any_bytes_are_read_or_refused(data: bytes, start: bytes) -> None:
    assert_read_or_refused(start + data)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_damaged_photo_is_read_or_refused(seed: int) -> None:
    rng = random.Random(seed)
    data = bytearray(photo_of("12", Scene(size=(320, 240)), seed).jpeg)
    for _ in range(rng.randint(1, 6)):
        data[rng.randrange(rng.choice([60, len(data)]))] = rng.randrange(256)
    assert_read_or_refused(bytes(data[: rng.choice([len(data), len(data) // 2])]))


@given(st.integers(1, 90), st.integers(1, 90), st.integers(0, 2**32 - 1), st.sampled_from([1, 40, 128]))
def test_any_pixels_are_read(width: int, height: int, seed: int, spread: int) -> None:
    noise = np.random.default_rng(seed).integers(255 - spread, 256, (height, width, 3), np.uint8)
    assert_read_or_refused(encoded(noise.repeat(seed % 5 + 1, axis=0), "BMP"))
