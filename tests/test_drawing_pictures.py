"""Picture files of every kind become the digit that a canvas would give, or a clear refusal."""

import io
import random
import struct
import time
import warnings
import zlib
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from digitrec.drawing import Glyph, glyph_from_image
from digitrec.drawing.glyph import PEN
from digitrec.drawing.ink import ink_of
from digitrec.errors import DrawingError
from tests.test_drawing_strokes import SEVEN, assert_alike, extent, glyph, moved


def sketch(width: int = 20, size: int = 280) -> np.ndarray:
    """A 7 in white on black, uint8 (size, size), drawn with a round pen of that width."""
    canvas = np.zeros((size, size), np.uint8)
    lines = [np.round(np.array(each) * 16).astype(np.int32) for each in moved(SEVEN, 1.6, 40, 30)]
    cv2.polylines(canvas, lines, False, 255, width, cv2.LINE_AA, 4)
    return canvas


def encoded(picture: Image.Image | np.ndarray, kind: str = "PNG", **options: Any) -> bytes:
    file = io.BytesIO()
    image = picture if isinstance(picture, Image.Image) else Image.fromarray(picture)
    image.save(file, kind, **options)
    return file.getvalue()


def read(data: bytes) -> Glyph:
    drawn = glyph_from_image(data)
    assert drawn is not None
    return drawn


@pytest.fixture(scope="module")
def plain() -> np.ndarray:
    """The glyph of the plain sketch."""
    return read(encoded(sketch())).pixels


def test_a_glyph_is_28_by_28_floats_from_0_to_1(plain: np.ndarray) -> None:
    assert plain.shape == (28, 28)
    assert plain.dtype == np.float32
    assert plain.min() == 0
    assert plain.max() == 1
    assert max(extent(plain)) == 20


@pytest.mark.parametrize("width", [3, 6, 12, 20, 30])
def test_a_picture_of_any_brush_is_the_same_as_its_strokes(width: int) -> None:
    picture, strokes = read(encoded(sketch(width))).pixels, glyph(SEVEN).pixels
    assert np.abs(picture - strokes).mean() < 0.03
    assert picture.sum() == pytest.approx(strokes.sum(), rel=0.1)


def test_the_box_is_the_ink_in_the_picture() -> None:
    canvas = np.zeros((200, 300), np.uint8)
    canvas[50:150, 80:90] = 255
    assert read(encoded(canvas)).box == (80, 50, 10, 100)


@pytest.mark.parametrize("kind", ["PNG", "BMP", "WEBP", "JPEG"])
def test_every_format_is_read(kind: str, plain: np.ndarray) -> None:
    assert_alike(read(encoded(sketch(), kind)).pixels, plain)


def _sixteen_bits(top: int) -> Image.Image:
    return Image.fromarray((sketch().astype(np.uint32) * top // 255).astype(np.uint16))


def _on_transparency(ink: int) -> Image.Image:
    return Image.merge("LA", [Image.new("L", (280, 280), ink), Image.fromarray(sketch())])


def _cut_out() -> Image.Image:
    """Black on white paper with transparent corners."""
    paper = Image.fromarray(255 - sketch()).convert("RGBA")
    paper.paste((0, 0, 0, 0), (0, 0, 20, 20))
    return paper


PICTURES = {
    "dark on light": Image.fromarray(255 - sketch()),
    "grey on grey": Image.fromarray((sketch() // 3 + 90).astype(np.uint8)),
    "blue on yellow": Image.composite(
        Image.new("RGB", (280, 280), "#0000ff"), Image.new("RGB", (280, 280), "#ffff00"), Image.fromarray(sketch())
    ),
    # As bright as each other.
    "red on green": Image.composite(
        Image.new("RGB", (280, 280), "#ff0000"), Image.new("RGB", (280, 280), "#008200"), Image.fromarray(sketch())
    ),
    "opaque": Image.fromarray(sketch()).convert("RGBA"),
    "white on transparency": _on_transparency(255),
    "black on transparency": _on_transparency(0).convert("RGBA"),
    "cut out": _cut_out(),
    "palette": Image.fromarray(sketch()).convert("P"),
    "one bit": Image.fromarray(sketch()).point(lambda value: 255 * (value > 127)).convert("1"),
    "16 bits": _sixteen_bits(65535),
    "12 of 16 bits": _sixteen_bits(4095),
}


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES.keys())
def test_every_kind_of_pixel_is_read(picture: Image.Image, plain: np.ndarray) -> None:
    # Without soft edges the line is not quite as wide.
    assert_alike(read(encoded(picture)).pixels, plain, mean=0.006)


def test_a_palette_with_a_transparent_colour_is_read(plain: np.ndarray) -> None:
    picture = Image.fromarray(sketch()).quantize(2)
    paper = picture.getpixel((0, 0))
    assert_alike(read(encoded(picture, transparency=paper)).pixels, plain, mean=0.006)


def test_a_cmyk_jpeg_is_read(plain: np.ndarray) -> None:
    picture = Image.fromarray(255 - sketch()).convert("RGB").convert("CMYK")
    assert_alike(read(encoded(picture, "JPEG", quality=95)).pixels, plain)


def test_exif_orientation_is_obeyed(plain: np.ndarray) -> None:
    wide = np.pad(sketch(), ((0, 0), (0, 120)))
    exif = Image.Exif()
    exif[0x0112] = 6
    # To be turned a quarter to the right when shown: it is stored turned to the left.
    drawn = read(encoded(np.rot90(wide), "JPEG", exif=exif, quality=95))
    assert_alike(drawn.pixels, plain)
    assert drawn.box == pytest.approx(read(encoded(wide)).box, abs=1)


def test_a_large_picture_is_the_same_as_a_small_one(plain: np.ndarray) -> None:
    large = Image.fromarray(sketch()).resize((2800, 2800), Image.Resampling.BICUBIC)
    drawn = read(encoded(large))
    assert_alike(drawn.pixels, plain, most=0.4, mean=0.01)
    assert drawn.box == pytest.approx(np.array(read(encoded(sketch())).box) * 10, abs=12)


def test_place_and_margin_do_not_matter(plain: np.ndarray) -> None:
    elsewhere = np.pad(sketch(), ((7, 300), (200, 31)))
    np.testing.assert_array_equal(read(encoded(elsewhere)).pixels, plain)


def test_specks_are_ignored(plain: np.ndarray) -> None:
    dusty = sketch()
    dusty[5:9, 5:9] = dusty[270, 3] = dusty[140, 270:274] = 255
    np.testing.assert_array_equal(read(encoded(dusty)).pixels, plain)


def test_noise_is_ignored(plain: np.ndarray) -> None:
    noise = np.random.default_rng(3).normal(0, 6, (280, 280))
    noisy = np.clip(sketch() * 0.7 + 30 + noise, 0, 255).astype(np.uint8)
    assert_alike(read(encoded(noisy)).pixels, plain, most=0.5, mean=0.01)


@pytest.mark.parametrize(("side", "has_own_pen"), [(28, True), (24, True), (56, False)])
def test_only_what_is_as_coarse_as_mnist_keeps_its_own_pen(side: int, has_own_pen: bool) -> None:
    picture = cv2.resize(sketch(), (side, side), interpolation=cv2.INTER_AREA)
    glyph = glyph_from_image(encoded(picture))
    assert glyph is not None and glyph.has_own_pen is has_own_pen


def test_mnists_own_size_keeps_every_pixel() -> None:
    digit = np.zeros((28, 28), np.uint8)
    digit[4:24, 13:16] = 90, 255, 90
    digit[23, 11:13] = 255
    expected = digit.astype(np.float32) / 255
    np.testing.assert_array_equal(read(encoded(digit)).pixels, expected)
    np.testing.assert_array_equal(read(encoded(255 - digit)).pixels, expected)


@pytest.mark.parametrize("value", [0, 128, 255])
@pytest.mark.parametrize("size", [(1, 1), (28, 28), (280, 280), (1, 500)])
def test_a_blank_picture_is_none(value: int, size: tuple[int, int]) -> None:
    assert glyph_from_image(encoded(np.full(size, value, np.uint8))) is None


def test_blank_paper_with_noise_is_none() -> None:
    noise = np.random.default_rng(3).normal(230, 3, (200, 200)).astype(np.uint8)
    assert glyph_from_image(encoded(noise, "JPEG")) is None


def test_a_transparent_picture_is_none() -> None:
    assert glyph_from_image(encoded(np.zeros((50, 50, 4), np.uint8))) is None


def test_a_speck_alone_is_none() -> None:
    canvas = np.zeros((280, 280), np.uint8)
    canvas[100, 100] = 255
    assert glyph_from_image(encoded(canvas)) is None


@pytest.mark.parametrize("radius", [2, 5, 10, 40])
def test_a_dot_is_a_dot_of_the_pens_width(radius: int) -> None:
    canvas = np.zeros((280, 280), np.uint8)
    cv2.circle(canvas, (90, 140), radius, 255, -1, cv2.LINE_AA)
    drawn = read(encoded(canvas))
    assert drawn.is_dot
    assert drawn.pixels.sum() == pytest.approx(np.pi * (PEN / 2) ** 2, rel=0.1)
    np.testing.assert_array_equal(drawn.pixels, glyph([[(9, 9), (9, 9)]]).pixels)


@pytest.mark.parametrize("width", [1, 2, 8, 24])
def test_a_straight_line_is_a_bar_of_the_pens_width(width: int) -> None:
    canvas = np.zeros((280, 280), np.uint8)
    canvas[60:220, 100 : 100 + width] = 255
    drawn = read(encoded(canvas))
    assert extent(drawn.pixels)[1] == 20
    assert drawn.pixels[14].sum() == pytest.approx(PEN, abs=0.3)


def test_a_line_one_pixel_wide_on_a_large_picture_is_seen() -> None:
    canvas = np.zeros((1500, 1500), np.uint8)
    cv2.polylines(canvas, [np.array([[300, 300], [1100, 340], [500, 1200]])], False, 255, 1)
    drawn = read(encoded(canvas))
    assert extent(drawn.pixels)[1] == 20
    assert drawn.pixels.sum() > 60


def test_ink_is_what_differs_from_the_paper() -> None:
    pixels = np.full((5, 5), 200, np.uint8)
    pixels[1:4, 2] = 100, 150, 100
    expected = np.zeros((5, 5), np.float32)
    expected[1:4, 2] = 1, 0.5, 1
    np.testing.assert_array_equal(ink_of(pixels), expected)


def png(width: int, height: int, pixels: bytes = b"") -> bytes:
    """A PNG file with a header of this size, whatever its pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


def bmp(width: int, height: int) -> bytes:
    header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 8, 0, 0, 0, 0, 0, 0)
    return struct.pack("<2sIHHI", b"BM", 54 + 1024, 0, 0, 54 + 1024) + header + bytes(1024)


@pytest.mark.parametrize(
    "data",
    [png(10_000, 10_000, bytes(10**6)), png(8_000, 6_251), png(2**31 - 1, 2**31 - 1), bmp(30_000, 30_000)],
    ids=["100 megapixels", "just over", "a bomb", "a bitmap"],
)
def test_a_huge_picture_is_refused_by_its_header(data: bytes) -> None:
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        with pytest.raises(DrawingError, match="50 million"), warnings.catch_warnings(action="error"):
            glyph_from_image(data)
        seconds.append(time.perf_counter() - start)
    assert min(seconds) < 0.05


def test_a_huge_webp_is_refused_by_its_header() -> None:
    small = encoded(np.zeros((8, 8, 4), np.uint8), "WEBP", lossless=True)
    at = small.index(b"VP8L") + 9
    bits = struct.unpack_from("<I", small, at)[0] & ~0xFFFFFFF
    huge = small[:at] + struct.pack("<I", bits | 0x3FFF | 0x3FFF << 14) + small[at + 4 :]
    with pytest.raises(DrawingError):
        glyph_from_image(huge)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_an_animated_picture_is_refused(kind: str) -> None:
    frames = [Image.fromarray(sketch()), Image.fromarray(255 - sketch())]
    with pytest.raises(DrawingError, match="animated"):
        glyph_from_image(encoded(frames[0], kind, save_all=True, append_images=frames[1:]))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00",
        b"no picture",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"BM",
        b"RIFF\x00\x00\x00\x00WEBP",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        encoded(sketch(), "GIF"),
        encoded(sketch(), "TIFF"),
        png(0, 0),
        png(0, 10),
        bmp(0, 0),
        png(100, 100, bytes(50)),
    ],
    ids=lambda data: repr(data[:12]),
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(DrawingError) as caught:
        glyph_from_image(data)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("kind", ["PNG", "BMP", "WEBP", "JPEG"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.7])
def test_a_truncated_picture_is_refused(kind: str, share: float) -> None:
    data = encoded(sketch(), kind)
    with pytest.raises(DrawingError):
        glyph_from_image(data[: int(len(data) * share)])


@pytest.mark.parametrize("kind", ["PNG", "BMP", "WEBP", "JPEG"])
@pytest.mark.parametrize("seed", range(15))
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_damaged_picture_is_read_or_refused(kind: str, seed: int) -> None:
    rng = random.Random(seed)
    data = bytearray(encoded(sketch(), kind))
    for _ in range(rng.randint(1, 6)):
        data[rng.randrange(min(len(data), rng.choice([60, 10**6])))] = rng.randrange(256)
    assert_read_or_refused(bytes(data))


@settings(deadline=None)
@given(
    pixels=st.integers(1, 12).flatmap(
        lambda width: st.lists(st.lists(st.integers(0, 255), min_size=width, max_size=width), min_size=1, max_size=12)
    ),
    repeat=st.integers(1, 9),
)
@example(
    pixels=[
        [7, 0, 80, 80, 80, 80, 80, 80, 80, 80, 80],
        [0, 0, 0, 80, 0, 80, 10, 0, 13, 0, 0],
        [0, 0, 0, 0, 6, 0, 1, 11, 0, 0, 9],
    ],
    repeat=5,
)
def test_any_pixels_give_a_glyph_or_none(pixels: list[list[int]], repeat: int) -> None:
    assert_read_or_refused(encoded(np.array(pixels, np.uint8).repeat(repeat, 0).repeat(repeat, 1)))


def assert_read_or_refused(data: bytes) -> None:
    try:
        drawn = glyph_from_image(data)
    except DrawingError as error:
        assert str(error).endswith(".")
    else:
        assert drawn is None or (bool(np.isfinite(drawn.pixels).all()) and drawn.pixels.max() <= 1)
        assert drawn is None or drawn.pixels.dtype == np.float32
