"""Colours that can be told apart from white and from near-black alike (contrast of 3 to 1 and more, WCAG 2.1).

Text has the theme's colour, but for that on coloured cells.
"""

ACCENT = "#E4572E"
SECOND = "#2E86C1"
NEUTRAL = "#8A8A8A"
SERIES = (ACCENT, SECOND, "#2A8C82", "#9B6FC8", "#B27B16", "#C2588F")

CLEAR = "rgba(0, 0, 0, 0)"
GRID = "rgba(128, 128, 128, 0.25)"
FAINT = "rgba(128, 128, 128, 0.10)"
TEXT_ON_LIGHT = "#31333F"
TEXT_ON_DARK = "#FAFAFA"
LABEL = "#2B2B2B"
LABEL_TEXT = "#FFFFFF"

# Cells grow from dull to vivid rather than from pale to dark: one is then never lost in the ground, be it
# white or black, and one text colour is legible on all of them.
CELL_TEXT = "#111111"
WARM_CELLS = ("#CDB8B0", "#F4693F")
COOL_CELLS = ("#ADBDC8", "#4CA3DD")

Scale = list[tuple[float, str]]


def growing(cells: tuple[str, str]) -> Scale:
    """Colour scale from little to much."""
    few, many = cells
    return [(0, few), (1, many)]


def diverging(below: tuple[str, str], above: tuple[str, str]) -> Scale:
    """Colour scale from much below through little to much above."""
    return [(0, below[1]), (0.5, below[0]), (0.5, above[0]), (1, above[1])]
