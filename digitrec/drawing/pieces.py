"""The ink of a picture in pieces: its connected parts, wide ones cut where digits may touch."""

import math
from dataclasses import dataclass

import cv2
import numpy as np

from digitrec.drawing.lattice import WIDEST
from digitrec.drawing.parts import Part, in_order, line_height
from digitrec.drawing.seams import cheapest_seams

# More pieces, or strokes, are no number but one digit, hatched or dotted.
MOST_PIECES = 64
# So many points at most stand for the middle line of a piece.
MOST_POINTS = 256
# Seams keep this many line heights from the sides and from each other: nearer, they take a digit's tail off.
ASIDE = 0.2
# A piece has up to so many digits as it is times as wide as high; their loops and tails are as cheap to cut as what
# joins them.
DIGITS = 2

_SQUARE = np.ones((3, 3), np.uint8)


@dataclass(frozen=True)
class Pieces:
    """The ink of a picture, cut up.

    labels: The piece that each pixel belongs to, int32 (height, width), from 1, 0 for paper.
    parts: The pieces from left to right, each made of its label.
    pen: The width of the pen, pixels.
    """

    labels: np.ndarray
    parts: list[Part]
    pen: float


def pieces_of(ink: np.ndarray) -> Pieces:
    """The pieces of ink, float32 (height, width) in [0, 1]."""
    mask = (ink >= 0.5).astype(np.uint8)
    count, labels = cv2.connectedComponents(mask, connectivity=8)
    depth = cv2.distanceTransform(mask, cv2.DIST_L2, 5)
    middle = (depth >= cv2.dilate(depth, _SQUARE)) & (mask > 0)
    pen = 2 * float(np.median(depth[middle])) - 1
    connected = _parts(labels, middle, count)
    height = line_height(connected)
    for part in connected if count <= MOST_PIECES else ():
        if part.size[0] > WIDEST * max(part.size[1], height):
            _cut(labels, part.members[0], pen, math.ceil(ASIDE * height))
    # The soft edge of a piece lies just outside it.
    edge = cv2.dilate(labels.astype(np.float32), _SQUARE).astype(np.int32)
    return Pieces(np.where(labels > 0, labels, edge), in_order(_parts(labels, middle, count)), pen)


def _parts(labels: np.ndarray, middle: np.ndarray, count: int) -> list[Part]:
    """A part for each label by the points of the ink's middle line; labels from `count` on were cut off."""
    rows, columns = np.nonzero(middle)
    order = np.argsort(labels[rows, columns], kind="stable")
    points = np.stack([columns, rows], axis=1).astype(np.float64)[order]
    found, starts = np.unique(labels[rows, columns][order], return_index=True)
    lines = np.split(points, starts[1:])
    return [
        Part(line[:: math.ceil(len(line) / MOST_POINTS)], (int(label),), bool(label >= count))
        for label, line in zip(found, lines, strict=True)
    ]


def _cut(labels: np.ndarray, label: int, pen: float, aside: int) -> None:
    """What lies to the right of each seam through a piece gets a label of its own."""
    rows, columns = np.nonzero(labels == label)
    window = labels[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    inked = window == label
    height, width = inked.shape
    seams = cheapest_seams(inked, math.ceil(DIGITS * width / height) - 1, pen, aside)
    for number, seam in enumerate(seams, start=int(labels.max()) + 1):
        window[inked & (np.arange(width) >= seam[:, None])] = number
