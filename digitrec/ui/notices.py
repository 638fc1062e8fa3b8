"""What went wrong with the last thing that a person asked for: said once, where it is next looked for."""

import streamlit as st

from digitrec.ui import state


def say(error: Exception) -> None:
    st.session_state[state.NOTICE] = str(error)


def show() -> None:
    """In a place of its own, so that what follows stays where it is, and open, when the notice comes or goes."""
    place = st.container()
    if notice := st.session_state.pop(state.NOTICE, None):
        place.error(notice)
