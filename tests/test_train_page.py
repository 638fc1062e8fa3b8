"""The Train page without a browser and without trainings: what it shows, and what it starts."""

import dataclasses
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from digitrec import jobs, runs
from digitrec.jobs import control
from digitrec.recipes import PRESETS, RECIPES
from digitrec.runs import Progress, Run, State, files
from digitrec.ui import state
from tests.pages import opened, run


@pytest.fixture(autouse=True)
def launched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the runs whose process would have been started."""
    names: list[str] = []
    monkeypatch.setattr(control, "launch", lambda run: names.append(run.name))
    return names


def page(**chosen: object) -> AppTest:
    shown = opened("train")
    for key, value in chosen.items():
        shown.session_state[key] = value
    return run(shown)


def button(shown: AppTest, label: str) -> object:
    return next((button for button in shown.button if button.label == label), None)


def press(shown: AppTest, label: str) -> AppTest:
    pressed = next(button for button in shown.button if button.label == label)
    pressed.click()
    return run(shown)


def words(shown: AppTest) -> str:
    places = (shown.markdown, shown.caption, shown.info, shown.error)
    return " ".join(element.value for place in places for element in place)


@pytest.mark.parametrize("name", RECIPES)
def test_every_recipe_is_offered_with_what_it_stands_for(name: str) -> None:
    shown = page(**{state.RECIPE: name})
    assert RECIPES[name].stands_for in words(shown)
    assert shown.number_input(key=state.field(name, "optimisation.epochs")).value == RECIPES[name].optimisation.epochs
    assert not next(button for button in shown.button if button.label == "Start training").disabled


def test_a_changed_recipe_is_what_is_started_and_each_keeps_its_changes(launched: list[str]) -> None:
    shown = page(**{state.RECIPE: "cnn-basic"})
    shown.number_input(key=state.field("cnn-basic", "optimisation.epochs")).set_value(2)
    shown.text_input(key=state.field("cnn-basic", "architecture.filters")).set_value("8; 16")
    shown.slider(key=state.field("cnn-basic", "augmentation.rotation")).set_value(20.0)
    run(shown)
    shown.selectbox(key=state.RECIPE).set_value("linear")
    run(shown)
    shown.selectbox(key=state.RECIPE).set_value("cnn-basic")
    press(run(shown), "Start training")
    assert launched == ["cnn-basic-1"]
    recipe = runs.find("cnn-basic-1").recipe()
    assert recipe.optimisation.epochs == 2
    assert recipe.architecture == dataclasses.replace(RECIPES["cnn-basic"].architecture, filters=(8, 16))
    assert recipe.augmentation.rotation == 20


def test_the_preview_says_that_digits_of_another_style_come_first() -> None:
    shown = page(**{state.RECIPE: "cnn-basic"})
    assert "in another style" not in words(shown)
    shown.button_group(key=state.field("cnn-basic", "preset")).set_value("hands")
    assert "in another style" in words(run(shown))
    assert shown.slider(key=state.field("cnn-basic", "augmentation.flags")).value == PRESETS["hands"].flags
    shown.button_group(key=state.field("cnn-basic", "preset")).set_value("light")
    assert "in another style" not in words(run(shown))


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("optimisation.epochs", 0, "Choose a whole number from 1 to 500."),
        ("optimisation.batch_size", 5000, "Choose a whole number from 8 to 4096."),
        ("optimisation.patience", 30, "Choose less than the 20 epochs"),
        ("data.validation", 0.9, "Choose a number from 0.01 to 0.5."),
    ],
)
def test_a_value_that_cannot_be_is_explained_and_nothing_can_be_started(
    launched: list[str], path: str, value: float, said: str
) -> None:
    shown = page()
    shown.number_input(key=state.field("linear", path)).set_value(value)
    run(shown)
    assert said in words(shown)
    assert next(button for button in shown.button if button.label == "Start training").disabled
    assert launched == []


def test_two_clicks_in_a_row_start_one_training(launched: list[str]) -> None:
    shown = press(page(), "Start training")
    press(shown, "Start training")
    assert launched == ["linear-1"]


def test_two_visitors_that_start_at_once_have_a_run_each(launched: list[str]) -> None:
    one, other = page(), page()
    press(one, "Start training")
    press(other, "Start training")
    assert launched == ["linear-1", "linear-2"]
    assert len({runs.find(name).job()["owner"] for name in launched}) == 2


@pytest.mark.parametrize("name", ["../x", "🙂", "n" * 300, "<b>x</b>", "cnn", ".hidden", "a/b"])
def test_a_bad_name_starts_nothing(launched: list[str], home: Path, name: str) -> None:
    shown = page()
    shown.text_input(key=state.RUN_NAME).set_value(name)
    press(shown, "Start training")
    assert "choose" in shown.error[0].value.lower()
    assert launched == []
    assert runs.own_runs() == []


@pytest.mark.parametrize(
    ("limit", "value", "said"), [("EPOCHS", "5", "at most 5 epochs"), ("DISK_MIB", "0.5", "delete some first")]
)
def test_a_servers_limit_is_said(
    monkeypatch: pytest.MonkeyPatch, launched: list[str], trained: Run, limit: str, value: str, said: str
) -> None:
    monkeypatch.setenv(f"DIGITREC_MAX_{limit}", value)
    shown = press(page(), "Start training")
    assert said in shown.error[0].value
    assert launched == []


def test_training_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGITREC_TRAINING", "off")
    shown = page()
    assert "Training is switched off on this server" in words(shown)
    assert not shown.button


def test_a_finished_run_shows_what_it_achieved_but_a_stranger_cannot_change_it(trained: Run) -> None:
    shown = page()
    metrics = {metric.label: metric.value for metric in shown.metric}
    assert metrics["Test accuracy"] == f"{100 * trained.metrics()['test_accuracy']:.2f} %"
    assert metrics["Parameters"] == "7,850"
    assert "With 95 % confidence between" in words(shown)
    assert button(shown, "Delete for good") is None
    assert button(shown, "Draw with it") is not None


def test_an_administrator_deletes_it(monkeypatch: pytest.MonkeyPatch, trained: Run) -> None:
    monkeypatch.setenv("DIGITREC_ADMIN", "1")
    shown = press(page(), "Delete for good")
    assert not trained.folder.exists()
    assert "Nothing trained yet" in words(shown)


def test_training_again_from_a_run_begins_with_its_weights(trained: Run, launched: list[str]) -> None:
    shown = page()
    shown.selectbox(key=state.RECIPE).select("lenet5").run()
    press(shown, "Train again from it")
    assert shown.selectbox(key=state.RECIPE).value == "linear"
    assert "Goes on from the weights of **trained**" in words(shown)
    press(shown, "Start training")
    assert launched == ["linear-1"]
    lent = runs.find("linear-1").path(files.INITIAL)
    assert lent.read_bytes() == trained.path(files.MODEL).read_bytes()


def test_a_failed_run_says_why_and_shows_its_log(trained: Run) -> None:
    trained.write_progress(Progress(State.FAILED, reason="The disk is full. Free some space."))
    trained.path(files.LOG).write_text("what happened")
    shown = page()
    assert "The disk is full. Free some space." in words(shown)
    assert shown.code[0].value == "what happened"


def test_a_failed_run_without_a_model_can_be_deleted_too(monkeypatch: pytest.MonkeyPatch, trained: Run) -> None:
    monkeypatch.setenv("DIGITREC_ADMIN", "1")
    trained.write_progress(Progress(State.FAILED, reason="Something failed."))
    trained.path(files.METRICS).unlink()
    press(page(), "Delete for good")
    assert not trained.folder.exists()


@pytest.mark.parametrize("file", [files.RECIPE, files.PROGRESS, files.MODEL, files.METRICS, files.JOB])
def test_a_damaged_run_is_listed_and_breaks_nothing(trained: Run, file: str, launched: list[str]) -> None:
    trained.path(file).unlink()
    shown = page()
    table = next(frame.value for frame in shown.dataframe if "state" in frame.value)
    assert table.loc[table["name"] == "trained", "state"].item() == "damaged"
    press(shown, "Start training")
    assert launched == ["linear-1"]


def test_a_run_that_goes_while_it_is_watched_leaves_the_page_whole(trained: Run) -> None:
    shown = page()
    jobs.delete(trained)
    assert "Nothing trained yet" in words(run(shown))
