"""How the models take digits that are turned, moved, scaled, thickened, disturbed or hidden."""

from functools import partial

import streamlit as st

from digitrec.evaluation import served
from digitrec.figures import CONFIG, robustness_curves
from digitrec.ui import remembering, state, themed
from digitrec.ui.evaluate import problems
from digitrec.ui.evaluate.choosing import Chosen
from digitrec.ui.titles import titled


@st.fragment
def show(chosen: Chosen) -> None:
    with st.container(key="robustness"):
        st.subheader("What can it take?")
        count = min(served.SAMPLE, len(chosen.digits.labels))
        st.caption(f"Accuracy on {count:,} of the digits, always the same ones, spoiled more and more.")
        asked = [(run.name, chosen.digits.checksum) for run in chosen.models]
        if st.button("Measure", icon=":material/speed:", key="measure"):
            st.session_state[state.MEASURED] = asked
        if st.session_state.get(state.MEASURED) != asked:
            return
        with problems.shown():
            _show_curves(chosen)


def _show_curves(chosen: Chosen) -> None:
    found = {}
    for run in chosen.models:
        words = f"{titled(run.name)} reads spoiled digits"
        found[titled(run.name)] = remembering.with_progress(words, partial(served.curves, run, chosen.digits))
    st.plotly_chart(themed.figure(robustness_curves(found)), config=CONFIG, key="robustness-curves")
