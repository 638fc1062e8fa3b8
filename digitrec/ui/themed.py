"""Figures on the theme that the reader has."""

import streamlit as st

from digitrec.figures import Figure, on_theme


def figure(plain: Figure) -> Figure:
    return on_theme(plain, dark=st.context.theme.type == "dark")
