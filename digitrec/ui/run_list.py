"""All runs in a table, several runs' curves in one figure, and what sets two recipes apart."""

import datetime
from collections.abc import Sequence
from typing import Any

import streamlit as st

from digitrec import jobs, recipes, runs
from digitrec.errors import DigitrecError
from digitrec.runs import ALIVE, Run, State
from digitrec.ui import curves, owner, state

MOST_OVERLAID = 6
FOLLOWED_EVERY = 3.0


def show(every: Sequence[Run]) -> None:
    alive = any(jobs.judged(run).state in ALIVE for run in every)
    with st.container(key="runs"):
        st.fragment(_show_table, run_every=FOLLOWED_EVERY if alive else None)(every)
    _compare([run for run in every if _has_curves(run)])
    _bring_back()


def _show_table(every: Sequence[Run]) -> None:
    st.dataframe(
        [_row(run) for run in every if run.folder.exists()],
        hide_index=True,
        placeholder="",
        column_config={
            "accuracy": st.column_config.NumberColumn("test accuracy", format="percent"),
            "parameters": st.column_config.NumberColumn(format="localized"),
            "seconds": st.column_config.NumberColumn(format="%.0f"),
            "date": st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm"),
        },
    )


def _row(run: Run) -> dict[str, Any]:
    progress = jobs.judged(run)
    row: dict[str, Any] = dict.fromkeys(("name", "recipe", "accuracy", "parameters", "seconds", "date", "state"))
    row |= {"name": run.name, "state": str(progress.state)}
    if progress.state is State.DAMAGED:
        return row
    try:
        metrics = run.metrics() if run.is_served else {}
        date = metrics.get("finished") or (0 if run.shipped else run.job().get("created"))
        return row | {
            "recipe": run.recipe().name,
            "accuracy": metrics.get("test_accuracy"),
            "parameters": metrics.get("parameters"),
            "seconds": metrics.get("seconds"),
            "date": datetime.datetime.fromtimestamp(date) if date else None,
        }
    except DigitrecError as error:
        return row | {"state": str(State.DAMAGED), "recipe": str(error)}


def _has_curves(run: Run) -> bool:
    try:
        return bool(run.history() and run.recipe())
    except DigitrecError:
        return False


def _compare(trained: Sequence[Run]) -> None:
    if len(trained) < 2:
        return
    by_name = {run.name: run for run in trained}
    kept = [name for name in st.session_state.get(state.OVERLAID, []) if name in by_name]
    st.session_state[state.OVERLAID] = kept
    chosen = st.multiselect("Compare runs", list(by_name), key=state.OVERLAID, max_selections=MOST_OVERLAID)
    if not chosen:
        return
    curves.show({name: curves.columns_of(by_name[name].history()) for name in chosen}, prefix="overlaid-")
    if len(chosen) == 2:
        _show_difference(*(by_name[name] for name in chosen))


def _show_difference(one: Run, other: Run) -> None:
    rows = recipes.difference(one.recipe(), other.recipe())
    if rows:
        st.dataframe([{"field": path, one.name: a, other.name: b} for path, a, b in rows], hide_index=True)
    else:
        st.caption("Both were trained by the same recipe.")


def _bring_back() -> None:
    with st.expander("Bring back a downloaded run", key="bring-back"), st.form("to-bring-back", True, border=False):
        file = st.file_uploader("A run's .zip file", type="zip", key="uploaded-run", max_upload_size=200)
        if not (st.form_submit_button("Bring it back", type="primary") and file):
            return
        try:
            st.session_state[state.BROUGHT] = runs.unpack(file.getvalue(), owner=owner.me()).name
        except DigitrecError as error:
            st.error(str(error))
        else:
            st.rerun()
