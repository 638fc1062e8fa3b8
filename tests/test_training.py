"""Training: stopped, killed and resumed at any moment, and what it leaves behind."""

import dataclasses
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from digitrec import jobs
from digitrec.architectures import build
from digitrec.augmentation import feed
from digitrec.augmentation.feed import Digits
from digitrec.errors import TrainingError
from digitrec.recipes import Ann, Augmentation, Optimisation, Recipe, to_dict, with_settings
from digitrec.recognition import Recogniser
from digitrec.runs import Epoch, Progress, Run, State, files
from digitrec.training import exporting, fitting, keeping, reporting, train
from digitrec.training.phases import LEARNED
from digitrec.training.schedule import learning_rate
from digitrec.training.steps import Steps, optimizer_for

SMALL = (
    *("data.share=0.03", "data.validation=0.02", "data.non_digits=off"),
    *("optimisation.epochs=3", "optimisation.batch_size=64"),
)
BATCHES = round(0.03 * 58_800) // 64
TINY = with_settings(Recipe("tiny"), [*SMALL, "architecture.kind=linear"])
# Everything that has a memory: dropout, normalisation, augmentation, the optimizer and the weights' average.
EVERYTHING = with_settings(
    Recipe("everything"),
    [
        *(*SMALL, "architecture.hidden=24,16", "architecture.dropout=0.3", "architecture.batch_norm=on"),
        *("optimisation.optimizer=adamw", "optimisation.weight_decay=0.05", "optimisation.schedule=one-cycle"),
        *("optimisation.learning_rate=0.01", "optimisation.label_smoothing=0.1", "optimisation.averaging=0.9"),
        *("augmentation.rotation=10", "augmentation.elastic=1", "augmentation.noise=0.1", "augmentation.erasing=0.5"),
    ],
)
MOMENTUM = with_settings(
    Recipe("momentum"),
    [*SMALL, "architecture.kind=cnn", "architecture.filters=3", "architecture.dense=8", "architecture.dropout=0.2",
     "optimisation.optimizer=sgd", "optimisation.schedule=cosine", "optimisation.learning_rate=0.1"],
)  # fmt: skip
# After the first epoch, two of a cycle each.
CYCLES = dataclasses.replace(
    with_settings(EVERYTHING, ["optimisation.styled_epochs=1", "optimisation.cycles=2", "augmentation.flags=0.5"]),
    name="cycles",
)


class Killed(BaseException):
    """Stands in for kill -9: nothing that comes after it is run."""


def after(batches: int, do: Callable[[], bool]) -> Callable[[], bool]:
    """Asked before each batch: does it once so many batches are done."""
    asked = iter(range(10**9))
    return lambda: next(asked) >= batches and do()


def kill() -> bool:
    raise Killed


def weights_in(path: Path) -> list[np.ndarray]:
    return [np.asarray(weight) for weight in keras.models.load_model(path, compile=False).get_weights()]


def assert_same_weights(one: Run, other: Run) -> None:
    for mine, theirs in zip(weights_in(one.path(files.MODEL)), weights_in(other.path(files.MODEL)), strict=True):
        assert mine == pytest.approx(theirs, abs=1e-5)


def assert_same_history(one: Run, other: Run) -> None:
    def figures(epoch: Epoch) -> list[float]:
        return [value for name, value in vars(epoch).items() if name != "seconds"]

    mine, theirs = ([figures(epoch) for epoch in run.history()] for run in (one, other))
    assert mine == [pytest.approx(row, abs=1e-5) for row in theirs]


# The schedules


@pytest.mark.parametrize(
    ("schedule", "rates"),
    [
        ("constant", [0.5, 0.5, 0.5, 0.5, 0.5]),
        ("cosine", [0.5, 0.5 * (2 + 2**0.5) / 4, 0.25, 0.5 * (2 - 2**0.5) / 4, 0.0]),
    ],
)
def test_rates_along_a_schedule(schedule: str, rates: list[float]) -> None:
    plan = Optimisation(learning_rate=0.5, schedule=schedule)
    assert [learning_rate(plan, step, 5) for step in range(5)] == pytest.approx(rates)


def test_one_cycle_climbs_to_its_peak_and_falls() -> None:
    plan = Optimisation(learning_rate=0.5, schedule="one-cycle")
    rates = [learning_rate(plan, step, 101) for step in range(101)]
    assert [rates[0], rates[15], rates[30], rates[65], rates[100]] == pytest.approx(
        [0.5 / 25, 0.5 * (1 / 25 + 24 / 25 / 2), 0.5, 0.5 * (0.001 + 0.999 / 2), 0.0005]
    )
    assert rates[:31] == sorted(rates[:31]) and rates[30:] == sorted(rates[30:], reverse=True)


@pytest.mark.parametrize("schedule", ["constant", "cosine", "one-cycle"])
def test_a_single_batch_has_a_rate(schedule: str) -> None:
    assert 0 < learning_rate(Optimisation(schedule=schedule), 0, 1) <= 0.001


# The steps


@pytest.mark.parametrize("name", ["adam", "adamw", "sgd", "rmsprop"])
def test_only_weights_decay(name: str) -> None:
    model = build(Ann(hidden=(3,), batch_norm=True))
    plan = Optimisation(optimizer=name, learning_rate=1.0, weight_decay=0.25)
    optimizer = optimizer_for(plan, model)
    before = [np.asarray(variable) for variable in model.trainable_variables]
    optimizer.apply([np.zeros_like(value) for value in before], model.trainable_variables)
    for variable, value in zip(model.trainable_variables, before, strict=True):
        kept = 0.75 if variable.name == "kernel" else 1.0
        assert np.asarray(variable) == pytest.approx(kept * value, abs=1e-6), variable.path


def test_validation_is_the_mean_over_all_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    images = np.random.default_rng(0).integers(0, 256, (7, 28, 28), np.uint8)
    digits = Digits(images, np.arange(7, dtype=np.uint8), np.arange(7))
    model = build(TINY.architecture)
    logits = np.asarray(model(images / np.float32(255))["logits"], np.float64)
    chosen = logits[np.arange(7), np.arange(7)]
    loss = np.mean(np.log(np.exp(logits).sum(axis=1)) - chosen)
    monkeypatch.setattr("digitrec.training.steps.VALIDATED_AT_ONCE", 3)
    found = Steps(model, model, optimizer_for(TINY.optimisation, model), 0.1).validate(digits)
    assert found == pytest.approx((loss, np.mean(logits.argmax(axis=1) == np.arange(7))), rel=1e-5)


# What a training leaves


@pytest.fixture(scope="module")
def finished_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """TINY, trained to its end."""
    home = tmp_path_factory.mktemp("finished")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIGITREC_HOME", str(home))
        patch.setattr(exporting, "fit_temperature", lambda logits, labels: 1.0)
        run = jobs.enqueue(TINY, "tiny")
        train(run)
    return run.folder


@pytest.fixture
def finished(finished_folder: Path, home: Path) -> Run:
    return Run(Path(shutil.copytree(finished_folder, home / "runs" / "tiny")))


def test_each_epoch_has_its_figures(finished: Run) -> None:
    history = finished.history()
    assert [epoch.epoch for epoch in history] == [1, 2, 3]
    assert history[-1].loss < history[0].loss
    assert all(0 <= epoch.accuracy <= 1 and 0 <= epoch.val_accuracy <= 1 for epoch in history)
    assert [epoch.learning_rate for epoch in history] == [0.001] * 3
    progress = finished.progress()
    assert (progress.epoch, progress.epochs, progress.batches, progress.stage) == (3, 3, BATCHES, "exporting")


def test_the_saved_model_holds_no_optimizer(finished: Run) -> None:
    with zipfile.ZipFile(finished.path(files.MODEL)) as archive:
        assert json.loads(archive.read("config.json")).get("compile_config") == {}
        assert b"optimizer" not in archive.read("model.weights.h5")
    with zipfile.ZipFile(finished.path(files.CHECKPOINT)) as archive:
        assert b"optimizer" in archive.read("model.weights.h5")


def test_the_served_model_answers_as_the_saved_one(finished: Run) -> None:
    """But for weights in half precision."""
    pictures = np.random.default_rng(1).random((5, 28, 28), np.float32)
    model = keras.models.load_model(finished.path(files.MODEL), compile=False)
    answer = model(pictures)
    outputs = Recogniser(finished.path(files.SERVED))(pictures)
    exponentials = np.exp(np.asarray(answer["logits"]))
    assert outputs.probabilities == pytest.approx(exponentials / exponentials.sum(axis=1, keepdims=True), abs=1e-3)
    assert outputs.features == pytest.approx(np.asarray(answer["features"]), abs=1e-3)


def test_the_layers_are_told(finished: Run) -> None:
    assert [(row["kind"], row["output"], row["parameters"]) for row in finished.summary()] == [
        ("InputLayer", "28 × 28", 0),
        ("Flatten", "784", 0),
        ("Dense", "10", 7850),
    ]


def test_nothing_half_written_is_left(finished: Run) -> None:
    assert {path.name for path in finished.folder.iterdir()} <= set(files.KEPT)


def test_progress_grows_steadily(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Progress] = []
    run = jobs.enqueue(TINY, "tiny")
    monkeypatch.setattr(reporting, "INTERVAL", 0.0)
    monkeypatch.setattr(Run, "write_progress", lambda run, progress: told.append(progress))
    train(run)
    training = [progress for progress in told if progress.stage == "training"]
    assert len(training) == 1 + 3 * (BATCHES + 1)
    assert [progress.share for progress in training] == sorted(progress.share for progress in training)
    assert (training[0].share, training[-1].share) == (0.0, 1.0)
    assert {progress.state for progress in told} == {State.RUNNING}
    assert all(progress.rate and progress.memory for progress in training if progress.batch)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("accuracies", "best"), [([0.5, 0.9, 0.4], 2), ([0.5, 0.6, 0.7], 3), ([0.9, 0.9, 0.9], 2), ([0.9, 0.1, 0.2], 1)]
)
def test_the_best_epoch_is_served(accuracies: list[float], best: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of equally accurate epochs, the one with the lowest loss."""
    seen: list[list[np.ndarray]] = []
    losses = [0.5, 0.3, 0.4]

    def validate(steps: Steps, digits: Any) -> tuple[float, float]:
        seen.append(judged[-1].get_weights())
        return losses[len(seen) - 1], accuracies[len(seen) - 1]

    judged: list[keras.Model] = []
    monkeypatch.setattr(fitting, "build", lambda architecture: judged.append(build(architecture)) or judged[-1])
    monkeypatch.setattr(Steps, "validate", validate)
    monkeypatch.setattr(exporting, "fit_temperature", lambda logits, labels: 1.0)
    run = jobs.enqueue(TINY, "tiny")
    train(run)
    for saved, weight in zip(weights_in(run.path(files.MODEL)), seen[best - 1], strict=True):
        assert np.array_equal(saved, weight)
    bias = seen[best - 1][1]
    blank = np.zeros((1, 28, 28), np.float32)
    sigmoids = 1 / (1 + np.exp(-bias))
    assert Recogniser(run.path(files.SERVED))(blank).probabilities[0] == pytest.approx(
        sigmoids / sigmoids.sum(), abs=1e-3
    )


@pytest.mark.slow
@pytest.mark.parametrize(("accuracies", "epochs"), [([0.5, 0.4, 0.3, 0.9], 3), ([0.1, 0.2, 0.3, 0.4], 4)])
def test_early_stopping(accuracies: list[float], epochs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    given = iter(accuracies)
    monkeypatch.setattr(Steps, "validate", lambda steps, digits: (1.0, next(given)))
    recipe = with_settings(TINY, ["optimisation.epochs=4", "optimisation.patience=2"])
    outcome = train(jobs.enqueue(recipe, "tiny"))
    assert (outcome.epochs, outcome.stopped) == (epochs, False)


@pytest.mark.slow
def test_averaged_weights_are_served_and_raw_ones_trained_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """An average that forgets almost nothing stays near the first batch's weights."""
    recipe = with_settings(TINY, ["optimisation.averaging=0.9999", "optimisation.epochs=1"])
    run = jobs.enqueue(recipe, "averaged")
    keras.utils.set_random_seed(recipe.seed)
    began = build(recipe.architecture).get_weights()[0]
    train(run)
    plain = jobs.enqueue(with_settings(TINY, ["optimisation.epochs=1"]), "plain")
    train(plain)
    averaged, raw = (weights_in(each.path(files.MODEL))[0] for each in (run, plain))
    assert np.abs(averaged - began).max() < 0.1 * np.abs(raw - began).max()
    resumed = build(recipe.architecture)
    keeping.restore_checkpoint(run, resumed, optimizer_for(recipe.optimisation, resumed))
    assert resumed.get_weights()[0] == pytest.approx(raw, abs=1e-6)


def test_plain_epochs_at_the_end_see_the_digits_unchanged_but_for_their_styles(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = ["augmentation.noise=0.5", "augmentation.flags=0.3", "optimisation.plain_epochs=2"]
    seen: list[tuple[float, float]] = []

    def batches(digits: Digits, augmentation: Augmentation, *rest: int) -> Iterator[Any]:
        seen.append((augmentation.noise, augmentation.flags))
        return feed.batches(digits, augmentation, *rest)

    monkeypatch.setattr(fitting, "batches", batches)
    train(jobs.enqueue(with_settings(TINY, settings), "plain"))
    assert seen == [(0.5, 0.3), (0.0, 0.3), (0.0, 0.3)]


def test_styled_epochs_come_last_in_a_smaller_cycle_whose_end_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = ["epochs=5", "plain_epochs=1", "styled_epochs=2", "schedule=one-cycle"]
    shares = ["augmentation.noise=0.5", "augmentation.flags=0.3"]
    seen: list[tuple[float, float]] = []

    def batches(digits: Digits, augmentation: Augmentation, *rest: int) -> Iterator[Any]:
        seen.append((augmentation.noise, augmentation.flags))
        return feed.batches(digits, augmentation, *rest)

    monkeypatch.setattr(fitting, "batches", batches)
    run = jobs.enqueue(with_settings(TINY, [*(f"optimisation.{each}" for each in settings), *shares]), "styled")
    outcome = train(run)
    assert seen == [(0.5, 0.0), (0.5, 0.0), (0.0, 0.0), (0.5, 0.3), (0.0, 0.3)]
    rates = [epoch.learning_rate for epoch in run.history()]
    assert rates[2] == pytest.approx(2 * rates[4])  # the cycles' ends
    assert outcome.validation_accuracy == run.history()[-1].val_accuracy
    assert run.path(files.BEFORE_STYLES).exists()


def test_what_styled_epochs_learn_is_served_mixed_with_what_was_before() -> None:
    settings = ["epochs=2", "styled_epochs=1"]
    run = jobs.enqueue(with_settings(TINY, [f"optimisation.{each}" for each in settings]), "styled")
    train(run)
    before, learned, kept = (weights_in(run.path(file)) for file in (files.learned(0), files.CHECKPOINT, files.MODEL))
    for one, other, mixed in zip(before, learned, kept, strict=True):
        assert mixed == pytest.approx((1 - LEARNED) * one + LEARNED * other, abs=1e-6)
        assert (one != other).any()


def test_later_cycles_begin_with_the_same_weights_and_the_mean_of_their_ends_is_served(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = ["epochs=5", "styled_epochs=1", "cycles=3"]
    run = jobs.enqueue(with_settings(TINY, [f"optimisation.{each}" for each in settings]), "cycles")
    fit = fitting.Fit(run, lambda: False)
    began: list[list[np.ndarray]] = []

    def batches(*arguments: Any) -> Iterator[Any]:
        began.append(fit.twin.get_weights())
        return feed.batches(*arguments)

    monkeypatch.setattr(fitting, "batches", batches)
    assert not fit.run_epochs()
    before = weights_in(run.path(files.learned(0)))
    for weights in began[2:]:
        for mine, theirs in zip(weights, before, strict=True):
            assert np.array_equal(mine, theirs)
    ends = [weights_in(run.path(file)) for file in (files.learned(1), files.learned(2), files.CHECKPOINT)]
    for one, *learned, mixed in zip(before, *ends, weights_in(run.path(files.MODEL)), strict=True):
        assert mixed == pytest.approx((1 - LEARNED) * one + LEARNED * sum(learned) / 3, abs=1e-6)
        assert (learned[0] != learned[1]).any() and (learned[1] != learned[2]).any()


def test_a_run_that_has_only_another_s_beginning_can_be_stopped_at_once() -> None:
    settings = ["optimisation.epochs=2", "optimisation.styled_epochs=1"]
    whole, begun = (jobs.enqueue(with_settings(TINY, settings), name) for name in ("whole", "begun"))
    train(whole)
    shutil.copyfile(whole.path(files.BEFORE_STYLES), begun.path(files.CHECKPOINT))
    outcome = train(begun, lambda: True)
    assert (outcome.stopped, outcome.epochs) == (True, 1)
    for before, kept in zip(weights_in(begun.path(files.learned(0))), weights_in(begun.path(files.MODEL)), strict=True):
        assert kept == pytest.approx(before, abs=1e-6)
    train(begun)
    assert_same_history(begun, whole)
    assert_same_weights(begun, whole)


# Stopping, killing, resuming


def test_stopped_before_the_first_epoch_ends_it_serves_the_weights_it_has() -> None:
    run = jobs.enqueue(TINY, "tiny")
    outcome = train(run, after(2, lambda: True))
    assert (outcome.stopped, outcome.epochs, run.history()) == (True, 0, [])
    assert not run.path(files.CHECKPOINT).exists()
    _, bias = weights_in(run.path(files.MODEL))
    assert bias.any()  # two batches have moved it from 0
    assert Recogniser(run.path(files.SERVED))(np.zeros((1, 28, 28), np.float32)).probabilities.sum() == pytest.approx(1)


@pytest.mark.slow
@pytest.mark.parametrize("recipe", [EVERYTHING, MOMENTUM, CYCLES], ids=lambda recipe: recipe.name)
def test_resumed_and_uninterrupted_training_agree(recipe: Recipe) -> None:
    whole, stopped, killed = (jobs.enqueue(recipe, name) for name in ("whole", "stopped", "killed"))
    assert not train(whole).stopped
    for batches in (BATCHES + 5, 3):
        assert train(stopped, after(batches, lambda: True)).stopped
    assert len(stopped.history()) == 1
    assert not train(stopped).stopped
    for batches in (4, BATCHES, BATCHES // 2, BATCHES + 1):
        with pytest.raises(Killed):
            train(killed, after(batches, kill))
    assert len(killed.history()) == 2
    train(killed)
    for run in (stopped, killed):
        assert_same_history(run, whole)
        assert_same_weights(run, whole)


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["save_model", "save_checkpoint", "export"])
def test_killed_while_it_writes_it_resumes_all_the_same(
    moment: str, finished: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = jobs.enqueue(TINY, "killed")
    module = fitting if moment == "export" else keeping
    write, calls = getattr(module, moment), []

    def killed_after_writing(*arguments: Any) -> None:
        write(*arguments)
        calls.append(moment)
        if len(calls) == (1 if moment == "export" else 2):
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(module, moment, killed_after_writing)
        with pytest.raises(Killed):
            train(run)
    assert len(run.history()) == {"save_model": 1, "save_checkpoint": 2, "export": 3}[moment]
    train(run)
    assert_same_history(run, finished)
    assert_same_weights(run, finished)


def test_the_history_is_the_checkpoint_s_own(finished: Run) -> None:
    finished.write_history(finished.history()[:1])  # killed between the two files
    train(finished)
    assert [epoch.epoch for epoch in finished.history()] == [1, 2, 3]


def test_a_new_model_s_old_figures_are_gone_before_it_is_there(finished: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    finished.write_metrics({})

    def export(*arguments: Any) -> None:
        assert not finished.path(files.METRICS).exists()
        raise Killed

    monkeypatch.setattr(fitting, "export", export)
    with pytest.raises(Killed):
        train(finished)
    assert not finished.is_served


@pytest.mark.slow
def test_the_seed_decides_everything(finished: Run) -> None:
    same, other = (jobs.enqueue(with_settings(TINY, [f"seed={seed}"])) for seed in (0, 1))
    train(same)
    train(other)
    assert_same_weights(same, finished)
    assert not np.allclose(weights_in(other.path(files.MODEL))[0], weights_in(finished.path(files.MODEL))[0])


# Faults


def rezipped(path: Path, change: Callable[[dict[str, bytes]], object]) -> None:
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    change(content)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:20_000]),
    "zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "zeros inside": lambda path: path.write_bytes(
        path.read_bytes()[:9_000] + bytes(9_000) + path.read_bytes()[18_000:]
    ),
    "another zip": lambda path: zipfile.ZipFile(path, "w").close(),
    "no weights": lambda path: rezipped(path, lambda content: content.pop("model.weights.h5")),
    "weights cut off": lambda path: rezipped(
        path, lambda c: c.update({"model.weights.h5": c["model.weights.h5"][:9000]})
    ),
    "no history": lambda path: rezipped(path, lambda content: content.pop("digitrec_history.json")),
    "wrong history": lambda path: rezipped(path, lambda content: content.update({"digitrec_history.json": b"[[1]]"})),
    "deep history": lambda path: rezipped(path, lambda c: c.update({"digitrec_history.json": b"[" * 100_000})),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_checkpoint_is_told(damage: str, finished: Run) -> None:
    DAMAGE[damage](finished.path(files.CHECKPOINT))
    with pytest.raises(TrainingError, match="The checkpoint of tiny is damaged, so it cannot be resumed"):
        train(finished)


def test_a_checkpoint_of_another_architecture_is_told(finished: Run) -> None:
    other = with_settings(TINY, ["architecture.kind=ann"])
    files.write_json(finished.path(files.RECIPE), to_dict(other))
    with pytest.raises(TrainingError, match="damaged"):
        train(finished)


@pytest.mark.parametrize("damage", ["empty", "cut off", "zeros", "no weights", "weights cut off"])
def test_damaged_weights_to_start_from_are_told(damage: str, finished: Run) -> None:
    run = jobs.enqueue(TINY, "finer", start_from=finished)
    DAMAGE[damage](run.path(files.INITIAL))
    with pytest.raises(TrainingError, match=r"The weights in initial\.keras are damaged"):
        train(run)


@pytest.mark.slow
def test_a_training_goes_on_from_another_run_s_weights(finished: Run) -> None:
    run = jobs.enqueue(with_settings(TINY, ["optimisation.learning_rate=1e-6"]), "finer", start_from=finished)
    train(run)
    assert run.history()[0].val_accuracy == pytest.approx(max(e.val_accuracy for e in finished.history()), abs=0.01)
    train(run)  # what is resumed goes on from its own checkpoint
    assert len(run.history()) == 3


def test_a_training_that_diverges_ends_in_a_sentence() -> None:
    recipe = with_settings(
        TINY,
        [
            "architecture.kind=ann",
            "optimisation.optimizer=sgd",
            "optimisation.learning_rate=10",
            "architecture.hidden=256,256,256,256",
        ],
    )
    run = jobs.enqueue(recipe)
    with pytest.raises(TrainingError, match=r"the training diverged\. Lower the learning rate"):
        train(run)
    assert run.history() == [] and jobs.judged(run).state is not State.DAMAGED


def test_a_validation_that_diverges_leaves_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Steps, "validate", lambda steps, digits: (float("nan"), 0.1))
    run = jobs.enqueue(TINY, "tiny")
    with pytest.raises(TrainingError, match="diverged"):
        train(run)
    assert not run.path(files.MODEL).exists()
