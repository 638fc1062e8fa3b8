"""Where a digit's ink decides: as a figure that tells its values, and as a picture, which is drawn in no time."""

import cv2
import numpy as np
from numpy.typing import NDArray

from digitrec.figures.colours import ACCENT, CLEAR, NEUTRAL, SECOND, Scale
from digitrec.figures.pixels import bgr, enlarged
from digitrec.figures.style import Figure, axis, figure

# A map of smaller values than this is shown as pale as it is: nothing in the picture decides by itself.
LEAST = 0.1
# The picture's ink is dimmed, so that the colours stand out on it too.
DIMMED = 0.7


def occlusion_overlay(pixels: NDArray[np.floating], drops: NDArray[np.floating]) -> Figure:
    """The digit in grey; over it, where hiding ink costs the answer probability (accent) or helps it (second colour).

    Of pixels (28, 28) in [0, 1] and `inspection.occlusion_map`'s (28, 28).
    """
    most = max(float(np.abs(drops).max()), LEAST)
    diverging: Scale = [(0, SECOND), (0.45, CLEAR), (0.55, CLEAR), (1, ACCENT)]
    common = {"type": "heatmap", "showscale": False}
    ink = common | {"z": pixels.tolist(), "zmin": 0, "zmax": 1, "hoverinfo": "skip"}
    costs = common | {"z": drops.tolist(), "zmin": -most, "zmax": most, "opacity": 0.75}
    height, width = pixels.shape
    return figure(
        [
            ink | {"colorscale": [(0, CLEAR), (1, NEUTRAL)]},
            costs
            | {"colorscale": diverging, "hovertemplate": "hiding this costs %{z:.1%} of probability<extra></extra>"},
        ],
        height=300,
        xaxis=axis(visible=False, range=[-0.5, width - 0.5], constrain="domain"),
        yaxis=axis(
            visible=False, range=[height - 0.5, -0.5], constrain="domain", constraintoward="top", scaleanchor="x"
        ),
    )


def occlusion_picture(pixels: NDArray[np.floating], drops: NDArray[np.floating]) -> NDArray[np.uint8]:
    """The same as light on the digit, uint8 (252, 252, 3) in the order blue, green, red."""
    ink = enlarged(np.round(pixels * 255).astype(np.uint8)).astype(np.float64) * DIMMED
    share = drops / max(float(np.abs(drops).max()), LEAST)
    light = cv2.resize(share, ink.shape[1::-1], interpolation=cv2.INTER_LINEAR)[..., None]
    colours = np.where(light > 0, bgr(ACCENT), bgr(SECOND))
    return np.asarray(np.round(ink + np.abs(light) * (colours - ink)), np.uint8)
