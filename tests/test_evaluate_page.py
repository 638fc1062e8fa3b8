"""The Evaluate page without a browser: what it shows for which choices, and what it says to bad input."""

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from digitrec import runs, settings
from digitrec.dataset import Mnist
from digitrec.evaluation import served
from digitrec.evaluation.gallery import Filter, select
from digitrec.evaluation.marks import mark
from digitrec.evaluation.metrics import headline
from digitrec.evaluation.predictions import Predictions
from digitrec.evaluation.served import Labelled
from digitrec.evaluation.suspects import Mark, suspects
from digitrec.runs import Run, files
from digitrec.ui import state

PAGE = str(settings.CODE / "pages" / "evaluate.py")
Open = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def only_the_trained_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, trained: Run) -> None:
    """No shipped model, so that the tests are about a known one; MNIST stays where it is."""
    monkeypatch.setattr("digitrec.runs.store.shipped_runs", list)


@pytest.fixture
def predictions(trained: Run, mnist: Mnist) -> Predictions:
    return served.predictions(trained, Labelled(mnist.test_images, mnist.test_labels))


@pytest.fixture
def page() -> Open:
    def open_page(**address: str) -> AppTest:
        test = AppTest.from_file(PAGE, default_timeout=60)
        for key, value in address.items():
            test.query_params[key] = value
        return without_exception(test.run())

    return open_page


def without_exception(test: AppTest) -> AppTest:
    assert not test.exception, test.exception
    return test


def count(test: AppTest) -> int:
    """The number that the gallery's count shows."""
    (shown,) = (each.value for each in test.markdown if each.value.strip("*").isdigit())
    return int(shown.strip("*"))


def metric(test: AppTest, label: str) -> str:
    return next(each.value for each in test.metric if each.label == label)


def test_the_headline_is_that_of_the_answers(page: Open, predictions: Predictions) -> None:
    shown, found = page(), headline(predictions)
    assert metric(shown, "Accuracy") == f"{100 * found.accuracy:.2f} %"
    assert metric(shown, "Misread") == f"{found.errors:,} of 10,000"
    assert metric(shown, "Negative log-likelihood") == f"{found.loss:.4f}"
    assert metric(shown, "Brier score") == f"{found.brier:.4f}"


def test_the_gallery_holds_every_error_first(page: Open, predictions: Predictions) -> None:
    assert count(page()) == len(predictions.errors)


@pytest.mark.parametrize(("true", "read"), [(4, 9), (9, 4), (3, 3)])
def test_an_address_with_a_cell_shows_that_cell(page: Open, predictions: Predictions, true: int, read: int) -> None:
    shown = page(true=str(true), read=str(read))
    assert count(shown) == ((predictions.labels == true) & (predictions.predicted == read)).sum()
    assert (shown.selectbox(state.TRUE).value, shown.selectbox(state.READ).value) == (str(true), str(read))


def test_the_select_boxes_filter_and_the_address_follows(page: Open, predictions: Predictions) -> None:
    shown = page()
    without_exception(shown.selectbox(state.TRUE).set_value("7").run())
    assert count(shown) == len(select(predictions, Filter(true=7)))
    assert shown.query_params["true"] == "7"
    without_exception(shown.slider(state.CONFIDENCE).set_value((0, 50)).run())
    assert count(shown) == len(select(predictions, Filter(true=7, highest=0.5)))
    assert shown.query_params["confidence"] == "0-50"


def test_the_chip_clears_the_filter(page: Open, predictions: Predictions) -> None:
    shown = page(true="4", read="9", confidence="10-90")
    without_exception(shown.button("chip").click().run())
    assert count(shown) == len(predictions.errors)
    assert set(shown.query_params) == {"evaluated", "against"}
    assert "chip" not in [button.key for button in shown.button]


def test_an_opened_digit_tells_its_label_answer_and_number(page: Open, predictions: Predictions) -> None:
    index = int(predictions.errors[0])
    shown = page(digit=str(index))
    words = " ".join(each.value for each in shown.markdown)
    assert f"Labelled **{predictions.labels[index]}**, read as **{predictions.predicted[index]}**" in words
    assert f"Second guess: **{predictions.second[index]}**" in words
    assert any(f"Number {index:,} of the MNIST test set" in each.value for each in shown.caption)
    assert "most similar digits" in words
    without_exception(shown.button("back").click().run())
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
def test_a_made_up_address_shows_the_page_all_the_same(
    page: Open, predictions: Predictions, address: dict[str, str]
) -> None:
    assert count(page(**address)) == len(predictions.errors)


def test_the_validation_share_is_what_the_recipe_left_out(page: Open, trained: Run, mnist: Mnist) -> None:
    shown = page(data="validation")
    assert metric(shown, "Misread").endswith(f"of {len(served.left_out(trained, mnist).labels):,}")


def npz(**arrays: object) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def test_a_file_of_ones_own_is_judged(page: Open, mnist: Mnist) -> None:
    shown = page(data="own")
    held = npz(x=mnist.test_images[:20], y=mnist.test_labels[:20])
    without_exception(shown.file_uploader(state.UPLOAD).set_value(("mine.npz", held, "application/zip")).run())
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
def test_a_file_that_holds_no_digits_is_refused_in_a_sentence(page: Open, held: bytes, message: str) -> None:
    shown = page(data="own")
    without_exception(shown.file_uploader(state.UPLOAD).set_value(("mine.npz", held, "application/zip")).run())
    (error,) = shown.error
    assert message in error.value and "mine.npz" in error.value


def test_a_damaged_model_is_named(page: Open, trained: Run) -> None:
    trained.path(files.SERVED).write_bytes(b"no model")
    (error,) = page().error
    assert "The model trained is damaged" in error.value


def test_without_a_model_the_page_says_what_to_do(page: Open, trained: Run) -> None:
    trained.path(files.SERVED).unlink()
    (warning,) = page().warning
    assert "Train one" in warning.value


def test_marked_digits_can_be_left_out_of_the_headline(page: Open, predictions: Predictions, mnist: Mnist) -> None:
    checksum = Labelled(mnist.test_images, mnist.test_labels).checksum
    first, second = (suspect.index for suspect in suspects([predictions])[:2])
    mark(checksum, first, Mark.LABEL_WRONG)
    mark(checksum, second, Mark.MODEL_WRONG)
    shown = page()
    assert metric(shown, "Misread") == f"{len(predictions.errors):,} of 10,000"
    without_exception(shown.toggle(state.WITHOUT_MARKED).set_value(True).run())
    assert metric(shown, "Misread") == f"{len(predictions.errors) - 1:,} of 9,999"


def test_robustness_is_measured_on_request(page: Open) -> None:
    shown = page()
    before = len(shown.get("plotly_chart"))
    without_exception(shown.button("measure").click().run())
    assert len(shown.get("plotly_chart")) == before + 1


def test_two_models_are_compared_in_words(page: Open, trained: Run, mnist: Mnist, home: Path) -> None:
    trained.folder.rename(home / "runs" / "first")
    shutil.copytree(home / "runs" / "first", home / "runs" / "second")
    for name in ("first", "second"):
        served.predictions(runs.find(name), Labelled(mnist.test_images, mnist.test_labels))
    words = " ".join(each.value for each in page(evaluated="first", against="second").markdown)
    assert "first and second read equally many of the 10,000 digits" in words
