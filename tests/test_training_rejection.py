"""The head that tells digits from whatever else is drawn."""

import keras
import numpy as np
import pytest

from digitrec.architectures import build
from digitrec.augmentation.feed import Digits
from digitrec.augmentation.nondigits import CHOOSING, REPORTING, non_digits
from digitrec.dataset import Mnist
from digitrec.recipes import Linear
from digitrec.training import rejection
from digitrec.training.rejection import fit_head, some_digits, some_others


@pytest.fixture(scope="module")
def digits(mnist: Mnist) -> Digits:
    return Digits(mnist.train_images, mnist.train_labels, np.arange(900))


@pytest.fixture(scope="module")
def pixels() -> keras.Model:
    """A model whose features are its pixels."""
    return build(Linear())


def scores(head: keras.Model, images: np.ndarray) -> np.ndarray:
    return np.asarray(head(images.reshape(len(images), -1) / np.float32(255)))[:, 0]


def test_a_few_hundred_digits_already_tell_them_from_the_rest(
    pixels: keras.Model, digits: Digits, mnist: Mnist
) -> None:
    head = fit_head(pixels, digits, Digits(mnist.train_images, mnist.train_labels, np.arange(900, 1300)))
    others = np.concatenate([non_digits(kind, 2, np.random.default_rng(1)) for kind in REPORTING.values()])
    assert (scores(head, mnist.test_images[:300]) >= 0).mean() > 0.9
    assert (scores(head, others) < 0).mean() > 0.4


@pytest.mark.slow
def test_the_left_out_digits_choose_what_is_rejected(
    pixels: keras.Model, digits: Digits, monkeypatch: pytest.MonkeyPatch
) -> None:
    rejected = {}
    for share in (0.02, 0.5):
        monkeypatch.setattr(rejection, "REJECTED", share)
        head = fit_head(pixels, Digits(digits.images, digits.labels, np.arange(200)), digits)
        seen = some_digits(digits, 900, np.random.default_rng(5))
        rejected[share] = (scores(head, seen) < 0).mean()
    assert rejected[0.02] == pytest.approx(0.02, abs=0.03)
    assert rejected[0.5] == pytest.approx(0.5, abs=0.06)


def test_no_more_is_learned_from_than_there_is(digits: Digits) -> None:
    few = Digits(digits.images, digits.labels, np.arange(7))
    rng = np.random.default_rng(0)
    assert some_digits(few, 100, rng).shape == (7, 28, 28)
    assert some_digits(digits, 5, rng).shape == (5, 28, 28)


@pytest.mark.parametrize("count", [1, len(CHOOSING), len(CHOOSING) + 1])
def test_there_are_as_many_non_digits_as_digits(count: int) -> None:
    others = some_others(count, np.random.default_rng(0))
    assert (others.shape, others.dtype) == ((count, 28, 28), np.uint8)
