"""Bringing into view what a click elsewhere on the page has changed."""

import streamlit as st

from digitrec.ui import state

_JS = """
export default function ({ data }) {
  if (!data.count || window.digitrecLooked === data.count) return;
  window.digitrecLooked = data.count;
  const until = Date.now() + 3000;
  const look = () => {
    const there = document.querySelector(`.st-key-${data.target}`);
    if (!there && Date.now() < until) setTimeout(look, 50);
    const top = there ? there.getBoundingClientRect().top : 100;
    if (top < 0 || top > 0.7 * window.innerHeight) there.scrollIntoView();
  };
  setTimeout(look, 50);
}
"""
_look = st.components.v2.component("digitrec_look", js=_JS, isolate_styles=False)


def at(target: str) -> None:
    """Have the container of that key in view once `show` was called."""
    count, _ = st.session_state.get(state.LOOK_AT, (0, ""))
    st.session_state[state.LOOK_AT] = count + 1, target


def show() -> None:
    count, target = st.session_state.get(state.LOOK_AT, (0, ""))
    _look(key="look", data={"count": count, "target": target}, height=1)
