"""Runs on disk: their names, their files, and what damage does to them."""

import json
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from digitrec import jobs, runs, settings
from digitrec.errors import DigitrecError, ModelError, RunError
from digitrec.recipes import RECIPES, Recipe
from digitrec.runs import Epoch, Progress, Run, State, files
from digitrec.runs.progress import history_from, progress_from

LINEAR = RECIPES["linear"]
JSON_FILES = (files.RECIPE, files.JOB, files.PROGRESS, files.HISTORY, files.SUMMARY, files.METRICS)
NEEDED = (files.RECIPE, files.JOB, files.PROGRESS, files.METRICS, files.MODEL, files.SERVED)
WRONG = {
    "empty": "",
    "cut off": '{"name": "lin',
    "not text": b"\x80\xff",
    "a number": "7",
    "null": "null",
    "a word": '"linear"',
    "an object": "{}",
    "a list of numbers": "[1, 2]",
    "a list of objects": "[{}]",
    "deep": "[" * 100_000,
    "wrong values": '{"state": "finished", "epochs": "ten", "created": "yesterday", "test_accuracy": "good"}',
}


@pytest.fixture
def assets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another assets folder, without shipped models."""
    folder = tmp_path / "assets"
    folder.mkdir()
    monkeypatch.setattr(settings, "ASSETS", folder)
    return folder


@pytest.fixture
def shipped(trained_folder: Path, assets: Path) -> Run:
    """A shipped model: the files that ship, without those that only a training needs."""
    unshipped = (files.JOB, files.PROGRESS, files.LOCK, files.CHECKPOINT)
    folder = shutil.copytree(trained_folder, assets / "models" / "cnn", ignore=lambda *_: list(unshipped))
    return Run(folder, shipped=True)


def names() -> list[str]:
    return sorted(run.name for run in runs.own_runs())


def everything_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


# Names


@pytest.mark.parametrize("name", ["a", "7", "my-run", "My_Run.2", "a..b", "x" * 60])
def test_a_plain_name_is_kept(name: str) -> None:
    assert runs.create(LINEAR, name).name == name
    assert names() == [name]


BAD_NAMES = [
    *("", " ", ".", "..", "../x", "..\\x", "/etc/passwd", "a/b", "a\\b", "C:x", ".hidden", "-rf", "_x"),
    *(
        "x" * 61,
        "x" * 300,
        "name.",
        "name ",
        " name",
        "a\n",
        "a\0b",
        "é",
        "\N{FULLWIDTH DIGIT THREE}",
        "🙂",
        "<b>bold</b>",
        "a b",
        "a?",
        "*",
    ),
    *("ann", "cnn"),
]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_other_names_are_refused(name: str, home: Path) -> None:
    with pytest.raises(RunError, match=r"^(Choose a name|The name \w+ belongs)"):
        runs.create(LINEAR, name)
    assert names() == [] and not list(home.rglob("*.json"))


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=80) | st.text("./\\~a", max_size=8))
@example(name="../x")
@example(name="x/../../y")
def test_no_name_writes_outside_the_runs_folder(name: str, home: Path) -> None:
    before = everything_in(home.parent)
    try:
        run = runs.create(LINEAR, name)
    except RunError:
        assert everything_in(home.parent) - before <= {"home", "home/runs"}
        return
    new = everything_in(home.parent) - before - {"home", "home/runs"}
    assert run.folder == home / "runs" / name
    assert all(path.startswith(f"home/runs/{name}") for path in new)
    renamed = runs.rename(run, f"{name[:50]}-2")
    runs.delete(renamed)
    assert everything_in(home.parent) <= before | {"home", "home/runs"}


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=400))
@example(name="../assets/models/cnn")
@example(name="x" * 300)
@example(name="a\0b")
def test_any_name_can_be_looked_for(name: str, trained: Run) -> None:
    try:
        assert runs.find(name).name == name
    except RunError as error:
        assert "there is " in str(error)


def test_runs_without_a_name_are_counted() -> None:
    assert [runs.create(LINEAR).name for _ in range(3)] == ["linear-1", "linear-2", "linear-3"]
    runs.delete(runs.find("linear-2"))
    assert runs.create(LINEAR).name == "linear-2"


def test_a_name_is_had_once() -> None:
    runs.create(LINEAR, "mine")
    with pytest.raises(RunError, match="a run of that name already"):
        runs.create(LINEAR, "mine")
    assert names() == ["mine"]
    assert len(list(runs.runs_folder().iterdir())) == 1


def test_many_at_once_become_many() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda seed: runs.create(Recipe("r", seed=seed)), range(40)))
    assert sorted(run.name for run in made) == sorted(f"r-{n}" for n in range(1, 41))
    assert sorted(run.recipe().seed for run in made) == list(range(40))


def test_of_many_that_want_one_name_one_gets_it() -> None:
    def made(seed: int) -> int | None:
        try:
            runs.create(Recipe("r", seed=seed), "mine")
        except RunError:
            return None
        return seed

    with ThreadPoolExecutor(8) as pool:
        (winner,) = [seed for seed in pool.map(made, range(20)) if seed is not None]
    assert names() == ["mine"] and runs.find("mine").recipe().seed == winner


# What a run holds


def test_a_new_run_is_queued_and_empty() -> None:
    run = runs.create(LINEAR, job={"owner": "me"})
    progress = run.progress()
    assert (progress.state, progress.epochs, progress.share, progress.seconds_left) == (State.QUEUED, 20, 0.0, None)
    assert (run.recipe(), run.job()["owner"]) == (LINEAR, "me")
    assert (run.history(), run.summary(), run.is_served) == ([], [], False)


def test_a_finished_run_has_its_figures(trained: Run) -> None:
    metrics = trained.metrics()
    assert trained.progress().state is State.FINISHED
    assert metrics["parameters"] == 7850
    assert metrics["test_errors"] == round(10_000 * (1 - metrics["test_accuracy"]))
    assert metrics["bytes"][files.SERVED] == trained.path(files.SERVED).stat().st_size
    assert metrics["versions"]["keras"].startswith("3.")
    assert [row["parameters"] for row in trained.summary()] == [0, 0, 7850]
    assert [epoch.epoch for epoch in trained.history()] == [1]
    assert trained.served() == trained.path(files.SERVED)


def test_own_runs_come_newest_first_after_the_shipped_ones(shipped: Run) -> None:
    for name, created in (("old", 1.0), ("new", 3.0), ("middle", 2.0)):
        runs.create(LINEAR, name, {"created": created})
    assert [run.name for run in runs.all_runs()] == ["cnn", "new", "middle", "old"]


def test_progress_knows_how_much_is_done_and_left() -> None:
    progress = Progress(State.RUNNING, epoch=1, epochs=4, batch=5, batches=10, seconds=30)
    assert progress.share == 15 / 40
    assert progress.seconds_left == pytest.approx(50)


@given(st.builds(Progress, state=st.sampled_from(State), epoch=st.integers(0, 500), loss=st.none() | st.floats(0, 9)))
def test_progress_is_read_as_it_was_written(progress: Progress) -> None:
    assert progress_from(json.loads(json.dumps(vars(progress)))) == progress


def test_progress_of_a_later_version_is_read_without_what_is_new() -> None:
    assert progress_from({"state": "running", "epoch": 2, "mood": "good"}) == Progress(State.RUNNING, epoch=2)


@pytest.mark.parametrize("row", [{}, {"epoch": 1}, "abc", 3, None, dict.fromkeys(Epoch.__annotations__, "1")])
def test_a_history_of_something_else_is_refused(row: Any) -> None:
    with pytest.raises(RunError, match="history cannot be read"):
        history_from([row])


# Damage


def assert_damage_is_contained(damaged: Run, whole: Run) -> None:
    assert jobs.judged(damaged).state is State.DAMAGED
    assert jobs.judged(damaged).reason
    assert jobs.judged(whole).state is State.FINISHED
    assert names() == sorted([damaged.name, whole.name])
    assert [run.name for run in runs.served_runs()] == [whole.name]
    assert jobs.waiting() == []
    with pytest.raises(DigitrecError):
        damaged.check()
    jobs.delete(damaged)
    assert names() == [whole.name]


@pytest.fixture
def other(trained: Run) -> Run:
    """A second run, to be damaged."""
    return Run(Path(shutil.copytree(trained.folder, trained.folder.with_name("other"))))


@pytest.mark.usefixtures("assets")
@pytest.mark.parametrize("file", NEEDED)
def test_a_missing_file_is_damage(file: str, other: Run, trained: Run) -> None:
    other.path(file).unlink()
    assert_damage_is_contained(other, trained)


@pytest.mark.usefixtures("assets")
@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("file", JSON_FILES)
def test_a_broken_file_is_damage(file: str, wrong: str, other: Run, trained: Run) -> None:
    content = WRONG[wrong]
    other.path(file).write_bytes(content if isinstance(content, bytes) else content.encode())
    if file == files.JOB and wrong == "an object":
        assert jobs.judged(other).state is State.FINISHED  # nobody said who asked for it, which is no damage
        return
    assert_damage_is_contained(other, trained)


@pytest.mark.usefixtures("assets")
@pytest.mark.parametrize("file", JSON_FILES)
def test_a_folder_in_place_of_a_file_is_damage(file: str, other: Run, trained: Run) -> None:
    other.path(file).unlink()
    other.path(file).mkdir()
    assert_damage_is_contained(other, trained)


@pytest.mark.usefixtures("assets")
def test_an_empty_folder_is_a_damaged_run(home: Path, trained: Run) -> None:
    (home / "runs" / "nothing").mkdir()
    assert_damage_is_contained(runs.find("nothing"), trained)


@pytest.mark.usefixtures("assets")
def test_files_and_hidden_folders_beside_the_runs_are_none(home: Path, trained: Run) -> None:
    (home / "runs" / "notes.txt").write_text("mine")
    (home / "runs" / ".new-123").mkdir()
    assert names() == [trained.name]


@pytest.mark.usefixtures("assets")
@pytest.mark.parametrize(
    "path", ["test_accuracy", "seconds", "parameters", "test_errors", "finished", "sha256", "bytes"]
)
@pytest.mark.parametrize("value", [None, "many", [], float("nan"), float("inf"), 10**400])
def test_figures_are_numbers(path: str, value: Any, trained: Run) -> None:
    files.write_json(trained.path(files.METRICS), trained.metrics() | {path: value})
    with pytest.raises(RunError, match=r"its metrics\.json cannot be read"):
        trained.metrics()
    assert runs.served_runs() == []


@pytest.mark.usefixtures("assets")
def test_a_run_from_another_version_is_damaged(trained: Run) -> None:
    plain = files.read_json(trained.path(files.RECIPE), dict)
    files.write_json(trained.path(files.RECIPE), plain | {"mixture": 3})
    assert jobs.judged(trained).state is State.DAMAGED
    assert "this version" in jobs.judged(trained).reason


def other_bytes(data: bytes) -> dict[str, bytes]:
    return {
        "cut": data[: len(data) // 2],
        "empty": b"",
        "one bit": bytes([data[0] ^ 1]) + data[1:],
        "more": data + b"x",
    }


@pytest.mark.parametrize("change", ["cut", "empty", "one bit", "more"])
def test_a_model_that_is_not_what_was_trained_is_refused(change: str, trained: Run) -> None:
    path = trained.path(files.SERVED)
    path.write_bytes(other_bytes(path.read_bytes())[change])
    with pytest.raises(ModelError, match=r"model\.tflite is not what was trained"):
        trained.served()


def test_a_missing_model_is_refused(trained: Run) -> None:
    trained.path(files.SERVED).unlink()
    with pytest.raises(ModelError, match=r"missing its model\.tflite"):
        trained.served()


# Writing


def interrupted(*args: Any) -> None:
    raise OSError(28, "No space left on device")


def test_a_write_that_is_interrupted_leaves_the_old_file(trained: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    before, inside = trained.metrics(), everything_in(trained.folder)

    monkeypatch.setattr(os, "replace", interrupted)
    monkeypatch.setattr(os, "rename", interrupted)
    with pytest.raises(OSError, match="No space left"):
        trained.write_metrics({"test_accuracy": 0})
    assert trained.metrics() == before
    assert everything_in(trained.folder) - inside <= {"metrics.json.part"}


def test_what_an_interrupted_write_left_behind_is_written_over(trained: Run) -> None:
    trained.path("progress.json.part").write_text("half of it")
    trained.write_progress(Progress(State.STOPPED))
    assert trained.progress().state is State.STOPPED
    assert not trained.path("progress.json.part").exists()


def test_on_a_full_disk_a_run_is_refused_in_a_sentence(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "write_json", interrupted)
    with pytest.raises(RunError, match=r"cannot be written \(No space left on device\)"):
        runs.create(LINEAR)
    assert everything_in(home) == {"runs"}


def test_a_home_that_cannot_be_written_is_told(home: Path) -> None:
    home.write_text("a file")
    with pytest.raises(RunError, match="set DIGITREC_HOME"):
        runs.create(LINEAR)


def test_progress_is_written_over_in_place(trained: Run) -> None:
    trained.write_progress(Progress(State.RUNNING, reason="x" * 1000))
    trained.overwrite_progress(Progress(State.FAILED, reason="short"))
    assert (trained.progress().state, trained.progress().reason) == (State.FAILED, "short")


# Renaming and deleting


def test_a_run_is_renamed_with_all_it_has(trained: Run) -> None:
    renamed = runs.rename(trained, "better")
    assert (names(), renamed.metrics()["parameters"], renamed.served().name) == (["better"], 7850, files.SERVED)


@pytest.mark.parametrize("name", ["", "../x", "cnn", "other"])
def test_a_run_keeps_its_name_if_the_new_one_cannot_be_had(name: str, other: Run, trained: Run) -> None:
    with pytest.raises(RunError):
        runs.rename(trained, name)
    assert names() == ["other", "trained"]


def test_a_deleted_run_leaves_nothing(trained: Run, home: Path) -> None:
    runs.delete(trained)
    assert everything_in(home) == {"runs"}


@pytest.mark.parametrize("change", [runs.delete, lambda run: runs.rename(run, "x"), jobs.delete])
def test_a_run_that_is_gone_cannot_be_changed(change: Callable[[Run], object], trained: Run) -> None:
    runs.delete(trained)
    with pytest.raises(RunError, match="trained cannot be moved"):
        change(trained)


@pytest.mark.parametrize(
    "change", [runs.delete, lambda run: runs.rename(run, "x"), jobs.delete, lambda run: jobs.rename(run, "x"),
               jobs.requeue, jobs.stop],
)  # fmt: skip
def test_a_shipped_run_stays_as_it_is(change: Callable[[Run], object], shipped: Run) -> None:
    before = everything_in(shipped.folder)
    with pytest.raises(RunError, match=r"comes with digitrec|is finished"):
        change(runs.find("cnn"))
    assert everything_in(shipped.folder) == before


def test_a_shipped_run_is_served_first_and_its_name_reserved(shipped: Run, trained: Run) -> None:
    assert [(run.name, run.shipped) for run in runs.served_runs()] == [("cnn", True), ("trained", False)]
    with pytest.raises(RunError, match="belongs to a model that comes with digitrec"):
        runs.rename(trained, "cnn")
    with pytest.raises(RunError, match="belongs to a model that comes with digitrec"):
        runs.rename(trained, "CNN")
    assert jobs.judged(runs.find("cnn")).state is State.FINISHED


def test_without_any_model_the_lists_are_empty(assets: Path) -> None:
    assert (runs.all_runs(), runs.served_runs()) == ([], [])
    with pytest.raises(RunError, match="there is none yet"):
        runs.find("cnn")


# Taking a run along


def test_a_run_comes_back_from_its_file(trained: Run) -> None:
    back = runs.unpack(runs.pack(trained), "back", owner="me")
    assert back.metrics() == trained.metrics()
    assert (back.recipe(), back.history(), back.job()["owner"]) == (trained.recipe(), trained.history(), "me")
    assert jobs.judged(back).state is State.FINISHED
    assert back.served().read_bytes() == trained.served().read_bytes()
