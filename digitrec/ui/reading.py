"""The Draw page: the canvas and its answer are one fragment, so that a stroke redraws nothing else."""

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from digitrec import recognition
from digitrec.drawing import number_from_strokes
from digitrec.errors import DigitrecError
from digitrec.recognition import Answer
from digitrec.runs import Run
from digitrec.ui import answer as shown
from digitrec.ui import caches, canvas, state, style, why
from digitrec.ui.titles import titled


@st.fragment
def draw_page(models: Sequence[Run]) -> None:
    """Everything on the page, for the models there are."""
    if not models:
        st.warning("There is no model to read with. Train one, or restore `assets/models`.")
        return
    with st.container(horizontal_alignment="center"), st.container(width=style.WIDTH):
        with st.container(horizontal=True, gap="small" if canvas.is_wide() else "large"):
            with st.container(width=canvas.width()):
                over = canvas.draw_canvas()
                canvas.draw_tools()
                below = st.container()
            reading = st.container(width="stretch", key="reading")
        with st.container(key="settings"):
            chosen = _choose(models)
        with reading:
            _show_reading(chosen, below, over)


def _show_reading(chosen: Sequence[Run], below: DeltaGenerator, over: DeltaGenerator) -> None:
    try:
        lattice = number_from_strokes(canvas.board().drawing)
        if lattice is None:
            _invite()
            return
        answers = [recognition.read_number(caches.recogniser(run), lattice) for run in chosen]
        if len(answers) == 1 or _are_one_rejection(answers):
            _show_one(answers[0])
        else:
            _show_two(chosen, answers, below)
        with over:
            shown.show_boxes(answers[0])
        if all(len(answer.digits) == 1 and not answer.rejected for answer in answers):
            why.show(chosen, answers[0].glyphs[0], canvas.board().drawing, (canvas.width(), canvas.SIDE))
    except DigitrecError as error:
        st.error(str(error))


def _are_one_rejection(answers: Sequence[Answer]) -> bool:
    return all(answer.rejected for answer in answers) and len({answer.best_guess for answer in answers}) == 1


def _choose(models: Sequence[Run]) -> list[Run]:
    """The brush, the model to read with, and a second one on request."""
    by_name = {run.name: run for run in models}
    brush, model, width, side_by_side = st.columns((4, 4, 3, 4), vertical_alignment="bottom", gap="medium")
    with brush:
        canvas.choose_brush()
    with width:
        canvas.choose_width()
    first = model.selectbox("Model", list(by_name), key=state.MODEL, persist_state="session", format_func=titled)
    others = [name for name in by_name if name != first]
    with side_by_side:
        if st.toggle("Side by side", key=state.SIDE_BY_SIDE, persist_state="session", disabled=not others):
            second = st.selectbox(
                "Compared with", others, key=state.OTHER_MODEL, persist_state="session", format_func=titled
            )
            return [by_name[first], by_name[second]]
    return [by_name[first]]


def _invite() -> None:
    st.html(
        '<div class="invitation"><b>Draw a digit on the board.</b><br>'
        "It is read as soon as you lift the pen: any size, anywhere. Or write a whole number, as 2026, "
        "or show one on paper, below.</div>"
    )


def _show_one(answer: Answer) -> None:
    if answer.rejected:
        _show_rejection(answer, "rejection")
    elif len(answer.digits) > 1:
        _show_number(answer, "answer")
    else:
        with st.container(horizontal=True, vertical_alignment="center", gap="large"):
            _show_answer(answer, "answer")
            shown.show_pixels(answer.glyphs[0].pixels)
        shown.show_bars(answer, "bars")


def _show_two(chosen: Sequence[Run], answers: Sequence[Answer], below: DeltaGenerator) -> None:
    for column, run, answer, key in zip(st.columns(2), chosen, answers, ("answer", "other-answer"), strict=True):
        with column:
            st.caption(titled(run.name))
            if answer.rejected:
                _show_rejection(answer, key.replace("answer", "rejection"))
            elif len(answer.digits) > 1:
                _show_number(answer, key, len(answers))
            else:
                _show_answer(answer, key, len(answers))
                shown.show_bars(answer, f"bars-{key}")
    if all(len(answer.digits) == 1 for answer in answers):
        with below:
            shown.show_pixels(answers[0].glyphs[0].pixels)


def _show_rejection(answer: Answer, key: str) -> None:
    with st.container(key=key):
        shown.show_rejection(answer)


def _show_number(answer: Answer, key: str, columns: int = 1) -> None:
    """The number, and a card for each of its digits."""
    with st.container(horizontal=canvas.is_wide() and columns == 1, vertical_alignment="center", gap="medium"):
        _show_answer(answer, key, columns)
        shown.show_cards(answer)


def _show_answer(answer: Answer, key: str, columns: int = 1) -> None:
    with st.container(width="content", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", width="content", gap="xsmall"):
            with st.container(key=key, width="content"):
                shown.show_digit(answer, columns)
            shown.show_second_guess(answer, key.replace("answer", "second-guess"))
        shown.show_confidence(answer)
