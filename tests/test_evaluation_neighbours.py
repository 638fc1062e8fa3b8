"""The digits that a model was trained on and that look to it most like another one."""

import numpy as np
import pytest

from digitrec.dataset import Mnist
from digitrec.evaluation import neighbours as module
from digitrec.evaluation import served
from digitrec.evaluation.neighbours import Neighbours, neighbours
from digitrec.evaluation.served import Labelled
from digitrec.runs import Run

IMAGES = np.arange(3, dtype=np.uint8)[:, None, None] * np.ones((28, 28), np.uint8)


def test_the_most_alike_come_first_with_their_labels() -> None:
    among = Neighbours(Labelled(IMAGES, np.array([7, 8, 9], np.uint8)), np.array([[1, 0], [0, 1], [-1, 0]], np.float16))
    digits, cosines = among.nearest(np.array([0.6, 0.8]), k=2)
    assert digits.labels.tolist() == [8, 7]
    assert np.array_equal(digits.images, IMAGES[[1, 0]])
    np.testing.assert_allclose(cosines, [0.8, 0.6])


def test_a_sample_of_what_the_model_was_trained_on_is_asked_once(
    trained: Run, mnist: Mnist, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SAMPLE", 300)
    told: list[int] = []
    among = neighbours(trained, mnist, lambda done, total: told.append(done))
    again = neighbours(trained, mnist, lambda done, total: told.append(done))
    assert told == [300]
    assert among.digits.checksum == again.digits.checksum
    assert np.array_equal(among.features, again.features)
    known = {image.tobytes() for image in served.trained_on(trained, mnist).images}
    assert all(image.tobytes() in known for image in among.digits.images)


def test_a_digit_of_the_sample_is_most_like_itself(trained: Run, mnist: Mnist, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SAMPLE", 300)
    among = neighbours(trained, mnist)
    digits, cosines = among.nearest(among.features[5].astype(np.float32), k=1)
    assert np.array_equal(digits.images[0], among.digits.images[5])
    assert cosines[0] == pytest.approx(1, abs=2e-3)
