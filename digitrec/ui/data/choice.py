"""What a person looks at: a part of MNIST, one of the ten digits or all, and one picture. All of it is in the URL."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitrec.ui import caches, state

TRAINING, TEST = "Training", "Test"
ALL = "All"
Images = NDArray[np.uint8]


@dataclass(frozen=True)
class Part:
    """The training or the test digits: images (N, 28, 28) and labels (N,)."""

    name: str
    images: Images
    labels: NDArray[np.uint8]

    def of(self, digit: int | None) -> NDArray[np.intp]:
        """Indices of one digit's pictures, or of all."""
        return np.arange(len(self.labels)) if digit is None else np.flatnonzero(self.labels == digit)


def part_named(name: str) -> Part:
    mnist = caches.mnist()
    if name == TEST:
        return Part(TEST, mnist.test_images, mnist.test_labels)
    return Part(TRAINING, mnist.train_images, mnist.train_labels)


def choose_part() -> Part:
    name = st.segmented_control(
        "Part of MNIST",
        (TRAINING, TEST),
        default=TRAINING,
        required=True,
        key=state.SPLIT,
        on_change=_stay_inside,
        persist_state="session",
        bind="query-params",
    )
    return part_named(str(name))


def _stay_inside() -> None:
    """There are fewer test digits than training digits."""
    last = len(part_named(st.session_state[state.SPLIT]).labels) - 1
    st.session_state[state.INDEX] = min(st.session_state.get(state.INDEX, 0), last)


def choose_digit() -> int | None:
    """One of the ten, or None for all of them."""
    chosen = st.segmented_control(
        "Digit",
        (ALL, *map(str, range(10))),
        default=ALL,
        required=True,
        key=state.LABEL,
        on_change=_first_page,
        wrap=True,
        persist_state="session",
        bind="query-params",
    )
    return None if chosen == ALL else int(str(chosen))


def _first_page() -> None:
    st.session_state[state.SAMPLES_PAGE] = 0


def look_at_digit(digit: int) -> None:
    st.session_state[state.LABEL] = str(digit)
    _first_page()


def choose_index(part: Part) -> int:
    """The number of one picture."""
    last = len(part.labels) - 1
    number = st.number_input(
        f"Number of the picture, 0 to {last:,}",
        min_value=0,
        max_value=last,
        value=0,
        step=1,
        key=state.INDEX,
        persist_state="session",
        bind="query-params",
    )
    return int(number or 0)


def look_at(index: int) -> None:
    st.session_state[state.INDEX] = index
