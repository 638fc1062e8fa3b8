"""Values of a canvas object, checked as they are read."""

from collections.abc import Mapping
from typing import Any

from digitrec.errors import DrawingError

MAX_NUMBER = 1e6

_ORIGINS = {"left": -0.5, "top": -0.5, "center": 0.0, "right": 0.5, "bottom": 0.5}


def is_number(value: Any) -> bool:
    """Whether a JSON value is a number, no NaN, no farther from 0 than a million."""
    return type(value) in (int, float) and -MAX_NUMBER <= value <= MAX_NUMBER


def number(fields: Mapping[str, Any], name: str, default: float) -> float:
    value = fields.get(name, default)
    if not is_number(value):
        raise DrawingError(f"A stroke's {name} is no number within a million; draw the digit anew.")
    return float(value)


def flag(fields: Mapping[str, Any], name: str, *, default: bool = False) -> bool:
    value = fields.get(name, default)
    if not isinstance(value, bool):
        raise DrawingError(f"A stroke's {name} is neither true nor false; draw the digit anew.")
    return value


def colour(fields: Mapping[str, Any], name: str, default: str | None = None) -> str | None:
    value = fields.get(name, default)
    if not (value is None or isinstance(value, str)):
        raise DrawingError(f"A {name} of the drawing is no plain colour; use a pen of one colour on one background.")
    return value


def origin(fields: Mapping[str, Any], name: str) -> float:
    """Where the origin lies in the object's box, -0.5 (left, top) to 0.5 (right, bottom)."""
    value = fields.get(name, "center")
    if not isinstance(value, str) or value not in _ORIGINS:
        raise DrawingError(f"A stroke's {name} is unknown; it is left, center, right, top or bottom.")
    return _ORIGINS[value]
