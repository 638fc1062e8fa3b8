"""Ensembles: finished CNNs of one recipe, joined to one served file."""

import dataclasses
import shutil
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


@pytest.fixture
def members() -> list[Run]:
    """Two seeds of TINY, trained."""
    runs = [jobs.enqueue(dataclasses.replace(TINY, seed=seed), f"seed-{seed}") for seed in (0, 1)]
    assert [jobs.work(run) for run in runs] == [State.FINISHED] * 2
    return runs


@pytest.fixture
def named_so(trained: Run) -> list[Run]:
    """Two finished runs that say they are seeds of TINY."""
    return [_with_recipe(trained, dataclasses.replace(TINY, seed=seed), f"seed-{seed}") for seed in (0, 1)]


def _with_recipe(run: Run, recipe: Recipe, name: str) -> Run:
    """A copy of a run that says it is of another recipe."""
    copy = Run(Path(shutil.copytree(run.folder, runs_folder() / name)))
    files.write_json(copy.path(files.RECIPE), recipes.to_dict(recipe))
    return copy


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
    assert run.metrics()["seconds"] > sum(member.metrics()["seconds"] for member in members) > 0
    assert run.is_served and run.history() == []


def test_only_finished_cnns_of_one_architecture_are_joined(named_so: list[Run], trained: Run) -> None:
    with pytest.raises(RecipeError, match="Only single CNNs"):
        jobs.enqueue_merge([trained, *named_so])
    wider = _with_recipe(trained, with_settings(TINY, ["architecture.filters=5"]), "trained-wider")
    with pytest.raises(RunError, match="trained-wider has another architecture than seed-0"):
        jobs.enqueue_merge([*named_so, wider])
    waiting = jobs.enqueue(TINY, "waiting")
    with pytest.raises(RunError, match="waiting has not finished"):
        jobs.enqueue_merge([*named_so, waiting])


def test_an_ensemble_is_measured_by_the_seeds_of_its_members(
    named_so: list[Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    joined = recipes.ensemble_of(TINY, 2)
    asked: list[tuple[str, ...]] = []
    monkeypatch.setitem(recipes.RECIPES, "tiny", TINY)
    monkeypatch.setitem(recipes.RECIPES, joined.name, joined)
    monkeypatch.setattr(measuring, "runs_of", lambda recipe, seeds: named_so[:seeds] if recipe == TINY else [])
    monkeypatch.setattr(measuring, "_trained", lambda run, *command: asked.append(command) or 3.0)
    seconds = measuring._first_trained(Run(runs_folder() / "new"), joined)
    assert asked == [("merge", "seed-0", "seed-1", "--name", "new")]
    assert seconds == pytest.approx(3.0 + sum(member.metrics()["seconds"] for member in named_so))
    assert len(results.with_seeds(recipes.RECIPES["cnn-ensemble"])) == 1
