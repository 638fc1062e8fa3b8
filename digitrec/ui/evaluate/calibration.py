"""Whether confidence can be trusted."""

import streamlit as st

from digitrec.evaluation import Predictions
from digitrec.evaluation.calibration import coverage, reliability
from digitrec.figures import CONFIG, coverage_curve, reliability_diagram
from digitrec.ui import themed


def show(models: dict[str, Predictions], drawn: bool) -> None:
    """The heading alone unless the figures are to be `drawn`."""
    with st.container(key="calibration"):
        st.subheader("Can its confidence be trusted?")
        if not drawn:
            return
        left, right = st.columns(2, gap="large")
        with left:
            st.markdown("**As often right as it is sure?**")
            bins = {name: reliability(predictions) for name, predictions in models.items()}
            st.plotly_chart(themed.figure(reliability_diagram(bins)), config=CONFIG, key="reliability")
        with right:
            st.markdown("**How much better it is without the doubtful ones**")
            shares = {name: coverage(predictions) for name, predictions in models.items()}
            st.plotly_chart(themed.figure(coverage_curve(shares)), config=CONFIG, key="coverage")
