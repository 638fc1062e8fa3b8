"""The ten probabilities of one answer."""

import numpy as np
from numpy.typing import NDArray

from digitrec.figures.colours import ACCENT, NEUTRAL
from digitrec.figures.style import Figure, axis, digits_axis, figure, percent


def probability_bars(probabilities: NDArray[np.floating]) -> Figure:
    """A bar for each digit, the most probable in the accent colour, of probabilities (10,) in [0, 1]."""
    shares = probabilities.tolist()
    winner = shares.index(max(shares))
    texts = [percent(share) if share >= 0.0005 else "0 %" for share in shares]
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": shares,
        "y": list(range(10)),
        "text": texts,
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": [ACCENT if digit == winner else NEUTRAL for digit in range(10)]},
        "hovertemplate": "%{y}: %{x:.2%}<extra></extra>",
    }
    return figure(
        [bars],
        height=300,
        bargap=0.3,
        # Room to the right of a full bar for its text, however narrow the page.
        margin={"l": 8, "r": 64, "t": 12, "b": 8, "pad": 0},
        xaxis=axis(range=[0, 1], visible=False),
        yaxis=digits_axis(range=[9.5, -0.5]),
    )
