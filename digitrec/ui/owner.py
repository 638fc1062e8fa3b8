"""Whose run is whose: a browser remembers a random word, and only it may change the runs that it started."""

import uuid

import streamlit as st

from digitrec import settings
from digitrec.errors import RunError
from digitrec.runs import Run
from digitrec.ui import state

_REMEMBER = """
export default function ({ setStateValue }) {
  let word = null;
  try {
    word = localStorage.getItem("digitrec-browser");
    if (!word) {
      word = Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join("-");
      localStorage.setItem("digitrec-browser", word);
    }
  } catch (refused) { return; }
  setStateValue("word", word);
}
"""
_browser = st.components.v2.component("digitrec_browser", js=_REMEMBER, isolate_styles=False)


def recognise() -> None:
    """Learn the browser's word; until it is known, and where a browser keeps none, the session has one of its own."""
    said = _browser(key="browser-word", default={"word": None}, on_word_change=lambda: None, height=1)
    word = said.get("word")
    if isinstance(word, str) and 0 < len(word) <= 80:
        st.session_state[state.BROWSER] = word


def me() -> str:
    word: str = st.session_state.setdefault(state.BROWSER, uuid.uuid4().hex)
    return word


def may_change(run: Run) -> bool:
    """Whether this browser may stop, rename and delete the run."""
    if run.shipped:
        return False
    try:
        return settings.is_admin() or run.job().get("owner") == me()
    except (RunError, AttributeError):
        return False
