"""Coming to a page."""

import streamlit as st

from digitrec.ui import state


def enter(page: str) -> bool:
    """What every page does first; gives whether a person has just come to it from another one.

    Streamlit takes the scripts in `pages/` for pages of their own until `st.navigation` was called once.
    Where a server's very first visitor comes by a deep link, the page is run without `app.py`: it then
    calls it, and starts again by way of `app.py`.
    """
    if state.ROUTED not in st.session_state:
        st.session_state[state.ROUTED] = True
        home = st.Page(lambda: None, title="digitrec", url_path="home", default=True)
        st.navigation([home, st.Page(lambda: None, title=page, url_path=page)], position="hidden")
        st.rerun()
    before, st.session_state[state.PAGE] = st.session_state.get(state.PAGE), page
    return before != page


def routed() -> None:
    """Said by `app.py`, which has the pages."""
    st.session_state[state.ROUTED] = True
