"""A chunk of digits with black around each, so that no effect carries ink from one to the next."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Images = NDArray[np.uint8]
Draws = NDArray[np.float64]

CHUNK = 64  # the maps of so many digits take 400 kB and stay in a core's cache
SIDE = 28
BORDER = 2
TILE = SIDE + 2 * BORDER


class Luck(NamedTuple):
    """What every digit of a chunk draws, whatever the settings: (CHUNK,) each, uniform in [-1, 1)."""

    turn: Draws
    slant: Draws
    grow_x: Draws
    grow_y: Draws
    move_x: Draws
    move_y: Draws
    mirror: Draws
    wander: Draws
    edge: Draws
    erased: Draws
    patch_x: Draws
    patch_y: Draws
    patch_width: Draws
    patch_height: Draws


def drawn(rng: np.random.Generator) -> Luck:
    return Luck(*rng.uniform(-1, 1, (len(Luck._fields), CHUNK)))


def framed(images: Images) -> Images:
    """Tiles (CHUNK, TILE, TILE) with up to CHUNK images (n, 28, 28) in them; those left over are black."""
    tiles = np.zeros((CHUNK, TILE, TILE), np.uint8)
    inside(tiles)[: len(images)] = images
    return tiles


def inside(tiles: Images) -> Images:
    """A view of the tiles without their border, (CHUNK, 28, 28)."""
    return tiles[:, BORDER:-BORDER, BORDER:-BORDER]
