"""Ink falls into digits: what hangs together is one, and what stands above or below it belongs to it."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

# Two pieces are one digit where they share this much of the narrower one's width, and are no farther from each
# other than this share of the taller one's height.
SHARED = 0.3
APART = 0.3
# What is lower than this share of the tallest is no digit.
LOWEST = 0.35


@dataclass(frozen=True)
class _Piece:
    """What hangs together, or belongs together: its numbers, and its left, top, right and bottom, exclusive."""

    numbers: tuple[int, ...]
    left: int
    top: int
    right: int
    bottom: int

    @property
    def height(self) -> int:
        return self.bottom - self.top

    def belongs_to(self, other: "_Piece") -> bool:
        shared = min(self.right, other.right) - max(self.left, other.left)
        apart = max(self.top, other.top) - min(self.bottom, other.bottom)
        narrower = min(self.right - self.left, other.right - other.left)
        return shared >= SHARED * narrower and apart <= APART * max(self.height, other.height)

    def joined_to(self, other: "_Piece") -> "_Piece":
        low = min(self.left, other.left), min(self.top, other.top)
        high = max(self.right, other.right), max(self.bottom, other.bottom)
        return _Piece((*self.numbers, *other.numbers), *low, *high)


def parts_of(ink: np.ndarray) -> list[np.ndarray]:
    """Each digit's own ink, as large as the whole, row by row from left to right.

    ink: float32 (height, width) in [0, 1], the writing being upright.
    """
    _, labels, boxes, _ = cv2.connectedComponentsWithStats((ink >= 0.5).astype(np.uint8), connectivity=8)
    pieces = [_Piece((n,), x, y, x + w, y + h) for n, (x, y, w, h, _) in enumerate(boxes.tolist()) if n]
    return [_ink_of(piece, ink, labels) for piece in _in_reading_order(_joined(pieces))]


def _joined(pieces: Sequence[_Piece]) -> list[_Piece]:
    joined: list[_Piece] = []
    for piece in sorted(pieces, key=lambda piece: -piece.height):
        near = [other for other in joined if piece.belongs_to(other)]
        joined = [other for other in joined if other not in near]
        for other in near:
            piece = other.joined_to(piece)
        joined.append(piece)
    tallest = max((piece.height for piece in joined), default=0)
    return [piece for piece in joined if piece.height >= LOWEST * tallest]


def _in_reading_order(pieces: Sequence[_Piece]) -> list[_Piece]:
    """What begins above the middle of a row's first digit is in that row."""
    rows: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.top):
        if rows and piece.top < (rows[-1][0].top + rows[-1][0].bottom) / 2:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [piece for row in rows for piece in sorted(row, key=lambda piece: piece.left)]


def _ink_of(piece: _Piece, ink: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The piece's ink, with the soft edge just outside of it."""
    own = np.isin(labels, piece.numbers).astype(np.uint8)
    return np.asarray(ink * cv2.dilate(own, np.ones((3, 3), np.uint8)))
