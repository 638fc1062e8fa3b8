"""What augmentation does, shown on the very digits that the training sees first."""

import dataclasses
from collections.abc import Mapping
from dataclasses import fields as fields_of
from typing import Any

import numpy as np
import streamlit as st

from digitrec.augmentation import restyles
from digitrec.augmentation.feed import first_digits
from digitrec.recipes import PRESETS, Augmentation, Recipe
from digitrec.ui import caches, fields, pictures, state

SHOWN = 10
OWN = "recipe's own"


@st.fragment
def show(original: Recipe, recipe: Recipe, problems: Mapping[str, str]) -> None:
    """Presets, a grid of digits before and after, and a slider for each change."""
    st.markdown("**Augmentation**")
    settings = _settings(original)
    _choose_preset(original, settings)
    with st.container(key="preview"):
        _show_digits(dataclasses.replace(recipe, augmentation=settings))
    with st.expander("Each change by itself", key="folded-augmentation"):
        for f in fields_of(settings):
            path = f"augmentation.{f.name}"
            fields.show(f, state.field(original.name, path), problems.get(path, ""), slider=True)


def _choose_preset(original: Recipe, settings: Augmentation) -> None:
    presets = PRESETS | {OWN: original.augmentation}
    key = state.field(original.name, "preset")
    st.session_state[key] = next((name for name, preset in presets.items() if preset == settings), None)
    st.segmented_control(
        "Preset",
        list(presets),
        key=key,
        label_visibility="collapsed",
        format_func=str.capitalize,
        on_change=_use,
        args=(original.name, presets),
    )


def _use(recipe: str, presets: Mapping[str, Augmentation]) -> None:
    chosen = presets.get(st.session_state[state.field(recipe, "preset")])
    for f in fields_of(chosen) if chosen else ():
        value = fields.written(getattr(chosen, f.name), slider=True)
        st.session_state[state.field(recipe, f"augmentation.{f.name}")] = value


def _settings(original: Recipe) -> Augmentation:
    keys = {f.name: state.field(original.name, f"augmentation.{f.name}") for f in fields_of(Augmentation)}
    values: dict[str, Any] = {name: st.session_state[key] for name, key in keys.items()}
    return Augmentation(**values)


def _show_digits(recipe: Recipe) -> None:
    digits = caches.training_digits(recipe.data)
    before, after = first_digits(digits, recipe.augmentation, recipe.seed, SHOWN)
    grid = np.concatenate([pictures.row(before), pictures.row(after)])
    pictures.show(grid, "The first digits of the training, and below them what it sees of them", "digits")
    if restyles(recipe.augmentation):
        st.caption("Digits drawn in another style are shown first.")
