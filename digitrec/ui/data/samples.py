"""Pictures drawn by lot, a page at a time."""

import numpy as np
import streamlit as st

from digitrec.figures import a_digit
from digitrec.ui import state, tiles
from digitrec.ui.data import choice
from digitrec.ui.data.choice import Part

SHOWN = 40
SEED = 28


def show(part: Part, digit: int | None, chosen: int) -> None:
    """A page of pictures in an order that is always the same; a click on one looks at it."""
    indices = np.random.default_rng(SEED).permutation(part.of(digit))
    pages = -(-len(indices) // SHOWN)
    page = st.session_state.get(state.SAMPLES_PAGE, 0) % pages
    some = indices[page * SHOWN : (page + 1) * SHOWN].tolist()
    with st.container(key="samples"):
        tiles.show(picture_tiles(part, some), "sample-tiles", choice.look_at, chosen=chosen, fills="digit")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Back", icon=":material/arrow_back:", on_click=_turn, args=(-1,), disabled=page == 0)
        st.button("Other ones", icon=":material/casino:", on_click=_turn, args=(1,), key="other-ones")
        first = page * SHOWN
        st.caption(f"{first + 1:,} to {first + len(some):,} of {len(indices):,}, drawn by lot", width="content")


def picture_tiles(part: Part, indices: list[int]) -> list[tiles.Tile]:
    return [tiles.Tile(i, part.images[i], _title(part, i)) for i in indices]


def _title(part: Part, index: int) -> str:
    return f"{a_digit(part.labels[index]).capitalize()}, {part.name.lower()} digit number {index:,}"


def _turn(pages: int) -> None:
    st.session_state[state.SAMPLES_PAGE] = st.session_state.get(state.SAMPLES_PAGE, 0) + pages
