"""Canvas drawings, Fabric 7 JSON, read as pen strokes on the canvas."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np

from digitrec.drawing.colours import is_seen
from digitrec.drawing.curves import polylines
from digitrec.drawing.fields import colour, flag, number
from digitrec.drawing.placement import drawn_width, placed
from digitrec.errors import DrawingError

MAX_COMMANDS = 20_000


@dataclass(frozen=True)
class Stroke:
    """One pen-down trace: the corners of its centre line, float64 (n, 2) in canvas pixels, and its width there."""

    points: np.ndarray
    width: float


def parse_drawing(text: str) -> dict[str, Any]:
    """Read a drawing from JSON text.

    Raises:
        DrawingError: The text is no JSON object, or holds numbers that JSON does not know.
    """
    try:
        drawing = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise DrawingError("The drawing is not valid JSON; give one canvas drawing as a JSON object.") from error
    if not isinstance(drawing, dict):
        raise DrawingError("The drawing is not a JSON object; give what the canvas holds as json_data.")
    return drawing


def strokes_of(drawing: Mapping[str, Any]) -> list[Stroke]:
    """The visible strokes of a drawing in the order drawn, none for a blank one.

    Not visible is a stroke of the background's own colour, one without colour, width or opacity, and an eraser's.
    What lies beyond the canvas is kept: a drawing does not know its canvas' size. A path's fill is left out.

    Raises:
        DrawingError: The drawing is not of the form that Fabric 7 saves, holds anything but strokes,
            more than 20,000 path commands, or a coordinate beyond a million pixels.
    """
    if not isinstance(drawing, Mapping) or not isinstance(objects := drawing.get("objects"), list):
        raise DrawingError('The drawing holds no list of "objects"; give what the canvas holds as json_data.')
    _check(objects)
    background = colour(drawing, "background")
    return [stroke for path in objects for stroke in _strokes(path, background)]


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _check(objects: list[Any]) -> None:
    commands = 0
    for each in objects:
        if not isinstance(each, dict) or not isinstance(kind := each.get("type"), str) or kind.lower() != "path":
            raise DrawingError("The drawing holds an object that is no stroke; draw with the free pen only.")
        if not isinstance(path := each.get("path"), list):
            raise DrawingError("A stroke of the drawing has no path; each needs a list of path commands.")
        commands += len(path)
    if commands > MAX_COMMANDS:
        raise DrawingError(f"The drawing has {commands:,} path commands; at most {MAX_COMMANDS:,} can be read.")


def _strokes(path: dict[str, Any], background: str | None) -> list[Stroke]:
    lines = polylines(path["path"])
    if not lines:
        return []
    points, width = placed(np.concatenate(lines), path), drawn_width(path)
    if width <= 0 or not _is_visible(path, background):
        return []
    ends = np.cumsum([len(line) for line in lines])[:-1]
    return [Stroke(line, width) for line in np.split(points, ends)]


def _is_visible(path: dict[str, Any], background: str | None) -> bool:
    opacity, is_shown = number(path, "opacity", 1), flag(path, "visible", default=True)
    erases = path.get("globalCompositeOperation") == "destination-out"
    return is_shown and opacity > 0 and not erases and is_seen(colour(path, "stroke", "black"), background)
