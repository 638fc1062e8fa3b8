"""How a training went, epoch by epoch; several trainings at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from digitrec.figures.colours import SERIES
from digitrec.figures.style import LEGEND, Figure, axis, figure

History = Mapping[str, Sequence[float]]
"""Keras' names (`loss`, `val_loss`, `accuracy`, `val_accuracy`, `learning_rate`) to a value for each epoch;
a name may be missing."""

DASHES = {"training": "dot", "validation": "solid", "": "solid"}
SYMBOLS = {"training": "circle-open", "validation": "circle", "": "circle"}
TICKS = 8


def loss_curves(runs: Mapping[str, History]) -> Figure:
    """Training (dotted) and validation loss of each run, by its name."""
    return _curves(runs, {"training": "loss", "validation": "val_loss"}, "Loss (nats)", ".4f")


def accuracy_curves(runs: Mapping[str, History]) -> Figure:
    """Training (dotted) and validation accuracy of each run, by its name."""
    return _curves(runs, {"training": "accuracy", "validation": "val_accuracy"}, "Accuracy", ".2%")


def learning_rate_curves(runs: Mapping[str, History]) -> Figure:
    return _curves(runs, {"": "learning_rate"}, "Learning rate", ".2g")


def _curves(runs: Mapping[str, History], parts: Mapping[str, str], title: str, digits: str) -> Figure:
    alone = len(runs) == 1
    lines = [
        _line(history.get(key, ()), digits)
        | {"name": part if alone and part else run, "meta": f"{run}, {part}" if part else run}
        | {"legendgroup": part if alone else run, "showlegend": alone or part != "training"}
        | {"line": {"color": SERIES[number % len(SERIES)], "dash": DASHES[part], "width": 2}}
        | {"marker": {"size": 6, "symbol": SYMBOLS[part]}}
        for number, (run, history) in enumerate(runs.items())
        for part, key in parts.items()
    ]
    longest = max((len(line["x"]) for line in lines), default=1)
    note = "" if alone or len(parts) == 1 else "Dotted: training"
    return figure(
        lines,
        height=260,
        showlegend=not alone or len(parts) > 1,
        legend=LEGEND | {"title": {"text": note, "side": "top"}},
        hovermode="closest",
        # The same words keep the reader's hidden lines hidden while a training adds epochs.
        uirevision=title,
        xaxis=axis("Epoch", tick0=0, dtick=max(1, -(-longest // TICKS))),
        yaxis=axis(title, tickformat=".2~%" if "%" in digits else ""),
    )


def _line(values: Sequence[float], digits: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(range(1, len(values) + 1)),
        "y": list(values),
        "hovertemplate": f"%{{meta}}<br>epoch %{{x}}: %{{y:{digits}}}<extra></extra>",
    }
