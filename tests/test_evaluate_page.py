"""The Evaluate page without a browser: what it shows for which choices, and what it says to bad input."""

import io
import shutil
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from digitrec import runs
from digitrec.dataset import Mnist
from digitrec.evaluation import served
from digitrec.evaluation.gallery import Filter, select
from digitrec.evaluation.marks import mark
from digitrec.evaluation.metrics import headline
from digitrec.evaluation.predictions import Predictions
from digitrec.evaluation.served import Labelled
from digitrec.evaluation.suspects import Mark, suspects
from digitrec.recognition import recogniser_for
from digitrec.runs import Run, files
from digitrec.ui import state
from tests.pages import opened, run


@pytest.fixture(autouse=True)
def only_the_trained_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, trained: Run) -> None:
    """No shipped model, so that the tests are about a known one; MNIST stays where it is."""
    monkeypatch.setattr("digitrec.runs.store.shipped_runs", list)


@pytest.fixture(scope="module")
def predictions(trained_folder: Path, mnist: Mnist) -> Predictions:
    """The trained model's answers to the test digits, asked for once and kept nowhere."""
    pictures = np.divide(mnist.test_images, 255, dtype=np.float32)
    return Predictions(mnist.test_labels, recogniser_for(Run(trained_folder))(pictures).probabilities)


def page(**address: str) -> AppTest:
    shown = opened("evaluate")
    for key, value in address.items():
        shown.query_params[key] = value
    return run(shown)


def count(test: AppTest) -> int:
    """The number that the gallery's count shows."""
    (shown,) = (each.value for each in test.markdown if each.value.strip("*").isdigit())
    return int(shown.strip("*"))


def metric(test: AppTest, label: str) -> str:
    return next(each.value for each in test.metric if each.label == label)


def test_the_headline_is_that_of_the_answers(predictions: Predictions) -> None:
    shown, found = page(), headline(predictions)
    assert metric(shown, "Accuracy") == f"{100 * found.accuracy:.2f} %"
    assert metric(shown, "Misread") == f"{found.errors:,} of 10,000"
    assert metric(shown, "Negative log-likelihood") == f"{found.loss:.4f}"
    assert metric(shown, "Brier score") == f"{found.brier:.4f}"


def test_the_gallery_holds_every_error_first(predictions: Predictions) -> None:
    assert count(page()) == len(predictions.errors)


@pytest.mark.parametrize(("true", "read"), [(4, 9), (9, 4), (3, 3)])
def test_an_address_with_a_cell_shows_that_cell(predictions: Predictions, true: int, read: int) -> None:
    shown = page(true=str(true), read=str(read))
    assert count(shown) == ((predictions.labels == true) & (predictions.predicted == read)).sum()
    assert (shown.selectbox(state.TRUE).value, shown.selectbox(state.READ).value) == (str(true), str(read))


def test_the_select_boxes_filter_and_the_address_follows(predictions: Predictions) -> None:
    shown = page()
    run(shown.selectbox(state.TRUE).set_value("7"))
    assert count(shown) == len(select(predictions, Filter(true=7)))
    assert shown.query_params["true"] == "7"
    run(shown.slider(state.CONFIDENCE).set_value((0, 50)))
    assert count(shown) == len(select(predictions, Filter(true=7, highest=0.5)))
    assert shown.query_params["confidence"] == "0-50"


def test_the_chip_clears_the_filter(predictions: Predictions) -> None:
    shown = page(true="4", read="9", confidence="10-90")
    run(shown.button("chip").click())
    assert count(shown) == len(predictions.errors)
    assert set(shown.query_params) == {"evaluated", "against"}
    assert "chip" not in [button.key for button in shown.button]


def test_an_opened_digit_tells_its_label_answer_and_number(predictions: Predictions) -> None:
    index = int(predictions.errors[0])
    shown = page(digit=str(index))
    words = " ".join(each.value for each in shown.markdown)
    assert f"Labelled **{predictions.labels[index]}**, read as **{predictions.predicted[index]}**" in words
    assert f"Second guess: **{predictions.second[index]}**" in words
    assert any(f"Number {index:,} of the MNIST test set" in each.value for each in shown.caption)
    assert "most similar digits" in words
    run(shown.button("back").click())
    assert "digit" not in shown.query_params and "Labelled" not in " ".join(each.value for each in shown.markdown)


@pytest.mark.parametrize(
    "address",
    [
        {"evaluated": "../../etc"},
        {"against": "nobody"},
        {"data": "x" * 10_000},
        {"true": "11", "read": "-1"},
        {"order": "none"},
        {"among": "only_b"},
        {"confidence": "90-10"},
        {"confidence": "\u0661-\u0662"},
        {"part": "999999"},
        {"part": "0"},
        {"digit": "10000"},
        {"digit": "9" * 5_000},
        {"shares": "maybe", "diagonal": ""},
    ],
)
def test_a_made_up_address_shows_the_page_all_the_same(predictions: Predictions, address: dict[str, str]) -> None:
    assert count(page(**address)) == len(predictions.errors)


def test_the_validation_share_is_what_the_recipe_left_out(trained: Run, mnist: Mnist) -> None:
    shown = page(data="validation")
    assert metric(shown, "Misread").endswith(f"of {len(served.left_out(trained, mnist).labels):,}")


def npz(**arrays: object) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def test_a_file_of_ones_own_is_judged(mnist: Mnist) -> None:
    shown = page(data="own")
    held = npz(x=mnist.test_images[:20], y=mnist.test_labels[:20])
    run(shown.file_uploader(state.UPLOAD).set_value(("mine.npz", held, "application/zip")))
    assert metric(shown, "Misread").endswith("of 20")


@pytest.mark.parametrize(
    ("held", "message"),
    [
        (b"", "cannot be read as an .npz file"),
        (b"PK\x03\x04 and nothing more", "cannot be read as an .npz file"),
        (npz(x=np.zeros((2, 28, 28), np.uint8)), "has no array y"),
        (npz(x=np.zeros((2, 28, 28)), y=[1, 2]), "must be uint8"),
        (npz(x=np.zeros((2, 28, 28), np.uint8), y=[1, 12]), "y must be 0 to 9"),
        (npz(x=np.zeros((2, 28, 28), np.uint8), y=np.array([print, 1], object)), "whole numbers"),
    ],
)
def test_a_file_that_holds_no_digits_is_refused_in_a_sentence(held: bytes, message: str) -> None:
    shown = page(data="own")
    run(shown.file_uploader(state.UPLOAD).set_value(("mine.npz", held, "application/zip")))
    (error,) = shown.error
    assert message in error.value and "mine.npz" in error.value


def test_a_damaged_model_is_named(trained: Run) -> None:
    trained.path(files.SERVED).write_bytes(b"no model")
    (error,) = page().error
    assert "The model trained is damaged" in error.value


def test_without_a_model_the_page_says_what_to_do(trained: Run) -> None:
    trained.path(files.SERVED).unlink()
    (warning,) = page().warning
    assert "Train one" in warning.value


def test_marked_digits_can_be_left_out_of_the_headline(predictions: Predictions, mnist: Mnist) -> None:
    checksum = Labelled(mnist.test_images, mnist.test_labels).checksum
    first, second = (suspect.index for suspect in suspects([predictions])[:2])
    mark(checksum, first, Mark.LABEL_WRONG)
    mark(checksum, second, Mark.MODEL_WRONG)
    shown = page()
    assert metric(shown, "Misread") == f"{len(predictions.errors):,} of 10,000"
    run(shown.toggle(state.WITHOUT_MARKED).set_value(True))
    assert metric(shown, "Misread") == f"{len(predictions.errors) - 1:,} of 9,999"


def test_robustness_is_measured_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(served, "SAMPLE", 50)
    shown = page()
    before = len(shown.get("plotly_chart"))
    run(shown.button("measure").click())
    assert len(shown.get("plotly_chart")) == before + 1


def test_two_models_are_compared_in_words(trained: Run, mnist: Mnist, home: Path) -> None:
    trained.folder.rename(home / "runs" / "first")
    shutil.copytree(home / "runs" / "first", home / "runs" / "second")
    for name in ("first", "second"):
        served.predictions(runs.find(name), Labelled(mnist.test_images, mnist.test_labels))
    words = " ".join(each.value for each in page(evaluated="first", against="second").markdown)
    assert "first and second read equally many of the 10,000 digits" in words
