"""The Evaluate page from top to bottom: one model first, then what two models tell."""

import streamlit as st

from digitrec.ui.evaluate import (
    address,
    asking,
    calibration,
    choosing,
    compare,
    confusion,
    gallery,
    headline,
    later,
    problems,
    robustness,
    suspects,
)
from digitrec.ui.evaluate.choosing import Chosen


def show() -> None:
    address.take()
    with problems.shown():
        chosen = choosing.choose()
        if chosen is not None:
            _show_top(chosen)
            _show_below(chosen)


def _show_top(chosen: Chosen) -> None:
    predictions = asking.predictions(chosen.model, chosen.digits)
    headline.show(chosen, predictions)
    matrix, digits = st.columns([2, 3], gap="large")
    with matrix:
        confusion.show(predictions)
    with digits:
        gallery.show(chosen, predictions)


@st.fragment
def _show_below(chosen: Chosen) -> None:
    """Waits for the top to be shown where another model has to read all digits first."""
    drawn = later.is_time(f"{' '.join(run.name for run in chosen.models)} {chosen.digits.checksum}")
    with problems.shown():
        if drawn or all(asking.is_known(run, chosen.digits) for run in chosen.models):
            models = asking.answers(chosen)
            suspects.show(chosen, models)
            calibration.show(models, drawn)
            compare.show(models, drawn)
            robustness.show(chosen)
