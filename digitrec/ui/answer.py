"""The answer to a drawing: the digit, how sure the model is, the ten probabilities, what it sees."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitrec import recognition
from digitrec.figures import CONFIG, percent, probability_bars
from digitrec.figures.pixels import data_uri
from digitrec.recognition import Answer
from digitrec.ui import themed


def show_digit(answer: Answer) -> None:
    """The digits alone, large enough to read across a table."""
    st.html(f'<div class="digit" role="status" aria-live="polite">{answer.text}</div>')


def show_confidence(answer: Answer) -> None:
    confidence = answer.digits[0].confidence
    st.html(f'<div class="confidence"><b>{percent(confidence)}</b> {recognition.sureness(confidence)}</div>')


def show_second_guess(answer: Answer, key: str) -> None:
    """The digit that it may be instead, where one comes close."""
    probabilities = answer.digits[0].probabilities
    guess = recognition.second_guess(probabilities)
    if guess is not None:
        with st.container(key=key, width="content"):
            words = f"or {'an' if guess == 8 else 'a'} <b>{guess}</b>?"
            st.html(f'<div class="second">{words}<br>{percent(probabilities[guess])}</div>')


def show_rejection(answer: Answer) -> None:
    """Why nothing is read, and the best guess, small."""
    guess = answer.digits[0].label
    st.html(
        '<div class="invitation"><b>This is only a dot.</b><br>'
        f"Draw a digit with a stroke or two. At best it would be a {guess}.</div>"
    )


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
