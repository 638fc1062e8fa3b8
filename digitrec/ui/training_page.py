"""The Train page: a recipe on the left, the watched run beside it, all runs below."""

import time

import streamlit as st

from digitrec import jobs, runs, settings
from digitrec.errors import DigitrecError
from digitrec.runs import ALIVE, Run
from digitrec.ui import live, notices, owner, recipe_form, run_list, state

DOUBLE_CLICK = 1.5


def show() -> None:
    owner.recognise()
    if not settings.training_is_on():
        st.info("Training is switched off on this server. Drawing works; to train, run digitrec yourself.")
        return
    every = runs.all_runs()
    form, watched = st.columns([2, 3], gap="large")
    with form:
        _show_form()
    with watched:
        _show_watched(every)
    st.subheader("Runs")
    run_list.show(every)


def _show_form() -> None:
    with st.container(key="recipe"):
        recipe, problems = recipe_form.choose_recipe()
    _show_start_from()
    st.text_input("Name", key=state.RUN_NAME, placeholder=f"{recipe.name}-…", help="Letters, digits, - _ and .")
    with st.container(key="start"):
        st.button(
            "Start training",
            type="primary",
            width="stretch",
            icon=":material/play_arrow:",
            disabled=bool(problems),
            on_click=_start,
        )
    if problems:
        st.caption(":red[Some values need to be changed first; they are marked above.]")
    notices.show()
    st.caption("Runs are files on this server. A hosted server may forget them: download what you want to keep.")


def _show_start_from() -> None:
    name = st.session_state.get(state.START_FROM)
    if name:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.info(f"Goes on from the weights of **{name}**.", width="stretch")
            st.button("From scratch", type="tertiary", on_click=lambda: st.session_state.pop(state.START_FROM))


def _start() -> None:
    """Two clicks in a row start one training."""
    if time.monotonic() - st.session_state.get(state.STARTED, -DOUBLE_CLICK) < DOUBLE_CLICK:
        return
    try:
        recipe = recipe_form.recipe()
        name = st.session_state.get(state.RUN_NAME, "").strip() or None
        lender = st.session_state.get(state.START_FROM)
        run = jobs.start(recipe, name, owner.me(), runs.find(lender) if lender else None)
    except DigitrecError as error:
        notices.say(error)
        return
    st.session_state[state.STARTED] = time.monotonic()
    st.session_state[state.WATCHED] = run.name
    st.session_state[state.RUN_NAME] = ""
    st.session_state.pop(state.START_FROM, None)


def _show_watched(every: list[Run]) -> None:
    own = [run for run in every if not run.shipped]
    if not own:
        st.markdown("##### Nothing trained yet")
        st.write("Pick a recipe and press **Start training**: the curves grow here, and you can draw meanwhile.")
        st.container(key="run-state")
        st.container(key="curves")
        return
    names = [run.name for run in own]
    if brought := st.session_state.pop(state.BROUGHT, None):
        st.session_state[state.WATCHED] = brought
    if st.session_state.get(state.WATCHED) not in names:
        alive = [run.name for run in own if jobs.judged(run).state in ALIVE]
        st.session_state[state.WATCHED] = (alive or names)[0]
    chosen = st.selectbox("Run", names, key=state.WATCHED, persist_state="session", label_visibility="collapsed")
    live.show(next(run for run in own if run.name == chosen))
