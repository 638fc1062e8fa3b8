import numpy as np
import pytest

from digitrec.errors import DatasetError
from digitrec.evaluation import Predictions
from digitrec.evaluation.suspects import Mark, Suspect, relabelled, suspects, without_marked


def believing(*shares: float, labels: list[int] | None = None) -> Predictions:
    """Digits labelled 3 that are believed to be 5 with these probabilities, else 3."""
    probabilities = np.zeros((len(shares), 10), np.float32)
    probabilities[:, 5] = shares
    probabilities[:, 3] = 1 - probabilities[:, 5]
    return Predictions(np.array(labels or [3] * len(shares), np.uint8), probabilities)


def test_the_most_confidently_contradicted_comes_first() -> None:
    found = suspects([believing(0.75, 0.25, 0.9375)])
    assert [(s.index, s.label, s.suggested) for s in found] == [(2, 3, 5), (0, 3, 5)]
    assert [s.doubt for s in found] == pytest.approx([np.log(15), np.log(3)])


def test_models_decide_together() -> None:
    """Odds of 3 to 1 for the 5 and of 15 to 1 against it: the label stands."""
    assert suspects([believing(0.75), believing(0.0625)]) == []
    together = suspects([believing(0.75), believing(0.75)])
    assert together == [Suspect(0, 3, 5, pytest.approx(np.log(3)))]


def test_only_the_same_digits_can_be_judged_together() -> None:
    with pytest.raises(DatasetError, match="same digits"):
        suspects([believing(0.5), believing(0.5, labels=[4])])


def test_planted_wrong_labels_come_before_honest_mistakes() -> None:
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 10, 2000)
    logits = 8 * np.eye(10)[truth] + rng.normal(size=(2000, 10)) * 1.5
    hard = rng.choice(2000, 100, replace=False)
    logits[hard, truth[hard]] -= 6
    probabilities = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    planted = rng.choice(np.setdiff1d(np.arange(2000), hard), 20, replace=False)
    labels = truth.copy()
    labels[planted] = (labels[planted] + rng.integers(1, 10, 20)) % 10
    first = [s.index for s in suspects([Predictions(labels, probabilities)])[:20]]
    assert len(set(first) & set(planted.tolist())) >= 19


def test_marked_digits_are_left_out_unless_the_model_is_wrong() -> None:
    marks = {0: Mark.LABEL_WRONG, 1: Mark.MODEL_WRONG, 2: Mark.AMBIGUOUS}
    left = without_marked(believing(0.9, 0.8, 0.7, 0.1), marks)
    np.testing.assert_allclose(left.confidence, [0.8, 0.9], rtol=1e-6)


def test_leaving_all_out_is_refused() -> None:
    with pytest.raises(DatasetError, match="at least one"):
        without_marked(believing(0.9), {0: Mark.LABEL_WRONG})


def test_relabelling_changes_the_judgement_and_not_the_original() -> None:
    original = believing(0.9, 0.1)
    corrected = relabelled(original, {0: 5})
    assert corrected.labels.tolist() == [5, 3]
    assert corrected.errors.tolist() == []
    assert original.errors.tolist() == [0]
    assert relabelled(original, {}).labels.tolist() == [3, 3]


def test_marks_read_as_words() -> None:
    assert [str(mark) for mark in Mark] == ["label is wrong", "ambiguous", "model is wrong"]
