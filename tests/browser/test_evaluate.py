"""The Evaluate page as a person uses it, with the shipped models."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from digitrec import dataset, runs
from digitrec.evaluation import Predictions, served
from digitrec.evaluation.metrics import confusion_matrix
from digitrec.evaluation.served import Labelled
from tests.browser.conftest import Visit

CELL = """([row, column]) => {
  const points = document.querySelectorAll(".st-key-confusion .scatterlayer .point");
  const box = points[10 * row + column].getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}"""


@pytest.fixture(scope="module")
def ann() -> Predictions:
    mnist = dataset.load()
    return served.predictions(runs.find("ann"), Labelled(mnist.test_images, mnist.test_labels))


def shown(page: Page) -> None:
    """Waits until the matrix and the gallery are there, and the figures below, after which nothing moves."""
    expect(page.locator(".st-key-gallery button").first).to_be_visible(timeout=60_000)
    expect(page.locator(".st-key-confusion .scatterlayer .point")).to_have_count(100, timeout=60_000)
    expect(page.locator(".st-key-compare .scatterlayer").first).to_be_attached(timeout=60_000)


def press_cell(page: Page, true: int, read: int) -> None:
    page.locator(".st-key-confusion").scroll_into_view_if_needed()
    x, y = page.evaluate(CELL, [true, read])
    page.mouse.move(x, y)
    page.mouse.click(x, y)


def count(page: Page) -> Locator:
    return page.locator(".st-key-gallery-count")


def tiles(page: Page) -> Locator:
    return page.locator(".st-key-gallery button span")


def test_from_a_cell_to_a_digit_and_back_and_to_another_tab(visit: Visit, ann: Predictions) -> None:
    page = visit("/evaluate?evaluated=ann")
    shown(page)
    number = int(confusion_matrix(ann)[4, 9])
    press_cell(page, 4, 9)
    expect(count(page)).to_have_text(str(number))
    expect(tiles(page)).to_have_text(["4 → 9"] * number)
    expect(page).to_have_url(re.compile("true=4&read=9"))
    page.locator(".st-key-gallery button").first.click()
    digit = page.locator(".st-key-digit")
    expect(digit).to_contain_text("Labelled 4, read as 9")
    expect(digit.locator(".similar img")).to_have_count(8, timeout=60_000)
    expect(digit.locator(".js-plotly-plot")).to_have_count(2)
    expect(page).to_have_url(re.compile("digit=[0-9]+"))
    words = digit.locator("p", has_text="Number").inner_text()
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator(".st-key-digit")).to_contain_text(words, timeout=60_000)
    page.get_by_role("button", name="Back").click()
    expect(digit).to_have_count(0)
    expect(tiles(page)).to_have_text(["4 → 9"] * number)
    other.goto(page.url)
    expect(tiles(other)).to_have_text(["4 → 9"] * number, timeout=60_000)
    expect(count(other)).to_have_text(str(number))


def test_the_chip_clears_the_filter_and_the_cell_can_be_pressed_again(visit: Visit, ann: Predictions) -> None:
    page = visit("/evaluate?evaluated=ann")
    shown(page)
    cell = str(confusion_matrix(ann)[9, 7])
    every = str(len(ann.errors))
    press_cell(page, 9, 7)
    expect(count(page)).to_have_text(cell)
    page.locator(".st-key-chip button").click()
    expect(count(page)).to_have_text(every)
    expect(page.locator(".st-key-chip")).to_have_count(0)
    expect(page.locator(".st-key-confusion .scatterlayer .point")).to_have_count(100)
    press_cell(page, 9, 7)
    expect(count(page)).to_have_text(cell)
    press_cell(page, 9, 7)
    expect(count(page)).to_have_text(every)


def test_a_cell_on_the_diagonal_shows_the_right_ones(visit: Visit, ann: Predictions) -> None:
    page = visit("/evaluate?evaluated=ann")
    shown(page)
    press_cell(page, 3, 3)
    expect(count(page)).to_have_text(str(confusion_matrix(ann)[3, 3]))


def test_the_keyboard_filters_and_opens(visit: Visit, ann: Predictions) -> None:
    page = visit("/evaluate?evaluated=ann")
    shown(page)
    page.get_by_role("combobox", name="True digit").focus()
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    expect(count(page)).to_have_text(str(((ann.labels == 4) & ~ann.correct).sum()))
    page.locator(".st-key-gallery button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-digit")).to_contain_text("Labelled 4")


def test_the_four_sets_of_a_comparison_filter_the_gallery(visit: Visit) -> None:
    page = visit("/evaluate?evaluated=ann&against=cnn")
    shown(page)
    press = page.get_by_role("button", name=re.compile("only CNN right"))
    number = press.inner_text().split()[0]
    press.click()
    expect(count(page)).to_have_text(number)
    expect(page).to_have_url(re.compile("among=only_b"))


def test_a_suspect_is_marked_and_left_out(visit: Visit, ann: Predictions) -> None:
    page = visit("/evaluate?evaluated=ann")
    shown(page)
    wrong = page.locator(".st-key-suspects").get_by_role("radio", name="label is wrong").first
    wrong.click()
    leave_out = page.locator(".st-key-headline label", has_text="Leave out the digit that was marked")
    leave_out.click()
    expect(page.locator(".st-key-headline")).to_contain_text(f"{len(ann.errors) - 1} of 9,999")
    page.locator(".st-key-suspects").get_by_role("radio", name="label is wrong").first.click()
    expect(leave_out).to_have_count(0)


@pytest.mark.parametrize("mobile", [False, True])
def test_nothing_is_wider_than_the_screen(visit: Visit, mobile: bool) -> None:
    page = visit("/evaluate", mobile=mobile)
    shown(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    inside = "e => { const b = e.getBoundingClientRect(); return b.left >= 0 && b.right <= window.innerWidth + 1; }"
    for figure in page.locator(".js-plotly-plot").all():
        assert figure.evaluate(inside)
