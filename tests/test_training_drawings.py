"""The head that reads drawings."""

import keras
import numpy as np
import pytest

from digitrec.architectures import FOR_DRAWINGS, build
from digitrec.augmentation.feed import Digits
from digitrec.augmentation.styles.allographs import written_anew
from digitrec.dataset import Mnist
from digitrec.recipes import Linear
from digitrec.training import drawings, heads
from digitrec.training.drawings import ANYONE, fit_drawn, some_drawings


@pytest.fixture(scope="module")
def digits(mnist: Mnist) -> Digits:
    return Digits(mnist.train_images, mnist.train_labels, np.arange(900))


def test_each_digit_is_drawn_twice_and_one_of_them_is_written_anew(digits: Digits) -> None:
    images, labels = some_drawings(digits, 40, np.random.default_rng(0))
    assert (images.shape, images.dtype) == ((40, 28, 28), np.uint8)
    assert np.array_equal(labels[:20], labels[20:])
    again, _ = some_drawings(digits, 40, np.random.default_rng(0))
    assert np.array_equal(images, again)


def test_no_more_is_drawn_than_there_is(digits: Digits) -> None:
    few = Digits(digits.images, digits.labels, np.arange(7))
    assert len(some_drawings(few, 100, np.random.default_rng(0))[0]) == 6


def test_half_are_changed_a_little(digits: Digits, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = some_drawings(digits, 60, np.random.default_rng(0))[0]
    monkeypatch.setattr(drawings, "A_LITTLE", drawings.Augmentation())
    plain = some_drawings(digits, 60, np.random.default_rng(0))[0]
    differ = (changed != plain).any(axis=(1, 2))
    assert differ[::2].all() and not differ[1::2].any()


def test_a_few_hundred_digits_already_teach_a_model_to_read_drawings(digits: Digits, mnist: Mnist) -> None:
    """The model has learned nothing: what it decides by are the pixels, and its logits say the same of all."""
    model = build(Linear())
    model.get_layer("logits").set_weights([np.zeros((784, 10)), np.zeros(10)])
    left_out = Digits(mnist.train_images, mnist.train_labels, np.arange(900, 1300))
    drawn = fit_drawn(model, digits, left_out)
    labels = np.tile(np.arange(10, dtype=np.uint8), 20)
    images = written_anew(labels, ANYONE, np.random.default_rng(3))
    logits = np.asarray(drawn.predict(heads.answers(model, images, FOR_DRAWINGS), verbose=0))
    assert (logits.argmax(axis=1) == labels).mean() > 0.6
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    assert float(loss(labels, logits)) < np.log(10) / 1.5


def test_what_is_held_of_wide_layers_is_of_fewer_drawings(digits: Digits, monkeypatch: pytest.MonkeyPatch) -> None:
    held = []
    real = heads.fit
    monkeypatch.setattr(heads, "fit", lambda head, given, *rest: held.append(given.shape) or real(head, given, *rest))
    monkeypatch.setattr(drawings, "HELD_AT_MOST", 100 * 784)
    left_out = Digits(digits.images, digits.labels, np.arange(900, 960))
    fit_drawn(build(Linear()), digits, left_out)
    assert held == [(100, 784)]


def test_answers_are_those_of_the_model_for_pixels_from_0_to_1(digits: Digits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heads, "ASKED_AT_ONCE", 4)
    model, images = build(Linear()), digits[np.arange(10)][0]
    given = heads.answers(model, images, ["logits", "features"])
    assert given["features"].dtype == np.float16
    np.testing.assert_allclose(given["features"], images.reshape(10, 784) / 255, atol=1e-3)
    np.testing.assert_allclose(given["logits"], model(images / np.float32(255))["logits"], atol=1e-2)
