"""Whether confidence can be trusted."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from digitrec.evaluation.calibration import Coverage, Reliability
from digitrec.figures.colours import NEUTRAL, SERIES
from digitrec.figures.style import Figure, axis, figure

QUARTERS = {"tickvals": [0, 0.25, 0.5, 0.75, 1], "tickformat": ".0%", "ticklabelstandoff": 4}
DECADES = {"dtick": 1, "exponentformat": "none", "separatethousands": True}


def reliability_diagram(models: Mapping[str, Reliability]) -> Figure:
    """Accuracy against confidence by bins, for one or more models by name; below, how many digits each bin holds.

    On the dashed diagonal a model is as often right as it is confident.
    """
    ideal = {
        "type": "scatter",
        "mode": "lines",
        "x": [0, 1],
        "y": [0, 1],
        "line": {"color": NEUTRAL, "dash": "dash", "width": 1},
        "hoverinfo": "skip",
        "showlegend": False,
    }
    most = max(int(bins.counts.max()) for bins in models.values())
    named = list(zip(models, models.values(), SERIES, strict=False))
    return figure(
        [ideal, *(_points(*model) for model in named), *(_counts(*model) for model in named)],
        height=420,
        showlegend=len(models) > 1,
        barmode="group",
        bargap=0.15,
        hovermode="closest",
        xaxis=axis("Confidence", range=[-0.02, 1.02], **QUARTERS, anchor="y2"),
        yaxis=axis("Accuracy", range=[-0.02, 1.04], tickformat=".0%", domain=[0.36, 1]),
        yaxis2=axis("Digits", type="log", range=[-0.3, np.log10(most) + 0.1], domain=[0, 0.26], **DECADES),
    )


def _points(name: str, bins: Reliability, colour: str) -> dict[str, Any]:
    filled = bins.counts > 0
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "legendgroup": name,
        "x": bins.confidence[filled].tolist(),
        "y": bins.accuracy[filled].tolist(),
        "customdata": bins.counts[filled].tolist(),
        "line": {"color": colour, "width": 2},
        "marker": {"size": 8},
        "hovertemplate": "%{fullData.name}: %{customdata:,} digits<br>"
        "confident to %{x:.1%}, right in %{y:.1%}<extra></extra>",
    }


def _counts(name: str, bins: Reliability, colour: str) -> dict[str, Any]:
    low, high = bins.edges[:-1], bins.edges[1:]
    return {
        "type": "bar",
        "name": name,
        "legendgroup": name,
        "showlegend": False,
        "x": ((low + high) / 2).tolist(),
        "y": bins.counts.tolist(),
        "yaxis": "y2",
        "marker": {"color": colour},
        "customdata": np.column_stack([low, high]).tolist(),
        "hovertemplate": "%{fullData.name}: %{y:,} digits<br>"
        "confident to %{customdata[0]:.0%} up to %{customdata[1]:.0%}<extra></extra>",
    }


def coverage_curve(models: Mapping[str, Coverage]) -> Figure:
    """How accurate a model is on the most confident share of the digits, for one or more models by name."""
    lines = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": curve.share.tolist(),
            "y": curve.accuracy.tolist(),
            "customdata": curve.threshold.tolist(),
            "line": {"color": colour, "width": 2},
            "hovertemplate": "%{fullData.name}: %{y:.2%} right<br>"
            "answering %{x:.0%}, those above %{customdata:.1%} confidence<extra></extra>",
        }
        for (name, curve), colour in zip(models.items(), SERIES, strict=False)
    ]
    return figure(
        lines,
        height=280,
        showlegend=len(models) > 1,
        hovermode="closest",
        xaxis=axis("Share of the digits that is answered", range=[0, 1.02], **QUARTERS),
        yaxis=axis("Accuracy", tickformat=".2~%"),
    )
