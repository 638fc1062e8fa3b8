"""The Draw page without a browser: what it shows for what is drawn."""

import dataclasses
import re
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from digitrec import recognition, settings
from digitrec.drawing import Lattice
from digitrec.evaluation import neighbours
from digitrec.recognition import Answer, Digit, Recogniser
from digitrec.runs import Run, files
from digitrec.ui import state, why
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


@pytest.mark.parametrize(("confidence", "percent"), [(1.0, 99), (0.999, 99), (0.509, 50)])
def test_a_box_s_confidence_is_rounded_down_and_never_certain(
    confidence: float, percent: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Digit, "confidence", confidence)
    assert text(page(*numbers.drawn("407")["objects"])).count(f"<small>{percent} %</small>") == 3


def test_a_digit_alone_has_no_box() -> None:
    assert 'class="box' not in text(page(*drawn(4)))


def test_two_models_each_read_the_number() -> None:
    shown = page(*numbers.drawn("42")["objects"], **{state.SIDE_BY_SIDE: True})
    assert digits(shown) == ["42", "42"]
    assert text(shown).count("--digits:2;--columns:2") == 2
    assert text(shown).count('class="card seen"') == 4


def test_the_canvas_stays_wide_while_there_is_ink_beyond_the_narrow_one() -> None:
    number = numbers.drawn("20261")["objects"]
    narrow, wide = page(*number), page(*number, **{state.WIDE: True})
    assert [shown.toggle(key=state.WIDE).disabled for shown in (narrow, wide)] == [False, True]
    assert wide.toggle(key=state.WIDE).help == "Clear what is written on the right first."
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


@pytest.mark.parametrize(("guess", "words"), [(3, "a 3."), (8, "an 8.")])
def test_what_is_no_digit_is_told_in_a_sentence_with_the_best_guess_small(
    monkeypatch: pytest.MonkeyPatch, guess: int, words: str
) -> None:
    answers_with(monkeypatch, {guess: 0.9, 1: 0.1}, rejected=True)
    shown = page(*drawn(7), **{state.WHY: True})
    assert digits(shown) == []
    assert "This does not look like a digit." in text(shown)
    assert f"<small>My best guess would be {words}</small>" in text(shown)
    assert "rejection" in keys(shown) and not keys(shown) & {"answer", "second-guess", "why"}
    assert len(shown.get("plotly_chart")) == 0


def test_undoing_what_was_no_digit_brings_the_answer_back(monkeypatch: pytest.MonkeyPatch) -> None:
    reads = recognition.read_number

    def read_number(recogniser: Recogniser, lattice: Lattice | None) -> Answer:
        assert lattice is not None
        return dataclasses.replace(reads(recogniser, lattice), rejected=bool(lattice.cuts))

    monkeypatch.setattr(recognition, "read_number", read_number)
    *four, scribble = numbers.drawn("47")["objects"]
    shown = opened("draw")
    shown.session_state[state.BOARD] = Board((*four, scribble), past=(tuple(four),))
    assert digits(run(shown)) == [] and "rejection" in keys(shown)
    shown = run(shown.button(key="undo-button").click())
    assert digits(shown) == ["4"] and "rejection" not in keys(shown)


def test_one_of_two_models_may_take_for_no_digit_what_the_other_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    reads = recognition.read_number
    rejecting = iter((True, False))

    def read_number(recogniser: Recogniser, lattice: Lattice | None) -> Answer:
        return dataclasses.replace(reads(recogniser, lattice), rejected=next(rejecting))

    monkeypatch.setattr(recognition, "read_number", read_number)
    shown = page(*drawn(4), **{state.SIDE_BY_SIDE: True})
    assert digits(shown) == ["4"]
    assert {"rejection", "other-answer"} <= keys(shown) and not keys(shown) & {"answer", "other-rejection"}


@pytest.mark.parametrize(("guesses", "told"), [("33", {"rejection"}), ("38", {"rejection", "other-rejection"})])
def test_two_models_that_take_it_for_no_digit_tell_both_guesses_where_they_differ(
    monkeypatch: pytest.MonkeyPatch, guesses: str, told: set[str]
) -> None:
    reads = recognition.read_number
    labels = iter(guesses)

    def read_number(recogniser: Recogniser, lattice: Lattice | None) -> Answer:
        answer = reads(recogniser, lattice)
        guess = dataclasses.replace(answer.digits[0], label=int(next(labels)))
        return dataclasses.replace(answer, rejected=True, digits=(guess,))

    monkeypatch.setattr(recognition, "read_number", read_number)
    shown = page(*drawn(4), **{state.SIDE_BY_SIDE: True})
    assert keys(shown) & {"rejection", "other-rejection"} == told
    assert all(f"be a {guess}." in text(shown) or f"be an {guess}." in text(shown) for guess in guesses)


def keys(shown: AppTest) -> set[str]:
    """The keys of the containers on the page."""
    blocks: list[Block] = [shown.main]
    for block in blocks:
        blocks += [child for child in block.children.values() if isinstance(child, Block)]
    ids = [block.proto.id for block in blocks if block.type == "flex_container"]
    return {each.split("-", 2)[2] for each in ids if each}


@pytest.mark.parametrize(
    ("seven", "two", "words"),
    [(0.7, 0.3, ["or a <b>2</b>?", "unsure"]), (0.93, 0.07, ["or a <b>2</b>?", "fairly sure"])],
)
def test_a_second_guess_is_offered_where_it_is_close(
    monkeypatch: pytest.MonkeyPatch, seven: float, two: float, words: list[str]
) -> None:
    answers_with(monkeypatch, {7: seven, 2: two})
    shown = page(*drawn(7))
    assert digits(shown) == ["7"]
    assert "second-guess" in keys(shown)
    assert all(word in text(shown) for word in words)


def test_no_second_guess_is_offered_where_none_is_close(monkeypatch: pytest.MonkeyPatch) -> None:
    answers_with(monkeypatch, {7: 0.96, 2: 0.04})
    shown = page(*drawn(7))
    assert "second-guess" not in keys(shown) and "answer" in keys(shown)


def test_each_of_two_models_has_its_own_second_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    answers_with(monkeypatch, {7: 0.6, 8: 0.4})
    shown = page(*drawn(7), **{state.SIDE_BY_SIDE: True})
    assert {"second-guess", "other-second-guess"} <= keys(shown)
    assert text(shown).count("or an <b>8</b>?") == 2


def answers_with(monkeypatch: pytest.MonkeyPatch, shares: dict[int, float], rejected: bool = False) -> None:
    """Every model answers with these probabilities."""
    probabilities = tuple(shares.get(digit, 0.0) for digit in range(10))
    answer = Answer((Digit(max(shares, key=lambda digit: shares[digit]), probabilities, (0, 0, 9, 9)),), rejected)

    def read_number(recogniser: Recogniser, lattice: Lattice | None) -> Answer:
        assert lattice is not None
        return dataclasses.replace(answer, glyphs=(lattice.candidates[-1].glyph,))

    monkeypatch.setattr(recognition, "read_number", read_number)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sample of training digits that is known in no time."""
    monkeypatch.setattr(neighbours, "SAMPLE", 100)


def test_reasons_are_not_even_computed_before_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("strokes_of", "steps_of", "occlusion_map", "neighbours"):
        monkeypatch.setattr(why, name, None)
    shown = page(*drawn(5))
    assert "why" in keys(shown) and not shown.toggle(key=state.WHY).value
    assert digits(shown) == ["5"]
    assert 'class="steps"' not in text(shown)


def test_reasons_are_the_steps_the_map_and_training_digits(few: None) -> None:
    shown = run(page(*drawn(5)).toggle(key=state.WHY).set_value(True))
    said = text(shown)
    assert digits(shown) == ["5"]
    assert said.partition('class="steps"')[2].count("<figcaption><b>") >= 4
    assert said.count("map pixels") == 1
    assert said.count("A training digit labelled") == 8
    assert "Of 100 that CNN was trained on" in " ".join(caption.value for caption in shown.caption)


def test_two_models_have_reasons_of_their_own_for_one_drawing(few: None) -> None:
    shown = page(*drawn(5), **{state.SIDE_BY_SIDE: True, state.WHY: True})
    said = text(shown)
    assert said.count('class="steps"') == 1
    assert said.count("map pixels") == 2
    assert said.count("A training digit labelled") == 12


def test_there_are_no_reasons_without_an_answer() -> None:
    assert "why" not in keys(page(**{state.WHY: True}))
    assert "why" not in keys(page(DOT, **{state.WHY: True}))


@pytest.mark.parametrize(
    ("lost", "gained", "words"),
    [
        (0.004, 0.004, "Whatever small part is covered, the 4 stays as likely."),
        (0.42, 0, "Cover the orange, and the 4 gets less likely, by up to 42 %."),
        (0, 0.1, "Cover the blue, and the 4 gets more likely."),
    ],
)
def test_what_covering_does_in_words(lost: float, gained: float, words: str) -> None:
    assert why.in_words(4, lost, gained) == words


def test_ones_own_run_can_be_drawn_with(trained: Run) -> None:
    shown = page(*drawn(1), **{state.MODEL: trained.name})
    options = shown.selectbox(key=state.MODEL).options
    assert (options[:2], options[-1]) == (["CNN", "ANN"], "trained")
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
