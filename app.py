"""digitrec: draw digits, train models, look into what they get wrong."""

import streamlit as st

from digitrec.ui import routing, style

st.set_page_config(page_title="digitrec", page_icon=style.ICON, layout="wide", menu_items={"About": style.ABOUT})
style.apply()
routing.routed()
st.navigation(
    [
        st.Page("pages/draw.py", title="Draw", icon=":material/draw:", default=True),
        st.Page("pages/train.py", title="Train", icon=":material/model_training:", url_path="train"),
        st.Page("pages/evaluate.py", title="Evaluate", icon=":material/troubleshoot:", url_path="evaluate"),
        st.Page("pages/data.py", title="Data", icon=":material/dataset:", url_path="data"),
    ],
    position="top",
).run()
