"""The Data page and the report in a real browser."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from digitrec.dataset import Mnist
from digitrec.runs import Run
from digitrec.settings import CODE
from tests.browser.conftest import Visit


def numbers(page: Page) -> Locator:
    return page.locator(".st-key-numbers td")


def shows(page: Page, pixels: list[list[int]]) -> None:
    """Waits until the page writes exactly these pixel values."""
    expect(numbers(page)).to_have_text([str(value) for row in pixels for value in row], timeout=30_000)


def index_of(button: Locator) -> int:
    found = re.search(r"number ([\d,]+)", button.get_attribute("aria-label") or "")
    assert found
    return int(found[1].replace(",", ""))


def test_a_chosen_digit_shows_its_numbers_and_its_link_shows_the_same(visit: Visit, mnist: Mnist) -> None:
    page = visit("/data?split=Test&label=4")
    tile = page.locator(".st-key-samples button").nth(7)
    expect(tile).to_have_attribute("aria-label", re.compile("^A 4, test digit number"), timeout=30_000)
    index = index_of(tile)
    tile.click()
    shows(page, mnist.test_images[index].tolist())
    expect(tile).to_have_attribute("aria-pressed", "true")
    expect(page).to_have_url(re.compile(rf"[?&]index={index}\b"))
    # While the picture is drawn anew, the old one may still be there for a moment.
    expect(page.locator(".st-key-digit .js-plotly-plot:visible")).to_have_count(1)

    other = visit(page.url.removeprefix(page.url.split("/data")[0]))
    shows(other, mnist.test_images[index].tolist())
    expect(other.locator(".st-key-samples button").nth(7)).to_have_attribute("aria-pressed", "true")


def test_what_was_chosen_is_there_after_another_page(visit: Visit, mnist: Mnist) -> None:
    page = visit("/data?split=Test&index=247")
    shows(page, mnist.test_images[247].tolist())
    page.get_by_role("link", name="Train").click()
    expect(page.locator(".st-key-recipe")).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="Data", exact=True).click()
    shows(page, mnist.test_images[247].tolist())


def test_on_a_phone_the_chosen_digit_comes_into_sight(visit: Visit) -> None:
    page = visit("/data", mobile=True)
    last = page.locator(".st-key-unusual button").last
    expect(last).to_be_attached(timeout=30_000)
    last.scroll_into_view_if_needed()
    expect(page.locator(".st-key-digit")).not_to_be_in_viewport()
    last.click()
    expect(page.locator(".st-key-digit h4")).to_have_text("A 9")
    expect(page.locator(".st-key-digit")).to_be_in_viewport()
    expect(page.locator(".st-key-numbers .numbers")).to_have_css("overflow-x", "auto")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_mean_of_a_digit_leads_to_its_pictures(visit: Visit) -> None:
    page = visit("/data?split=Test")
    page.locator(".st-key-means button").nth(3).click(timeout=30_000)
    expect(page.locator(".st-key-samples button").first).to_have_attribute("aria-label", re.compile("^A 3, "))
    expect(page).to_have_url(re.compile(r"[?&]label=3\b"))


@pytest.fixture
def report(trained: Run, tmp_path: Path) -> str:
    """The address of a report on a model, as a file."""
    file = tmp_path / "report.html"
    command = [sys.executable, "-m", "digitrec", "evaluate", trained.name, "--html", str(file)]
    environment = os.environ | {"DIGITREC_HOME": str(trained.folder.parent.parent)}
    subprocess.run(command, cwd=CODE, env=environment, check=True, capture_output=True)
    return file.as_uri()


@pytest.mark.parametrize("scheme, ink", [("light", "rgb(49, 51, 63)"), ("dark", "rgb(250, 250, 250)")])
def test_the_report_opens_from_a_file_without_asking_anyone(
    browser: Browser, report: str, scheme: str, ink: str
) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 390, "height": 844})  # type: ignore[arg-type]
    page = context.new_page()
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(report)
    for place in ("confusion-0", "reliability", "coverage"):
        expect(page.locator(f"#{place} .main-svg").first).to_be_visible()
    expect(page.locator("#confusion-0 .xtick text").first).to_have_css("fill", ink)
    expect(page.locator(".digits img").first).to_have_js_property("naturalWidth", 28)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert faults == []
    context.close()
