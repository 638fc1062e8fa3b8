"""Served models asked about digits: once, and about the right ones."""

from pathlib import Path

import numpy as np
import pytest

from digitrec.dataset import Mnist
from digitrec.errors import ModelError
from digitrec.evaluation import served
from digitrec.evaluation.served import Labelled
from digitrec.recognition import recogniser_for
from digitrec.runs import Run, files


@pytest.fixture
def digits(mnist: Mnist) -> Labelled:
    return Labelled(mnist.test_images[:600], mnist.test_labels[:600])


def test_the_answers_are_those_of_the_model_and_asked_for_once(trained: Run, digits: Labelled) -> None:
    told: list[tuple[int, int]] = []
    first = served.predictions(trained, digits, lambda done, total: told.append((done, total)))
    again = served.predictions(trained, digits, lambda done, total: told.append((done, total)))
    expected = recogniser_for(trained)(digits.images / np.float32(255)).probabilities
    np.testing.assert_allclose(first.probabilities, expected, atol=1e-6)
    np.testing.assert_array_equal(first.probabilities, again.probabilities)
    np.testing.assert_array_equal(first.labels, digits.labels)
    assert told == [(500, 600), (600, 600)]


def test_a_damaged_model_is_refused_even_where_its_answers_are_kept(trained: Run, digits: Labelled) -> None:
    served.predictions(trained, digits)
    trained.path(files.SERVED).write_bytes(b"no model")
    with pytest.raises(ModelError, match="is damaged"):
        served.predictions(trained, digits)


def test_features_have_length_one(trained: Run, digits: Labelled) -> None:
    features = served.features(trained, digits)
    assert features.dtype == np.float16 and len(features) == 600
    np.testing.assert_allclose(np.linalg.norm(features.astype(np.float64), axis=1), 1, atol=2e-3)


def test_robustness_is_measured_once_and_ends_with_the_plain_accuracy(trained: Run, digits: Labelled) -> None:
    told: list[int] = []
    few = digits.sample(50)
    curves = served.curves(trained, few, lambda done, total: told.append(done))
    again = served.curves(trained, few, lambda done, total: told.append(done))
    plain = float(served.predictions(trained, few).correct.mean())
    unspoiled = [curve.accuracy[curve.corruption.strengths.index(curve.corruption.none)] for curve in curves]
    assert unspoiled == [plain] * len(curves)
    assert told == list(range(1, sum(len(curve.accuracy) for curve in curves) + 1))
    for one, other in zip(curves, again, strict=True):
        np.testing.assert_array_equal(one.accuracy, other.accuracy)


def test_a_sample_is_always_the_same(digits: Labelled) -> None:
    assert digits.sample(20).checksum == digits.sample(20).checksum
    assert len(digits.sample(20).labels) == 20 and len(digits.sample(1_000).labels) == 600


def test_the_checksum_tells_images_and_labels_apart(digits: Labelled) -> None:
    other = Labelled(digits.images, (digits.labels + 1) % 10)
    darker = Labelled(digits.images // 2, digits.labels)
    assert len({digits.checksum, other.checksum, darker.checksum}) == 3
    assert Labelled(digits.images.copy(), digits.labels.copy()).checksum == digits.checksum


def test_left_out_and_trained_on_are_what_the_recipe_says(trained: Run, mnist: Mnist) -> None:
    out, on = served.left_out(trained, mnist), served.trained_on(trained, mnist)
    data = trained.recipe().data
    assert len(out.labels) == round(60_000 * data.validation)
    assert len(on.labels) == round((60_000 - len(out.labels)) * data.share)


def test_results_of_a_model_lie_in_the_cache_folder(trained: Run, digits: Labelled, home: Path) -> None:
    served.predictions(trained, digits)
    (path,) = (home / "cache").iterdir()
    assert path.name.startswith("predictions-")
