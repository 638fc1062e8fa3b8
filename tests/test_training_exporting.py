"""The file that is served: calibrated, and as small as its answers allow."""

from pathlib import Path

import keras
import numpy as np
import pytest

from digitrec import jobs
from digitrec.architectures import build, served
from digitrec.augmentation.feed import Digits
from digitrec.recipes import Architecture, Cnn, Data, Linear, Recipe
from digitrec.recognition import Recogniser
from digitrec.runs import Run, files
from digitrec.training import exporting
from digitrec.training.exporting import export

# Enough weights in one layer for quantisation to take it up.
WIDE = Cnn(filters=(16,), dense=32)


@pytest.fixture
def run(home: object) -> Run:
    return jobs.enqueue(Recipe("empty"), "empty")


@pytest.fixture(autouse=True)
def quick_head(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "fit_head", lambda model, *digits: head_of(model.output["before"].shape[1]))
    monkeypatch.setattr(exporting, "fit_drawn", lambda model, *digits: drawn_of(model.output["before"].shape[1]))


@pytest.fixture(scope="module")
def left_out() -> Digits:
    rng = np.random.default_rng(0)
    return Digits(rng.integers(0, 256, (40, 28, 28), np.uint8), rng.integers(0, 10, 40, np.uint8), np.arange(40))


def exported(run: Run, model: keras.Model, left_out: Digits) -> tuple[float, str]:
    outputs = model(left_out.images / np.float32(255))
    return export(run, model, left_out, left_out, np.asarray(outputs["logits"]))


def head_of(before: int) -> keras.Model:
    """A head that scores by the first number that it is given, alone."""
    head = keras.Sequential([keras.Input((before,)), keras.layers.Dense(1)])
    head.layers[0].set_weights([np.eye(before, 1, dtype=np.float32), np.full(1, -0.5, np.float32)])
    return head


def drawn_of(before: int) -> keras.Model:
    """What makes twice the model's own logits of a drawing."""
    inputs = {"logits": keras.Input((10,), name="logits"), "before": keras.Input((before,), name="before")}
    return keras.Model(inputs, keras.layers.Rescaling(2.0)(inputs["logits"]))


def seeded(architecture: Architecture) -> keras.Model:
    keras.utils.set_random_seed(0)
    return build(architecture)


@pytest.mark.parametrize(("may_change", "weights"), [(1.0, "int8"), (-1.0, "float16")])
def test_weights_are_of_8_bits_unless_they_change_too_many_answers(
    may_change: float, weights: str, run: Run, left_out: Digits, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = seeded(WIDE)
    monkeypatch.setattr(exporting, "MAY_CHANGE", may_change)
    assert exported(run, model, left_out)[1] == weights
    share = run.path(files.SERVED).stat().st_size / model.count_params()
    assert share == pytest.approx({"int8": 1.0, "float16": 2.0}[weights], abs=0.2)


def test_the_temperature_is_in_the_file(run: Run, left_out: Digits, monkeypatch: pytest.MonkeyPatch) -> None:
    model = seeded(Linear())
    monkeypatch.setattr(exporting, "fit_temperature", lambda logits, labels: 4.0)
    assert exported(run, model, left_out)[0] == 4.0
    pictures = left_out.images / np.float32(255)
    odds = np.exp(np.asarray(model(pictures)["logits"]) / 4)
    found = Recogniser(run.path(files.SERVED))(pictures).probabilities
    assert found == pytest.approx(odds / odds.sum(axis=1, keepdims=True), abs=2e-3)


def test_the_digits_left_out_decide_the_temperature(run: Run, left_out: Digits) -> None:
    """Random labels: the least sure of all answers is the best calibrated."""
    temperature, _ = exported(run, seeded(Linear()), left_out)
    assert temperature > 1.5


def test_an_ensemble_serves_its_members_mean(run: Run, left_out: Digits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "fit_temperature", lambda logits, labels: 1.0)
    model = seeded(Cnn(filters=(4, 4), dense=0, members=3))
    pictures = left_out.images / np.float32(255)
    members = np.stack([np.asarray(model.get_layer(f"member_{n}")(pictures)["logits"]) for n in range(3)])
    assert np.ptp(members, axis=0).min() > 0, "the members are not alike"
    exported(run, model, left_out)
    odds = np.exp(members.mean(axis=0))
    outputs = Recogniser(run.path(files.SERVED))(pictures)
    assert outputs.probabilities == pytest.approx(odds / odds.sum(axis=1, keepdims=True), abs=2e-3)
    assert outputs.features.shape == (40, 3 * 4 * 7 * 7)


def test_how_much_it_looks_like_a_digit_is_in_the_file(run: Run, left_out: Digits) -> None:
    exported(run, seeded(Linear()), left_out)
    first_pixels = left_out.images[:, 0, 0] / np.float32(255)
    found = Recogniser(run.path(files.SERVED))(left_out.images).digit
    assert (found.shape, found.dtype) == ((40,), np.float32)
    assert found == pytest.approx(1 / (1 + np.exp(0.5 - first_pixels)), abs=0.01)


def test_what_drawings_are_read_as_is_in_the_file(run: Run, left_out: Digits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "fit_temperature", lambda logits, labels: 1.0)
    exported(run, seeded(Linear()), left_out)
    found = Recogniser(run.path(files.SERVED))(left_out.images)
    squared = found.probabilities**2
    assert found.drawn == pytest.approx(squared / squared.sum(axis=1, keepdims=True), abs=2e-3)


def test_what_was_stopped_reads_drawings_as_scans_but_tells_non_digits(run: Run, left_out: Digits) -> None:
    model = seeded(Linear())
    logits = np.asarray(model(left_out.images / np.float32(255))["logits"])
    export(run, model, left_out, left_out, logits, with_drawings=False)
    found = Recogniser(run.path(files.SERVED))(left_out.images)
    assert np.array_equal(found.drawn, found.probabilities) and np.ptp(found.digit) > 0


def test_a_recipe_may_leave_drawings_and_non_digits_out(home: object, left_out: Digits) -> None:
    run = jobs.enqueue(Recipe("empty", data=Data(non_digits=False)), "empty")
    exported(run, seeded(Linear()), left_out)
    found = Recogniser(run.path(files.SERVED))(left_out.images)
    assert (found.digit == 1).all() and np.array_equal(found.drawn, found.probabilities)


def test_a_file_made_before_it_was_asked_takes_everything_for_a_digit(tmp_path: Path, left_out: Digits) -> None:
    path = tmp_path / "model.tflite"
    served(seeded(Linear())).export(str(path), format="litert", verbose=False)
    found = Recogniser(path)(left_out.images)
    assert (found.digit == np.ones(40)).all() and found.digit.dtype == np.float32
    assert found.probabilities.shape == (40, 10)


def test_nothing_but_the_file_is_left(run: Run, left_out: Digits) -> None:
    before = set(run.folder.iterdir())
    exported(run, seeded(Linear()), left_out)
    assert set(run.folder.iterdir()) - before == {run.path(files.SERVED)}
