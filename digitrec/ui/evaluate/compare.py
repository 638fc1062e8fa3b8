"""Two models on the same digits."""

import streamlit as st

from digitrec.evaluation import Predictions, comparison
from digitrec.evaluation.metrics import confusion_matrix
from digitrec.figures import CONFIG, confusion_difference, confusion_heatmap
from digitrec.ui import state, themed
from digitrec.ui.evaluate import address, filtering, look


def show(models: dict[str, Predictions], drawn: bool) -> None:
    """In words alone unless the figures are to be `drawn`."""
    with st.container(key="compare"):
        st.subheader("Two models compared")
        if len(models) < 2:
            st.caption("Choose a second model at the top of the page.")
            return
        (a, of_a), (b, of_b) = models.items()
        found = comparison.compare(of_a, of_b)
        st.write(comparison.in_words(found, a, b))
        _show_sets(found, a, b)
        if drawn:
            _show_matrices(of_a, of_b, a, b)


def _show_sets(found: comparison.Comparison, a: str, b: str) -> None:
    """The four sets, each a way to its digits."""
    with st.container(horizontal=True):
        titles = filtering.set_titles(a, b)
        for name in filtering.SETS:
            count = len(filtering.members(found, name))
            st.button(f"{count:,} {titles[name]}", key=f"set-{name}", on_click=_show_set, args=(name,))


def _show_set(name: str) -> None:
    filtering.wish(**{state.AMONG: name, state.TRUE: address.ANY, state.READ: address.ANY})
    look.at("filter")
    filtering.redraw()


def _show_matrices(of_a: Predictions, of_b: Predictions, a: str, b: str) -> None:
    counts = confusion_matrix(of_a), confusion_matrix(of_b)
    titles = (a, b, f"{a} less {b}")
    drawn = (*(confusion_heatmap(each, diagonal=False) for each in counts), confusion_difference(*counts, a, b))
    for column, title, figure in zip(st.columns(3, gap="medium"), titles, drawn, strict=True):
        with column:
            st.markdown(f"**{title}**")
            st.plotly_chart(themed.figure(figure), config=CONFIG, key=f"compared-{title}")
