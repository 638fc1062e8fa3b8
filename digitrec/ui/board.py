"""What is drawn, and how it can be undone: a value without streamlit.

The canvas in the browser tells what it shows, and is told what to show only on arrival and
for Clear, Undo and Redo. Both may speak at once, so that what the canvas tells was perhaps
drawn before it heard. A sign that it is told to keep, and that nobody sees, says upon what.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

Stroke = dict[str, Any]
Strokes = tuple[Stroke, ...]
REMEMBERED = 8
SIGN = "Rect"


@dataclass(frozen=True)
class Telling:
    """What the canvas was told to show, and how many strokes it is known to show since."""

    number: int = 0
    strokes: Strokes = ()
    known: int = 0


@dataclass(frozen=True)
class Board:
    """The strokes, what Undo and Redo lead to, and what the canvas was told last."""

    strokes: Strokes = ()
    past: tuple[Strokes, ...] = ()
    future: tuple[Strokes, ...] = ()
    tellings: tuple[Telling, ...] = (Telling(),)

    @property
    def shown(self) -> dict[str, Any]:
        """What the canvas is told to show, as Fabric's JSON, after the sign."""
        last = self.tellings[-1]
        sign = {"type": SIGN, "left": last.number, "width": 0, "height": 0, "visible": False}
        return {"objects": [sign, *last.strokes]}

    @property
    def drawing(self) -> dict[str, Any]:
        """What is drawn, as Fabric's JSON."""
        return {"objects": list(self.strokes)}

    def heard(self, objects: Sequence[dict[str, Any]]) -> "Board":
        """The board after the canvas said what it shows: the sign, and the strokes it was told and drew since."""
        telling = next((telling for telling in self.tellings if _sign_of(objects) == telling.number), None)
        if telling is None:
            return self
        strokes = [thing for thing in objects if thing.get("type") != SIGN]
        board = self._aware(replace(telling, known=max(telling.known, len(strokes))))
        new = strokes[telling.known :]
        for stroke in new:
            board = replace(board, strokes=(*board.strokes, stroke), past=(*board.past, board.strokes), future=())
        crossed = new and telling is not self.tellings[-1]
        return board.retold() if crossed else board

    def undone(self) -> "Board":
        if not self.past:
            return self
        future = (self.strokes, *self.future)
        return replace(self, strokes=self.past[-1], past=self.past[:-1], future=future).retold()

    def redone(self) -> "Board":
        if not self.future:
            return self
        past = (*self.past, self.strokes)
        return replace(self, strokes=self.future[0], past=past, future=self.future[1:]).retold()

    def cleared(self) -> "Board":
        """An empty board; Undo brings the drawing back."""
        if not self.strokes:
            return self.retold()
        return replace(self, strokes=(), past=(*self.past, self.strokes), future=()).retold()

    def retold(self) -> "Board":
        """The canvas is told to show the strokes as they are."""
        telling = Telling(self.tellings[-1].number + 1, self.strokes, len(self.strokes))
        return replace(self, tellings=(*self.tellings, telling)[-REMEMBERED:])

    def _aware(self, newer: Telling) -> "Board":
        return replace(self, tellings=tuple(newer if old.number == newer.number else old for old in self.tellings))


def _sign_of(objects: Sequence[dict[str, Any]]) -> Any:
    return next((thing.get("left") for thing in objects if thing.get("type") == SIGN), None)
