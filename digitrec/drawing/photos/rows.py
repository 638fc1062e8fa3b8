"""Writing on paper falls into rows: what stands side by side, and the marks that belong to it."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from digitrec.drawing.lattice import WIDEST

# The height of most ink is that of its digits; what is lower or higher than these shares of it is none.
LOWEST = 0.5
HIGHEST = 2.0
# Two digits stand side by side where they share this much of the lower one's height.
BESIDE = 0.4
# A mark belongs to a digit, as the bar of a 5 does, where they share this much of the narrower one's width, and are no
# farther from each other than this share of the digit's height.
SHARED = 0.3
APART = 0.3


@dataclass(frozen=True)
class Piece:
    """What hangs together: its label, left, top, right and bottom, the latter two exclusive, and its area, pixels."""

    label: int
    left: int
    top: int
    right: int
    bottom: int
    area: int

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def width(self) -> int:
        return self.right - self.left

    def beside(self, other: "Piece") -> float:
        """The share of the lower one's height that both have; negative where they are apart."""
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        return shared / min(self.height, other.height)

    def is_mark_of(self, digit: "Piece") -> bool:
        shared = min(self.right, digit.right) - max(self.left, digit.left)
        apart = max(self.top, digit.top) - min(self.bottom, digit.bottom)
        is_near = shared >= SHARED * min(self.width, digit.width) and apart <= APART * digit.height
        return is_near and self.height < LOWEST * digit.height and self.width <= WIDEST * digit.height


def main_row(ink: np.ndarray) -> tuple[np.ndarray, list[Piece]]:
    """The row that has the most ink, as large as the whole, and its digits from left to right.

    ink: float32 (height, width) in [0, 1], not blank, level or a little tilted.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats((ink >= 0.5).astype(np.uint8), connectivity=8)
    pieces = [Piece(n, x, y, x + w, y + h, area) for n, (x, y, w, h, area) in enumerate(stats.tolist()) if n]
    height = _usual_height(pieces)
    digits = [piece for piece in pieces if LOWEST * height <= piece.height <= HIGHEST * height]
    row = max(_rows(digits), key=lambda row: sum(piece.area for piece in row))
    marks = [piece for piece in pieces if any(piece.is_mark_of(digit) for digit in row)]
    own = np.isin(labels, [piece.label for piece in (*row, *marks)]).astype(np.uint8)
    # A piece's soft edge lies just outside it.
    return ink * cv2.dilate(own, np.ones((3, 3), np.uint8)), row


def _usual_height(pieces: Sequence[Piece]) -> int:
    """That of the piece in which half of the ink is reached, from the lowest to the highest."""
    rising = sorted(pieces, key=lambda piece: piece.height)
    areas = np.cumsum([piece.area for piece in rising])
    return rising[int(np.searchsorted(areas, areas[-1] / 2))].height


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Each piece stands in the row whose last one it is beside most, so that a row may rise or fall."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.left):
        row = max(rows, key=lambda row: piece.beside(row[-1]), default=None)
        if row is not None and piece.beside(row[-1]) >= BESIDE:
            row.append(piece)
        else:
            rows.append([piece])
    return rows
