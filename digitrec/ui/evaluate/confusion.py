"""The confusion matrix; a click on a cell filters the gallery, and nothing else is drawn anew."""

import streamlit as st

from digitrec.evaluation import Predictions
from digitrec.evaluation.metrics import confusion_matrix, row_shares
from digitrec.figures import CONFIG, confusion_heatmap
from digitrec.ui import state, themed
from digitrec.ui.evaluate import address, filtering, look


@st.fragment(key=filtering.MATRIX)
def show(predictions: Predictions) -> None:
    with st.container(key="confusion"):
        st.markdown("##### What is taken for what")
        st.caption("Click a cell to see its digits.")
        with st.container(horizontal=True, gap="medium"):
            shares = st.toggle("Shares of the row", key=state.SHARES, persist_state="session")
            diagonal = st.toggle("Right ones too", key=state.DIAGONAL, persist_state="session")
        number, _ = st.session_state.get(state.MATRIX, (0, False))
        key = f"confusion-chart-{number}"
        counts = confusion_matrix(predictions)
        figure = confusion_heatmap(counts, row_shares(counts) if shares else None, diagonal)
        st.plotly_chart(
            themed.figure(figure),
            config=CONFIG | {"doubleClickDelay": 1},  # or a quick second cell would clear the first
            key=key,
            on_select=lambda: _pick(key),
            selection_mode="points",
            alt="Confusion matrix: how often each true digit was read as each digit",
        )
    address.tell()


def _pick(key: str) -> None:
    points = st.session_state[key].selection.points
    true, read = points[0]["customdata"] if points else (None, None)
    number, _ = st.session_state.get(state.MATRIX, (0, False))
    st.session_state[state.MATRIX] = number, bool(points)
    filtering.wish_cell(true, read)
    if points:
        look.at("filter")
    st.rerun(filtering.GALLERY)
