"""A digit in its picture: the box around its ink and its centre of mass."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitrec.evaluation.normalisation import Placement
from digitrec.figures.colours import ACCENT, NEUTRAL
from digitrec.figures.style import Figure, axis, figure

# Blue that is bright enough on black.
BOX = "#4CA3DD"


def placed_digit(pixels: NDArray[np.uint8], where: Placement) -> Figure:
    """A digit (28, 28) in grey on black, the box around its ink, its centre of mass, and the middle as a dashed cross.

    Each pixel tells its place and its value.
    """
    height, width = pixels.shape
    ink = {
        "type": "heatmap",
        "z": pixels.tolist(),
        "zmin": 0,
        "zmax": 255,
        "colorscale": [(0, "#000000"), (1, "#FFFFFF")],
        "showscale": False,
        "hovertemplate": "row %{y}, column %{x}: %{z}<extra></extra>",
    }
    cross: dict[str, Any] = {"symbol": "cross", "size": 14, "color": ACCENT, "line": {"width": 2, "color": "#FFFFFF"}}
    centre = {"type": "scatter", "mode": "markers", "x": [where.centre[0]], "y": [where.centre[1]], "marker": cross}
    return figure(
        [ink, centre | {"hovertemplate": "centre of mass: column %{x:.1f}, row %{y:.1f}<extra></extra>"}],
        height=340,
        hovermode="closest",
        shapes=[*_middle(width, height), _box(where)],
        xaxis=axis(range=[-0.5, width - 0.5], constrain="domain", showgrid=False, dtick=4, tick0=0),
        yaxis=axis(range=[height - 0.5, -0.5], constrain="domain", showgrid=False, dtick=4, tick0=0, scaleanchor="x"),
    )


def _middle(width: int, height: int) -> list[dict[str, Any]]:
    line = {"type": "line", "line": {"color": NEUTRAL, "width": 1, "dash": "dash"}}
    across = {"x0": -0.5, "x1": width - 0.5, "y0": height / 2, "y1": height / 2}
    down = {"x0": width / 2, "x1": width / 2, "y0": -0.5, "y1": height - 0.5}
    return [line | across, line | down]


def _box(where: Placement) -> dict[str, Any]:
    corners = {"x0": where.left - 0.5, "y0": where.top - 0.5, "x1": where.right - 0.5, "y1": where.bottom - 0.5}
    return {"type": "rect", "line": {"color": BOX, "width": 2}} | corners
