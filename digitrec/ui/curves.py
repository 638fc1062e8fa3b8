"""How one run or several learned: loss and accuracy, epoch by epoch, side by side."""

from collections.abc import Mapping, Sequence

import streamlit as st

from digitrec.figures import CONFIG, accuracy_curves, loss_curves
from digitrec.runs import Epoch
from digitrec.ui import themed

Columns = Mapping[str, Sequence[float]]


def columns_of(history: Sequence[Epoch]) -> Columns:
    """The figures of each epoch by their names; the history holds at least one."""
    return {name: [getattr(epoch, name) for epoch in history] for name in vars(history[0])}


def show(runs: Mapping[str, Columns], prefix: str = "") -> None:
    """The curves of the runs by name; the prefix sets the figures' keys apart from others on the page."""
    for column, draw in zip(st.columns(2), (loss_curves, accuracy_curves), strict=True):
        column.plotly_chart(themed.figure(draw(runs)), config=CONFIG, key=f"{prefix}{draw.__name__}")
