"""Which digits the gallery shows: the filter's widgets, what is behind them, and how others set them."""

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitrec.evaluation.comparison import Comparison
from digitrec.evaluation.gallery import Filter, Order
from digitrec.ui import state
from digitrec.ui.evaluate import address
from digitrec.ui.evaluate.address import ALL, ANY, ERRORS

DIGITS = [ANY, *map(str, range(10))]
ORDERS = {order.name.lower(): order for order in Order}
SETS = ("both_right", "only_a", "only_b", "both_wrong")
GALLERY, MATRIX = "gallery-fragment", "matrix-fragment"


def show(name: str, other: str | None) -> None:
    """The widgets, for the model's name and that of the other one."""
    titles = set_titles(name, other or "")
    if other is None:
        st.session_state[state.AMONG] = ERRORS
    with st.container(horizontal=True, key="filter", gap="small", vertical_alignment="bottom"):
        _choose("True digit", state.TRUE, dict(zip(DIGITS, DIGITS, strict=True)), 84)
        _choose("Read as", state.READ, dict(zip(DIGITS, DIGITS, strict=True)), 84)
        _choose("Order", state.ORDER, {key: str(order) for key, order in ORDERS.items()}, 190)
        if other is not None:
            _choose("Among", state.AMONG, titles, 160)
        st.slider(
            "Confidence",
            *ALL,
            key=state.CONFIDENCE,
            format="%d %%",
            width=140,
            on_change=_changed,
            persist_state="session",
        )


def _choose(label: str, key: str, titles: dict[str, str], width: int) -> None:
    options = list(titles)
    address.settle(key, options, options[0])
    st.selectbox(
        label,
        options,
        format_func=titles.__getitem__,
        key=key,
        width=width,
        on_change=_changed,
        persist_state="session",
    )


def set_titles(name: str, other: str) -> dict[str, str]:
    """What the errors and the four sets of a comparison are called."""
    titles = ("misread digits", "both right", f"only {name} right", f"only {other} right", "both wrong")
    return dict(zip((ERRORS, *SETS), titles, strict=True))


def members(comparison: Comparison, chosen: str) -> NDArray[np.int64]:
    """Those of one of the four sets."""
    found: NDArray[np.int64] = getattr(comparison, chosen)
    return found


def chosen(among: NDArray[np.integer] | None) -> Filter:
    """The filter as the widgets have it."""
    lowest, highest = st.session_state[state.CONFIDENCE]
    # Rounding may leave a probability a little above 1.
    return Filter(_digit(state.TRUE), _digit(state.READ), lowest / 100, highest / 100 + (highest == ALL[1]), among)


def order() -> Order:
    return ORDERS[st.session_state[state.ORDER]]


def _digit(key: str) -> int | None:
    value = st.session_state[key]
    return None if value == ANY else int(value)


def fulfil() -> None:
    """Set the widgets as was wished; to be called before they are shown.

    Streamlit tells the browser of a value that is set while the widget's fragment runs. What a callback sets
    before it has that fragment run is not told where it is the default, and the browser then brings the old value back.
    """
    for key, value in st.session_state.pop(state.WISHES, {}).items():
        st.session_state[key] = value


def wish(**values: Any) -> None:
    """Have the gallery start anew with these values of the filter, by the widgets' keys."""
    wishes = st.session_state.get(state.WISHES, {})
    st.session_state[state.WISHES] = wishes | values | {state.GALLERY_PART: 1}
    st.session_state[state.OPENED] = address.NONE_OPENED


def wish_cell(true: int | None, read: int | None) -> None:
    """Show a cell of the matrix alone."""
    wish(**{key: ANY if digit is None else str(digit) for key, digit in ((state.TRUE, true), (state.READ, read))})


def _changed() -> None:
    wish()
    redraw()


def redraw() -> None:
    """After the filter was changed elsewhere than in the matrix: a cell that is framed there is framed no more."""
    number, clicked = st.session_state.get(state.MATRIX, (0, False))
    st.session_state[state.MATRIX] = number + clicked, False
    st.rerun([GALLERY, MATRIX] if clicked else GALLERY)


def clear() -> None:
    """Show all errors."""
    wish(**{key: address.DEFAULTS[key] for key in (state.TRUE, state.READ, state.CONFIDENCE, state.AMONG)})
    redraw()


def in_words(name: str, other: str | None) -> str:
    """What the filter shows, in short; empty if it shows all errors."""
    true, read, among = (st.session_state[key] for key in (state.TRUE, state.READ, state.AMONG))
    lowest, highest = st.session_state[state.CONFIDENCE]
    words = [f"{true} → {read}"] if {true, read} != {ANY} else []
    words += [set_titles(name, other or "")[among]] if among != ERRORS else []
    words += [f"{lowest} to {highest} % sure"] if (lowest, highest) != ALL else []
    return ", ".join(words)
