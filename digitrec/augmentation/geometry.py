"""Affine and elastic changes, composed into one warp: a matrix product says where every pixel comes from."""

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from digitrec.augmentation.tiles import BORDER, CHUNK, SIDE, TILE, Images, Luck
from digitrec.recipes import Augmentation

Floats = NDArray[np.float32]

MIDDLE = (SIDE - 1) / 2
SMOOTHNESS = 4.0  # pixels; Simard et al. found it best for handwriting
ORDERS = 7  # holds 99 % of the variance of a field so smooth

# So few rows that BLAS works in the calling thread: a second one would have to wait for a core that training uses.
ROWS = 16


def warps(settings: Augmentation) -> bool:
    """Whether these settings move any pixel."""
    moves = (settings.rotation, settings.zoom, settings.shift, settings.shear, settings.elastic, settings.flip)
    return any(moves)


def warp(tiles: Images, settings: Augmentation, luck: Luck, rng: np.random.Generator) -> Images:
    """New images (CHUNK, 28, 28) out of tiles, each under its own affine and elastic change.

    Interpolation is bilinear. The generator is drawn from for the elastic fields only.
    """
    terms = _affine(settings, luck)
    if settings.elastic:
        terms = np.concatenate([terms, _elastic(settings.elastic, luck, rng)], axis=2)
    columns, rows = _maps(terms.astype(np.float32))
    warped: Images = cv2.remap(tiles.reshape(-1, TILE), columns, rows, cv2.INTER_LINEAR)
    return warped.reshape(CHUNK, SIDE, SIDE)


def _maps(terms: Floats) -> Floats:
    """Columns and rows (2, CHUNK, 784) in the strip of tiles that each pixel of each image comes from."""
    chosen = _basis()[: terms.shape[2]]
    maps = (terms.reshape(-1, ROWS, len(chosen)) @ chosen).reshape(2, CHUNK, SIDE * SIDE)
    # From the black pixel next to the image on, everything is black: nothing reaches a neighbour.
    np.clip(maps, -1, SIDE, out=maps)
    maps += BORDER
    maps[1] += TILE * np.arange(CHUNK, dtype=np.float32)[:, None]
    return maps


def _affine(settings: Augmentation, luck: Luck) -> NDArray[np.float64]:
    """Factors (2, CHUNK, 3) of column, row and 1 that give the column and the row a pixel comes from.

    They undo, last first, what happens to the digit about its middle: flip and zoom, shear, rotation, shift.
    """
    angle = np.radians(settings.rotation) * luck.turn
    slope = np.tan(np.radians(settings.shear) * luck.slant)
    width, height = 1 + settings.zoom * luck.grow_x, 1 + settings.zoom * luck.grow_y
    if settings.flip:
        width = np.where(luck.mirror < 0, -width, width)
    cos, sin = np.cos(angle), np.sin(angle)
    linear = np.array([[(cos + slope * sin) / width, (sin - slope * cos) / width], [-sin / height, cos / height]])
    shift = settings.shift * np.array([luck.move_x, luck.move_y])
    constant = MIDDLE - np.einsum("ijn,jn->in", linear, shift)
    return np.concatenate([linear, constant[:, None]], axis=1).transpose(0, 2, 1)


def _elastic(most: float, luck: Luck, rng: np.random.Generator) -> NDArray[np.float64]:
    """Factors (2, CHUNK, components) of the fields by which the digits are distorted.

    Each digit's strength is uniform from 0 to `most` pixels, which is twice the field's standard deviation.
    """
    shape = (2, CHUNK, len(_basis()) - 3)
    return rng.standard_normal(shape, np.float32) * (most / 2 * np.abs(luck.wander))[:, None]


@cache
def _basis() -> Floats:
    """Column, row (from the middle) and 1 at each of the 784 pixels, then the elastic components.

    An elastic field is white noise smoothed by a Gaussian (Simard et al., "Best practices for convolutional
    neural networks applied to visual document analysis", 2003). Rather than smoothing noise for every digit, its
    principal components are added up (the Karhunen-Loève expansion): they are products of the eigenvectors of the
    covariance along one axis, and the few smoothest hold nearly all of the variance.
    """
    along = np.arange(SIDE) - MIDDLE
    variances, vectors = np.linalg.eigh(np.exp(-((along[:, None] - along) ** 2) / (4 * SMOOTHNESS**2)))
    vectors *= np.sign(vectors[0])  # an eigenvector's sign is the library's whim
    waves = (vectors * np.sqrt(np.abs(variances)))[:, ::-1].T
    pairs = [(i, j) for i in range(ORDERS) for j in range(ORDERS - i)]
    components = np.array([np.outer(waves[i], waves[j]) for i, j in pairs])
    components /= np.sqrt((components**2).sum(axis=0))
    rows, columns = np.meshgrid(along, along, indexing="ij")
    basis = np.array([columns, rows, np.ones((SIDE, SIDE)), *components], np.float32).reshape(-1, SIDE * SIDE)
    basis.flags.writeable = False
    return basis
