"""What lies far down the page is drawn once the browser has shown what lies on top, and has nothing else to do."""

import streamlit as st

from digitrec.ui import state

_JS = """
export default function ({ data, setStateValue }) {
  if (data.reached) return;
  const whenIdle = window.requestIdleCallback || ((then) => setTimeout(then, 200));
  const began = Date.now();
  let timer = null;
  const look = () => {
    const shown = document.querySelector(".st-key-confusion .main-svg");
    if (shown || Date.now() - began > 5000) whenIdle(() => setStateValue("idle", data.topic), { timeout: 2000 });
    else timer = setTimeout(look, 50);
  };
  look();
  return () => clearTimeout(timer);
}
"""
_idle = st.components.v2.component("digitrec_idle", js=_JS, isolate_styles=False)


def is_time(topic: str) -> bool:
    """Whether the browser has shown the top of the page for this topic; a fragment that asks is run again then."""
    reached = bool(st.session_state.get(state.IDLE, {}).get("idle") == topic)
    data = {"topic": topic, "reached": reached}
    _idle(key=state.IDLE, data=data, default={"idle": None}, on_idle_change=lambda: None, height=1)
    return reached
