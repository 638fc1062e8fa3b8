"""One digit under the glass, in the gallery's place."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitrec.evaluation import Predictions, served
from digitrec.evaluation.inspection import most_similar, occlusion_map
from digitrec.figures import CONFIG, a_digit, occlusion_overlay, probability_bars
from digitrec.runs import Run
from digitrec.ui import caches, pictures, state, themed
from digitrec.ui.evaluate import address, asking, filtering, look
from digitrec.ui.evaluate.choosing import TITLES, Chosen, Data
from digitrec.ui.evaluate.headline import percent
from digitrec.ui.titles import titled

SIMILAR = 8


def opened(count: int) -> int | None:
    """The index of the opened digit, None if there is none such among so many."""
    index = int(st.session_state[state.OPENED])
    return index if 0 <= index < count else None


def open_digit(index: int) -> None:
    st.session_state[state.OPENED] = index
    look.at("digit")
    st.rerun(filtering.GALLERY)


def _close() -> None:
    st.session_state[state.OPENED] = address.NONE_OPENED
    look.at("filter")
    st.rerun(filtering.GALLERY)


def show(chosen: Chosen, predictions: Predictions, index: int, among: NDArray[np.intp]) -> None:
    with st.container(key="digit"):
        _show_ways(index, among.tolist())
        picture, answer = st.columns([2, 3], gap="medium")
        with picture:
            pictures.show(chosen.digits.images[index], f"Digit {index}, enlarged", "large pixels")
            _show_words(chosen, predictions, index)
        with answer:
            st.plotly_chart(
                themed.figure(probability_bars(predictions.probabilities[index])), config=CONFIG, key="digit-bars"
            )
        where, similar = st.columns([2, 3], gap="medium")
        with where:
            _show_occlusion(chosen, predictions, index)
        with similar:
            _show_similar(chosen.model, chosen.digits.images[index])


def _show_ways(index: int, among: list[int]) -> None:
    """Back to the gallery, and on to its next digit."""
    place = among.index(index) if index in among else None
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Back", icon=":material/arrow_back:", on_click=_close, key="back")
        if place is not None:
            st.space("stretch")
            for label, icon, to in (("Previous", "chevron_left", place - 1), ("Next", "chevron_right", place + 1)):
                there = 0 <= to < len(among)
                st.button(
                    label,
                    icon=f":material/{icon}:",
                    on_click=open_digit,
                    args=(among[to] if there else index,),
                    disabled=not there,
                    type="tertiary",
                    key=f"{label.lower()}-digit",
                )


def _show_words(chosen: Chosen, predictions: Predictions, index: int) -> None:
    label, read, second = (int(each[index]) for each in (predictions.labels, predictions.predicted, predictions.second))
    confidence, runner_up = predictions.confidence[index], predictions.probabilities[index, second]
    st.markdown(
        f"Labelled **{label}**, read as **{read}** ({percent(confidence)}).  \n"
        f"Second guess: **{second}** ({percent(runner_up)})."
    )
    if chosen.other is not None:
        answers = asking.predictions(chosen.other, chosen.digits)
        st.markdown(
            f"{titled(chosen.other.name)} reads **{answers.predicted[index]}** ({percent(answers.confidence[index])})."
        )
    where = "your file" if chosen.data is Data.OWN else f"the {TITLES[chosen.data]}"
    st.caption(f"Number {index:,} of {where}, counted from 0.")


def _show_occlusion(chosen: Chosen, predictions: Predictions, index: int) -> None:
    read = int(predictions.predicted[index])
    pixels = np.divide(chosen.digits.images[index], 255, dtype=np.float32)
    drops = occlusion_map(pixels, served.predict_with(caches.recogniser(chosen.model)), read)
    st.markdown("**Where the ink decides**")
    st.plotly_chart(themed.figure(occlusion_overlay(pixels, drops)), config=CONFIG, key="occlusion")
    st.caption(f"Orange: without this ink it would hardly be {a_digit(read)}. Blue: this ink speaks against it.")


def _show_similar(run: Run, image: NDArray[np.uint8]) -> None:
    st.markdown("**The most similar digits it was trained on**")
    row = st.empty()
    features, recipe = asking.training_features(run), run.recipe()
    query = caches.recogniser(run)(image[None]).features[0]
    nearest, alike = most_similar(features, query, SIMILAR)
    images, labels = caches.training_digits(recipe.data)[nearest]
    with row:
        pictures.show_similar(images, labels, alike)
