import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitrec.evaluation import Predictions
from digitrec.evaluation.calibration import coverage, reliability


def sure_to(confidences: list[float], right: list[bool]) -> Predictions:
    """Answers of 0 with these confidences; the rest is spread over the other digits."""
    probabilities = np.array([[c, *[(1 - c) / 9] * 9] for c in confidences])
    return Predictions(np.where(right, 0, 5), probabilities)


def test_bins_counted_by_hand() -> None:
    bins = reliability(sure_to([0.3, 0.95, 1.0, 0.85], [False, True, True, True]), bins=5)
    np.testing.assert_allclose(bins.edges, [0, 0.2, 0.4, 0.6, 0.8, 1])
    assert bins.counts.tolist() == [0, 1, 0, 0, 3]
    np.testing.assert_allclose(bins.confidence, [np.nan, 0.3, np.nan, np.nan, 2.8 / 3])
    np.testing.assert_allclose(bins.accuracy, [np.nan, 0, np.nan, np.nan, 1])
    assert bins.expected_error == pytest.approx((0.3 + 0.2) / 4)


def test_an_edge_belongs_to_the_bin_below() -> None:
    assert reliability(sure_to([0.5, 0.5000001], [True, True]), bins=2).counts.tolist() == [1, 1]


def test_fifteen_bins_unless_told() -> None:
    assert len(reliability(sure_to([0.5], [True])).counts) == 15


@given(st.lists(st.tuples(st.floats(0.12, 1), st.booleans()), min_size=1, max_size=50))
def test_every_digit_is_in_one_bin(answers: list[tuple[float, bool]]) -> None:
    predictions = sure_to(*map(list, zip(*answers, strict=True)))
    bins = reliability(predictions)
    assert bins.counts.sum() == len(answers)
    assert np.nansum(bins.accuracy * bins.counts) == pytest.approx(predictions.correct.sum())
    assert 0 <= bins.expected_error <= 1


def test_the_least_confident_are_left_out_first() -> None:
    curve = coverage(sure_to([0.9, 0.4, 0.8, 0.6], [True, False, True, False]), points=4)
    assert curve.share.tolist() == [0.25, 0.5, 0.75, 1]
    np.testing.assert_allclose(curve.accuracy, [1, 1, 2 / 3, 0.5])
    np.testing.assert_allclose(curve.threshold, [0.9, 0.8, 0.6, 0.4])


def test_coverage_of_fewer_digits_than_points_ends_at_all_of_them() -> None:
    curve = coverage(sure_to([0.9, 0.4, 0.8], [True, False, True]), points=100)
    np.testing.assert_allclose(curve.share, [1 / 3, 2 / 3, 1])
