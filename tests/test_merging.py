"""Ensembles: finished CNNs of one recipe, joined to one served file."""

import dataclasses
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from digitrec import dataset, jobs, measuring, recipes, results
from digitrec.errors import RecipeError, RunError
from digitrec.recipes import Cnn, Recipe, with_settings
from digitrec.recognition import Recogniser
from digitrec.runs import Run, State, files, runs_folder

SMALL = (
    "data.share=0.02",
    "data.non_digits=off",
    "optimisation.epochs=1",
    "optimisation.batch_size=64",
    "optimisation.learning_rate=0.01",
)
TINY = with_settings(Recipe("tiny", Cnn(filters=(4,), dense=0, batch_norm=True)), SMALL)

Make = Callable[[Recipe], Run]


@pytest.fixture(scope="module")
def members_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seeds of TINY, trained."""
    home = tmp_path_factory.mktemp("members")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIGITREC_HOME", str(home))
        for seed in (0, 1):
            jobs.work(jobs.enqueue(dataclasses.replace(TINY, seed=seed), f"seed-{seed}"))
    return home / "runs"


@pytest.fixture
def members(members_folder: Path, home: Path) -> list[Run]:
    return [
        Run(Path(shutil.copytree(folder, runs_folder() / folder.name)))
        for folder in sorted(members_folder.glob("seed-*"))
    ]


@pytest.mark.slow
def test_the_mean_of_the_members_logits_answers(members: list[Run]) -> None:
    run = jobs.enqueue_merge(members)
    assert (run.name, jobs.work(run)) == ("tiny-ensemble-1", State.FINISHED)
    images = dataset.load().test_images[:50]
    odds = [np.log(Recogniser(member.path(files.SERVED))(images).probabilities) for member in members]
    # A member's own temperature is divided out again: the ensemble has one for itself.
    logits = sum(log * member.metrics()["temperature"] for log, member in zip(odds, members, strict=True)) / 2
    exponentials = np.exp((logits - logits.max(axis=1, keepdims=True)) / run.metrics()["temperature"])
    found = Recogniser(run.path(files.SERVED))(images).probabilities
    assert found == pytest.approx(exponentials / exponentials.sum(axis=1, keepdims=True), abs=0.01)
    assert run.metrics()["members"] == ["seed-0", "seed-1"]
    assert run.metrics()["parameters"] == 2 * members[0].metrics()["parameters"]
    assert run.is_served and run.history() == []


def test_only_finished_cnns_of_one_architecture_are_joined(members: list[Run], trained: Run) -> None:
    with pytest.raises(RecipeError, match="Only single CNNs"):
        jobs.enqueue_merge([trained, *members])
    with pytest.raises(RunError, match="trained-wider has another architecture than seed-0"):
        jobs.enqueue_merge([*members, _wider(members[0])])
    waiting = jobs.enqueue(TINY, "waiting")
    with pytest.raises(RunError, match="waiting has not finished"):
        jobs.enqueue_merge([*members, waiting])


def _wider(run: Run) -> Run:
    wider = Run(Path(shutil.copytree(run.folder, runs_folder() / "trained-wider")))
    files.write_json(wider.path(files.RECIPE), recipes.to_dict(with_settings(TINY, ["architecture.filters=5"])))
    return wider


def test_an_ensemble_is_measured_by_the_seeds_of_its_members(
    members: list[Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    joined = recipes.ensemble_of(TINY, 2)
    asked: list[tuple[str, ...]] = []
    monkeypatch.setitem(recipes.RECIPES, "tiny", TINY)
    monkeypatch.setitem(recipes.RECIPES, joined.name, joined)
    monkeypatch.setattr(measuring, "runs_of", lambda recipe, seeds: members[:seeds] if recipe == TINY else [])
    monkeypatch.setattr(measuring, "_trained", lambda run, *command: asked.append(command) or 3.0)
    seconds = measuring._first_trained(Run(runs_folder() / "new"), joined)
    assert asked == [("merge", "seed-0", "seed-1", "--name", "new")]
    assert seconds == pytest.approx(3.0 + sum(member.metrics()["seconds"] for member in members))
    assert len(results.with_seeds(recipes.RECIPES["cnn-ensemble"])) == 1
