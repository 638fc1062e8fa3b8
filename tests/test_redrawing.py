"""Digits drawn anew with the pen that drawings have."""

import numpy as np

from digitrec.augmentation.styles import redrawn
from digitrec.augmentation.styles.ink import Ink
from digitrec.dataset import Mnist
from digitrec.drawing.glyph import BOX, DETAIL, PEN


def bar(width: int) -> np.ndarray:
    """An upright stroke of that width, 20 pixels high."""
    image = np.zeros((1, 28, 28), np.uint8)
    image[0, 4:24, 14 - width // 2 : 14 - width // 2 + width] = 255
    return image


def test_every_pen_becomes_the_drawings_own() -> None:
    for width in (2, 4, 6):
        (image,) = redrawn(bar(width))
        rows, columns = np.nonzero(image > 127)
        assert image[8:20].sum() / 255 / 12 - PEN < 0.5
        assert np.ptp(rows) + 1 == BOX and np.ptp(columns) < 4


def test_digits_stay_what_they_are(mnist: Mnist) -> None:
    images = mnist.test_images[:200]
    pens = np.array([Ink.of(image).pen for image in redrawn(images)]) / DETAIL
    assert np.abs(np.median(pens) - PEN) < 0.4
    cosines = [
        np.corrcoef(one.ravel(), other.ravel())[0, 1] for one, other in zip(images, redrawn(images), strict=True)
    ]
    assert np.median(cosines) > 0.75


def test_what_has_no_strokes_stays_as_it_was() -> None:
    blank, dot = np.zeros((1, 28, 28), np.uint8), np.zeros((1, 28, 28), np.uint8)
    dot[0, 14, 14] = 255
    assert (redrawn(blank) == blank).all() and (redrawn(dot) == dot).all()
    assert redrawn(blank[:0]).shape == (0, 28, 28)
