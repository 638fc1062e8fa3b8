"""Changes of the ink itself: thicker or thinner strokes, lost patches, noise."""

from statistics import NormalDist

import cv2
import numpy as np
from numpy.typing import NDArray

from digitrec.augmentation.tiles import SIDE, TILE, Draws, Images, Luck, inside

CROSS = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))


def thicken(tiles: Images, most: float, luck: Luck) -> None:
    """Move the strokes' edges out or in by up to `most` pixels, at most 1, in place.

    A part of a pixel is a blend of the digit with its dilation or erosion by one whole pixel. That makes the
    middle of a narrow stroke grey, so each digit's brightest pixel is brought back to what it was: a stroke gets
    thinner, not fainter.
    """
    strip = tiles.reshape(-1, TILE)
    grown, thinned = (change(strip, CROSS).reshape(tiles.shape) for change in (cv2.dilate, cv2.erode))
    moved = np.rint(256 * most * luck.edge)
    out, inward = (np.maximum(way, 0).astype(np.uint16)[:, None, None] for way in (moved, -moved))
    blended = tiles * (256 - out - inward) + grown * out + thinned * inward + np.uint16(128) >> 8
    brightest, left = (part.max(axis=(1, 2), keepdims=True) for part in (tiles, blended))
    gain = 256 * brightest.astype(np.uint16) // np.maximum(left, 1)
    inside(tiles)[:] = inside(blended * gain + np.uint16(128) >> 8)


def erase(images: Images, share: float, luck: Luck) -> None:
    """Blacken a patch of about `share` of the images, in place.

    Random erasing (Zhong et al., "Random erasing data augmentation", 2020), with patches of 4 to 10 pixels
    a side whose middle lies in the box of 20 pixels that MNIST's digits fill.
    """
    lost = luck.erased < 2 * share - 1
    rows, columns = _within(luck.patch_y, luck.patch_height), _within(luck.patch_x, luck.patch_width)
    images[lost[:, None, None] & rows[:, :, None] & columns[:, None, :]] = 0


def _within(place: Draws, size: Draws) -> NDArray[np.bool_]:
    """Which of the 28 rows or columns a patch covers, (CHUNK, 28)."""
    middle, half = 13.5 + 10 * place, 3.5 + 1.5 * size
    return np.abs(np.arange(SIDE) - middle[:, None]) < half[:, None]


def add_noise(images: Images, deviation: float, rng: np.random.Generator) -> Images:
    """The images under Gaussian noise of that standard deviation, where white is 1, each pixel by itself.

    One random byte picks one of 256 equally likely values: ten times faster than drawing normal numbers.
    """
    normal = NormalDist()
    values = np.array([normal.inv_cdf((k + 0.5) / 256) for k in range(256)])
    amounts = np.rint(255 * deviation * values).astype(np.int16)
    noise = np.take(amounts, np.frombuffer(rng.bytes(images.size), np.uint8)).reshape(images.shape)
    noisy: Images = np.clip(images + noise, 0, 255).astype(np.uint8)
    return noisy
