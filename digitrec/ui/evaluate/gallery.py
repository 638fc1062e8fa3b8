"""The gallery: the misread digits, or those of a cell; one of them opened in its place."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitrec.evaluation import Predictions
from digitrec.evaluation.comparison import compare
from digitrec.evaluation.gallery import select, to_csv
from digitrec.ui import state, tiles
from digitrec.ui.evaluate import address, asking, digit, filtering, look, problems
from digitrec.ui.evaluate.choosing import Chosen
from digitrec.ui.evaluate.headline import percent
from digitrec.ui.titles import titled

AT_ONCE = 24


@st.fragment(key=filtering.GALLERY)
def show(chosen: Chosen, predictions: Predictions) -> None:
    with problems.shown():
        other = titled(chosen.other.name) if chosen.other else None
        filtering.fulfil()
        filtering.show(chosen.name, other)
        found = select(predictions, filtering.chosen(_among(chosen, predictions)), filtering.order())
        _show_count(chosen, other, predictions, found)
        _show_found(chosen, predictions, found)


def _show_found(chosen: Chosen, predictions: Predictions, found: NDArray[np.intp]) -> None:
    parts = max(1, -(-len(found) // AT_ONCE))
    st.session_state[state.GALLERY_PART] = min(max(1, st.session_state[state.GALLERY_PART]), parts)
    opened = digit.opened(len(predictions.labels))
    address.tell()
    look.show()
    if opened is not None:
        digit.show(chosen, predictions, opened, found)
    elif len(found):
        _show_tiles(chosen, predictions, found, parts)
    else:
        st.info("No digit is like that. Choose another cell, or clear the filter.")


def _among(chosen: Chosen, predictions: Predictions) -> NDArray[np.integer] | None:
    """The set that was asked for; None stands for the errors."""
    name = st.session_state[state.AMONG]
    if chosen.other is None or name == address.ERRORS:
        return None
    return filtering.members(compare(predictions, asking.predictions(chosen.other, chosen.digits)), name)


def _show_count(chosen: Chosen, other: str | None, predictions: Predictions, found: NDArray[np.intp]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(key="gallery-count", width="content"):
            st.markdown(f"**{len(found)}**", width="content")
        st.markdown("digit" if len(found) == 1 else "digits", width="content")
        words = filtering.in_words(chosen.name, other)
        if words:
            st.button(words, icon=":material/close:", icon_position="right", on_click=filtering.clear, key="chip")
        st.space("stretch")
        st.download_button(
            "CSV",
            lambda: to_csv(predictions, found),
            file_name=f"{chosen.model.name}-digits.csv",
            mime="text/csv",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
            help="These digits with all ten probabilities",
        )


def _show_tiles(chosen: Chosen, predictions: Predictions, found: NDArray[np.intp], parts: int) -> None:
    with st.container(key="gallery"):
        part = st.session_state[state.GALLERY_PART]
        shown = found[(part - 1) * AT_ONCE : part * AT_ONCE]
        found_tiles = [_tile(chosen, predictions, int(index)) for index in shown]
        tiles.show(found_tiles, "gallery-tiles", digit.open_digit, cards=True)
    if parts > 1:
        st.pagination(parts, key=state.GALLERY_PART, persist_state="session")


def _tile(chosen: Chosen, predictions: Predictions, index: int) -> tiles.Tile:
    label, read = predictions.labels[index], predictions.predicted[index]
    sure = percent(float(predictions.confidence[index]))
    words = f"Digit {index}: labelled {label}, read as {read}, {sure} sure"
    return tiles.Tile(index, chosen.digits.images[index], words, f"{label} → {read}", sure)
