"""What is written on a sheet of paper: its ink, without light, ruling and dirt."""

import cv2
import numpy as np

from digitrec.drawing.ink import FULL, without_specks
from digitrec.drawing.photos.paper import darkness
from digitrec.drawing.photos.ruling import Ruling, ruling

# Ink is darker than the paper by at least this, and by so many deviations of the noise.
FAINTEST = 0.08
CLEAR = 4
# Ink that is paler than this as a whole is none.
PALEST = 0.25
# A pixel this much darker than a line's has more than the line on it.
BEYOND = 1.5
# What there is of the ink where a stroke was mended.
MENDED = np.float32(0.6)
# Where less than this share of what is dark lies clear of the border, a desk or a line holds the ink as well.
LEAST_INSIDE = 0.02


def ink_on_paper(pixels: np.ndarray) -> tuple[np.ndarray, float | None] | None:
    """The ink, float32 (height, width) in [0, 1], and the slope of the lines that it is written on, if there are any.

    None if nothing is written. Ink is told from what else is darker than paper by the threshold of Otsu (1979).
    pixels: uint8 (height, width) or (height, width, 3), dark ink on light paper.
    """
    dark = darkness(pixels)
    lines = ruling(dark)
    strength = _strength(np.where(dark > BEYOND * lines.darkness, dark, 0))
    if strength < PALEST:
        return None
    found = without_specks(_inside(_mask(dark, lines, strength)))
    ink = np.maximum(np.minimum(dark / strength, 1), MENDED * found)
    # A stroke's soft edge lies just outside it.
    return (ink * cv2.dilate(found, np.ones((3, 3), np.uint8)), lines.slope) if found.any() else None


def _strength(dark: np.ndarray) -> float:
    """How dark the ink is where it is full; 0 if there is none. dark: without lines."""
    noise = 1.4826 * float(np.median(np.abs(dark - np.median(dark))))
    candidates = (dark > max(FAINTEST, CLEAR * noise)).astype(np.uint8)
    inside = _inside(candidates)
    values = dark[(inside if inside.sum() > LEAST_INSIDE * candidates.sum() else candidates) > 0]
    if not len(values):
        return 0
    threshold, _ = cv2.threshold((255 * values).astype(np.uint8), 0, 255, cv2.THRESH_OTSU)
    return float(np.quantile(values[255 * values >= threshold], FULL))


def _mask(dark: np.ndarray, lines: Ruling, strength: float) -> np.ndarray:
    """Where the ink is, uint8 (height, width) of 0 and 1: strokes that cross a line stay whole."""
    mask = (dark >= (lines.darkness + strength) / 2).astype(np.uint8)
    # Where a line was as dark as the ink, it has left a gap in strokes.
    gap = lines.breadth | 1
    whole = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (gap, gap)))
    return np.where(lines.darkness > 0, whole, mask)


def _inside(mask: np.ndarray) -> np.ndarray:
    """The parts of a mask that do not touch the picture's border, as a desk, a hand or a line's rest does."""
    _, labels = cv2.connectedComponents(mask, connectivity=8)
    rim = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    kept = np.ones(labels.max() + 1, np.uint8)
    kept[rim] = kept[0] = 0
    return np.asarray(kept[labels])
