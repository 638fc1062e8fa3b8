"""Digits as a grid of pictures, of which a person chooses one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitrec.figures.pixels import data_uri

_HTML = '<div class="grid"></div>'
_CSS = """
.grid { display: grid; gap: .4rem; grid-template-columns: repeat(auto-fill, minmax(64px, 1fr)); }
button {
  padding: 0; border: 0; border-radius: .4rem; background: none; color: inherit; font: inherit; font-size: .8rem;
  line-height: 1.35; cursor: pointer; outline-offset: 1px;
}
button:hover, button:focus-visible { outline: 2px solid var(--st-text-color); }
button[aria-pressed="true"] { outline: 3px solid var(--st-primary-color); }
img { width: 100%; aspect-ratio: 1; display: block; border-radius: .4rem; image-rendering: pixelated; }
"""
_JS = """
function made({ value, source, words, caption }) {
  const button = document.createElement("button");
  button.type = "button";
  button.value = value;
  button.title = words;
  button.setAttribute("aria-label", words);
  const picture = document.createElement("img");
  picture.src = source;
  picture.alt = "";
  button.append(picture, caption);
  return button;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const grid = parentElement.querySelector(".grid");
  const shown = JSON.stringify(data.tiles);
  if (grid.shown !== shown) {  // a choice alone leaves the pictures, and the keyboard's focus, where they are
    grid.replaceChildren(...data.tiles.map(made));
    grid.shown = shown;
  }
  for (const button of grid.children) button.setAttribute("aria-pressed", Number(button.value) === data.chosen);
  grid.onclick = ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    setTriggerValue("clicked", Number(button.value));
    document.querySelector(`.st-key-${data.fills}`)?.scrollIntoView({ block: "nearest", behavior: "smooth" });
  };
}
"""
_grid = st.components.v2.component("digitrec_picture_grid", html=_HTML, css=_CSS, js=_JS)


@dataclass(frozen=True)
class Tile:
    """A picture uint8 (H, W), the number that choosing it gives, what is said of it, and what stands below it."""

    value: int
    pixels: NDArray[np.uint8]
    words: str
    caption: str = ""


def show(
    tiles: Sequence[Tile], key: str, on_choose: Callable[[int], None], fills: str, chosen: int | None = None
) -> None:
    """The tiles. `on_choose` is called with the value of the one that is clicked.

    `fills` is the key of the container that shows what was chosen: it is scrolled into sight, on a phone say.
    """

    def clicked() -> None:
        value = st.session_state[key].get("clicked")
        if value is not None:
            on_choose(int(value))

    shown = [
        {"value": tile.value, "source": data_uri(tile.pixels), "words": tile.words, "caption": tile.caption}
        for tile in tiles
    ]
    _grid(key=key, data={"tiles": shown, "chosen": chosen, "fills": fills}, on_clicked_change=clicked)
