import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitrec.evaluation import Predictions
from digitrec.evaluation.gallery import Filter, Order, select, to_csv
from digitrec.evaluation.metrics import confusion_matrix


@pytest.fixture
def five() -> Predictions:
    """Index 0 is right; the others are wrong: 4 as 9 (0.6 and 0.9), 4 as 7 (0.8), 7 as 9 (0.5)."""
    probabilities = np.zeros((5, 10), np.float32)
    probabilities[0, 4] = 1
    probabilities[1, [9, 4]] = 0.6, 0.4
    probabilities[2, [9, 1, 4]] = 0.9, 0.0625, 0.0375
    probabilities[3, [7, 4]] = 0.8, 0.2
    probabilities[4, [9, 0, 7]] = 0.5, 0.125, 0.375
    return Predictions(np.array([4, 4, 4, 4, 7], np.uint8), probabilities)


def test_every_error_most_confident_first(five: Predictions) -> None:
    assert select(five).tolist() == [2, 3, 1, 4]


@pytest.mark.parametrize(
    "order, indices", [(Order.CONFIDENCE, [2, 3, 1, 4]), (Order.LOSS, [2, 3, 4, 1]), (Order.MARGIN, [4, 1, 3, 2])]
)
def test_orders(five: Predictions, order: Order, indices: list[int]) -> None:
    assert select(five, order=order).tolist() == indices


@pytest.mark.parametrize(
    "chosen, indices",
    [
        (Filter(true=4), [2, 3, 1]),
        (Filter(predicted=9), [2, 1, 4]),
        (Filter(true=4, predicted=9), [2, 1]),
        (Filter(true=9, predicted=4), []),
        (Filter(lowest=0.55, highest=0.85), [3, 1]),
        (Filter(true=4, predicted=4), [0]),
        (Filter(among=np.array([0, 1, 4])), [0, 1, 4]),
        (Filter(among=np.array([4, 1, 0]), true=4), [0, 1]),
        (Filter(among=np.array([], np.int64)), []),
    ],
)
def test_filters(five: Predictions, chosen: Filter, indices: list[int]) -> None:
    assert select(five, chosen).tolist() == indices


def test_confidence_bounds_are_included(five: Predictions) -> None:
    assert select(five, Filter(lowest=0.5, highest=0.5)).tolist() == [4]


def test_equal_digits_stay_in_their_order() -> None:
    same = Predictions(np.zeros(4, np.uint8), np.eye(10, dtype=np.float32)[[1, 1, 1, 1]])
    assert select(same).tolist() == [0, 1, 2, 3]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=60))
def test_a_gallery_counts_what_its_cell_counts(pairs: list[tuple[int, int]]) -> None:
    labels, answers = zip(*pairs, strict=True)
    predictions = Predictions(np.array(labels), np.eye(10)[list(answers)])
    matrix = confusion_matrix(predictions)
    for true, read in set(pairs):
        shown = select(predictions, Filter(true=true, predicted=read))
        assert len(shown) == matrix[true, read]


def test_csv_of_the_errors(five: Predictions) -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(five, select(five)))))
    assert [row["index"] for row in rows] == ["2", "3", "1", "4"]
    assert rows[0] | {"loss": "", "p4": ""} == {
        **{"index": "2", "true": "4", "predicted": "9", "confidence": "0.9", "second": "1", "loss": ""},
        **{f"p{digit}": "0" for digit in range(10)},
        **{"p1": "0.0625", "p4": "", "p9": "0.9"},
    }
    assert float(rows[0]["loss"]) == pytest.approx(-np.log(0.0375), rel=1e-5)


def test_csv_of_nothing_is_its_header(five: Predictions) -> None:
    assert to_csv(five, np.array([], np.int64)) == (
        "index,true,predicted,confidence,second,loss,p0,p1,p2,p3,p4,p5,p6,p7,p8,p9\n"
    )
