"""Labels that may be wrong, the most doubtful first, and what a person says of them."""

import streamlit as st

from digitrec.errors import DatasetError
from digitrec.evaluation import Predictions, marks
from digitrec.evaluation.suspects import Mark, Suspect, suspects
from digitrec.figures import a_digit
from digitrec.ui import state, tiles
from digitrec.ui.evaluate import digit
from digitrec.ui.evaluate.choosing import Chosen

AT_ONCE = 8


def show(chosen: Chosen, models: dict[str, Predictions]) -> None:
    with st.container(key="suspects"):
        st.subheader("Labels that may be wrong")
        found = suspects(list(models.values()))
        if not found:
            st.caption("No label is contradicted.")
            return
        st.caption(
            f"Digits whose label {' and '.join(models)} contradict{'s' if len(models) == 1 else ''}, "
            "the surest first. Say what you see; marks are kept on this server."
        )
        _show_part(chosen, found)


def _show_part(chosen: Chosen, found: list[Suspect]) -> None:
    parts = -(-len(found) // AT_ONCE)
    part = min(st.session_state.get(state.SUSPECTS_PART, 1), parts)
    if trouble := st.session_state.pop(state.TROUBLE, None):
        st.error(trouble)
    try:
        said = marks.marks(chosen.digits.checksum)
    except DatasetError as error:
        st.error(str(error))
        said = {}
    with st.grid("auto", min_column_width=136):
        for suspect in found[(part - 1) * AT_ONCE : part * AT_ONCE]:
            _show_suspect(chosen, suspect, said.get(suspect.index))
    if parts > 1:
        st.pagination(parts, key=state.SUSPECTS_PART, persist_state="session")


def _show_suspect(chosen: Chosen, suspect: Suspect, said: Mark | None) -> None:
    checksum, index = chosen.digits.checksum, suspect.index
    title = f"{suspect.label}, or {suspect.suggested}?"
    words = f"Digit {index}: labelled {suspect.label}, perhaps {a_digit(suspect.suggested)}"
    shown = tiles.Tile(index, chosen.digits.images[index], words, title, f"number {index:,}")
    key = f"mark-{checksum[:8]}-{index}"
    st.session_state[key] = said
    with st.container(gap="xsmall"):
        tiles.show([shown], f"suspect-{index}", digit.open_digit, cards=True)
        st.pills(
            words,
            list(Mark),
            key=key,
            label_visibility="collapsed",
            on_change=_mark,
            args=(checksum, index, key),
        )


def _mark(checksum: str, index: int, key: str) -> None:
    try:
        marks.mark(checksum, index, st.session_state[key])
    except DatasetError as error:
        st.session_state[state.TROUBLE] = str(error)
    st.rerun()  # the whole page: the headline tells of marked digits
