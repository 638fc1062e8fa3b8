"""All digits together: what is usual, what is not, how many there are and what they are for."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitrec.evaluation.typicality import by_typicality, mean_images
from digitrec.figures import CONFIG, class_balance
from digitrec.ui import caches, themed, tiles
from digitrec.ui.data import choice
from digitrec.ui.data.choice import Part, part_named
from digitrec.ui.data.digit import left_out
from digitrec.ui.data.samples import picture_tiles

SHOWN = 40


@st.cache_data(show_spinner=False)
def mean_pictures(part: str) -> NDArray[np.uint8]:
    """Of each digit, (10, 28, 28)."""
    found = part_named(part)
    return np.rint(mean_images(found.images, found.labels)).astype(np.uint8)


@st.cache_data(show_spinner="Looking for unusual digits …")
def most_unusual(part: str) -> NDArray[np.intp]:
    """Indices of the SHOWN most unusual pictures of each digit, the most unusual first, (10, SHOWN)."""
    found = part_named(part)
    return np.stack([by_typicality(found.images, found.labels, digit)[: -SHOWN - 1 : -1] for digit in range(10)])


def show_usual(part: Part) -> None:
    st.markdown("#### The mean of each digit")
    st.caption(
        f"All {len(part.labels):,} {part.name.lower()} digits, laid over each other. Click one for its pictures."
    )
    means = [
        tiles.Tile(digit, picture, f"The mean of all {digit}s", str(digit))
        for digit, picture in enumerate(mean_pictures(part.name))
    ]
    with st.container(key="means"):
        tiles.show(means, "mean-tiles", choice.look_at_digit, fills="samples")


def show_unusual(part: Part, digit: int | None, chosen: int) -> None:
    unusual = most_unusual(part.name)
    some = unusual[:, : SHOWN // 10].ravel() if digit is None else unusual[digit]
    st.markdown("#### The most unusual" + (" of each digit" if digit is None else f" {digit}s"))
    st.caption("Those that are farthest from their digit’s mean. Even people are in doubt about some.")
    with st.container(key="unusual"):
        found = picture_tiles(part, some.tolist())
        tiles.show(found, "unusual-tiles", choice.look_at, chosen=chosen, fills="digit")


def show_split() -> None:
    mnist = caches.mnist()
    chosen = np.array(sorted(left_out()))
    every, kept_out, test = (
        np.bincount(labels, minlength=10)
        for labels in (mnist.train_labels, mnist.train_labels[chosen], mnist.test_labels)
    )
    st.markdown("#### What they are for")
    st.markdown(
        f"**{(every - kept_out).sum():,}** are trained on. **{kept_out.sum():,}** are left out of that, to choose "
        f"the best epoch by and to make the confidence honest. **{test.sum():,}** test digits, by other writers, are "
        "asked once, at the end: the accuracy on them is what we tell."
    )
    parts = {"trained on": every - kept_out, "left out": kept_out, "test": test}
    st.plotly_chart(themed.figure(class_balance(parts)), config=CONFIG, key="balance", alt="How many of each digit")
    st.caption("No digit is rare: the fewest are the 5s, the most the 1s.")
