"""Where the ink is in a picture, whatever its colours."""

from dataclasses import dataclass

import cv2
import numpy as np

# Less contrast than this, of 255, is noise on blank paper.
MIN_CONTRAST = 24
# A part is a speck below this share of the largest part's area, or of the picture's longest side.
SPECK_AREA = 0.02
SPECK_SIDE = 0.01
# Ink counts as full from this quantile of its contrast on.
FULL = 0.9
# The picture's border, which tells the paper's colour, is this share of its shorter side wide.
BORDER = 0.02


@dataclass(frozen=True)
class Written:
    """What is written on a picture.

    ink: float32 (height, width) in [0, 1].
    place: How a pixel of it comes to its place on the picture at full size, float64 (2, 3).
    """

    ink: np.ndarray
    place: np.ndarray

    def box(self, mask: np.ndarray) -> tuple[float, float, float, float]:
        """x, y, width and height on the picture at full size of what is set in a mask, bool (height, width)."""
        rows, columns = np.nonzero(mask)
        corners = np.concatenate([np.stack([columns + right, rows + down]) for right in (0, 1) for down in (0, 1)], 1)
        places = self.place[:, :2] @ corners + self.place[:, 2:]
        (x, y), (right, bottom) = places.min(axis=1).tolist(), places.max(axis=1).tolist()
        return x, y, right - x, bottom - y


def ink_of(pixels: np.ndarray) -> np.ndarray | None:
    """How much ink is at each pixel of a picture, float32 (height, width) in [0, 1], without specks; None if blank.

    Ink is what differs from the paper, in any channel; the paper's colour is that of most of the border. The ink is
    told from noise by the threshold of Otsu (1979).
    pixels: uint8 (height, width) or (height, width, 3).
    """
    contrast = contrast_to_paper(pixels)
    _, mask = cv2.threshold(contrast, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    strength = np.float32(np.quantile(contrast[mask > 0], FULL)) if mask.any() else np.float32(0)
    if strength < MIN_CONTRAST:
        return None
    ink = np.minimum(contrast / strength, 1)
    parts = without_specks((ink >= 0.5).astype(np.uint8))
    # A part's soft edge lies just outside it.
    return ink * cv2.dilate(parts, np.ones((3, 3), np.uint8)) if parts.any() else None


def bounds(mask: np.ndarray) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is set in a mask, the latter two exclusive."""
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def contrast_to_paper(pixels: np.ndarray) -> np.ndarray:
    """How far each pixel is from the paper's colour in the channel where it is farthest, uint8 (height, width)."""
    channels = np.atleast_3d(pixels)
    wide = max(round(BORDER * min(channels.shape[:2])), 1)
    edges = (channels[:wide], channels[-wide:], channels[:, :wide], channels[:, -wide:])
    paper = np.median(np.concatenate([edge.reshape(-1, channels.shape[2]) for edge in edges]), axis=0).astype(np.uint8)
    # Unsigned bytes: the larger minus the smaller.
    difference = np.maximum(channels, paper) - np.minimum(channels, paper)
    return np.asarray(np.maximum.reduce(cv2.split(difference)))


def without_specks(mask: np.ndarray) -> np.ndarray:
    """The parts of a mask, uint8 (height, width) of 0 and 1, that are no dirt."""
    _, labels, parts, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    areas, longest = parts[:, cv2.CC_STAT_AREA], parts[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    kept = (areas >= SPECK_AREA * areas[1:].max(initial=0)) & (longest >= SPECK_SIDE * max(mask.shape))
    # Label 0 is the paper.
    kept[0] = False
    return np.asarray(kept.astype(np.uint8)[labels])
