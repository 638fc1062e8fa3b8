"""Digits drawn anew as the app draws strokes: along the middle of their ink, with one pen for all."""

import cv2
import numpy as np

from digitrec.augmentation.styles.ink import Ink
from digitrec.augmentation.tiles import Images
from digitrec.drawing import glyph
from digitrec.drawing.glyph import BOX, DETAIL, FRAME, PEN, SIDE

# Ink that reaches no farther than this, in points, is a dot.
SHORTEST = 2 * DETAIL


def redrawn(images: Images) -> Images:
    """The same digits, uint8 (N, 28, 28), with the pen and the size that drawings have; a dot stays as it was."""
    return np.array([_redrawn(pixels) for pixels in images], np.uint8).reshape(images.shape)


def _redrawn(pixels: Images) -> Images:
    points = Ink.of(pixels).middle[0] if pixels.any() else np.zeros((1, 2))
    low = points.min(axis=0)
    extent = np.ptp(points, axis=0).max()
    if extent < SHORTEST:
        return pixels
    placed = ((points - low) * ((BOX - PEN) / extent) + FRAME + PEN / 2) * DETAIL
    x, y = np.rint(placed - 0.5).astype(int).T
    paper = np.full((SIDE * DETAIL,) * 2, 255, np.uint8)
    paper[y, x] = 0
    depth = PEN / 2 - cv2.distanceTransform(paper, cv2.DIST_L2, 5) / DETAIL
    return np.asarray(np.rint(255 * glyph.shaded(depth)), np.uint8)
