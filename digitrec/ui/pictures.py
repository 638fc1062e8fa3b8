"""Digits as sharp pictures inside the page, without a second request."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitrec.figures.pixels import data_uri


def row(digits: NDArray[np.uint8], gap: int = 2) -> NDArray[np.uint8]:
    """Digits (N, 28, 28) beside each other, with `gap` black pixels around each."""
    framed = np.pad(digits, ((0, 0), (gap, gap), (gap, gap)))
    return np.concatenate(list(framed), axis=1)


def show(pixels: NDArray[np.uint8], words: str, kind: str = "pixels") -> None:
    """A grey picture, each pixel a square; `kind` is its style's name."""
    st.html(f'<img class="{kind}" src="{data_uri(pixels)}" alt="{words}">')


def show_similar(digits: NDArray[np.uint8], labels: NDArray[np.uint8], cosines: NDArray[np.floating]) -> None:
    """Digits (N, 28, 28) that a model was trained on, with their labels (N,) and how much alike they are (N,)."""
    figures = "".join(
        f'<figure><img src="{data_uri(digit)}" alt="A training digit labelled {label}">'
        f"<figcaption><b>{label}</b> {100 * cosine:.0f} %</figcaption></figure>"
        for digit, label, cosine in zip(digits, labels, cosines, strict=True)
    )
    st.html(f'<div class="similar">{figures}</div>')
