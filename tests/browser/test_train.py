"""The Train page in a real browser: train, watch, stop, resume, keep."""

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Locator, Page, expect

from digitrec import jobs, runs
from digitrec.runs import Run, State
from digitrec.settings import ASSETS
from tests.browser.conftest import Visit
from tests.browser.digits import DIGITS
from tests.browser.helpers import canvas, choose, draw, go, read, until
from tests.browser.server import Server, end_trainings, serving

# A process that trains needs seconds for TensorFlow alone, and more on a busy machine.
SLOW = 90_000


def start(page: Page) -> Locator:
    return page.locator(".st-key-start button")


def stop(page: Page) -> Locator:
    return page.locator(".st-key-stop button")


def resume(page: Page) -> Locator:
    return page.locator(".st-key-resume button")


def state_is(page: Page, *states: str) -> None:
    expect(page.locator(".st-key-run-state")).to_have_text(re.compile(f"^({'|'.join(states)})$"), timeout=SLOW)


def curves_are_shown(page: Page) -> None:
    for number in (0, 1):
        column = page.locator(".st-key-curves .stColumn").nth(number)
        expect(column.locator(".js-plotly-plot").first).to_be_visible(timeout=SLOW)


def watched_is(page: Page, name: str) -> None:
    expect(page.get_by_role("combobox", name="Run", exact=True)).to_have_value(name, timeout=15_000)


def set_number(page: Page, label: str, value: str) -> None:
    field = page.get_by_role("spinbutton", name=label, exact=True)
    expect(field).to_have_count(1)  # that of a recipe chosen before has gone
    field.fill(value)
    field.press("Enter")


def set_name(page: Page, name: str) -> None:
    field = page.get_by_role("textbox", name="Name", exact=True)
    field.fill(name)
    field.press("Enter")


def set_share(page: Page, share: str) -> None:
    page.locator(".st-key-folded-data summary").click()
    set_number(page, "Share of the training digits", share)


def own_runs(server: Server) -> list[str]:
    return sorted(folder.name for folder in (server.home / "runs").glob("[!.]*") if folder.is_dir())


@pytest.fixture
def train(visit: Visit) -> Page:
    """The Train page, ready."""
    page = visit("/train")
    expect(start(page)).to_be_visible(timeout=30_000)
    return page


@pytest.fixture(autouse=True)
def no_runs_left(server: Server) -> Iterator[None]:
    """Each test begins without runs, and nothing of it is trained when it has ended."""
    yield
    end_trainings(server.home)
    shutil.rmtree(server.home / "runs", ignore_errors=True)


def test_train_watch_draw_meanwhile_and_draw_with_it(train: Page, server: Server) -> None:
    choose(train, "Recipe", "cnn-basic")
    expect(train.get_by_text("The first convolutional network")).to_be_visible()
    set_number(train, "Epochs", "2")
    set_share(train, "0.1")
    start(train).dblclick()
    state_is(train, "queued", "running")
    assert own_runs(server) == ["cnn-basic-1"]

    go(train, "Draw")
    draw(train, DIGITS[6])
    read(train, "6")
    go(train, "Train")
    curves_are_shown(train)
    state_is(train, "finished")
    expect(train.locator(".st-key-achieved")).to_contain_text("Test accuracy")
    expect(train.locator(".st-key-layers")).to_contain_text("Layers: 421,642 parameters")
    recipe = Run(server.home / "runs" / "cnn-basic-1").recipe()
    assert (recipe.optimisation.epochs, recipe.data.share) == (2, 0.1)

    train.get_by_role("button", name="Draw with it").click()
    canvas(train)
    expect(train.get_by_role("combobox", name="Model")).to_have_value("cnn-basic-1")
    read(train, "6")
    go(train, "Train")
    expect(start(train)).to_be_visible()
    assert own_runs(server) == ["cnn-basic-1"]


def test_stop_and_resume_and_a_stranger_can_do_neither(train: Page, server: Server, visit: Visit) -> None:
    set_number(train, "Epochs", "200")
    set_share(train, "0.02")
    start(train).click()
    curves_are_shown(train)
    stranger = visit("/train")
    state_is(stranger, "running")
    expect(stop(stranger)).to_be_disabled()

    stop(train).click()
    state_is(train, "stopped")
    run = Run(server.home / "runs" / "linear-1")
    before = run.history()
    state_is(stranger, "stopped")
    expect(resume(stranger)).to_be_disabled()
    expect(stranger.get_by_test_id("stDownloadButton")).to_be_visible()
    for button in ("Rename", "Delete"):
        expect(stranger.get_by_role("button", name=button)).to_have_count(0)
        expect(train.get_by_role("button", name=button)).to_have_count(1)

    resume(train).click()
    state_is(train, "queued", "running")
    until(train, lambda: len(run.history()) > len(before), "an epoch more", seconds=90)
    stop(train).click()
    state_is(train, "stopped")
    after = run.history()
    assert after[: len(before)] == before
    assert [epoch.epoch for epoch in after] == list(range(1, len(after) + 1))


def test_a_training_outlives_the_server_and_the_page(visit: Visit, tmp_path: Path) -> None:
    with serving(tmp_path) as first:
        page = visit(first.url + "/train")
        expect(start(page)).to_be_visible(timeout=30_000)
        set_number(page, "Epochs", "200")
        start(page).click()
        state_is(page, "queued", "running")
        run = Run(first.home / "runs" / "linear-1")
        page.goto("about:blank")
        psutil.Process(first.pid).kill()
        with serving(tmp_path) as second:
            page.goto(second.url + "/train")
            state_is(page, "running")
            curves_are_shown(page)
            assert jobs.judged(run).state is State.RUNNING
            page.close()


def test_a_killed_training_is_recognised_and_a_queued_one_cancelled(train: Page, server: Server) -> None:
    set_number(train, "Epochs", "200")
    start(train).click()
    curves_are_shown(train)
    set_number(train, "Epochs", "3")
    set_name(train, "second")
    start(train).click()
    state_is(train, "queued")
    expect(train.get_by_text("Number 1 in the queue")).to_be_visible(timeout=15_000)
    expect(stop(train)).to_have_text(re.compile("Cancel"))
    stop(train).click()
    watched_is(train, "linear-1")
    state_is(train, "running")
    end_trainings(server.home)
    state_is(train, "interrupted")
    expect(resume(train)).to_be_enabled()
    assert own_runs(server) == ["linear-1"]


@pytest.fixture
def brought(train: Page, tmp_path: Path) -> Page:
    """The Train page with a finished run, "ann-1", that was brought back as a file."""
    file = tmp_path / "a run.zip"
    file.write_bytes(runs.pack(Run(ASSETS / "models" / "ann", shipped=True)))
    train.locator(".st-key-bring-back summary").click()
    bring_back(train, file)
    state_is(train, "finished")
    return train


def bring_back(page: Page, file: Path) -> None:
    page.locator(".st-key-bring-back input[type=file]").set_input_files(file)
    expect(page.locator(".st-key-bring-back")).to_contain_text(file.name)
    page.get_by_role("button", name="Bring it back").click()


def rename(page: Page, name: str) -> None:
    field = page.get_by_label("New name")
    if not field.is_visible():
        page.get_by_role("button", name="Rename").click()
    field.fill(name)
    field.press("Enter")
    page.get_by_test_id("stPopoverBody").get_by_role("button", name="Rename").click()


def test_a_downloaded_run_can_be_brought_back(brought: Page, server: Server, tmp_path: Path) -> None:
    with brought.expect_download() as download:
        brought.get_by_test_id("stDownloadButton").click()
    assert download.value.suggested_filename == "ann-1.zip"
    download.value.save_as(tmp_path / "ann-1.zip")
    bring_back(brought, tmp_path / "ann-1.zip")
    watched_is(brought, "ann-2")
    assert own_runs(server) == ["ann-1", "ann-2"]
    one, two = (Run(server.home / "runs" / name) for name in own_runs(server))
    assert one.metrics()["sha256"] == two.metrics()["sha256"]


def test_a_bad_name_is_refused_in_a_sentence_and_harmless(brought: Page, server: Server) -> None:
    for name in ("🙂", "../x", "n" * 300, "<img src=x onerror=alert(1)>", "ann", ""):
        rename(brought, name)
        expect(brought.get_by_role("alert")).to_contain_text(re.compile("choose", re.IGNORECASE))
        assert own_runs(server) == ["ann-1"]


def test_a_bad_name_for_a_training_is_refused(train: Page, server: Server) -> None:
    for name in ("../x", "n" * 300, "<b>bold</b>", "cnn"):
        set_name(train, name)
        start(train).click()
        expect(train.get_by_role("alert")).to_contain_text(re.compile("choose", re.IGNORECASE))
    assert own_runs(server) == []


def test_a_run_is_renamed_and_deletion_is_asked_twice(brought: Page, server: Server) -> None:
    rename(brought, "my best")
    expect(brought.get_by_role("alert")).to_be_visible()
    rename(brought, "my-best")
    watched_is(brought, "my-best")
    assert own_runs(server) == ["my-best"]
    brought.get_by_role("button", name="Delete").click()
    expect(brought.get_by_text("Delete my-best and its models for good?")).to_be_visible()
    assert own_runs(server) == ["my-best"]
    brought.get_by_role("button", name="Delete for good").click()
    expect(brought.get_by_text("Nothing trained yet")).to_be_visible()
    assert own_runs(server) == []


def test_the_preview_follows_a_slider(train: Page) -> None:
    train.locator(".st-key-folded-augmentation summary").click()
    slider = train.get_by_role("slider", name="Rotation")
    shown = train.locator(".st-key-preview img")
    seconds = []
    for _ in range(5):
        before = shown.get_attribute("src")
        began = time.monotonic()
        slider.press("ArrowRight")
        expect(shown).not_to_have_attribute("src", str(before))
        seconds.append(time.monotonic() - began)
    assert min(seconds) < 1, seconds


def test_values_that_cannot_be_are_explained_beside_the_field(train: Page, server: Server) -> None:
    set_number(train, "Epochs", "0")
    expect(train.get_by_text("Choose a whole number from 1 to 500")).to_be_visible()
    expect(start(train)).to_be_disabled()
    set_number(train, "Epochs", "3")
    expect(start(train)).to_be_enabled()
    train.locator(".st-key-folded-optimisation summary").click()
    set_number(train, "Early stopping", "5")
    expect(train.get_by_text("Choose less than the 3 epochs")).to_be_visible()
    expect(start(train)).to_be_disabled()
    assert own_runs(server) == []


def test_training_can_be_switched_off(visit: Visit, tmp_path: Path) -> None:
    with serving(tmp_path, DIGITREC_TRAINING="off") as public:
        page = visit(public.url + "/train")
        expect(page.get_by_text("Training is switched off on this server")).to_be_visible(timeout=30_000)
        expect(start(page)).to_have_count(0)
        go(page, "Draw")
        draw(page, DIGITS[0])
        read(page, "0")
        page.close()
