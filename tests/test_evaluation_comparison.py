import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from digitrec.errors import DatasetError
from digitrec.evaluation import Predictions
from digitrec.evaluation.comparison import compare, in_words, mcnemar

LABELS = np.array([0, 1, 2, 3, 4])


def answering(*digits: int) -> Predictions:
    return Predictions(LABELS[: len(digits)], np.eye(10, dtype=np.float32)[list(digits)])


def test_the_four_sets() -> None:
    found = compare(answering(0, 1, 2, 9, 9), answering(0, 9, 9, 3, 8))
    assert found.both_right.tolist() == [0]
    assert found.only_a.tolist() == [1, 2]
    assert found.only_b.tolist() == [3]
    assert found.both_wrong.tolist() == [4]
    assert found.n == 5
    assert found.accuracies == (0.6, 0.4)
    assert found.difference == pytest.approx(0.2)
    assert found.p_value == 1


def test_only_the_same_digits_can_be_compared() -> None:
    with pytest.raises(DatasetError, match="same digits"):
        compare(answering(0, 1), answering(0))


def test_mcnemar_counted_by_hand() -> None:
    """Of six coins, none or all heads: 2 in 64."""
    assert mcnemar(6, 0) == mcnemar(0, 6) == 2 / 64
    assert mcnemar(5, 1) == 2 * 7 / 64
    assert mcnemar(0, 0) == 1


@given(st.integers(0, 300), st.integers(0, 300))
def test_mcnemar_is_scipys_binomial_test(a: int, b: int) -> None:
    expected = binomtest(a, a + b).pvalue if a + b else 1.0
    assert mcnemar(a, b) == pytest.approx(expected, rel=1e-9)


def test_mcnemar_of_a_whole_test_set() -> None:
    assert mcnemar(10_000, 0) == 0
    assert mcnemar(5_100, 4_900) == pytest.approx(binomtest(5_100, 10_000).pvalue, rel=1e-9)


def test_a_clear_difference_in_words() -> None:
    better = Predictions(np.zeros(12, int), np.eye(10)[[0] * 12])
    worse = Predictions(np.zeros(12, int), np.eye(10)[[0] * 2 + [1] * 10])
    words = in_words(compare(worse, better), "ann", "cnn")
    assert words.startswith("cnn reads 10 more of the 12 digits than ann (100.00 % against 16.67 %)")
    assert "10 that only cnn reads, 0 that only ann reads" in words
    assert "in 0.2 % of such tests: hardly chance" in words


def test_a_small_difference_in_words() -> None:
    words = in_words(compare(answering(0, 1), answering(0, 9)), "ann", "cnn")
    assert words.startswith("ann reads 1 more of the 2 digits than cnn")
    assert "in 100.0 % of such tests: possibly chance" in words


def test_a_tie_in_words() -> None:
    assert "each reads 1 that the other does not" in in_words(compare(answering(0, 9), answering(9, 1)), "ann", "cnn")
    assert "the very same ones" in in_words(compare(answering(0, 9), answering(0, 8)), "ann", "cnn")
