"""The recipe picker, and every field of the recipe: the few that matter first, the rest folded away."""

import dataclasses
from collections.abc import Mapping
from dataclasses import fields as fields_of
from typing import Any

import streamlit as st

from digitrec.errors import RecipeError
from digitrec.recipes import PARTS, RECIPES, Recipe
from digitrec.ui import fields, preview, state

FIRST = ("optimisation.epochs", "optimisation.batch_size", "optimisation.learning_rate")
FOLDED = {
    "Architecture": "architecture",
    "Optimisation": "optimisation",
    "Data": "data",
}


def recipe() -> Recipe:
    """The recipe as the form has it. Raises RecipeError."""
    return _changed(RECIPES[st.session_state[state.RECIPE]])


def choose_recipe() -> tuple[Recipe, Mapping[str, str]]:
    """The recipe as the form has it, and its problems by path; with problems it is the recipe as it comes."""
    name = st.selectbox("Recipe", list(RECIPES), key=state.RECIPE, persist_state="session")
    original = RECIPES[name]
    published = f" Published: {original.published}." if original.published else ""
    st.caption(f"{original.stands_for}.{published}")
    for path, value in _flat(original).items():
        fields.set_default(state.field(name, path), value, slider=path.startswith("augmentation."))
    try:
        chosen, problems = _changed(original), dict[str, str]()
    except RecipeError as error:
        chosen, problems = original, error.problems
    _show_first(original, problems)
    preview.show(original, chosen, problems)
    for label, part in FOLDED.items():
        _show_folded(label, part, original, problems)
    return chosen, problems


def _flat(recipe: Recipe) -> dict[str, Any]:
    """Each field's path and value."""
    found = {f"{part}.{f.name}": getattr(holder, f.name) for part, holder in _parts(recipe) for f in fields_of(holder)}
    return found | {"seed": recipe.seed}


def _parts(recipe: Recipe) -> list[tuple[str, Any]]:
    return [(part, getattr(recipe, part)) for part in PARTS]


def _changed(original: Recipe) -> Recipe:
    changed: dict[str, Any] = {}
    for part, holder in _parts(original):
        values = {
            f.name: fields.read(state.field(original.name, f"{part}.{f.name}"), f, getattr(holder, f.name))
            for f in fields_of(holder)
        }
        changed[part] = dataclasses.replace(holder, **values)
    seed = st.session_state.get(state.field(original.name, "seed"), original.seed)
    return dataclasses.replace(original, seed=seed, **changed)


def _show_first(original: Recipe, problems: Mapping[str, str]) -> None:
    for path in FIRST:
        part, name = path.split(".")
        field = next(f for f in fields_of(getattr(original, part)) if f.name == name)
        with st.container(horizontal=True):
            fields.show(field, state.field(original.name, path), problems.get(path, ""))


def _show_folded(label: str, part: str, original: Recipe, problems: Mapping[str, str]) -> None:
    shown = [(f, f"{part}.{f.name}") for f in fields_of(getattr(original, part))]
    shown = [(f, path) for f, path in shown if path not in FIRST]
    if part == "data":
        shown.append((next(f for f in fields_of(original) if f.name == "seed"), "seed"))
    troubled = any(path in problems for _, path in shown)
    if not shown:
        return
    with st.expander(label, expanded=troubled, key=f"folded-{part}"):
        for f, path in shown:
            fields.show(f, state.field(original.name, path), problems.get(path, ""))
