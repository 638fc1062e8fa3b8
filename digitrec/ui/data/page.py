"""The page from top to bottom."""

import streamlit as st

from digitrec.errors import DatasetError
from digitrec.ui.data import choice, digit, samples, whole


def show() -> None:
    try:
        _show()
    except DatasetError as error:
        st.error(str(error))


def _show() -> None:
    with st.container(horizontal=True, gap="medium"):
        part = choice.choose_part()
        only = choice.choose_digit()
    left, right = st.columns([3, 2], gap="medium")
    with right:
        index = digit.show(part)
    with left:
        samples.show(part, only, index)
        whole.show_usual(part)
    numbers, augmented = st.columns([3, 2], gap="medium")
    with numbers:
        digit.show_numbers(part.images[index])
    with augmented:
        digit.show_augmented(part.images[index], part.labels[index])
    st.divider()
    unusual, uses = st.columns([3, 2], gap="medium")
    with uses:
        whole.show_split()
    with unusual:
        whole.show_unusual(part, only, index)
