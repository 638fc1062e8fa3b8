"""Where a digit lies in its picture: what is left to see of how it was scaled and centred."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitrec.drawing.ink import bounds


@dataclass(frozen=True)
class Placement:
    """The box around the ink, in pixels, right and bottom exclusive; and its centre of mass.

    `centre` is (x, y), where 0 is the middle of the first pixel.
    """

    left: int
    top: int
    right: int
    bottom: int
    centre: tuple[float, float]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the box."""
        return self.right - self.left, self.bottom - self.top


def placement(pixels: NDArray[np.uint8]) -> Placement:
    """Of a digit (H, W), bright on black, with at least one bright pixel."""
    ink = pixels.astype(np.float64)
    x, y = (float(ink.sum(axis=axis) @ np.arange(ink.shape[1 - axis]) / ink.sum()) for axis in (0, 1))
    return Placement(*bounds(pixels > 0), centre=(x, y))
