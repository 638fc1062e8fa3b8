"""The Draw page: the canvas and its answer are one fragment, so that a stroke redraws nothing else."""

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from digitrec import recognition
from digitrec.drawing import Glyph, glyph_from_strokes
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
        with st.container(horizontal=True, gap="large"):
            with st.container(width=canvas.SIDE):
                canvas.draw_canvas()
                canvas.draw_tools()
                below = st.container()
            reading = st.container(width="stretch", key="reading")
        with st.container(key="settings"):
            chosen = _choose(models)
        with reading:
            _show_reading(chosen, below)


def _show_reading(chosen: Sequence[Run], below: DeltaGenerator) -> None:
    try:
        glyph = glyph_from_strokes(canvas.board().drawing)
        if glyph is None:
            _invite()
        elif len(chosen) == 1 or glyph.is_dot:
            _show_one(chosen[0], glyph)
        else:
            _show_two(chosen, glyph)
            with below:
                shown.show_pixels(glyph.pixels)
        if glyph is not None and not glyph.is_dot:
            why.show(chosen, glyph, canvas.board().drawing, (canvas.SIDE, canvas.SIDE))
    except DigitrecError as error:
        st.error(str(error))


def _choose(models: Sequence[Run]) -> list[Run]:
    """The brush, the model to read with, and a second one on request."""
    by_name = {run.name: run for run in models}
    brush, model, side_by_side = st.columns(3, vertical_alignment="bottom", gap="medium")
    with brush:
        canvas.choose_brush()
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
        "It is read as soon as you lift the pen: any size, anywhere.</div>"
    )


def _show_one(run: Run, glyph: Glyph) -> None:
    answer = recognition.read(caches.recogniser(run), glyph)
    if answer.rejected:
        with st.container(key="rejection"):
            shown.show_rejection(answer)
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="large"):
        _show_answer(answer, "answer")
        shown.show_pixels(glyph.pixels)
    shown.show_bars(answer, "bars")


def _show_two(chosen: Sequence[Run], glyph: Glyph) -> None:
    for column, run, key in zip(st.columns(2), chosen, ("answer", "other-answer"), strict=True):
        with column:
            st.caption(titled(run.name))
            answer = recognition.read(caches.recogniser(run), glyph)
            _show_answer(answer, key)
            shown.show_bars(answer, f"bars-{key}")


def _show_answer(answer: Answer, key: str) -> None:
    with st.container(width="content", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", width="content", gap="xsmall"):
            with st.container(key=key, width="content"):
                shown.show_digit(answer)
            shown.show_second_guess(answer, key.replace("answer", "second-guess"))
        shown.show_confidence(answer)
