"""The Draw page in a real browser: what a person draws is read, and no stroke is lost."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.digits import DIGITS, smooth
from tests.browser.helpers import (
    MARKS,
    Line,
    answer,
    canvas,
    choose,
    clear,
    draw,
    go,
    marks,
    on_screen,
    read,
    redo,
    touch_draw,
    undo,
    until,
)
from tests.browser.server import serving

SCRIBBLE = [[(0.1 + 0.08 * turn, 0.1 + 0.8 * (turn % 2)) for turn in range(11)]]
IN_THE_CORNER = [[(0.97, 0.03), (0.9, 0.1), (0.75, 0.3), (0.6, 0.6), (0.5, 0.9)]]


def await_marks(page: Page, number: int) -> None:
    until(page, lambda: marks(page) == number, f"{number} marks")


def test_all_ten_digits_are_read_one_after_the_other(page: Page) -> None:
    for digit, strokes in DIGITS.items():
        expect(page.get_by_text("Draw a digit on the board")).to_be_visible(timeout=30_000)
        read(page, "")
        draw(page, strokes)
        read(page, str(digit))
        clear(page)


# 42 in four strokes, the stem of the 4 last.
FOUR, STEM = smooth([(0.16, 0.3), (0.1, 0.58), (0.1, 0.58), (0.42, 0.58)]), smooth([(0.33, 0.28), (0.31, 0.78)])
ARC, BASE = smooth([(0.58, 0.4), (0.68, 0.28), (0.82, 0.4), (0.58, 0.76)]), smooth([(0.58, 0.76), (0.88, 0.76)])


def test_a_number_is_read_with_a_box_and_a_card_for_each_digit(page: Page) -> None:
    draw(page, [FOUR, ARC, BASE, STEM])
    read(page, "42")
    expect(page.locator(".st-key-over .box")).to_have_text([re.compile("^4"), re.compile("^2")])
    expect(page.locator(".st-key-reading .card")).to_have_count(2)
    box, board = page.locator(".st-key-over .box").first.bounding_box(), canvas(page).bounding_box()
    assert box and board
    assert box["x"] + box["width"] < board["x"] + board["width"] / 2
    # The boxes take no strokes, and go with the number.
    undo(page).click()
    draw(page, [STEM])
    read(page, "42")
    clear(page)
    expect(page.locator(".st-key-over .box")).to_have_count(0)
    draw(page, DIGITS[4])
    read(page, "4")
    expect(page.locator(".st-key-over .box")).to_have_count(0)


def test_a_wide_canvas_takes_more_digits_and_is_moved_along_on_a_phone(visit: Visit) -> None:
    page = visit(mobile=True)
    touch_draw(page, DIGITS[7])
    read(page, "7")
    page.locator(".st-key-settings label").filter(has_text="Wide canvas").tap()
    until(page, lambda: (canvas(page).bounding_box() or {})["width"] == 980, "a wide canvas")
    read(page, "7")
    page.locator(".st-key-scroll").evaluate("scroll => scroll.scrollLeft = 400")
    touch_draw(page, [[(0.6 + x * 0.3, y) for x, y in stroke] for stroke in DIGITS[2]])
    read(page, "72")
    expect(page.get_by_role("switch", name="Wide canvas")).to_be_disabled()
    assert page.evaluate(WIDEST) <= 390


def test_a_scribble_over_a_digit_is_no_digit_until_it_is_undone(page: Page) -> None:
    draw(page, DIGITS[3])
    read(page, "3")
    draw(page, SCRIBBLE)
    expect(page.locator(".st-key-rejection")).to_contain_text("This does not look like a digit.", timeout=10_000)
    read(page, "")
    undo(page).click()
    read(page, "3")
    expect(page.locator(".st-key-rejection")).to_have_count(0)


def test_eight_quick_strokes_all_arrive_and_are_undone_one_by_one(page: Page) -> None:
    draw(page, MARKS)
    await_marks(page, 8)
    for left in range(7, -1, -1):
        undo(page).click()
        await_marks(page, left)
    expect(undo(page)).to_be_disabled()
    for back in range(1, 9):
        redo(page).click()
        await_marks(page, back)
    expect(redo(page)).to_be_disabled()


def test_a_stroke_drawn_while_the_answer_is_on_its_way_is_kept(visit: Visit) -> None:
    lines: list[Line] = []
    page = visit(prepare=lambda page: lines.append(Line(page)))
    line = lines[0]
    draw(page, MARKS[:1])
    await_marks(page, 1)
    line.hold()
    draw(page, MARKS[1:2])
    until(page, lambda: line.waiting > 0, "an answer on its way")
    draw(page, MARKS[2:4])
    line.release()
    await_marks(page, 4)
    draw(page, MARKS[4:5])
    await_marks(page, 5)


def test_strokes_that_a_busy_server_has_not_heard_when_the_page_is_left_are_kept(visit: Visit) -> None:
    lines: list[Line] = []
    page = visit(prepare=lambda page: lines.append(Line(page)))
    line = lines[0]
    draw(page, MARKS[:1])
    await_marks(page, 1)
    line.hold_back()
    draw(page, MARKS[1:4])
    go(page, "Train")
    until(page, lambda: line.unsent >= 4, "three strokes and the wish to leave")
    line.send()
    expect(page.locator(".st-key-start button")).to_be_visible()
    go(page, "Draw")
    await_marks(page, 4)


@pytest.mark.parametrize(("tool", "left"), [("clear", 0), ("undo", 1)])
def test_a_stroke_that_crosses_a_tool_on_a_slow_line_is_kept(visit: Visit, tool: str, left: int) -> None:
    lines: list[Line] = []
    page = visit(prepare=lambda page: lines.append(Line(page)))
    line = lines[0]
    draw(page, MARKS[:1])
    await_marks(page, 1)
    draw(page, MARKS[1:2])
    await_marks(page, 2)
    line.hold()
    page.locator(f".st-key-{tool} button").click()
    draw(page, MARKS[2:3])
    line.release()
    await_marks(page, left + 1)
    draw(page, MARKS[3:4])
    await_marks(page, left + 2)


def test_tools_and_shortcuts(page: Page) -> None:
    draw(page, DIGITS[7])
    read(page, "7")
    # A key counts as soon as its button does, which comes with the answer or just behind it.
    expect(undo(page)).to_be_enabled()
    page.keyboard.press("Control+z")
    read(page, "")
    expect(redo(page)).to_be_enabled()
    page.keyboard.press("Control+y")
    read(page, "7")
    page.locator(".st-key-clear button").dblclick()
    read(page, "")
    expect(page.get_by_text("Draw a digit on the board")).to_be_visible()
    undo(page).click()
    read(page, "7")
    expect(page.locator(".st-key-clear button")).to_be_enabled()
    page.keyboard.press("Delete")
    read(page, "")
    draw(page, DIGITS[4])
    read(page, "4")
    expect(redo(page)).to_be_disabled()
    clear(page)
    read(page, "")
    clear(page)
    undo(page).click()
    read(page, "4")


def test_a_stroke_counts_as_soon_as_the_pen_is_lifted(page: Page) -> None:
    draw(page, MARKS[:1])
    await_marks(page, 1)
    draw(page, MARKS[1:4])
    page.keyboard.press("Control+z")
    await_marks(page, 3)
    draw(page, MARKS[4:5])
    undo(page).click()
    expect(redo(page)).to_be_enabled()
    await_marks(page, 3)
    draw(page, MARKS[5:6])
    go(page, "Train")
    expect(page.locator(".st-key-start button")).to_be_visible()
    go(page, "Draw")
    await_marks(page, 4)


def test_a_drawing_outlives_a_visit_to_another_page_but_not_a_reload(page: Page) -> None:
    draw(page, MARKS[:3])
    await_marks(page, 3)
    for _ in range(2):
        go(page, "Train")
        expect(page.locator(".st-key-start button")).to_be_visible()
        go(page, "Draw")
        canvas(page)
    await_marks(page, 3)
    draw(page, MARKS[3:4])
    await_marks(page, 4)
    undo(page).click()
    await_marks(page, 3)
    undo(page).click()
    await_marks(page, 2)
    page.reload()
    canvas(page)
    read(page, "")
    draw(page, DIGITS[5])
    read(page, "5")


def test_by_finger_the_whole_canvas_is_there_to_draw_on(visit: Visit) -> None:
    page = visit(mobile=True)
    touch_draw(page, IN_THE_CORNER)
    await_marks(page, 1)
    (corner,) = on_screen(page, [(0.96, 0.04)])
    page.touchscreen.tap(*corner)
    touch_draw(page, [[(0.1, 0.1), (0.1, 0.2)]])
    until(page, lambda: marks(page) >= 2, "the first stroke beside the new one")
    page.locator(".st-key-clear button").tap()
    read(page, "")
    touch_draw(page, DIGITS[2])
    read(page, "2")
    assert answer_is_in_view(page)


def answer_is_in_view(page: Page) -> bool:
    box = answer(page).bounding_box()
    return box is not None and box["y"] + box["height"] <= 844


def test_neither_the_brush_nor_the_model_changes_the_drawing(page: Page) -> None:
    draw(page, DIGITS[4])
    read(page, "4")
    seen = page.locator(".seen img").get_attribute("src")
    brush = page.get_by_role("slider", name="Brush")
    brush.focus()
    for _ in range(15):
        brush.press("ArrowRight")
    expect(brush).to_have_attribute("aria-valuetext", "35 px")
    choose(page, "Model", "ANN")
    page.locator(".st-key-settings label").filter(has_text="Side by side").click()
    expect(page.locator(".st-key-other-answer")).to_have_text("4")
    read(page, "4")
    expect(page.locator(".seen img")).to_have_attribute("src", str(seen))
    assert page.locator(".st-key-reading .js-plotly-plot").count() == 2


def test_at_390_pixels_nothing_is_wider_than_the_page_in_either_theme(visit: Visit) -> None:
    for dark, ground in ((False, "rgb(251, 250, 247)"), (True, "rgb(21, 27, 26)")):
        page = visit(mobile=True, dark=dark)
        touch_draw(page, DIGITS[8])
        read(page, "8")
        expect(page.locator(".js-plotly-plot")).to_be_visible()
        expect(page.get_by_test_id("stApp")).to_have_css("background-color", ground)
        assert page.evaluate(WIDEST) <= 390


def test_reasons_follow_the_drawing_while_they_are_open_on_a_phone_too(visit: Visit) -> None:
    page = visit(mobile=True, dark=True)
    why = page.locator(".st-key-why")
    touch_draw(page, DIGITS[3])
    read(page, "3")
    expect(why.locator("img")).to_have_count(0)
    why.locator("label").tap()
    expect(why.locator(".similar img")).to_have_count(8, timeout=60_000)
    expect(why.locator(".steps img")).to_have_count(4)
    expect(why.locator("img.map")).to_be_visible()
    last = str(why.locator(".steps img").last.get_attribute("src"))
    assert page.evaluate(WIDEST) <= 390
    page.locator(".st-key-clear button").tap()
    expect(why).to_have_count(0)
    touch_draw(page, DIGITS[7])
    read(page, "7")
    expect(why.locator(".similar figure")).to_have_count(8)
    expect(why.locator(".steps img").last).not_to_have_attribute("src", last)


WIDEST = "() => Math.max(...['html', '.stMain'].map((place) => document.querySelector(place).scrollWidth))"


def test_every_control_is_reached_by_the_keyboard(page: Page) -> None:
    draw(page, DIGITS[1])
    read(page, "1")
    undo(page).click()
    undo(page).or_(redo(page)).first.wait_for()
    redo(page).click()
    expect(undo(page)).to_be_enabled()
    page.evaluate("document.activeElement.blur()")
    reached = []
    for _ in range(30):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED))
    for control in ("Draw", "Train", "Undo", "Clear", "Brush", "Model", "Wide canvas", "Side by side"):
        assert any(control in name for name in reached), f"{control} is not among {reached}"


FOCUSED = """() => {
  const at = document.activeElement;
  return [at.innerText, at.ariaLabel, at.closest("label")?.innerText].filter(Boolean).join(" ");
}"""


def test_the_first_visitor_of_a_server_may_come_by_any_link(visit: Visit, tmp_path: Path) -> None:
    with serving(tmp_path) as fresh:
        page = visit(fresh.url + "/train")
        expect(page.locator(".st-key-start button")).to_be_visible(timeout=30_000)
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.get_by_test_id("stSidebar")).to_have_count(0)
        expect(page.get_by_test_id("stTopNavLink").filter(has_text="Draw")).to_be_visible()
        expect(page).to_have_url(fresh.url + "/train")
        page.close()
