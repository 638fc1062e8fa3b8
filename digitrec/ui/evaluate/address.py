"""What the address bar holds of the page, so that a link shows the same elsewhere.

Widgets could be bound to the address by Streamlit itself, but a bound widget cannot be set back to its default
by another fragment: the address, which still holds the old value, would win.
"""

from typing import Any

import streamlit as st

from digitrec.ui import state

ANY = "any"
ERRORS = "errors"
ALL = (0, 100)
NONE_OPENED = -1

# What is not said in the address; models always are.
DEFAULTS: dict[str, Any] = {
    state.EVALUATED: "",
    state.AGAINST: "",
    state.DATA: "test",
    state.TRUE: ANY,
    state.READ: ANY,
    state.ORDER: "confidence",
    state.AMONG: ERRORS,
    state.CONFIDENCE: ALL,
    state.GALLERY_PART: 1,
    state.OPENED: NONE_OPENED,
    state.SHARES: False,
    state.DIAGONAL: True,
}


def take() -> None:
    """Where the address says something else than what was told last, as after a link, it goes before the session."""
    said = {key: text for key, text in st.query_params.items() if key in DEFAULTS}
    if said and said != st.session_state.get(state.TOLD):
        for key, default in DEFAULTS.items():
            st.session_state[key] = _value(said[key], default) if key in said else default
    for key, default in DEFAULTS.items():
        st.session_state.setdefault(key, default)


def settle(key: str, options: list[str], default: str) -> None:
    """Make sure that a choice is among its options."""
    if st.session_state[key] not in options:
        st.session_state[key] = default


def tell() -> None:
    """Have the address say what is chosen."""
    values = {key: st.session_state.get(key, default) for key, default in DEFAULTS.items()}
    told = {key: _text(value) for key, value in values.items() if value != DEFAULTS[key]}
    if told != dict(st.query_params.items()):
        st.query_params.from_dict(told)
    st.session_state[state.TOLD] = told


def _text(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case (lowest, highest):
            return f"{lowest}-{highest}"
    return str(value)


def _value(text: str, default: Any) -> Any:
    """What the text stands for; the default for what nobody has written here."""
    match default:
        case bool():
            return {"yes": True, "no": False}.get(text, default)
        case int():
            return _number(text, default)
        case (least, most):
            lowest, _, highest = text.partition("-")
            bounds = _number(lowest, least), _number(highest, most)
            return bounds if least <= bounds[0] <= bounds[1] <= most else default
    return text


def _number(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else default
