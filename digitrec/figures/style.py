"""What all figures share: a transparent ground, room for every label, and a hand off the touch screen's scrolling."""

from typing import Any

from digitrec.figures.colours import CLEAR, GRID, LABEL, LABEL_TEXT, NEUTRAL, TEXT_ON_DARK, TEXT_ON_LIGHT

Figure = dict[str, Any]

# For whoever shows a figure: no tool bar, whose buttons have nothing to do on fixed axes.
CONFIG = {"displayModeBar": False, "responsive": True}
LEGEND = {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom"}


def figure(data: list[dict[str, Any]], height: int, **layout: Any) -> Figure:
    """The traces with the common layout; `layout` adds to it."""
    common = {
        "height": height,
        "margin": {"l": 8, "r": 12, "t": 12, "b": 8, "pad": 0},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "dragmode": False,
        "showlegend": False,
        "hoverlabel": {"bgcolor": LABEL, "bordercolor": NEUTRAL, "font": {"color": LABEL_TEXT}},
        "legend": LEGEND,
    }
    return {"data": data, "layout": common | layout}


def axis(title: str = "", **more: Any) -> dict[str, Any]:
    """An axis that no touch can zoom and whose labels are never cut off."""
    named = {"title": {"text": title, "standoff": 8}} if title else {}
    return {"fixedrange": True, "automargin": True, "zeroline": False, "gridcolor": GRID} | named | more


def digits_axis(title: str = "", **more: Any) -> dict[str, Any]:
    """An axis of the ten digits."""
    ticks = {"tickvals": list(range(10)), "ticktext": [str(d) for d in range(10)]}
    return axis(title, showgrid=False, ticks="", ticklabelstandoff=4, **ticks, **more)


def on_theme(figure: Figure, dark: bool) -> Figure:
    """The figure with text for a dark or a light page; Streamlit's own greys reach only 3.7 to 1 on white."""
    layout = figure["layout"]
    font = {"color": TEXT_ON_DARK if dark else TEXT_ON_LIGHT}
    axes = {
        name: value | {"tickfont": font, "title": value.get("title", {}) | {"font": font}}
        for name, value in layout.items()
        if name.startswith(("xaxis", "yaxis"))
    }
    return figure | {"layout": layout | axes | {"font": font}}


def article(digit: int) -> str:
    return "an" if digit == 8 else "a"


def a_digit(digit: int) -> str:
    """A digit with its article."""
    return f"{article(digit)} {digit}"


def percent(share: float) -> str:
    """A probability in words; rounding never makes it certain or impossible."""
    if share >= 0.9995:
        return "> 99.9 %"
    return "< 0.1 %" if 0 < share < 0.0005 else f"{100 * share:.1f} %"
