"""How many digits of each kind there are."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitrec.figures.colours import SERIES
from digitrec.figures.style import Figure, axis, digits_axis, figure


def class_balance(parts: Mapping[str, NDArray[np.integer]]) -> Figure:
    """Bars of the counts (10,) of each digit, beside each other for each part of the data by name."""
    bars: list[dict[str, Any]] = [
        {
            "type": "bar",
            "name": name,
            "x": list(range(10)),
            "y": counts.tolist(),
            "marker": {"color": colour},
            "hovertemplate": "%{fullData.name}: %{y:,} × %{x}<extra></extra>",
        }
        for (name, counts), colour in zip(parts.items(), SERIES, strict=False)
    ]
    return figure(
        bars,
        height=260,
        showlegend=len(parts) > 1,
        barmode="group",
        bargap=0.25,
        xaxis=digits_axis("Digit"),
        yaxis=axis("Digits", tickformat=","),
    )
