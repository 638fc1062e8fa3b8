"""What ships is chosen by validation, measured over all seeds, and told truly."""

import dataclasses
import io
import json
import shutil
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import h5py
import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra.numpy import arrays
from hypothesis.strategies import floats
from numpy.typing import NDArray

from digitrec import dataset, measuring, recipes, recognition, results, runs, settings
from digitrec.cli import main as digitrec
from digitrec.errors import ModelError, RecipeError
from digitrec.recipes import RECIPES
from digitrec.runs import Epoch, Run, files
from scripts import packing, ship

TINY = ("optimisation.epochs=1", "optimisation.batch_size=32", "data.share=0.02", "data.non_digits=off")
SHIPPED = {*ship.COPIED, files.MODEL, files.METRICS}
Make = Callable[..., Run]


@pytest.fixture(autouse=True)
def assets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another assets folder, and results that are kept elsewhere and shown on no page."""
    monkeypatch.setattr(settings, "ASSETS", tmp_path / "assets")
    monkeypatch.setattr(results, "KEPT", tmp_path / "results.json")
    monkeypatch.setattr(results, "PAGES", ())
    return tmp_path / "assets"


@pytest.fixture
def make(trained: Run, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Makes finished runs of `linear`, one a call, the first of seed 0: with such figures, out of `trained`."""
    monkeypatch.setitem(RECIPES, "linear", trained.recipe())
    seeds = iter(range(100))

    def made(validation: Sequence[tuple[float, float]] = ((0.5, 1.0),), test_accuracy: float = 0.5) -> Run:
        recipe = dataclasses.replace(trained.recipe(), seed=next(seeds))
        run = Run(shutil.copytree(trained.folder, runs.runs_folder() / measuring.run_name(recipe)))
        files.write_json(run.path(files.RECIPE), recipes.to_dict(recipe))
        run.write_history([Epoch(1, 0.1, 0.9, loss, accuracy, 0.001, 1.0) for accuracy, loss in validation])
        run.write_metrics(run.metrics() | {"seed": recipe.seed, "test_accuracy": test_accuracy})
        return run

    return made


def test_the_best_by_validation_accuracy_is_chosen_whatever_the_test_says(make: Make) -> None:
    trained = [make([(0.97, 0.1)], 0.99), make([(0.9, 0.3), (0.98, 0.2), (0.96, 0.1)], 0.95), make([(0.97, 0.1)], 0.98)]
    assert ship.best(trained) == trained[1]


def test_among_equals_the_lowest_validation_loss_decides(make: Make) -> None:
    trained = [make([(0.98, 0.3)], 0.99), make([(0.98, 0.2), (0.97, 0.01)], 0.95), make([(0.98, 0.25)], 0.98)]
    assert ship.best(trained) == trained[1]


def test_of_styled_epochs_the_last_one_decides(make: Make) -> None:
    trained = [make([(0.99, 0.1), (0.96, 0.1)]), make([(0.97, 0.1), (0.97, 0.1)])]
    for run in trained:
        styled = recipes.with_settings(run.recipe(), ["optimisation.epochs=2", "optimisation.styled_epochs=1"])
        files.write_json(run.path(files.RECIPE), recipes.to_dict(styled))
    assert ship.best(trained) == trained[1]


def test_what_ships_tells_how_all_seeds_did(make: Make, assets: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trained = [make([(0.97, 0.1)], 0.75), make([(0.98, 0.1)], 0.5), make([(0.97, 0.1)], 1.0)]
    ship.main(["linear"])
    shipped = Run(assets / "models" / "linear", shipped=True)
    assert capsys.readouterr().out == f"{shipped.folder}\n"
    assert shipped.recipe().seed == shipped.metrics()["seed"] == 1
    packed = {name: shipped.metrics()[name] for name in ("bytes", "sha256")}
    assert shipped.metrics() == trained[1].metrics() | packed | {
        "seeds": {"trained": [0, 1, 2], "chosen_by": "validation", "test_accuracy": {"mean": 0.75, "worst": 0.5}}
    }
    assert [row.seed for row in results.load()] == [0, 1, 2]


def test_only_what_is_needed_ships(make: Make) -> None:
    folder = ship.ship(run := make(), [run])
    assert {file.name for file in folder.iterdir()} == SHIPPED
    assert runs.shipped_runs() == [Run(folder, shipped=True)]
    assert runs.find("linear").is_served and runs.find("linear").served()


def test_what_ships_to_train_again_from_is_smaller_and_hardly_differs(make: Make) -> None:
    folder = ship.ship(run := make(), [run])
    assert (folder / files.MODEL).stat().st_size < run.path(files.MODEL).stat().st_size
    whole, packed = weights_of(run.path(files.MODEL)), weights_of(folder / files.MODEL)
    assert whole.keys() == packed.keys()
    for name, values in whole.items():
        np.testing.assert_allclose(packed[name], values, rtol=2.0 ** -(packing.FRACTION + 1))


def weights_of(model: Path) -> dict[str, NDArray[np.generic]]:
    """Every weight of a model file by its place."""
    found: dict[str, NDArray[np.generic]] = {}
    with zipfile.ZipFile(model) as archive, h5py.File(io.BytesIO(archive.read("model.weights.h5"))) as weights:
        weights.visititems(lambda name, one: found.update({name: one[()]} if isinstance(one, h5py.Dataset) else {}))
    return found


@given(arrays(np.float32, 8, elements=floats(-(2.0**99), 2.0**99, width=32, allow_subnormal=False)))
def test_weights_are_rounded_to_the_nearest(values: NDArray[np.float32]) -> None:
    rounded = packing.coarse(values)
    np.testing.assert_allclose(rounded, values, rtol=2.0 ** -(packing.FRACTION + 1))
    assert (packing.coarse(rounded) == rounded).all()


def test_what_shipped_before_is_replaced(make: Make) -> None:
    before, after = make(), make()
    ship.ship(before, [before])
    folder = ship.ship(after, [before, after])
    assert Run(folder, shipped=True).recipe().seed == 1


def test_a_damaged_model_does_not_ship(make: Make, assets: Path) -> None:
    run = make()
    run.path(files.SERVED).write_bytes(b"damaged")
    with pytest.raises(ModelError, match="is damaged"):
        ship.ship(run, [run])
    assert not assets.exists()


def test_an_unknown_recipe_is_told_before_anything_is_trained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(measuring, "runs_of")
    with pytest.raises(RecipeError, match="There is no recipe 'vgg'"):
        ship.main(["linear", "vgg"])


def test_what_ships_is_exported_again_without_training(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    run = make()
    folder = ship.ship(run, [run])
    shipped, before = runs.find("linear"), runs.find("linear").metrics()
    images = dataset.load().test_images[:20]
    answers = recognition.recogniser_for(shipped)(images)
    (folder / files.SERVED).write_bytes(b"of another time")
    ship.export_again(["linear"])
    found = recognition.recogniser_for(shipped)(images)
    assert found.probabilities == pytest.approx(answers.probabilities, abs=1e-3)
    assert found.digit == pytest.approx(answers.digit, abs=1e-3)
    assert shipped.path(files.SERVED).stat().st_size == shipped.metrics()["bytes"][files.SERVED]
    anew = dict.fromkeys(("temperature", "sha256", "bytes"))  # layers' names, and with them sizes, are a process's own
    assert shipped.metrics() | anew == before | anew
    assert {file.name for file in folder.iterdir()} == SHIPPED


@pytest.mark.slow
def test_what_ships_reads_the_test_digits_as_its_metrics_tell(capsys: pytest.CaptureFixture[str]) -> None:
    trained = measuring.runs_of(recipes.with_settings(RECIPES["linear"], TINY), 2)
    folder = ship.ship(ship.best(trained), trained)
    metrics = Run(folder, shipped=True).metrics()
    assert metrics["seeds"]["trained"] == [0, 1]
    capsys.readouterr()
    with pytest.raises(SystemExit) as left:
        digitrec(["evaluate", "linear", "--json"])
    found = json.loads(capsys.readouterr().out)
    assert (left.value.code, found["accuracy"], found["errors"]) == (
        0,
        metrics["test_accuracy"],
        metrics["test_errors"],
    )
    assert found["loss"] == pytest.approx(metrics["test_loss"], rel=1e-5)
    assert metrics["seeds"]["test_accuracy"]["worst"] <= found["accuracy"]
