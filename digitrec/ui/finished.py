"""What a finished run achieved, and what can be done with it."""

from typing import Any

import streamlit as st

from digitrec import jobs, runs
from digitrec.errors import DigitrecError
from digitrec.evaluation.learning import verdict
from digitrec.evaluation.metrics import wilson_interval
from digitrec.recipes import RECIPES
from digitrec.runs import Run, files
from digitrec.ui import notices, owner, state

TEST_DIGITS = 10_000


def show(run: Run) -> None:
    metrics = run.metrics()
    history = run.history()
    with st.container(key="achieved"):
        _show_figures(metrics)
        if history:
            st.caption(verdict([epoch.accuracy for epoch in history], [epoch.val_accuracy for epoch in history]))
    with st.container(horizontal=True):
        st.button("Draw with it", icon=":material/draw:", on_click=_draw_with, args=(run,))
        st.button("Evaluate it", icon=":material/troubleshoot:", on_click=_evaluate, args=(run,))
        if st.button("Train again from it", icon=":material/model_training:", on_click=_train_again, args=(run,)):
            st.rerun()  # the whole page, as the form says so
        _offer_download(run)
        offer_changes(run)
    if page := st.session_state.pop(state.TURN_TO, None):
        st.switch_page(page)


def offer_changes(run: Run) -> None:
    """Renaming and deleting, to whom the run belongs."""
    if owner.may_change(run):
        _offer_rename(run)
        _offer_delete(run)


def _show_figures(metrics: dict[str, Any]) -> None:
    low, high = wilson_interval(TEST_DIGITS - metrics["test_errors"], TEST_DIGITS)
    sizes = metrics.get("bytes", {})
    shown = {
        "Test accuracy": f"{100 * metrics['test_accuracy']:.2f} %",
        "Wrong of 10,000": f"{metrics['test_errors']:,}",
        "Seconds": f"{metrics['seconds']:,.0f}",
        "Parameters": f"{metrics['parameters']:,}",
    }
    with st.container(horizontal=True, gap="large"):
        for label, value in shown.items():
            st.metric(label, value, width="content")
    st.caption(
        f"With 95 % confidence between {100 * low:.2f} and {100 * high:.2f} %. "
        f"{_megabytes(sizes.get(files.SERVED, 0))} to serve, {_megabytes(sizes.get(files.MODEL, 0))} to train on, "
        f"{metrics.get('peak_memory_mib', 0):,.0f} MiB of memory while training."
    )


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.2f} MB"


def _draw_with(run: Run) -> None:
    st.session_state[state.MODEL] = run.name
    st.session_state[state.TURN_TO] = "pages/draw.py"


def _evaluate(run: Run) -> None:
    st.session_state[state.EVALUATED] = run.name
    st.session_state[state.TURN_TO] = "pages/evaluate.py"


def _train_again(run: Run) -> None:
    """The form turns to the run's own recipe, whose layers fit its weights."""
    st.session_state[state.START_FROM] = run.name
    recipe = run.recipe().name
    if recipe in RECIPES:
        st.session_state[state.RECIPE] = recipe


def _offer_download(run: Run) -> None:
    st.download_button(
        "Download", lambda: runs.pack(run), file_name=f"{run.name}.zip", icon=":material/download:", on_click="ignore"
    )


def _offer_rename(run: Run) -> None:
    with st.popover("Rename", icon=":material/edit:"):
        st.text_input("New name", key=f"new-name-{run.name}", max_chars=60)
        st.button("Rename", key=f"rename-{run.name}", on_click=_rename, args=(run,), type="primary")


def _offer_delete(run: Run) -> None:
    with st.popover("Delete", icon=":material/delete:"):
        st.write(f"Delete {run.name} and its models for good?")
        st.button("Delete for good", key=f"delete-{run.name}", on_click=_delete, args=(run,), type="primary")


def _rename(run: Run) -> None:
    try:
        renamed = jobs.rename(run, st.session_state[f"new-name-{run.name}"].strip())
        st.session_state[state.WATCHED] = renamed.name
    except DigitrecError as error:
        notices.say(error)


def _delete(run: Run) -> None:
    try:
        jobs.delete(run)
        st.session_state.pop(state.WATCHED, None)
    except DigitrecError as error:
        notices.say(error)
