"""Everything that the pages share and that needs streamlit: state, caches, the canvas, components."""

# Streamlit and Plotly load pandas when they first need it, and look at it while another visitor's
# thread is still loading it. It is needed on every page: loaded here, it is always whole.
import pandas  # noqa: F401
