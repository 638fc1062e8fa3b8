"""What is drawn, and how it can be undone: a value without streamlit.

The canvas in the browser tells what it shows, and is told what to show only on arrival and
for Clear, Undo and Redo. Both sides may speak at once, so a board remembers what it told.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

Stroke = dict[str, Any]
Strokes = tuple[Stroke, ...]
REMEMBERED = 8


@dataclass(frozen=True)
class Board:
    """The strokes, what Undo and Redo lead to, and the last drawings that the canvas was told to show.

    `revision` counts what the canvas was told: the canvas shows a drawing anew only if it differs.
    """

    strokes: Strokes = ()
    past: tuple[Strokes, ...] = ()
    future: tuple[Strokes, ...] = ()
    told: tuple[Strokes, ...] = ((),)
    revision: int = 0

    @property
    def shown(self) -> dict[str, Any]:
        """What the canvas is told to show, as Fabric's JSON."""
        return {"objects": list(self.told[-1]), "revision": self.revision}

    @property
    def drawing(self) -> dict[str, Any]:
        """What is drawn, as Fabric's JSON."""
        return {"objects": list(self.strokes)}

    def heard(self, objects: Sequence[Stroke]) -> "Board":
        """The board after the canvas said what it shows: one of the drawings it was told, and new strokes."""
        bases = [known for known in (self.strokes, *reversed(self.told)) if _begins_with(objects, known)]
        if not bases:
            return replace(self, strokes=tuple(objects), past=(*self.past, self.strokes), future=())
        base = max(bases, key=len)
        new = list(objects[len(base) :])
        board = self
        for stroke in new:
            board = replace(board, strokes=(*board.strokes, stroke), past=(*board.past, board.strokes), future=())
        crossed = new and len(board.strokes) != len(objects)
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
        told = (*self.told, self.strokes)[-REMEMBERED:]
        return replace(self, told=told, revision=self.revision + 1)


def _begins_with(objects: Sequence[Stroke], known: Strokes) -> bool:
    paths = [stroke.get("path") for stroke in objects[: len(known)]]
    return paths == [stroke.get("path") for stroke in known]
