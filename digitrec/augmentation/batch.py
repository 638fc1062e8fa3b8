"""A batch on its way through all effects, chunk by chunk."""

import numpy as np

from digitrec.augmentation.geometry import warp, warps
from digitrec.augmentation.pixels import add_noise, erase, thicken
from digitrec.augmentation.tiles import CHUNK, Images, drawn, framed, inside
from digitrec.recipes import Augmentation


def augment(images: Images, settings: Augmentation, rng: np.random.Generator) -> Images:
    """New digits (N, 28, 28), uint8, bright on black, each changed by at most what the settings say.

    In this order: thickness, then one warp (flip and zoom, shear, rotation, shift, elastic), erasing, noise.

    A digit's result depends on its pixels, its place in the batch and the generator, never on other digits:
    every CHUNK digits draw the same amount, whether the last chunk is full or not, so for one seed
    `augment(images[:k], ...)` equals `augment(images, ...)[:k]`. Neither does it depend on the number of threads.
    Within the first chunk the effects do not share their luck: adding noise leaves the rotations as they were.
    """
    changed = images.copy()
    if settings == Augmentation():
        return changed
    for start in range(0, len(images), CHUNK):
        part = changed[start : start + CHUNK]
        part[:] = _augmented_chunk(part, settings, rng)[: len(part)]
    return changed


def _augmented_chunk(images: Images, settings: Augmentation, rng: np.random.Generator) -> Images:
    luck = drawn(rng)
    tiles = framed(images)
    if settings.thickness:
        thicken(tiles, settings.thickness, luck)
    changed = warp(tiles, settings, luck, rng) if warps(settings) else inside(tiles)
    if settings.erasing:
        erase(changed, settings.erasing, luck)
    return add_noise(changed, settings.noise, rng) if settings.noise else changed
