"""The drawing canvas with Undo, Redo and Clear."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit_drawable_canvas import st_canvas

from digitrec.settings import ASSETS
from digitrec.ui import state, style
from digitrec.ui.board import Board

SIDE = 340
WIDE = style.WIDTH
INK, SLATE = "#fdfdf8", "#10161a"

_manners = st.components.v2.component(
    "digitrec_canvas_manners", js=(ASSETS / "canvas.js").read_text(encoding="utf-8"), isolate_styles=False
)


def board() -> Board:
    drawn: Board = st.session_state.setdefault(state.BOARD, Board())
    return drawn


def arrive() -> None:
    """Show again what was drawn before another page was visited."""
    st.session_state[state.BOARD] = board().retold()


def is_wide() -> bool:
    return bool(st.session_state.get(state.WIDE))


def width() -> int:
    """How wide the canvas is at present, pixels."""
    return WIDE if is_wide() else SIDE


def draw_canvas() -> DeltaGenerator:
    """The canvas itself, and a place that lies over it.

    Its arguments stay the same between Clear, Undo and Redo, or strokes would be lost.
    """
    with st.container(key="scroll"), st.container(key="canvas", width=width()):
        st_canvas(
            stroke_width=st.session_state.get(state.BRUSH, 20),
            stroke_color=INK,
            background_color=SLATE,
            height=SIDE,
            width=width(),
            initial_drawing=board().shown,
            on_change=_hear,
            key=state.CANVAS_WIDGET,
        )
        if is_wide():
            st.html('<div class="sideways"><span>Drag here to see more of the board.</span></div>')
        return st.container(key="over")


def draw_tools() -> None:
    """Undo, Redo and Clear, which stand below the canvas."""
    drawn = board()
    with st.container(horizontal=True, gap="small", horizontal_alignment="distribute", width=SIDE):
        _tool("Undo", "undo", "undone", "Ctrl+Z", disabled=not drawn.past)
        _tool("Redo", "redo", "redone", "Ctrl+Y", disabled=not drawn.future)
        _tool("Clear", "delete", "cleared", "Delete")
    # Whoever leaves the page is let go once the server has heard this, and with it the last stroke.
    said = st.session_state.get(state.CANVAS_MANNERS) or {}
    _manners(data=said.get("leaving"), key=state.CANVAS_MANNERS, on_leaving_change=_hear, height=1)


def _tool(label: str, icon: str, change: str, shortcut: str, disabled: bool = False) -> None:
    with st.container(key=label.lower(), width="content"):
        st.button(
            label,
            key=f"{label.lower()}-button",
            icon=f":material/{icon}:",
            on_click=_become,
            args=(change,),
            shortcut=shortcut,
            disabled=disabled,
        )


def choose_brush() -> None:
    st.slider("Brush", 6, 40, 20, key=state.BRUSH, persist_state="session", format="%d px")


def choose_width() -> None:
    """Room for more digits. The canvas stays wide while there is ink that it would else not show."""
    is_fixed = is_wide() and _reach() > SIDE
    st.toggle(
        "Wide canvas",
        key=state.WIDE,
        persist_state="session",
        on_change=_become,
        args=("retold",),
        disabled=is_fixed,
        help="Clear what is written on the right first." if is_fixed else None,
    )


def _reach() -> float:
    """How far to the right the strokes go, whose place is that of their middle; pixels."""
    return max((stroke.get("left", 0) + stroke.get("width", 0) / 2 for stroke in board().strokes), default=0)


def _hear() -> None:
    said = st.session_state[state.CANVAS_WIDGET].get("drawing") or {}
    st.session_state[state.BOARD] = board().heard((said.get("raw") or {}).get("objects", []))


def _become(change: str) -> None:
    """A tool was pressed. The last stroke may come with it, and then comes first."""
    _hear()
    st.session_state[state.BOARD] = getattr(board(), change)()
