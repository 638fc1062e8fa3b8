"""The recipes that come with digitrec, by name, and the augmentation presets."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from digitrec.errors import RecipeError
from digitrec.recipes.parts import Ann, Augmentation, Cnn, Data, LeNet5, Linear, Optimisation, ResNet
from digitrec.recipes.recipe import Recipe, ensemble_of

LIGHT = Augmentation(rotation=10, zoom=0.1, shift=1.5, shear=10, elastic=2, thickness=0.3)
STRONG = Augmentation(rotation=14, zoom=0.15, shift=2, shear=10, elastic=2, thickness=0.3)

# For real hands from anywhere: MNIST's writers were all American. The shares that are drawn in another style,
STYLES: Mapping[str, Any] = {
    "flags": 0.6,
    "bars": 0.4,
    "tails": 0.4,
    "loops": 0.3,
    "fours": 0.4,
    "zeros": 0.2,
    "allographs": 0.1,
}
# and those for networks with convolutions, which need fewer.
HANDS: Mapping[str, Any] = {**STYLES, "bars": 0.3, "tails": 0.3, "loops": 0.2, "fours": 0.3, "zeros": 0.15}
PRESETS = {"none": Augmentation(), "light": LIGHT, "strong": STRONG, "hands": replace(LIGHT, **HANDS)}

# What ships leaves 5,000 of the 60,000 training digits out, for choosing and calibrating.
FIVE_THOUSAND = Data(validation=5_000 / 60_000)

_FORERUNNERS = (
    Recipe(
        "linear",
        Linear(),
        Optimisation(learning_rate=0.001, epochs=20),
        stands_for="The linear baseline without a hidden layer",
        published="92 %",
    ),
    Recipe(
        "ann-128-64",
        Ann(hidden=(128, 64)),
        Optimisation(epochs=30),
        stands_for="The first network with two hidden layers",
        published="97 to 97.65 %",
    ),
    Recipe(
        "ann-dropout",
        Ann(hidden=(512, 256), dropout=0.2),
        Optimisation(epochs=20),
        augmentation=Augmentation(rotation=10, zoom=0.1, shift=2),
        stands_for="The network with dropout and augmentation",
    ),
    Recipe(
        "cnn-basic",
        Cnn(filters=(32, 64), dense=128, dropout=0.25),
        Optimisation(epochs=10, schedule="cosine"),
        stands_for="The first convolutional network",
        published="98 %",
    ),
    Recipe(
        "lenet5",
        LeNet5(),
        Optimisation(epochs=20, schedule="cosine", learning_rate=0.002),
        stands_for="LeNet-5 (LeCun et al., 1998)",
        published="99.05 %",
    ),
    Recipe(
        "resnet",
        ResNet(depth=1, width=16),
        Optimisation(optimizer="adamw", learning_rate=0.004, schedule="one-cycle", weight_decay=0.01, epochs=10),
        augmentation=PRESETS["light"],
        stands_for="A small residual network",
    ),
    Recipe(
        "cnn-fast",
        Cnn(filters=(16, 16, 64), stem="strided", dense=0, batch_norm=True),
        Optimisation(learning_rate=0.01, schedule="one-cycle", epochs=2),
        replace(FIVE_THOUSAND, non_digits=False),
        stands_for="99 % in the least time",
    ),
    Recipe(
        "cnn-small",
        Cnn(filters=(16, 16, 16), stem="single", convolutions=2, pooling="average", dense=0, batch_norm=True),
        Optimisation(optimizer="adamw", learning_rate=0.01, schedule="one-cycle", weight_decay=0.01, epochs=60),
        FIVE_THOUSAND,
        PRESETS["light"],
        stands_for="The most with at most 10,000 parameters",
    ),
)
_ANN_MNIST = Recipe(
    "ann-mnist",
    Ann(hidden=(1024, 1024, 512), dropout=0.15, batch_norm=True),
    Optimisation("adamw", 0.004, "one-cycle", 0.9, 512, epochs=132, styled_epochs=16, cycles=2, weight_decay=0.02),
    FIVE_THOUSAND,
    STRONG,
    stands_for="Our best network without convolutions, on MNIST's own styles",
)
_CNN_MNIST = Recipe(
    "cnn-mnist",
    Cnn((32, 96), convolutions=2, padding="valid", halving="stride", dense=128, dropout=0.35, batch_norm=True),
    Optimisation("adamw", 0.003, "one-cycle", epochs=48, plain_epochs=7, styled_epochs=6, cycles=2, weight_decay=0.02),
    FIVE_THOUSAND,
    LIGHT,
    stands_for="Our best convolutional network, on MNIST's own styles",
)


def _taught_styles(recipe: Recipe, name: str, styles: Mapping[str, Any]) -> Recipe:
    """The same training, whose later cycles see these styles of the world's hands."""
    augmentation = replace(recipe.augmentation, **styles)
    stands_for = f"The same, taught the world's styles: the {name.upper()} of this app"
    return replace(recipe, name=name, augmentation=augmentation, stands_for=stands_for)


_ANN = _taught_styles(_ANN_MNIST, "ann", STYLES)
_CNN = _taught_styles(_CNN_MNIST, "cnn", HANDS)


def _seeds_of(recipe: Recipe) -> Recipe:
    joined = ensemble_of(recipe, 3)
    return replace(joined, stands_for=f"Three seeds of {recipe.name}, the mean of whose logits answers")


RECIPES = {
    recipe.name: recipe
    for recipe in (*_FORERUNNERS, _ANN_MNIST, _ANN, _CNN_MNIST, _seeds_of(_CNN_MNIST), _CNN, _seeds_of(_CNN))
}


def recipe_named(name: str) -> Recipe:
    """The recipe of that name. Raises RecipeError, naming those there are."""
    if name not in RECIPES:
        raise RecipeError(f"There is no recipe {name!r}; choose one of {', '.join(RECIPES)}.")
    return RECIPES[name]
