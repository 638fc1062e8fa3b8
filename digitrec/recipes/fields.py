"""Fields of a recipe that know their own range and meaning.

The range and the words stand beside the default once, and serve the command line's
errors, the page's sliders and the documentation alike.
"""

from collections.abc import Mapping
from dataclasses import Field, field, fields
from typing import Any


def number(default: float, low: float, high: float, label: str, help: str = "") -> Any:
    """A float or an int (after the default's type) in [low, high]."""
    return field(default=default, metadata={"low": low, "high": high, "label": label, "help": help})


def numbers(default: tuple[int, ...], low: int, high: int, most: int, label: str, help: str = "") -> Any:
    """One to `most` ints, each in [low, high]."""
    about = {"low": low, "high": high, "most": most, "label": label, "help": help}
    return field(default=default, metadata=about)


def choice(default: str, options: tuple[str, ...], label: str, help: str = "") -> Any:
    return field(default=default, metadata={"options": options, "label": label, "help": help})


def switch(default: bool, label: str, help: str = "") -> Any:
    return field(default=default, metadata={"label": label, "help": help})


def problems_of(part: Any) -> dict[str, str]:
    """What is out of range in a dataclass made of the fields above, by field name."""
    found = {f.name: _problem(f, getattr(part, f.name)) for f in fields(part) if f.metadata}
    return {name: problem for name, problem in found.items() if problem}


def _problem(f: "Field[Any]", value: Any) -> str:
    about = f.metadata
    if isinstance(f.default, bool):
        return "" if isinstance(value, bool) else "Choose true or false."
    if "options" in about:
        return "" if value in about["options"] else f"Choose one of {', '.join(about['options'])}."
    if isinstance(f.default, tuple):
        return _tuple_problem(about, value)
    whole = isinstance(f.default, int)
    if not _is_number(value, whole) or not about["low"] <= value <= about["high"]:
        kind = "a whole number" if whole else "a number"
        return f"Choose {kind} from {about['low']:.10g} to {about['high']:.10g}."
    return ""


def _is_number(value: Any, whole: bool) -> bool:
    return isinstance(value, int if whole else (int, float)) and not isinstance(value, bool)


def _tuple_problem(about: Mapping[str, Any], value: Any) -> str:
    fits = isinstance(value, tuple) and 1 <= len(value) <= about["most"]
    if fits and all(_is_number(v, True) and about["low"] <= v <= about["high"] for v in value):
        return ""
    return f"Give 1 to {about['most']} whole numbers from {about['low']} to {about['high']}, such as 128, 64."
