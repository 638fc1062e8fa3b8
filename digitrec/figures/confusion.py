"""The confusion matrix, and the difference of two."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitrec.figures.colours import CELL_TEXT, CLEAR, COOL_CELLS, FAINT, NEUTRAL, WARM_CELLS, Scale, diverging, growing
from digitrec.figures.style import Figure, digits_axis, figure

ON_DIAGONAL = np.eye(10, dtype=bool)
CELL_FONT = {"size": 12, "color": CELL_TEXT}
PLACES = [(true, read) for true in range(10) for read in range(10)]


def confusion_heatmap(
    counts: NDArray[np.int64], shares: NDArray[np.floating] | None = None, diagonal: bool = True
) -> Figure:
    """How often each true digit (row) was read as each digit (column), of counts (10, 10).

    With the `shares` of the rows (10, 10) the cells show percentages. Errors have a colour scale of their own,
    so that 9 of them are seen beside 980 right ones; without `diagonal` the right ones are left out.
    A click on a cell selects a point of the last trace, whose `customdata` is [true, predicted].
    """
    shown = counts if shares is None else 100 * shares
    errors, right = np.where(ON_DIAGONAL, 0, shown), np.where(ON_DIAGONAL, shown, 0)
    texts = [[_short(value, shares is not None) for value in row] for row in shown.tolist()]
    cells = [_cells(errors, texts, growing(WARM_CELLS), errors.max())]
    if diagonal:
        cells.append(_cells(right, texts, growing(COOL_CELLS), right.max()))
    hover = [[_confused(true, read, counts[true, read]) for read in range(10)] for true in range(10)]
    return _matrix(cells, hover, "Read as" if shares is None else "Read as (% of the row)")


def confusion_difference(a: NDArray[np.int64], b: NDArray[np.int64], name_a: str, name_b: str) -> Figure:
    """Where model A confuses digits more often than B (accent) or less often (second colour), of counts (10, 10).

    The diagonal, where more is better, is left out.
    """
    difference = np.where(ON_DIAGONAL, 0, a - b)
    most = max(int(np.abs(difference).max()), 1)
    texts = [[f"{value:+d}" if value else "" for value in row] for row in difference.tolist()]
    hover = [
        [f"{true} read as {read}: {name_a} {a[true, read]:,}, {name_b} {b[true, read]:,}" for read in range(10)]
        for true in range(10)
    ]
    cells = _cells(difference, texts, diverging(COOL_CELLS, WARM_CELLS), most) | {"zmin": -most}
    return _matrix([cells], hover, f"Read as (digits of {name_a} less those of {name_b})")


def _cells(values: NDArray[Any], texts: list[list[str]], scale: Scale, most: float) -> dict[str, Any]:
    """Only cells that hold something show their text. As annotations, the texts would take twice as long to draw."""
    rows = values.tolist()
    return {
        "type": "heatmap",
        "z": [[value or None for value in row] for row in rows],
        "zmin": 0,
        "zmax": float(most) or 1.0,
        "colorscale": scale,
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hoverinfo": "skip",
        "text": [
            [text if value else "" for text, value in zip(*row, strict=True)] for row in zip(texts, rows, strict=True)
        ],
        "texttemplate": "%{text}",
        "textfont": CELL_FONT,
    }


def _targets(hover: list[list[str]]) -> dict[str, Any]:
    """A square over each cell that takes its clicks, which a heatmap would not report; framed once selected."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [read for _, read in PLACES],
        "y": [true for true, _ in PLACES],
        "customdata": [list(place) for place in PLACES],
        "marker": {
            "symbol": "square",
            "size": 26,
            "opacity": 0,
            "color": CLEAR,
            "line": {"width": 2, "color": NEUTRAL},
        },
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 0}},
        "hovertext": [hover[true][read] for true, read in PLACES],
        "hoverinfo": "text",
    }


def _matrix(cells: list[dict[str, Any]], hover: list[list[str]], title: str) -> Figure:
    square = {"constrain": "domain", "constraintoward": "top", "scaleanchor": "x"}
    return figure(
        [*cells, _targets(hover)],
        height=390,
        hovermode="closest",
        plot_bgcolor=FAINT,
        xaxis=digits_axis(title, range=[-0.5, 9.5], constrain="domain"),
        yaxis=digits_axis("True digit", range=[9.5, -0.5], **square),
    )


def _confused(true: int, read: int, count: int) -> str:
    return f"{count:,} × {true}, read as {read}" if true != read else f"{count:,} × {true}, read rightly"


def _short(value: float, is_share: bool) -> str:
    if not value:
        return ""
    return f"{value:.1f}" if is_share and value < 99.95 else f"{value:.0f}"
