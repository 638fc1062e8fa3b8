"""Digits as pictures that a page can hold without a second request."""

import base64

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import ImageColor

ZOOM = 9


def data_uri(pixels: NDArray[np.uint8]) -> str:
    """A grey picture (H, W), or a coloured one (H, W, 3) in the order blue, green, red, as the address of a PNG."""
    png = cv2.imencode(".png", pixels)[1].tobytes()
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


def enlarged(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A grey picture (H, W) as a coloured one (9 H, 9 W, 3), each pixel a square that can be drawn upon."""
    large = np.kron(pixels, np.ones((ZOOM, ZOOM), np.uint8))
    return np.repeat(large[..., None], 3, axis=2)


def bgr(colour: str) -> tuple[int, int, int]:
    """Blue, green and red, 0 to 255, of a CSS colour."""
    red, green, blue = ImageColor.getrgb(colour)[:3]
    return blue, green, red


def photo_uri(pixels: NDArray[np.uint8]) -> str:
    """A photo, grey (H, W) or (H, W, 3) in the order red, green, blue, as the address of a JPEG."""
    shown = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    jpeg = cv2.imencode(".jpg", shown, [cv2.IMWRITE_JPEG_QUALITY, 85])[1].tobytes()
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"
