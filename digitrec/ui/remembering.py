"""What models made of digits is made once for all sessions, with a bar for as long as it takes."""

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st
from boltons.cacheutils import LRU

from digitrec.errors import ModelError
from digitrec.evaluation.served import Progress
from digitrec.runs import Run, files

Made = TypeVar("Made")


def once(kind: str, most: int, run: Run, of: str, words: str, make: Callable[[Progress], Made]) -> Made:
    """What `make` makes for this run `of` some digits, or made before; of each kind so many are remembered.

    Raises DigitrecError.
    """
    memory, key = _memory(kind, most), (*_version(run), of)
    found: Made | None = memory.get(key)
    if found is None:
        found = memory[key] = with_progress(words, make)
    return found


def is_remembered(kind: str, most: int, run: Run, of: str) -> bool:
    return (*_version(run), of) in _memory(kind, most)


def with_progress(words: str, make: Callable[[Progress], Made]) -> Made:
    """What `make` makes, with a bar for as long as it takes."""
    bar = st.empty()
    made = make(lambda done, total: _show(bar, done / total, f"{words}: {done:,} of {total:,}"))
    bar.empty()
    return made


def _show(bar: "st.delta_generator.DeltaGenerator", share: float, words: str) -> None:
    bar.progress(share, text=words)


@st.cache_resource(show_spinner=False)
def _memory(kind: str, most: int) -> "LRU[Any, Any]":
    return LRU(max_size=most)


def _version(run: Run) -> tuple[str, int]:
    try:
        return run.name, run.path(files.SERVED).stat().st_mtime_ns
    except OSError as error:
        raise ModelError(f"The model {run.name} is gone; choose another one.") from error
