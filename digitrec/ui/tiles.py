"""Digits as a grid of buttons, of which a person presses one: by mouse, finger or keyboard."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitrec.figures.pixels import data_uri

_CSS = """
.grid { display: grid; gap: .4rem; grid-template-columns: repeat(auto-fill, minmax(64px, 1fr)); }
.grid.cards { gap: 10px; grid-template-columns: repeat(auto-fill, minmax(84px, 1fr)); }
button { all: unset; box-sizing: border-box; cursor: pointer; border-radius: 6px; text-align: center;
  font: 600 .85rem/1.25 var(--st-font); color: var(--st-text-color); }
.cards button { padding: 6px; border-radius: 10px; border: 1px solid var(--st-border-color); }
button:hover { outline: 2px solid var(--st-text-color); }
button:focus-visible, button[aria-pressed="true"] { outline: 3px solid var(--st-primary-color); outline-offset: 1px; }
img { display: block; width: 100%; aspect-ratio: 1; image-rendering: pixelated; border-radius: 6px; }
.cards img { margin-bottom: 4px; }
small { display: block; font-weight: 400; opacity: .8; font-size: .78rem; }
"""
_JS = """
function made({ value, source, words, title, note }) {
  const button = document.createElement("button");
  button.type = "button";
  button.value = value;
  button.title = words;
  button.setAttribute("aria-label", words);
  const picture = document.createElement("img");
  picture.src = source;
  picture.alt = "";
  const lines = Object.entries({ span: title, small: note }).filter(([, text]) => text).map(([kind, text]) => {
    const line = document.createElement(kind);
    line.textContent = text;
    return line;
  });
  button.append(picture, ...lines);
  return button;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const grid = parentElement.querySelector(".grid");
  const shown = JSON.stringify(data.tiles);
  grid.classList.toggle("cards", data.cards);
  if (grid.shown !== shown) {  // a choice alone leaves the pictures, and the keyboard's focus, where they are
    grid.replaceChildren(...data.tiles.map(made));
    grid.shown = shown;
  }
  if (data.chosen !== null)
    for (const button of grid.children) button.setAttribute("aria-pressed", Number(button.value) === data.chosen);
  grid.onclick = ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    setTriggerValue("pressed", Number(button.value));
    document.querySelector(`.st-key-${data.fills}`)?.scrollIntoView({ block: "nearest", behavior: "smooth" });
  };
}
"""
_grid = st.components.v2.component("digitrec_tiles", html='<div class="grid"></div>', css=_CSS, js=_JS)


@dataclass(frozen=True)
class Tile:
    """The number that pressing it gives, a picture uint8 (H, W), what is said of it, and two lines below it."""

    value: int
    pixels: NDArray[np.uint8]
    words: str
    title: str = ""
    note: str = ""


def show(
    tiles: Sequence[Tile],
    key: str,
    on_press: Callable[[int], None],
    *,
    cards: bool = False,
    chosen: int | None = None,
    fills: str = "none",
) -> None:
    """As many tiles in a row as there is room for; `on_press` is told the value of the pressed one.

    Cards have a frame. `fills` is the key of the container that shows what was pressed: it is scrolled into
    sight, on a phone say.
    """

    def pressed() -> None:
        value = st.session_state[key].get("pressed")
        if value is not None:
            on_press(int(value))

    lines = [
        {"value": t.value, "source": data_uri(t.pixels), "words": t.words, "title": t.title, "note": t.note}
        for t in tiles
    ]
    data = {"tiles": lines, "cards": cards, "chosen": chosen, "fills": fills}
    _grid(key=key, data=data, on_pressed_change=pressed)
