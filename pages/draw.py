"""Draw a digit and see it read, or show a number on paper."""

import streamlit as st

from digitrec import runs
from digitrec.ui import canvas, routing, style
from digitrec.ui.reading import draw_page
from digitrec.ui.upload import photo_section

if routing.enter("draw"):
    canvas.arrive()
models = runs.served_runs()
with st.container(horizontal_alignment="center"), st.container(width=style.WIDTH):
    drawing, photo = st.tabs(["Draw", "Photo"])
with drawing:
    draw_page(models)
with photo:
    photo_section(models)
