"""The answer to a drawing: the digit, how sure the model is, the ten probabilities, what it sees."""

import math
from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitrec import recognition
from digitrec.drawing import Glyph
from digitrec.figures import CONFIG, a_digit, article, percent, probability_bars
from digitrec.figures.pixels import data_uri
from digitrec.recognition import Answer, Digit
from digitrec.ui import canvas, themed

# How high the tag of a box is, pixels; it lies above the box, else below it, else in it.
TAG = 24
_SIDES = "left", "top", "width", "height"


def show_digit(answer: Answer, columns: int = 1) -> None:
    """The digits alone, large enough to read across a table; so many answers stand side by side."""
    room = f"--digits:{len(answer.digits)};--columns:{columns}"
    st.html(f'<div class="digit" role="status" aria-live="polite" style="{room}">{answer.text}</div>')


def show_confidence(answer: Answer) -> None:
    words = recognition.sureness(answer.confidence)
    st.html(f'<div class="confidence"><b>{percent(answer.confidence)}</b>, {words}</div>')


def show_second_guess(answer: Answer, key: str) -> None:
    """The digit that it may be instead, where one comes close to a digit alone."""
    probabilities = answer.digits[0].probabilities
    guess = recognition.second_guess(probabilities) if len(answer.digits) == 1 else None
    if guess is not None:
        with st.container(key=key, width="content"):
            words = f"or {article(guess)} <b>{guess}</b>?"
            st.html(f'<div class="second">{words}<br>{percent(probabilities[guess])}</div>')


def show_rejection(answer: Answer) -> None:
    """Why nothing is read, the best guess, small, and what the model sees."""
    is_dot = all(glyph.is_dot for glyph in answer.glyphs)
    reason = "This is only a dot." if is_dot else "This does not look like a digit."
    guess = answer.best_guess
    words = a_digit(int(guess)) if len(guess) == 1 else guess
    st.html(
        f'<div class="invitation" role="status" aria-live="polite"><b>{reason}</b><br>'
        f"<small>My best guess would be {words}.</small></div>"
    )
    _show_seen(answer.glyphs, [""] * len(answer.glyphs))


def show_bars(answer: Answer, key: str) -> None:
    st.plotly_chart(
        themed.figure(probability_bars(np.array(answer.digits[0].probabilities))),
        key=key,
        config=CONFIG,
        alt="The probability of each digit from 0 to 9",
    )


def show_pixels(pixels: NDArray[np.float32]) -> None:
    """The 28 × 28 picture that the model is given, each pixel a square."""
    source = data_uri((pixels * 255).astype(np.uint8))
    st.html(
        f'<figure class="seen"><img class="pixels" src="{source}" alt="The digit as the model sees it">'
        "<figcaption>what the model sees</figcaption></figure>"
    )


def show_cards(answer: Answer) -> None:
    """What the model sees of each digit, what it reads in it, and how sure it is."""
    words = (f"<b>{digit.label}</b> {percent(digit.confidence)}" for digit in answer.digits)
    _show_seen(answer.glyphs, [f"<figcaption>{each}</figcaption>" for each in words])


def _show_seen(glyphs: Sequence[Glyph], captions: Sequence[str]) -> None:
    cards = "".join(
        f'<figure class="card seen"><img class="pixels" src="{data_uri((glyph.pixels * 255).astype(np.uint8))}"'
        f' alt="Digit {place} as the model sees it">{caption}</figure>'
        for place, (glyph, caption) in enumerate(zip(glyphs, captions, strict=True), start=1)
    )
    st.html(f'<div class="cards">{cards}</div>')


def show_boxes(answer: Answer) -> None:
    """A box around each digit of a number with its confidence, to lie over the canvas; none around a digit alone."""
    if len(answer.digits) < 2 or answer.rejected:
        return
    boxes = "".join(box(digit, _place(digit.box), canvas.SIDE, TAG) for digit in answer.digits)
    st.html(f'<div class="boxes" aria-hidden="true">{boxes}</div>')


def box(digit: Digit, place: str, height: float, tag: float) -> str:
    """A box at a place, in CSS, of a picture so high, with the digit and its confidence on a tag so high, as HTML.

    A model is never certain, though its probability may be 1 to the last of its decimals.
    """
    words = f"{digit.label} <small>{min(math.floor(100 * digit.confidence), 99)} %</small>"
    return f'<div class="{_kind(digit, height, tag)}" style="{place}"><span>{words}</span></div>'


def _kind(digit: Digit, whole: float, tag: float) -> str:
    _, top, _, height = digit.box
    is_doubtful = recognition.sureness(digit.confidence) == "unsure"
    is_so = {"doubtful": is_doubtful, "high": top < tag, "low": top + height > whole - tag}
    return " ".join(["box", *(kind for kind, holds in is_so.items() if holds)])


def _place(box: tuple[float, float, float, float]) -> str:
    return ";".join(f"{side}:{round(length)}px" for side, length in zip(_SIDES, box, strict=True))
