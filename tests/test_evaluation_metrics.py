"""Against scikit-learn, on random and on degenerate input, and against what a person can count."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from sklearn import metrics as sk

from digitrec.evaluation import Predictions, metrics

DIGITS = np.arange(10)

# float32 probabilities sum to 1 within 1e-7; scikit-learn, asked in float64, wants 1.5e-8.
pytestmark = pytest.mark.filterwarnings("ignore:The y_prob values do not sum to one")


def softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def at_random(n: int, seed: int, digits: int = 10, dtype: type = np.float32) -> Predictions:
    """Answers that are often right, about labels of the first few digits only."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, digits, n).astype(np.uint8)
    logits = rng.normal(size=(n, 10)) * 2 + 3 * np.eye(10)[labels]
    return Predictions(labels, softmax(logits).astype(dtype))


def certain(labels: list[int], answers: list[int]) -> Predictions:
    return Predictions(np.array(labels, np.uint8), np.eye(10, dtype=np.float32)[answers])


CASES = {
    "random": at_random(1000, 0),
    "random float64": at_random(300, 1, dtype=np.float64),
    "six digits absent as labels": at_random(200, 2, digits=4),
    "a digit absent altogether": certain([0, 1, 2, 3, 4], [0, 1, 2, 4, 4]),
    "a digit answered that no label has": certain([0, 0, 1], [0, 9, 1]),
    "all wrong": certain([0, 1, 2], [1, 2, 0]),
    "all right": certain([0, 1, 2], [0, 1, 2]),
    "one right": certain([7], [7]),
    "one wrong": certain([7], [2]),
}


@pytest.fixture(params=CASES.values(), ids=CASES.keys())
def case(request: pytest.FixtureRequest) -> Predictions:
    predictions: Predictions = request.param
    return predictions


def test_macro_averages_are_scikit_learns(case: Predictions) -> None:
    ours = metrics.headline(case)
    theirs = sk.precision_recall_fscore_support(case.labels, case.predicted, average="macro", zero_division=0)
    assert (ours.precision, ours.recall, ours.f1) == pytest.approx(theirs[:3], abs=1e-9)


def test_accuracy_and_errors_are_scikit_learns(case: Predictions) -> None:
    ours = metrics.headline(case)
    assert ours.accuracy == pytest.approx(sk.accuracy_score(case.labels, case.predicted), abs=1e-9)
    assert ours.accuracy == metrics.accuracy(case)
    assert ours.errors == len(case.errors)
    assert ours.n == len(case.labels)


def test_loss_is_scikit_learns(case: Predictions) -> None:
    theirs = sk.log_loss(case.labels, case.probabilities.astype(np.float64), labels=DIGITS)
    assert metrics.loss(case) == metrics.headline(case).loss == pytest.approx(theirs, abs=1e-9)


def test_brier_score_is_scikit_learns(case: Predictions) -> None:
    theirs = sk.brier_score_loss(case.labels, case.probabilities.astype(np.float64), labels=DIGITS)
    assert metrics.headline(case).brier == pytest.approx(theirs, abs=1e-9)


def test_top2_accuracy_is_scikit_learns(case: Predictions) -> None:
    theirs = sk.top_k_accuracy_score(case.labels, case.probabilities, k=2, labels=DIGITS)
    assert metrics.headline(case).top2_accuracy == pytest.approx(theirs, abs=1e-9)


def test_rows_are_scikit_learns(case: Predictions) -> None:
    theirs = sk.precision_recall_fscore_support(case.labels, case.predicted, labels=DIGITS, zero_division=0)
    rows = metrics.per_digit(case)
    ours = [[getattr(row, name) for row in rows] for name in ("precision", "recall", "f1", "support")]
    np.testing.assert_allclose(ours, theirs, atol=1e-9)
    assert [row.digit for row in rows] == list(range(10))


def test_confusion_matrix_is_scikit_learns(case: Predictions) -> None:
    theirs = sk.confusion_matrix(case.labels, case.predicted, labels=DIGITS)
    ours = metrics.confusion_matrix(case)
    assert ours.tolist() == theirs.tolist()
    assert ours.dtype == np.int64


def test_wilson_interval_is_scipys(case: Predictions) -> None:
    ours = metrics.headline(case)
    theirs = binomtest(ours.n - ours.errors, ours.n).proportion_ci(0.95, "wilson")
    assert ours.interval == pytest.approx((theirs.low, theirs.high), abs=1e-9)


@given(st.integers(1, 100_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_accuracy(share: tuple[int, int]) -> None:
    right, n = share
    low, high = metrics.wilson_interval(right, n)
    assert 0 <= low <= right / n <= high <= 1


def test_a_row_without_digits_has_no_shares() -> None:
    shares = metrics.row_shares(metrics.confusion_matrix(certain([4, 4, 4, 4], [4, 4, 4, 9])))
    assert shares[4].tolist() == [0, 0, 0, 0, 0.75, 0, 0, 0, 0, 0.25]
    assert shares.sum() == 1


def test_calibration_error_counted_by_hand() -> None:
    """Two digits at 0.9, one right: off by 0.4. Two at 0.5, both right: off by 0.5."""
    probabilities = np.zeros((4, 10))
    probabilities[:2, [0, 1]] = 0.9, 0.1
    probabilities[2:, :6] = 0.5, 0.1, 0.1, 0.1, 0.1, 0.1
    predictions = Predictions(np.array([0, 1, 0, 0]), probabilities)
    assert metrics.headline(predictions).calibration_error == pytest.approx((0.4 * 2 + 0.5 * 2) / 4)


def test_as_dict_is_json_and_complete() -> None:
    written = json.loads(json.dumps(metrics.as_dict(CASES["random"]), allow_nan=False))
    assert written["accuracy"] == metrics.accuracy(CASES["random"])
    assert len(written["interval"]) == 2
    assert [row["digit"] for row in written["digits"]] == list(range(10))
    assert np.array(written["confusion_matrix"]).sum() == written["n"] == 1000
