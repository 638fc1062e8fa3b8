import numpy as np
import pytest

from digitrec.errors import DatasetError, ModelError
from digitrec.evaluation import Predictions


def one_hot(digits: list[int]) -> np.ndarray:
    return np.eye(10, dtype=np.float32)[digits]


@pytest.fixture
def three() -> Predictions:
    """A sure 1 that is right, an unsure 7 that is a 4, and a tie of 2 and 3 that is a 3."""
    probabilities = np.zeros((3, 10), np.float32)
    probabilities[0, 1] = 1
    probabilities[1, [7, 4, 0]] = 0.5, 0.25, 0.25
    probabilities[2, [2, 3]] = 0.5
    return Predictions(np.array([1, 4, 3], np.uint8), probabilities, np.arange(6.0).reshape(3, 2))


def test_answers_and_errors(three: Predictions) -> None:
    assert three.predicted.tolist() == [1, 7, 2]
    assert three.second.tolist() == [0, 0, 3]
    assert three.correct.tolist() == [True, False, False]
    assert three.errors.tolist() == [1, 2]


def test_confidence_and_margin(three: Predictions) -> None:
    assert three.confidence.tolist() == [1, 0.5, 0.5]
    assert three.margin.tolist() == [1, 0.25, 0]


def test_losses_in_nats(three: Predictions) -> None:
    np.testing.assert_allclose(three.losses, [0, np.log(4), np.log(2)], atol=1e-12)


def test_a_sure_error_costs_36_nats_rather_than_infinity() -> None:
    sure = Predictions(np.array([3]), one_hot([5]))
    assert sure.losses[0] == pytest.approx(-np.log(np.finfo(np.float64).eps))


def test_take_keeps_labels_answers_and_features_together(three: Predictions) -> None:
    taken = three.take(np.array([2, 0]))
    assert taken.labels.tolist() == [3, 1]
    assert taken.predicted.tolist() == [2, 1]
    assert taken.features is not None and taken.features.tolist() == [[4, 5], [0, 1]]


def test_take_without_features() -> None:
    assert Predictions(np.array([3]), one_hot([5])).take(np.array([0])).features is None


@pytest.mark.parametrize("labels, answers", [([1, 2], [1]), ([], [])])
def test_labels_must_fit_the_digits(labels: list[int], answers: list[int]) -> None:
    with pytest.raises(DatasetError, match=r"give one for each|choose at least one"):
        Predictions(np.array(labels, np.uint8), one_hot(answers).reshape(-1, 10))


def test_a_diverged_model_is_named_as_such() -> None:
    with pytest.raises(ModelError, match="lower learning rate"):
        Predictions(np.array([1]), np.full((1, 10), np.nan, np.float32))
