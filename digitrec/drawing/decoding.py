"""Picture files, opened with care: a file may be truncated, fake, or a bomb."""

import io
import struct
import zlib

import numpy as np
from PIL import Image
from PIL.BmpImagePlugin import BmpImageFile
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from digitrec.errors import DrawingError

MAX_PIXELS = 50_000_000
# Pictures are searched for ink at this size; larger ones are scaled down first.
MAX_SIDE = 1024

_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ON_ITS_SIDE = (5, 6, 7, 8)
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
    TypeError,
    ArithmeticError,
    struct.error,
    zlib.error,
)


def decoded(data: bytes) -> tuple[np.ndarray, tuple[int, int]]:
    """A PNG, JPEG, WebP or BMP file as uint8 (height, width) or (height, width, 3), at most 1,024 on its longest side.

    Upright by its EXIF orientation; transparent parts are filled with paper. Beside it, the width and height of the
    upright picture at full size.

    Raises:
        DrawingError: The file is of another format, truncated or damaged, animated, or over 50 megapixels.
    """
    try:
        with _opened(data) as picture:
            return _upright_pixels(picture)
    except _BROKEN as error:
        raise DrawingError("The picture is damaged or truncated; save it again as PNG or JPEG.") from error


def _opened(data: bytes) -> ImageFile:
    # Image.open would warn of bombs and take a phone's JPEG with a preview for an animation; the formats' own do not.
    reader = _reader(data)
    if reader is None:
        raise DrawingError("The file is no picture that can be read; give a PNG, JPEG, WebP or BMP file.")
    try:
        picture = reader(io.BytesIO(data))
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    if picture.width * picture.height > MAX_PIXELS:
        raise _too_large()
    if getattr(picture, "is_animated", False):
        raise DrawingError("The picture is animated; give a still one.")
    return picture


def _reader(data: bytes) -> type[ImageFile] | None:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WebPImageFile
    signatures = {b"\x89PNG\r\n\x1a\n": PngImageFile, b"\xff\xd8\xff": JpegImageFile, b"BM": BmpImageFile}
    return next((reader for signature, reader in signatures.items() if data.startswith(signature)), None)


def _too_large() -> DrawingError:
    return DrawingError(f"The picture has more than {MAX_PIXELS // 1_000_000} million pixels; scale it down first.")


def _upright_pixels(picture: ImageFile) -> tuple[np.ndarray, tuple[int, int]]:
    width, height = picture.size
    picture.draft(None, (MAX_SIDE, MAX_SIDE))
    orientation = picture.getexif().get(_ORIENTATION, 1)
    small = _scaled_down(_plain(picture))
    upright = small.transpose(_UPRIGHT[orientation]) if orientation in _UPRIGHT else small
    full = (height, width) if orientation in _ON_ITS_SIDE else (width, height)
    return _without_transparency(np.asarray(upright)), full


def _plain(picture: Image.Image) -> Image.Image:
    """The picture in 8 bits a channel: grey, RGB or RGBA."""
    if picture.mode.startswith("I"):
        return _eight_bits(np.asarray(picture))
    if picture.mode in ("RGBA", "LA") or "transparency" in picture.info:
        return picture.convert("RGBA")
    return picture.convert("L" if picture.mode in ("1", "L") else "RGB")


def _eight_bits(values: np.ndarray) -> Image.Image:
    # Scanners save 10 or 12 bits in 16: the depth in use is the least that holds the brightest value.
    depth = max(int(values.max()).bit_length(), 8)
    return Image.fromarray((np.clip(values, 0, None) >> (depth - 8)).astype(np.uint8))


def _scaled_down(picture: Image.Image) -> Image.Image:
    factor = max(picture.size) / MAX_SIDE
    if factor <= 1:
        return picture
    size = [max(round(side / factor), 1) for side in picture.size]
    return picture.resize(size, Image.Resampling.BOX)


def _without_transparency(pixels: np.ndarray) -> np.ndarray:
    """RGBA laid on paper: of its usual colour or, when most is transparent, of one that its ink stands out from."""
    if pixels.ndim == 2 or pixels.shape[2] == 3:
        return pixels
    colour, alpha = pixels[..., :3].astype(np.float32), pixels[..., 3:].astype(np.float32) / 255
    if alpha.mean() > 0.5:
        paper = np.asarray(np.median(colour[alpha[..., 0] > 0.5], axis=0))
    else:
        ink = (colour * alpha).sum() / max(3 * alpha.sum(), 1)
        paper = np.array([0 if ink > 127 else 255])
    return np.round(colour * alpha + paper * (1 - alpha)).astype(np.uint8)
