"""A widget for each field of a recipe, from what the field knows of itself."""

from dataclasses import Field
from typing import Any

import streamlit as st


def set_default(key: str, value: Any, slider: bool = False) -> None:
    """What the widget shows until a person changes it."""
    st.session_state.setdefault(key, written(value, slider))


def written(value: Any, slider: bool = False) -> Any:
    """A field's value as its widget holds it: several numbers are written with commas, a slider's have a point."""
    if isinstance(value, (tuple, list)):
        return ", ".join(map(str, value))
    return float(value) if slider and not isinstance(value, bool) else value


def read(key: str, f: "Field[Any]", default: Any) -> Any:
    """A field's value from its widget; text that is not numbers is passed on, for the recipe to refuse."""
    value = st.session_state.get(key, default)
    if isinstance(f.default, tuple) and isinstance(value, str):
        words = [word for word in value.replace(";", ",").split(",") if word.strip()]
        return tuple(int(word) if word.strip().isdigit() else word for word in words)
    return value


def show(f: "Field[Any]", key: str, problem: str = "", slider: bool = False) -> None:
    """The widget, and under it what is wrong with its value."""
    about, label = f.metadata, f.metadata["label"]
    shared: dict[str, Any] = {"key": key, "help": about.get("help") or None, "persist_state": "session"}
    if isinstance(f.default, bool):
        st.toggle(label, **shared)
    elif "options" in about:
        st.selectbox(label, about["options"], **shared)
    elif isinstance(f.default, tuple):
        st.text_input(label, **shared)
    elif slider:
        st.slider(label, float(about["low"]), float(about["high"]), step=_step(about["high"]), **shared)
    elif isinstance(f.default, int):
        st.number_input(label, step=1, **shared)
    else:
        st.number_input(label, step=_step(about["high"] / 100), format="%g", **shared)
    if problem:
        st.markdown(f":red[:material/error: {problem}]")


def _step(scale: float) -> float:
    """A round step, a small part of the scale."""
    return next(step for step in (0.0001, 0.001, 0.01, 0.05, 0.1, 0.5, 1.0) if step >= scale / 100 or step == 1.0)
