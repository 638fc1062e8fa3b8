"""Digits as sharp pictures inside the page, without a second request."""

import base64

import cv2
import numpy as np
import streamlit as st
from numpy.typing import NDArray


def data_uri(pixels: NDArray[np.uint8]) -> str:
    png = cv2.imencode(".png", pixels)[1].tobytes()
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


def row(digits: NDArray[np.uint8], gap: int = 2) -> NDArray[np.uint8]:
    """Digits (N, 28, 28) beside each other, with `gap` black pixels around each."""
    framed = np.pad(digits, ((0, 0), (gap, gap), (gap, gap)))
    return np.concatenate(list(framed), axis=1)


def show(pixels: NDArray[np.uint8], words: str, kind: str = "pixels") -> None:
    """A grey picture, each pixel a square; `kind` is its style's name."""
    st.html(f'<img class="{kind}" src="{data_uri(pixels)}" alt="{words}">')
