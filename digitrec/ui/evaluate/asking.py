"""The answers of the chosen models: from memory, else from the disk, else from the model itself."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import numpy as np
import streamlit as st
from boltons.cacheutils import LRU
from numpy.typing import NDArray

from digitrec.errors import ModelError
from digitrec.evaluation import Predictions, served
from digitrec.evaluation.served import Labelled, Progress
from digitrec.runs import Run, files
from digitrec.ui import caches
from digitrec.ui.evaluate.choosing import Chosen
from digitrec.ui.titles import titled

Made = TypeVar("Made")
REMEMBERED = 12


@st.cache_resource(show_spinner=False)
def _memory(kind: str, most: int) -> "LRU[Any, Any]":
    return LRU(max_size=most)


def predictions(run: Run, digits: Labelled) -> Predictions:
    """Raises DigitrecError."""
    memory, key = _memory("predictions", REMEMBERED), (*_version(run), digits.checksum)
    found: Predictions | None = memory.get(key)
    if found is None:
        words = f"{titled(run.name)} reads the digits"
        found = memory[key] = with_progress(words, partial(served.predictions, run, digits))
    return found


def is_known(run: Run, digits: Labelled) -> bool:
    """Whether the answers are there without asking the model."""
    return (*_version(run), digits.checksum) in _memory("predictions", REMEMBERED) or served.is_known(run, digits)


def training_features(run: Run) -> NDArray[np.float16]:
    """The model's features of the digits that it was trained on, in their order. Raises DigitrecError."""
    memory, key = _memory("features", 2), _version(run)
    found: NDArray[np.float16] | None = memory.get(key)
    if found is None:
        words = f"{titled(run.name)} looks at what it was trained on, this once"
        trained = served.trained_on(run, caches.mnist())
        found = memory[key] = with_progress(words, partial(served.features, run, trained))
    return found


def _version(run: Run) -> tuple[str, int]:
    try:
        return run.name, run.path(files.SERVED).stat().st_mtime_ns
    except OSError as error:
        raise ModelError(f"The model {run.name} is gone; choose another one.") from error


def answers(chosen: Chosen) -> dict[str, Predictions]:
    """The answers of the one or two chosen models, by their titles."""
    return {titled(run.name): predictions(run, chosen.digits) for run in chosen.models}


def with_progress(words: str, make: Callable[[Progress], Made]) -> Made:
    """What `make` makes, with a bar for as long as it takes."""
    bar = st.empty()
    made = make(lambda done, total: _show(bar, done / total, f"{words}: {done:,} of {total:,}"))
    bar.empty()
    return made


def _show(bar: "st.delta_generator.DeltaGenerator", share: float, words: str) -> None:
    bar.progress(share, text=words)
