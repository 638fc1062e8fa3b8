"""Picture files, drawn or photographed: photos are told from drawings, and read, boxes are where digits are."""

import io
import random
from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from digitrec import recognition, runs
from digitrec.drawing import Glyph, glyph_from_image, number_from_image, number_on, picture_of
from digitrec.drawing.ink import ink_of
from digitrec.drawing.kinds import is_photo
from digitrec.errors import DrawingError
from digitrec.recognition import Recogniser
from tests.photos import KINDS, Photo, Scene, photo_of, some_photo
from tests.test_drawing_pictures import PICTURES, encoded, sketch


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return recognition.recogniser_for(runs.find("cnn"))


def test_a_photo_on_its_side_is_read_by_its_exif_orientation(recogniser: Recogniser) -> None:
    photo = some_photo("ruled", seed=1)
    exif = Image.Exif()
    exif[0x0112] = 6
    file = io.BytesIO()
    # To be turned a quarter to the right when shown: it is stored turned to the left.
    Image.fromarray(np.rot90(photo.pixels)).save(file, "JPEG", exif=exif, quality=90)
    assert_read(recogniser, file.getvalue(), photo, (1280, 960), within=8)


def test_a_photo_of_12_megapixels_has_its_boxes_at_full_size(recogniser: Recogniser) -> None:
    photo = some_photo("squared", seed=2)
    data = encoded(cv2.resize(photo.pixels, (4000, 3000), interpolation=cv2.INTER_CUBIC), "JPEG", quality=85)
    assert max(picture_of(data).pixels.shape) == 1024
    assert_read(recogniser, data, replace(photo, boxes=photo.boxes * 3.125), (4000, 3000), within=25)


def assert_read(recogniser: Recogniser, data: bytes, photo: Photo, size: tuple[int, int], within: float) -> None:
    """The number is read, and its boxes are so many pixels away from where they are at most."""
    picture = picture_of(data)
    answer = recognition.read_number(recogniser, number_on(picture))
    assert (picture.size, answer.text) == (size, photo.text)
    assert np.array([digit.box for digit in answer.digits]) == pytest.approx(photo.boxes, abs=within)


def test_of_several_lines_the_longest_is_read(recogniser: Recogniser) -> None:
    for text in ("1984\n27", "27\n1984\n53"):
        photo = photo_of(text, Scene(size=(640, 480), height=0.15, ruling="ruled"), seed=1)
        assert recognition.read_number(recogniser, number_from_image(photo.jpeg)).text == "1984"


def test_all_that_is_written_can_be_one_digit() -> None:
    photo = some_photo("squared", seed=2)
    glyph = glyph_from_image(photo.jpeg)
    low, high = photo.boxes[:, :2].min(axis=0), (photo.boxes[:, :2] + photo.boxes[:, 2:]).max(axis=0)
    assert glyph is not None
    assert glyph.box == pytest.approx((*low, *(high - low)), abs=8)


@pytest.mark.parametrize("kind", ["plain paper", "in the shadow", "ruled", "squared", "noisy", "tilted"])
def test_an_empty_sheet_has_no_digit(kind: str) -> None:
    assert number_from_image(photo_of("", KINDS[kind], seed=5).jpeg) is None


def test_a_photo_is_told_from_a_drawing() -> None:
    drawings = [*PICTURES.values(), Image.fromarray(255 - sketch(3)), Image.fromarray(sketch(60))]
    for kind in ("PNG", "JPEG", "WEBP"):
        assert not any(is_photo(picture_of(encoded(each.convert("RGB"), kind)).pixels) for each in drawings[:2])
    assert not any(is_photo(np.asarray(each.convert("RGB"))) for each in drawings)
    assert all(is_photo(photo_of("7", replace(kind, size=(320, 240)), seed=6).pixels) for kind in KINDS.values())


@pytest.mark.parametrize("size", [28, 56, 140])
def test_a_small_drawing_is_none_however_it_is_compressed(size: int) -> None:
    small = cv2.resize(255 - sketch(), (size, size), interpolation=cv2.INTER_AREA)
    assert not is_photo(picture_of(encoded(small, "JPEG", quality=30)).pixels)


def test_paper_that_is_half_in_glaring_light_is_on_a_photo(recogniser: Recogniser) -> None:
    photo = photo_of("407", Scene(size=(640, 480), paper=(1.5, 1.5, 1.5), ruling="squared", shadow=0.5), seed=1)
    assert (photo.pixels == 255).mean() > 0.4
    assert recognition.read_number(recogniser, number_from_image(photo.jpeg)).text == "407"


@pytest.mark.parametrize("kind", ["ruled", "squared", "plain paper"])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_page_that_a_scanner_made_white_is_read_without_its_lines(
    kind: str, seed: int, recogniser: Recogniser
) -> None:
    photo = photo_of("4073", KINDS[kind], seed)
    light = cv2.GaussianBlur(cv2.dilate(photo.pixels, np.ones((41, 41), np.uint8)), (0, 0), 20)
    scan = np.clip(photo.pixels * (255 * 1.15) / light, 0, 255).astype(np.uint8)
    assert (scan == 255).all(axis=2).mean() > 0.8
    assert recognition.read_number(recogniser, number_from_image(encoded(Image.fromarray(scan)))).text == "4073"


def test_a_blackboard_is_no_paper() -> None:
    chalk = sketch() * 0.7 + 30 + np.random.default_rng(3).normal(0, 6, (280, 280))
    assert not is_photo(np.clip(chalk, 0, 255).astype(np.uint8))


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES.keys())
def test_a_drawing_keeps_its_every_pixel(picture: Image.Image) -> None:
    looked_at = picture_of(encoded(picture))
    assert looked_at.written is not None
    np.testing.assert_array_equal(looked_at.written.ink, ink_of(looked_at.pixels))
    assert looked_at.written.place.tolist() == [[1, 0, 0], [0, 1, 0]]


@pytest.mark.slow
def test_nine_of_ten_digits_on_photos_of_all_kinds_are_right(recogniser: Recogniser) -> None:
    """54 photos; a digit counts that is read as it is and where it is."""
    right = {
        kind: [share_right(recogniser, some_photo(kind, 100 * number + seed)) for seed in range(3)]
        for number, kind in enumerate(KINDS)
    }
    shares = np.array(list(right.values()))
    assert shares.size >= 50
    assert shares.mean() >= 0.9
    assert shares.mean(axis=1).min() >= 0.6


def share_right(recogniser: Recogniser, photo: Photo) -> float:
    read = recognition.read_number(recogniser, number_from_image(photo.jpeg))
    found = {(digit.label, nearest(digit.box, photo.boxes)) for digit in read.digits}
    return float(np.mean([(int(letter), place) in found for place, letter in enumerate(photo.text)]))


def nearest(box: tuple[float, float, float, float], boxes: np.ndarray) -> int | None:
    """Which of the boxes (n, 4) has its middle in this box."""
    middles = boxes[:, :2] + boxes[:, 2:] / 2 - box[:2]
    inside = np.flatnonzero(((middles > 0) & (middles < box[2:])).all(axis=1))
    return int(inside[0]) if len(inside) == 1 else None


# Files that are no photos


def assert_read_or_refused(data: bytes) -> None:
    try:
        lattice = number_from_image(data)
    except DrawingError as error:
        assert str(error).endswith(".") and "\n" not in str(error)
    else:
        assert lattice is None or all(is_sound(each.glyph) for each in lattice.candidates)


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
