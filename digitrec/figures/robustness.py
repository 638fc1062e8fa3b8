"""How accuracy falls as digits are spoiled: a small plot for each way of spoiling."""

from collections.abc import Mapping, Sequence
from typing import Any

from digitrec.evaluation.robustness import Corruption, Curve
from digitrec.figures.colours import GRID, SERIES
from digitrec.figures.style import LEGEND, Figure, axis, figure

COLUMNS = 2
ROW_HEIGHT = 210


def robustness_curves(models: Mapping[str, Sequence[Curve]]) -> Figure:
    """Accuracy against strength for one or more models by name, all with the same corruptions in the same order."""
    corruptions = [curve.corruption for curve in next(iter(models.values()))]
    rows = -(-len(corruptions) // COLUMNS)
    lines = [
        _line(name, curve, colour, number)
        for (name, curves), colour in zip(models.items(), SERIES, strict=False)
        for number, curve in enumerate(curves)
    ]
    return figure(
        lines,
        height=ROW_HEIGHT * rows,
        showlegend=len(models) > 1,
        legend=LEGEND | {"yref": "container", "y": 1, "yanchor": "top"},
        hovermode="closest",
        grid={"rows": rows, "columns": COLUMNS, "pattern": "independent", "xgap": 0.2, "ygap": 0.45},
        margin={"l": 8, "r": 12, "t": 60 if len(models) > 1 else 30, "b": 8, "pad": 0},
        annotations=[_title(corruption, number) for number, corruption in enumerate(corruptions)],
        shapes=[_unspoiled(corruption, number) for number, corruption in enumerate(corruptions)],
        **_axes(corruptions),
    )


def _suffix(number: int) -> str:
    """What Plotly puts behind "x" and "y" for the plot of that number, counted from 0."""
    return str(number + 1) if number else ""


def _line(name: str, curve: Curve, colour: str, number: int) -> dict[str, Any]:
    corruption = curve.corruption
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "legendgroup": name,
        "showlegend": number == 0,
        "x": list(corruption.strengths),
        "y": curve.accuracy.tolist(),
        "xaxis": f"x{_suffix(number)}",
        "yaxis": f"y{_suffix(number)}",
        "line": {"color": colour, "width": 2},
        "marker": {"size": 5},
        "hovertemplate": "%{fullData.name}: %{y:.1%} right<br>"
        f"{corruption.name.lower()} %{{x}} ({corruption.unit})<extra></extra>",
    }


def _axes(corruptions: Sequence[Corruption]) -> dict[str, Any]:
    axes: dict[str, Any] = {}
    for number, corruption in enumerate(corruptions):
        axes[f"xaxis{_suffix(number)}"] = axis(corruption.unit, nticks=5)
        axes[f"yaxis{_suffix(number)}"] = axis(range=[0, 1.04], tickformat=".0%", nticks=5)
    return axes


def _title(corruption: Corruption, number: int) -> dict[str, Any]:
    at = {"xref": f"x{_suffix(number)} domain", "yref": f"y{_suffix(number)} domain", "x": 0, "y": 1.02}
    return at | {"text": f"<b>{corruption.name}</b>", "showarrow": False, "xanchor": "left", "yanchor": "bottom"}


def _unspoiled(corruption: Corruption, number: int) -> dict[str, Any]:
    """A line at the strength that leaves digits as they are."""
    at = {"xref": f"x{_suffix(number)}", "yref": f"y{_suffix(number)} domain", "y0": 0, "y1": 1}
    return at | {"type": "line", "x0": corruption.none, "x1": corruption.none, "line": {"color": GRID, "width": 2}}
