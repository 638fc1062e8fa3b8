"""Placement on pictures that can be checked by eye, and on MNIST, which was made by the rule we tell."""

import numpy as np
import pytest

from digitrec.dataset import Mnist
from digitrec.evaluation.normalisation import Placement, placement

# fmt: off
SMALL = np.array([
    [0, 0, 0, 0, 0],
    [0, 0, 9, 9, 0],
    [0, 0, 9, 0, 0],
    [0, 0, 9, 9, 0],
    [0, 0, 0, 0, 0],
], np.uint8)
# fmt: on


def test_box_and_centre_of_mass() -> None:
    where = placement(SMALL)
    assert (where.left, where.top, where.right, where.bottom) == (2, 1, 4, 4)
    assert where.size == (2, 3)
    assert where.centre == pytest.approx((2.4, 2))


def test_bright_ink_is_heavier() -> None:
    assert placement(np.array([[50, 0, 150]], np.uint8)).centre == pytest.approx((1.5, 0))


def test_one_pixel() -> None:
    assert placement(np.eye(1, dtype=np.uint8)) == Placement(0, 0, 1, 1, (0.0, 0.0))


def test_mnist_is_as_the_page_says(mnist: Mnist) -> None:
    """Centre of mass at 14, longest side 20, but for a handful."""
    found = [placement(image) for image in mnist.test_images[:2000]]
    assert {tuple(round(at) for at in where.centre) for where in found} == {(14, 14)}
    assert sum(max(where.size) == 20 for where in found) >= 1995
