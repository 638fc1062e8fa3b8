"""How dark each pixel of a photo is against the paper around it, whatever the light."""

import cv2
import numpy as np

# The light is looked at in a picture so small that sensor noise averages out.
SMALL = 192
# Whatever is narrower than this share of the longest side is ink or a line; what is broader, light.
BROADEST = 0.13
# The darkest paper that a shadow leaves, of 255.
DARKEST = 8


def darkness(pixels: np.ndarray) -> np.ndarray:
    """How much light each pixel lacks against the paper there, float32 (height, width) in [0, 1].

    Of the three channels the darkest counts, so that a pen of any colour shows. The paper's brightness is a closing,
    which fills all that is narrower than its square (J. Serra, 1982), of a small copy.
    pixels: uint8 (height, width) or (height, width, 3).
    """
    paper = cv2.resize(_paper(pixels), pixels.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    ratio = cv2.divide(cv2.GaussianBlur(pixels, (3, 3), 0), paper, dtype=cv2.CV_32F)
    brightness = np.minimum.reduce(cv2.split(ratio)) if ratio.ndim == 3 else ratio
    return np.asarray(np.clip(1 - brightness, 0, 1))


def _paper(pixels: np.ndarray) -> np.ndarray:
    """The paper as if it were blank, uint8, at most SMALL pixels on its longest side."""
    height, width = pixels.shape[:2]
    factor = min(SMALL / max(height, width), 1)
    size = max(round(width * factor), 1), max(round(height * factor), 1)
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    broadest = 2 * round(BROADEST * max(size) / 2) + 1
    # A shadow's corner at the picture's border goes on beyond it: it is not narrow.
    framed = cv2.copyMakeBorder(small, broadest, broadest, broadest, broadest, cv2.BORDER_REFLECT)
    light = cv2.morphologyEx(framed, cv2.MORPH_CLOSE, np.ones((broadest, broadest), np.uint8))
    # Where light and shade meet, the paper counts as shaded: the shade beside it would else look like ink.
    shaded = cv2.erode(cv2.GaussianBlur(light, (0, 0), 1), np.ones((3, 3), np.uint8))
    return np.asarray(np.maximum(shaded[broadest:-broadest, broadest:-broadest], DARKEST))
