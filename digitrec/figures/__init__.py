"""Plotly figures of what `evaluation` computed; nothing is computed here.

A figure is a plain dict of `data` and `layout`, as Plotly's own JSON has it. Streamlit and
`plotly.graph_objects.Figure(**figure)` take it as it is, and both check it. Building a Figure here first costs
about 1 ms more on every stroke, for a check that Streamlit makes once more.
"""

from digitrec.figures.balance import class_balance
from digitrec.figures.calibration import coverage_curve, reliability_diagram
from digitrec.figures.confusion import confusion_difference, confusion_heatmap
from digitrec.figures.learning import accuracy_curves, learning_rate_curves, loss_curves
from digitrec.figures.occlusion import occlusion_overlay
from digitrec.figures.placement import placed_digit
from digitrec.figures.probabilities import probability_bars
from digitrec.figures.robustness import robustness_curves
from digitrec.figures.style import CONFIG, Figure, a_digit, article, on_theme, percent

__all__ = [
    "CONFIG",
    "Figure",
    "a_digit",
    "accuracy_curves",
    "article",
    "class_balance",
    "confusion_difference",
    "confusion_heatmap",
    "coverage_curve",
    "learning_rate_curves",
    "loss_curves",
    "occlusion_overlay",
    "on_theme",
    "percent",
    "placed_digit",
    "probability_bars",
    "reliability_diagram",
    "robustness_curves",
]
