"""Colours as a canvas names them, to know which strokes can be seen."""

import re

from PIL import ImageColor

_NUMBER = r"\s*(\d*\.?\d+)\s*"
_RGBA = re.compile(rf"rgba?\({_NUMBER},{_NUMBER},{_NUMBER}(?:,{_NUMBER})?\)", re.ASCII)


def is_seen(colour: str | None, background: str | None) -> bool:
    """Whether ink of this CSS colour shows; None or "" is no ink, or no background."""
    ink, paper = _rgba(colour), _rgba(background)
    if ink is None:
        # A colour of a kind not known here is some ink.
        return colour != background
    return ink[3] > 0 and (*ink[:3], 1.0) != paper


def _rgba(colour: str | None) -> tuple[float, float, float, float] | None:
    """Red, green and blue of 255 and opacity of 1; None if not understood."""
    name = (colour or "transparent").strip().lower()
    if name == "transparent":
        return 0, 0, 0, 0
    if match := _RGBA.fullmatch(name):
        red, green, blue, alpha = map(float, match.groups(default="1"))
        return red, green, blue, alpha
    try:
        rgb = ImageColor.getrgb(name)
    except ValueError:
        return None
    return rgb[0], rgb[1], rgb[2], rgb[3] / 255 if len(rgb) == 4 else 1
