"""What reads drawings: a small head beside a trained model's last layers, taught what the app itself draws of strokes.

MNIST's writers were all American, and each had a pen of their own. People who draw come from anywhere, and their
strokes all get one pen, so a drawing is known to be one: what would be a 7 in MNIST may be read as a 1 with a flag,
and MNIST's digits as before. docs/real-hands.md tells what it brings, and what else was tried.
"""

from dataclasses import replace
from typing import Any

import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray

from digitrec.architectures import DIGITS, FOR_DRAWINGS
from digitrec.augmentation import augment, lots, styled
from digitrec.augmentation.feed import Digits
from digitrec.augmentation.styles import redrawn
from digitrec.augmentation.styles.allographs import Hands, written_anew
from digitrec.augmentation.tiles import Images
from digitrec.recipes import PRESETS, Augmentation
from digitrec.training import heads
from digitrec.training.temperature import fit_temperature

# So many drawings are learned from at most, and the temperature is fitted on so many others.
LEARNED_FROM, CHOSEN_ON = 55_000, 4_000
UNITS, DROPOUT, EPOCHS = 64, 0.2, 4
# So many numbers are held of what is before the last hidden layer, in half precision: of wide layers there are fewer
# drawings.
HELD_AT_MOST = 128 * 2**20
# What the head says counts so much, the model's own logits the rest.
SHARE = 0.7
# Half of the drawings are digits of MNIST in many styles, redrawn; half are written anew by whoever holds a mouse.
MANY_STYLES = replace(PRESETS["hands"], allographs=0.0)
ANYONE = Hands(shake=(0.015, 0.08), slant=(10, 17), turn=(0, 6), aspect=(-0.25, 0.3), proportions=(0.35, 0.2))
# Half of either are then changed a little more.
A_LITTLE = Augmentation(rotation=6, zoom=0.06, shift=1, shear=8, elastic=1.5, thickness=0.2)
SEED = 0
# Drawn in lots, they take 50 MiB less while they are.
DRAWN_AT_ONCE = 2_000


def fit_drawn(model: keras.Model, training: Digits, left_out: Digits) -> keras.Model:
    """A model from a model's "logits" (N, 10) and "before" (N, B) of drawings to their calibrated logits (N, 10)."""
    keras.utils.set_random_seed(SEED)
    rng = np.random.default_rng(SEED)
    before = model.output["before"].shape[1]
    images, labels = some_drawings(training, min(LEARNED_FROM, HELD_AT_MOST // before), rng)
    inputs = {name: keras.Input(model.output[name].shape[1:], name=name) for name in FOR_DRAWINGS}
    head = heads.head(before, UNITS, DIGITS, DROPOUT)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    heads.fit(head, heads.before(model, images), labels, loss, EPOCHS, rng)
    logits = _mean(inputs["logits"], head(inputs["before"]))
    images, labels = some_drawings(left_out, CHOSEN_ON, rng)
    left = keras.Model(inputs, logits).predict(heads.answers(model, images, FOR_DRAWINGS), verbose=0)
    return keras.Model(inputs, layers.Rescaling(1 / fit_temperature(left, labels))(logits), name="for_drawings")


def _mean(plain: Any, head: Any) -> Any:
    return layers.Add()([layers.Rescaling(1 - SHARE)(plain), layers.Rescaling(SHARE)(head)])


def some_drawings(digits: Digits, most: int, rng: np.random.Generator) -> tuple[Images, NDArray[np.uint8]]:
    """At most so many drawings of what these digits are, (N, 28, 28), and their labels (N,): two of each digit."""
    rows = rng.permutation(len(digits))[: min(most, len(digits)) // 2]
    lots_of_rows = np.split(rows, range(DRAWN_AT_ONCE, len(rows), DRAWN_AT_ONCE))
    images, labels = zip(*(_drawn_twice(*digits[some], rng) for some in lots_of_rows), strict=True)
    return np.concatenate(images), np.concatenate(labels)


def _drawn_twice(
    images: Images, labels: NDArray[np.uint8], rng: np.random.Generator
) -> tuple[Images, NDArray[np.uint8]]:
    in_styles = redrawn(augment(styled(images, labels, MANY_STYLES, lots(len(images), rng)), MANY_STYLES, rng))
    drawings = np.concatenate([in_styles, written_anew(labels, ANYONE, rng)])
    drawings[::2] = augment(drawings[::2], A_LITTLE, rng)
    return drawings, np.tile(labels, 2)
