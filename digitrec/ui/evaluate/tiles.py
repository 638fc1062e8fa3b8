"""Digits as a grid of buttons: one element for all of them, which tells which one was pressed."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitrec.ui import pictures

_CSS = """
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(84px, 1fr)); gap: 10px; }
button { all: unset; box-sizing: border-box; cursor: pointer; padding: 6px; border-radius: 10px; text-align: center;
  font: 600 .85rem/1.25 var(--st-font); color: var(--st-text-color); border: 1px solid var(--st-border-color); }
button:hover { border-color: var(--st-primary-color); }
button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 1px; }
img { display: block; width: 100%;
  aspect-ratio: 1; image-rendering: pixelated; border-radius: 6px; margin-bottom: 4px; }
small { display: block; font-weight: 400; opacity: .8; font-size: .78rem; }
"""
_JS = """
export default function ({ data, parentElement, setTriggerValue }) {
  const made = data.tiles.map((tile) => {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-label", tile.words);
    const picture = document.createElement("img");
    picture.src = tile.picture;
    picture.alt = "";
    const title = document.createElement("span");
    title.textContent = tile.title;
    const note = document.createElement("small");
    note.textContent = tile.note;
    button.append(picture, title, note);
    button.onclick = () => setTriggerValue("pressed", tile.index);
    return button;
  });
  const tiles = parentElement.querySelector(".tiles");
  tiles.style.gridTemplateColumns = data.columns ? `repeat(${data.columns}, 1fr)` : "";
  tiles.replaceChildren(...made);
}
"""
_tiles = st.components.v2.component("digitrec_tiles", html='<div class="tiles"></div>', css=_CSS, js=_JS)


@dataclass(frozen=True)
class Tile:
    """A digit's index, its picture as a data URI, two lines below it, and the same for who cannot see."""

    index: int
    picture: str
    title: str
    note: str
    words: str


def tile(index: int, pixels: NDArray[np.uint8], title: str, note: str, words: str) -> Tile:
    return Tile(index, pictures.data_uri(pixels), title, note, words)


def show(tiles: Sequence[Tile], key: str, on_press: Callable[[int], None], columns: int | None = None) -> None:
    """In so many columns, or as many as there is room for; `on_press` is told the index of the pressed tile."""
    _tiles(
        data={"tiles": [asdict(each) for each in tiles], "columns": columns},
        key=key,
        on_pressed_change=lambda: on_press(int(st.session_state[key]["pressed"])),
    )
