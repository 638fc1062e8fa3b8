"""What is drawn, when the canvas and its tools speak in turn and when they speak at once."""

from typing import Any
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from digitrec.ui import board as module
from digitrec.ui.board import REMEMBERED, Board


def stroke(name: str) -> dict[str, Any]:
    return {"type": "Path", "path": name}


class Canvas:
    """The canvas in the browser: it shows what it is told and what is drawn on it, and tells it."""

    def __init__(self, board: Board) -> None:
        self.objects = list(board.shown["objects"])

    def told(self, board: Board) -> None:
        if self.objects[0] != board.shown["objects"][0]:
            self.objects = list(board.shown["objects"])

    def draw(self, *names: str) -> None:
        self.objects += map(stroke, names)

    @property
    def says(self) -> list[dict[str, Any]]:
        return list(self.objects)


def names(board: Board) -> str:
    return "".join(stroke["path"] for stroke in board.strokes)


def test_strokes_are_undone_and_redone_one_by_one() -> None:
    board = Board()
    canvas = Canvas(board)
    canvas.draw("a", "b")
    board = board.heard(canvas.says)
    assert names(board) == "ab"
    seen = [names(board := getattr(board, tool)()) for tool in ("undone",) * 3 + ("redone",) * 3]
    assert seen == ["a", "", "", "a", "ab", "ab"]


def test_a_new_stroke_ends_what_can_be_redone() -> None:
    board = Board()
    canvas = Canvas(board)
    canvas.draw("a")
    board = board.heard(canvas.says).undone()
    canvas.told(board)
    canvas.draw("b")
    board = board.heard(canvas.says)
    assert (names(board), board.future) == ("b", ())


def test_clear_can_be_undone_and_an_empty_board_has_nothing_to_undo() -> None:
    assert Board().cleared().past == ()
    board = Board()
    canvas = Canvas(board)
    canvas.draw("a", "b")
    board = board.heard(canvas.says).cleared()
    assert names(board) == ""
    assert names(board.undone()) == "ab"


def test_what_the_canvas_repeats_changes_nothing() -> None:
    board = Board()
    canvas = Canvas(board)
    canvas.draw("a")
    board = board.heard(canvas.says)
    assert board.heard(canvas.says) == board
    late = canvas.says
    board = board.cleared()
    canvas.told(board)
    assert board.heard(late) == board
    assert board.heard(canvas.says) == board


def test_the_same_stroke_drawn_again_after_clear_is_a_new_one() -> None:
    board = Board()
    canvas = Canvas(board)
    canvas.draw("a")
    board = board.heard(canvas.says).cleared()
    canvas.told(board)
    canvas.draw("a")
    assert names(board.heard(canvas.says)) == "a"


def test_a_stroke_that_crosses_clear_is_kept_and_shown_and_what_was_cleared_stays_away() -> None:
    board = Board()
    canvas = Canvas(board)
    canvas.draw("a")
    board = board.heard(canvas.says).cleared()
    canvas.draw("b")
    board = board.heard(canvas.says)
    assert names(board) == "b"
    canvas.told(board)
    assert canvas.says[1:] == [stroke("b")]


def test_a_canvas_that_says_nothing_of_use_changes_nothing() -> None:
    board = Board()
    assert board.heard([]) == board
    assert board.heard([stroke("a")]) == board
    assert board.heard([{"type": "Rect", "left": 99}, stroke("a")]) == board


@given(st.lists(st.sampled_from(["draw", "hear", "tell", "undone", "redone", "cleared"])))
def test_no_stroke_that_the_server_heard_of_is_lost_and_both_sides_agree_in_the_end(events: list[str]) -> None:
    """Whatever crosses: a stroke is gone only if Undo or Clear took it, or the canvas was told anew unheard."""
    board = Board()
    canvas = Canvas(board)
    for number, event in enumerate(events):
        before = names(board)
        if event == "draw":
            canvas.draw(chr(97 + number))
        elif event == "hear":
            board = board.heard(canvas.says)
            assert names(board).startswith(before)
        elif event == "tell":
            canvas.told(board)
        else:
            board = getattr(board, event)()
    board = board.heard(canvas.says)
    canvas.told(board)
    assert len(board.tellings) <= REMEMBERED
    assert canvas.says[1:] == list(board.strokes)


@patch.object(module, "REMEMBERED", 1000)
@given(data=st.data())
def test_strokes_that_are_told_late_or_in_another_order_are_neither_lost_nor_doubled(data: st.DataObject) -> None:
    board = Board()
    canvas = Canvas(board)
    on_the_way: list[list[dict[str, Any]]] = []
    drawn, heard = "", set()
    for _ in range(data.draw(st.integers(0, 7))):
        for _ in range(data.draw(st.integers(0, 3))):
            drawn += chr(ord("a") + len(drawn))
            canvas.draw(drawn[-1])
            on_the_way.append(canvas.says)
        while on_the_way and data.draw(st.booleans()):
            board = board.heard(on_the_way.pop(data.draw(st.integers(0, len(on_the_way) - 1))))
            heard |= set(names(board))
            assert len(set(names(board))) == len(board.strokes)
        if data.draw(st.booleans()):
            canvas.told(board)
        tool = data.draw(st.sampled_from(["undone", "redone", "cleared", "heard"]))
        board = board.heard(canvas.says) if tool == "heard" else getattr(board, tool)()
        heard |= set(names(board))
    for said in on_the_way:
        board = board.heard(said)
        heard |= set(names(board))
    assert heard == set(drawn)
    canvas.told(board)
    assert canvas.says[1:] == list(board.strokes)


@given(st.lists(st.sampled_from(["draw", "cleared"]), max_size=12), st.integers(0, 12))
def test_redo_is_the_inverse_of_undo(events: list[str], steps: int) -> None:
    board = Board()
    canvas = Canvas(board)
    for number, event in enumerate(events):
        if event == "draw":
            canvas.draw(chr(97 + number))
            board = board.heard(canvas.says)
        else:
            board = board.cleared()
            canvas.told(board)
    boards = [board]
    for _ in range(min(steps, len(board.past))):
        boards.append(boards[-1].undone())
    board = boards.pop()
    for before in reversed(boards):
        board = board.redone()
        assert (board.strokes, board.past, board.future) == (before.strokes, before.past, before.future)
    assert board.redone() == board
