"""The Draw page without a browser: what it shows for what is drawn."""

import re
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from digitrec import settings
from digitrec.runs import Run, files
from digitrec.ui import state
from digitrec.ui.board import Board
from tests import numbers
from tests.pages import opened, run
from tests.test_imports import fabric_drawing

DOT = {"type": "Path", "path": [["M", 50, 50], ["L", 50.5, 50]], "stroke": "#fff", "strokeWidth": 20}


def page(*strokes: object, **chosen: object) -> AppTest:
    shown = opened("draw")
    shown.session_state[state.BOARD] = Board(strokes=strokes)  # type: ignore[arg-type]
    for key, value in chosen.items():
        shown.session_state[key] = value
    return run(shown)


def drawn(digit: int) -> list[object]:
    return list(fabric_drawing(digit)["objects"])  # type: ignore[call-overload]


def digits(shown: AppTest) -> list[str]:
    """The large digits on the page."""
    htmls = [element.proto.body for element in shown.get("html")]
    return [html.partition(">")[2].partition("<")[0] for html in htmls if 'class="digit"' in html]


def text(shown: AppTest) -> str:
    return " ".join(element.proto.body for element in shown.get("html"))


def test_an_empty_canvas_invites_and_shows_no_digit() -> None:
    shown = page()
    assert digits(shown) == []
    assert "Draw a digit on the board" in text(shown)
    assert [button.disabled for button in shown.button] == [True, True, False]


@pytest.mark.parametrize("digit", [0, 3, 7])
def test_a_drawing_is_read_with_its_confidence_bars_and_pixels(digit: int) -> None:
    shown = page(*drawn(digit))
    assert digits(shown) == [str(digit)]
    assert "what the model sees" in text(shown)
    assert len(shown.get("plotly_chart")) == 1


def test_a_number_is_shown_with_a_card_and_a_box_for_each_digit() -> None:
    shown = page(*numbers.drawn("407")["objects"])
    assert digits(shown) == ["407"]
    assert text(shown).count('class="card seen"') == text(shown).count("--digits:3") * 3 == 3
    assert len(re.findall(r'class="box[ "]', text(shown))) == 3
    assert len(shown.get("plotly_chart")) == 0


def test_a_digit_alone_has_no_box() -> None:
    assert 'class="box' not in text(page(*drawn(4)))


def test_two_models_each_read_the_number() -> None:
    shown = page(*numbers.drawn("42")["objects"], **{state.SIDE_BY_SIDE: True})
    assert digits(shown) == ["42", "42"]
    assert text(shown).count('class="card seen"') == 4


def test_the_canvas_stays_wide_while_there_is_ink_beyond_the_narrow_one() -> None:
    number = numbers.drawn("20261")["objects"]
    narrow, wide = page(*number), page(*number, **{state.WIDE: True})
    assert [shown.toggle(key=state.WIDE).disabled for shown in (narrow, wide)] == [False, True]
    assert not page(*drawn(1), **{state.WIDE: True}).toggle(key=state.WIDE).disabled


def test_widening_the_canvas_keeps_the_drawing() -> None:
    shown = run(page(*drawn(3)).toggle(key=state.WIDE).set_value(True))
    assert digits(shown) == ["3"]
    assert shown.session_state[state.BOARD].tellings[-1].strokes == tuple(drawn(3))


def test_side_by_side_shows_two_answers() -> None:
    shown = page(*drawn(4), **{state.SIDE_BY_SIDE: True})
    assert digits(shown) == ["4", "4"]
    assert len(shown.get("plotly_chart")) == 2
    assert [shown.selectbox(key=key).value for key in (state.MODEL, state.OTHER_MODEL)] == ["cnn", "ann"]


def test_a_dot_is_no_digit() -> None:
    shown = page(DOT)
    assert digits(shown) == []
    assert "only a dot" in text(shown)


def test_ones_own_run_can_be_drawn_with(trained: Run) -> None:
    shown = page(*drawn(1), **{state.MODEL: trained.name})
    assert shown.selectbox(key=state.MODEL).options == ["CNN", "ANN", "trained"]
    assert len(digits(shown)) == 1


def test_a_damaged_model_is_named_in_a_sentence(trained: Run) -> None:
    served = trained.path(files.SERVED)
    served.write_bytes(served.read_bytes()[:-1] + b"!")
    shown = page(*drawn(1), **{state.MODEL: trained.name})
    assert digits(shown) == []
    assert [error.value for error in shown.error] == [
        "The model trained is damaged: model.tflite is not what was trained; train it again."
    ]


def test_without_any_model_the_page_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ASSETS", tmp_path)
    for file in ("icon.svg", "logo.svg", "style.css"):
        shutil.copy(settings.CODE / "assets" / file, tmp_path)
    assert "There is no model to read with" in page().warning[0].value
