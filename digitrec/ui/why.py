"""Why a drawing is read as it is, on request: what became of it, where its ink decides, which digits look like it."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.delta_generator import DeltaGenerator

from digitrec.drawing import Glyph, steps_of, strokes_of
from digitrec.evaluation.inspection import occlusion_map
from digitrec.evaluation.neighbours import Neighbours, neighbours
from digitrec.evaluation.normalisation import placement
from digitrec.figures.occlusion import occlusion_picture
from digitrec.figures.pixels import data_uri
from digitrec.figures.steps import boxed_picture, centred_picture
from digitrec.runs import Run
from digitrec.ui import caches, pictures, remembering, state
from digitrec.ui.titles import titled

SIMILAR, SIMILAR_OF_TWO = 8, 6
# Less probability than this, lost or gained, is not worth a word.
WORTH_SAYING = 0.005


def show(chosen: Sequence[Run], glyph: Glyph, drawing: Mapping[str, Any], board: tuple[int, int]) -> None:
    """Reasons for what one or two models read in a glyph that is no dot. Before they are asked for, none is computed.

    `drawing` is what it was made of, on a board of that width and height. Part of the page's fragment, after the
    answer; one of its own inside that one would leave Streamlit's browser side with pieces of an earlier run.
    Raises DigitrecError.
    """
    with st.container(key="why"):
        if st.toggle("Why this answer?", key=state.WHY, persist_state="session"):
            _show_steps(drawing, board)
            if len(chosen) == 1:
                _show_reasons(chosen[0], glyph.pixels, st.columns([2, 3], gap="medium"), SIMILAR)
            else:
                _show_both(chosen, glyph.pixels)


def _show_steps(drawing: Mapping[str, Any], board: tuple[int, int]) -> None:
    st.markdown("**What became of your drawing**")
    steps = steps_of(strokes_of(drawing), *board)
    boxed, centred = _bytes(steps.boxed), _bytes(steps.centred)
    shown = {
        "as you drew it": steps.drawn,
        "with a pen as wide as MNIST’s": steps.redrawn,
        "its longer side made 20 pixels": boxed_picture(boxed),
        "centred by its weight on 28&nbsp;×&nbsp;28": centred_picture(centred, placement(centred)),
    }
    figures = "".join(
        f'<figure><img src="{data_uri(picture)}" alt=""><figcaption><b>{number}</b> {words}</figcaption></figure>'
        for number, (words, picture) in enumerate(shown.items(), 1)
    )
    st.html(f'<div class="steps">{figures}</div>')


def _bytes(pixels: np.ndarray) -> NDArray[np.uint8]:
    return np.round(pixels * 255).astype(np.uint8)


def _show_both(chosen: Sequence[Run], pixels: np.ndarray) -> None:
    for column, run in zip(st.columns(len(chosen), gap="medium"), chosen, strict=True):
        with column:
            st.caption(titled(run.name))
            _show_reasons(run, pixels, (st.container(), st.container()), SIMILAR_OF_TWO)


def _show_reasons(run: Run, pixels: np.ndarray, places: Sequence[DeltaGenerator], count: int) -> None:
    """The map in the first place, so many similar digits in the second."""
    outputs = caches.recogniser(run)(pixels[None])
    with places[0]:
        _show_occlusion(run, pixels, int(outputs.drawn[0].argmax()))
    with places[1]:
        _show_similar(run, outputs.features[0], count)


def _show_occlusion(run: Run, pixels: np.ndarray, read: int) -> None:
    st.markdown("**Where the ink decides**")
    recogniser = caches.recogniser(run)
    drops = occlusion_map(pixels, lambda pictures: recogniser(pictures).drawn, read)
    pictures.show(occlusion_picture(pixels, drops), "The digit, coloured where it matters", "map pixels")
    st.caption(in_words(read, float(drops.max()), float(-drops.min())))


def in_words(read: int, lost: float, gained: float) -> str:
    """What covering a part does at most to the probability of what is read."""
    if max(lost, gained) < WORTH_SAYING:
        return f"Whatever small part is covered, the {read} stays as likely."
    orange = f"Cover the orange, and the {read} gets less likely, by up to {100 * lost:.0f} %."
    blue = f"Cover the blue, and the {read} gets more likely."
    return " ".join([orange] * (lost >= WORTH_SAYING) + [blue] * (gained >= WORTH_SAYING))


def _show_similar(run: Run, features: NDArray[np.float32], count: int) -> None:
    st.markdown("**Training digits most like it**")
    among = _neighbours(run)
    found, cosines = among.nearest(features, count)
    pictures.show_similar(found.images, found.labels, cosines)
    all_of_them = f"{len(among.digits.labels):,} that {titled(run.name)} was trained on"
    st.caption(f"Of {all_of_them}: their labels, and how much alike it finds them.")


def _neighbours(run: Run) -> Neighbours:
    words = f"{titled(run.name)} looks at what it was trained on, this once"
    return remembering.once("neighbours", 4, run, "sample", words, partial(neighbours, run, caches.mnist()))
