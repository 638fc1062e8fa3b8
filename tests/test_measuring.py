"""Trainings that measure a recipe: found, resumed or trained from scratch; stopped by Ctrl-C."""

import dataclasses
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from digitrec import jobs, measuring, recipes, results, settings
from digitrec.dataset import Mnist
from digitrec.errors import RunError, TrainingError
from digitrec.recipes import RECIPES, Recipe
from digitrec.runs import Progress, Run, State, files, runs_folder
from tests.waiting import until

COMMAND_SECONDS = 123.0
Trainings = list[tuple[str, ...]]


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Results are kept elsewhere, and shown on no page."""
    monkeypatch.setattr(results, "KEPT", tmp_path / "results.json")
    monkeypatch.setattr(results, "PAGES", ())


@pytest.fixture
def recipe(trained: Run, monkeypatch: pytest.MonkeyPatch) -> Recipe:
    """The recipe of `trained`, in the catalogue in place of `linear`."""
    monkeypatch.setitem(RECIPES, "linear", trained.recipe())
    return trained.recipe()


@pytest.fixture
def finish(trained: Run) -> Callable[[Recipe], Run]:
    """Makes the finished run that measures a recipe, out of `trained`."""

    def make(recipe: Recipe) -> Run:
        folder = runs_folder() / measuring.run_name(recipe)
        run = Run(shutil.copytree(trained.folder, folder, dirs_exist_ok=True))
        files.write_json(run.path(files.RECIPE), recipes.to_dict(recipe))
        return run

    return make


@pytest.fixture
def trainings(finish: Callable[[Recipe], Run], recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> Trainings:
    """The commands that trainings, which end at once, were started with."""
    commands: Trainings = []

    def train(run: Run, *command: str) -> float:
        commands.append(command)
        changes = [word.removeprefix("--set=") for word in command if word.startswith("--set=")]
        finish(recipes.with_settings(recipe, changes))
        return COMMAND_SECONDS

    monkeypatch.setattr(measuring, "_trained", train)
    return commands


def test_each_seed_is_trained_from_scratch_and_its_result_kept(recipe: Recipe, trainings: Trainings) -> None:
    trained = measuring.runs_of(recipe, 2)
    word = results.fingerprint(recipe)[:6]
    assert [run.name for run in trained] == [f"linear-{word}-seed-0", f"linear-{word}-seed-1"]
    assert trainings == [
        ("train", "linear", "--name", f"linear-{word}-seed-0"),
        ("train", "linear", "--name", f"linear-{word}-seed-1", "--set=seed=1"),
    ]
    assert results.load() == [measuring.result_of(run, COMMAND_SECONDS) for run in trained]


def test_what_is_changed_in_a_recipe_reaches_its_training(recipe: Recipe, trainings: Trainings) -> None:
    measuring.measured(recipes.with_settings(recipe, ["optimisation.epochs=2", "augmentation.flip=true"]))
    assert trainings[0][4:] == ("--set=optimisation.epochs=2", "--set=augmentation.flip=True")


def test_an_interrupted_training_is_resumed_and_its_seconds_are_those_it_counted(
    recipe: Recipe, trainings: Trainings, finish: Callable[[Recipe], Run]
) -> None:
    run = finish(recipe)
    run.write_progress(Progress(State.INTERRUPTED))
    assert measuring.measured(recipe) == run
    assert trainings == [("resume", run.name)]
    assert [row.seconds for row in results.load()] == [run.metrics()["seconds"]]


def test_a_finished_training_is_not_done_again(
    recipe: Recipe, trainings: Trainings, finish: Callable[[Recipe], Run]
) -> None:
    run = finish(recipe)
    assert measuring.measured(recipe) == run
    assert results.load() == [measuring.result_of(run)]
    results.KEPT.write_text(results.KEPT.read_text().replace('"test_accuracy": 0', '"test_accuracy": 1'))
    before = results.load()
    assert measuring.measured(recipe) == run
    assert (results.load(), trainings) == (before, [])


@pytest.mark.slow
def test_styled_epochs_go_on_from_the_run_without_them(
    recipe: Recipe, finish: Callable[[Recipe], Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = dataclasses.replace(recipe.optimisation, epochs=recipe.optimisation.epochs + 1, styled_epochs=1)
    taught = dataclasses.replace(
        recipe, name="taught", optimisation=plan, augmentation=dataclasses.replace(recipe.augmentation, flags=0.5)
    )
    monkeypatch.setitem(RECIPES, "taught", taught)
    earlier = finish(recipe)
    run = measuring.measured(taught)
    assert run.history()[:-1] == earlier.history()
    assert len(run.history()) == plan.epochs
    assert [(row.recipe, row.seed) for row in results.load()] == [("linear", 0), ("taught", 0)]


@pytest.mark.slow
def test_recipes_with_the_same_beginning_share_it(
    recipe: Recipe, finish: Callable[[Recipe], Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    others = ["optimisation.batch_size=256", "optimisation.epochs=3"]
    settings = [*others, "optimisation.styled_epochs=1", "optimisation.cycles=2"]
    plain = dataclasses.replace(recipes.with_settings(recipe, settings), name="plain")
    styled = dataclasses.replace(recipes.with_settings(plain, ["augmentation.flags=0.5"]), name="styled")
    for each in (plain, styled):
        monkeypatch.setitem(RECIPES, each.name, each)
    # Another process does not know it by its name.
    jobs.enqueue(plain, measuring.run_name(plain)).write_progress(Progress(State.STOPPED))
    first, second = (measuring.measured(each) for each in (plain, styled))
    assert first.recipe() == plain
    assert second.history()[0] == first.history()[0]
    assert second.history()[1].loss != first.history()[1].loss
    assert len(second.history()) == 3


def test_each_shipped_network_goes_on_from_its_recipe_without_styles() -> None:
    found = {name: measuring.begun_alike(dataclasses.replace(RECIPES[name], seed=2)) for name in RECIPES}
    names = {name: (earlier.name, earlier.seed) for name, earlier in found.items() if earlier}
    assert names == {"ann": ("ann-mnist", 2), "cnn": ("cnn-mnist", 2), "cnn-ensemble": ("cnn-mnist-ensemble", 2)}


def test_another_recipe_s_run_of_that_name_is_not_taken(
    recipe: Recipe, trainings: Trainings, finish: Callable[[Recipe], Run]
) -> None:
    longer = recipes.with_settings(recipe, ["optimisation.epochs=2"])
    files.write_json(finish(recipe).path(files.RECIPE), recipes.to_dict(longer))
    with pytest.raises(RunError, match="is a run of another recipe"):
        measuring.measured(recipe)
    assert (results.load(), trainings) == ([], [])


def test_a_training_that_is_interrupted_leaves_no_result(recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(run: Run, *command: str) -> float:
        raise KeyboardInterrupt

    monkeypatch.setattr(measuring, "_trained", interrupt)
    with pytest.raises(KeyboardInterrupt):
        measuring.runs_of(recipe)
    assert results.load() == []


def test_a_result_tells_what_the_run_tells(trained: Run, mnist: Mnist) -> None:
    perfect = np.eye(10, dtype=np.float32)[mnist.test_labels]
    np.savez(trained.path(files.PREDICTIONS), probabilities=perfect * np.float32(0.75) + np.float32(0.025))
    found, metrics = measuring.result_of(trained, 99.5), trained.metrics()
    assert found.calibration_error == pytest.approx(1 - 0.775)
    assert (found.recipe, found.seed, found.seconds) == ("linear", 0, 99.5)
    for name in ("test_accuracy", "test_loss", "validation_accuracy", "parameters"):
        assert getattr(found, name) == metrics[name]
    assert found.bytes == trained.path(files.SERVED).stat().st_size


@pytest.mark.parametrize("content", [None, b"", b"no zip", b"PK\x03\x04"])
def test_a_run_without_its_answers_is_told(content: bytes | None, trained: Run) -> None:
    if content is None:
        trained.path(files.PREDICTIONS).unlink()
    else:
        trained.path(files.PREDICTIONS).write_bytes(content)
    with pytest.raises(RunError, match="The run trained is damaged"):
        measuring.result_of(trained)


# Processes


def test_a_training_that_fails_ends_the_measuring(trained: Run) -> None:
    with pytest.raises(TrainingError, match="ended with exit code 2"):
        measuring._trained(trained, "resume", "nobody")


BEGINS_LATE = """
import sys, time
from pathlib import Path
time.sleep(0.2)
Path(sys.argv[1]).mkdir()
while not Path(sys.argv[1], "stop").exists():
    time.sleep(0.01)
"""


def test_a_training_is_asked_to_stop_until_it_hears_it(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", BEGINS_LATE, tmp_path / "run"], text=True)
    measuring._stop(process, Run(tmp_path / "run"))
    assert process.returncode == 0


MEASURE = """
import sys
from pathlib import Path
from digitrec import results
from digitrec.cli import main
results.KEPT, results.PAGES = Path(sys.argv[1]), ()
main(["results", "linear"])
"""


@pytest.mark.slow
@pytest.mark.parametrize("interrupt", [os.kill, os.killpg], ids=["alone", "with its training"])
def test_ctrl_c_stops_the_training_and_keeps_what_was_trained(interrupt: Callable[[int, int], None]) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", MEASURE, results.KEPT],
        cwd=settings.CODE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    run = Run(runs_folder() / measuring.run_name(RECIPES["linear"]))
    until(lambda: run.folder.exists() and len(run.history()) >= 1)
    interrupt(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, "Traceback" in err, results.KEPT.exists()) == (130, False, False), err
    assert jobs.judged(run).state is State.STOPPED
    assert run.history() and run.path(files.CHECKPOINT).exists()
