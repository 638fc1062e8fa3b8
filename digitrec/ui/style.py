"""One look for all pages: the icon and the few styles that the theme does not cover."""

import streamlit as st

from digitrec.settings import ASSETS

ICON = str(ASSETS / "icon.svg")
WIDTH = 980
ABOUT = "**digitrec**: draw digits, train models on MNIST, look into what they get wrong."


def apply() -> None:
    st.logo(ASSETS / "logo.svg", size="large")
    st.html(ASSETS / "style.css")
