"""Recipes: every hyper-parameter of a training, as frozen dataclasses."""

from digitrec.recipes.catalogue import PRESETS, RECIPES, recipe_named
from digitrec.recipes.parts import (
    ARCHITECTURES,
    Ann,
    Architecture,
    Augmentation,
    Cnn,
    Data,
    LeNet5,
    Linear,
    Optimisation,
    ResNet,
    Stage,
)
from digitrec.recipes.recipe import (
    PARTS,
    Recipe,
    difference,
    ensemble_of,
    from_dict,
    kind_of,
    to_dict,
    training_digits,
    with_settings,
)

__all__ = [
    "ARCHITECTURES",
    "PARTS",
    "PRESETS",
    "RECIPES",
    "Ann",
    "Architecture",
    "Augmentation",
    "Cnn",
    "Data",
    "LeNet5",
    "Linear",
    "Optimisation",
    "Recipe",
    "ResNet",
    "Stage",
    "difference",
    "ensemble_of",
    "from_dict",
    "kind_of",
    "recipe_named",
    "to_dict",
    "training_digits",
    "with_settings",
]
