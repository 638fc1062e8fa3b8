"""One run, live: its state, its curves, and what can be done with it. Only this is drawn anew every second."""

import time

import streamlit as st

from digitrec import jobs
from digitrec.errors import DigitrecError
from digitrec.figures import CONFIG, learning_rate_curves
from digitrec.runs import ALIVE, RESUMABLE, Progress, Run, State, files
from digitrec.ui import curves, finished, notices, owner, state, themed


def show(run: Run) -> None:
    """The run's panel, which follows the training as long as it lives."""
    alive = jobs.judged(run).state in ALIVE
    st.fragment(_panel, run_every=1.0 if alive else None)(run, alive)


def _panel(run: Run, was_alive: bool) -> None:
    progress = jobs.judged(run)
    if not run.folder.exists() or (progress.state in ALIVE) != was_alive:
        st.rerun()  # the whole page: the list of runs has changed, and whether this one is to be followed
    notices.show()
    _show_state(run, progress)
    _show_actions(run, progress)
    try:
        _show_curves(run)
        if run.is_served and progress.state not in ALIVE:
            finished.show(run)
        elif progress.state not in ALIVE:
            with st.container(horizontal=True):
                finished.offer_changes(run)
        _show_layers(run)
    except DigitrecError as error:
        st.error(str(error))
    _show_log(run, progress)


def _show_state(run: Run, progress: Progress) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{run.name}**", width="content")
        with st.container(key="run-state", width="content"):
            st.html(f'<span class="state {progress.state}">{progress.state}</span>')
    if progress.state is State.QUEUED:
        st.caption(_place(run))
    elif progress.state in ALIVE:
        st.progress(progress.share, text=_pace(progress))
    if progress.reason:
        (st.error if progress.state in {State.FAILED, State.DAMAGED} else st.info)(progress.reason)


def _place(run: Run) -> str:
    names = [waiting.name for waiting in jobs.waiting()]
    if run.name not in names:
        return "About to start."
    return f"Number {names.index(run.name) + 1} in the queue: one training runs at a time."


def _pace(progress: Progress) -> str:
    """Where the training is, in a line."""
    if progress.stage != "training":
        return {"preparing": "Loading TensorFlow …", "exporting": "Learning drawings, and saving the model …"}.get(
            progress.stage, "Reading the test digits …"
        )
    said = [f"Epoch {min(progress.epoch + 1, progress.epochs)} of {progress.epochs}"]
    said += [f"batch {progress.batch} of {progress.batches}"] if progress.batch else []
    said += [f"{_duration(progress.seconds_left)} left"] if progress.seconds_left else []
    said += [f"{progress.rate:,.0f} images/s"] if progress.rate else []
    said += [f"loss {progress.loss:.3f}"] if progress.loss is not None else []
    said += [f"learning rate {progress.learning_rate:.2g}"] if progress.learning_rate else []
    said += [f"{progress.memory:,.0f} MiB"] if progress.memory else []
    return " · ".join(said)


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


def _show_actions(run: Run, progress: Progress) -> None:
    mine = owner.may_change(run)
    with st.container(horizontal=True):
        if progress.state in ALIVE:
            word = "Cancel" if progress.state is State.QUEUED else "Stop"
            _button("stop", word, run, disabled=progress.state is State.STOPPING or not mine)
        if progress.state in RESUMABLE:
            _button("resume", "Resume", run, disabled=not mine)
    if not mine and progress.state in ALIVE:
        st.caption("Only the browser that started it can stop it.")


def _button(what: str, word: str, run: Run, *, disabled: bool) -> None:
    # The key is the button's own: a container's would for a moment hold the button that it replaces, too.
    icon = {"stop": ":material/stop_circle:", "resume": ":material/resume:"}[what]
    st.button(word, icon=icon, key=what, on_click=_do, args=(what, run), disabled=disabled)


def _do(what: str, run: Run) -> None:
    try:
        {"stop": jobs.stop, "resume": jobs.resume}[what](run)
    except DigitrecError as error:
        notices.say(error)
    st.session_state[state.WATCHED] = run.name
    st.session_state[state.STARTED] = time.monotonic()


def _show_curves(run: Run) -> None:
    history = run.history()
    with st.container(key="curves"):
        if not history:
            return
        learned = {run.name: curves.columns_of(history)}
        curves.show(learned)
        with st.expander("Learning rate"):
            st.plotly_chart(themed.figure(learning_rate_curves(learned)), config=CONFIG, key="rates")


def _show_layers(run: Run) -> None:
    layers = run.summary()
    if layers:
        total = sum(layer["parameters"] for layer in layers)
        with st.expander(f"Layers: {total:,} parameters", key="layers"):
            st.dataframe(layers, hide_index=True)


def _show_log(run: Run, progress: Progress) -> None:
    log = run.path(files.LOG)
    if progress.state is State.FAILED and log.exists():
        with st.expander("Log", key="log"):
            st.code(log.read_text(errors="replace")[-8000:], language=None)
