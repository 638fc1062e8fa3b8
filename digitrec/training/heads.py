"""Small heads beside a trained model's last layers, fitted when its training has ended."""

from collections.abc import Sequence

import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray

from digitrec.augmentation.tiles import Images

# Half as large as they were computed: of tens of thousands of digits there are many.
Floats = NDArray[np.float16]

BATCH, LEARNING_RATE = 128, 0.003
ASKED_AT_ONCE = 250
# Few digits are gone through more often: a head that took fewer steps has hardly left where it started.
LEAST_STEPS = 200


def answers(model: keras.Model, images: Images, names: Sequence[str]) -> dict[str, Floats]:
    """Those of a model's outputs, float16 (N, ...) each, for digits uint8 (N, 28, 28)."""
    asked = keras.Model(model.input, {name: model.output[name] for name in names})
    given = {name: np.empty((len(images), *output.shape[1:]), np.float16) for name, output in asked.output.items()}
    for start in range(0, len(images), ASKED_AT_ONCE):
        some = slice(start, start + ASKED_AT_ONCE)
        for name, output in asked.predict_on_batch(images[some] / np.float32(255)).items():
            given[name][some] = output
    return given


def before(model: keras.Model, images: Images) -> Floats:
    """What the model's last hidden layer is given of digits uint8 (N, 28, 28), float16 (N, B)."""
    return answers(model, images, ["before"])["before"]


def head(given: int, units: int, outputs: int, dropout: float = 0.0) -> keras.Model:
    """One hidden layer between what it is given, (N, F), and (N, outputs) logits."""
    hidden = [layers.BatchNormalization(), layers.Dense(units, activation="relu"), layers.Dropout(dropout)]
    return keras.Sequential([keras.Input((given,)), *hidden, layers.Dense(outputs)])


def fit(
    model: keras.Model,
    given: Floats,
    truth: NDArray[np.number],
    loss: keras.losses.Loss,
    epochs: int,
    rng: np.random.Generator,
) -> None:
    """Fit a head to what it is to make of the given, (N, F), in so many epochs or more.

    Batch by batch: Keras' own loop would hold all of it twice more, as float32.
    """
    starts = range(0, len(truth), BATCH)
    epochs = max(epochs, -(-LEAST_STEPS // len(starts)))
    rate = keras.optimizers.schedules.CosineDecay(LEARNING_RATE, epochs * len(starts))
    model.compile(keras.optimizers.AdamW(rate), loss)
    for _ in range(epochs):
        for batch in np.split(rng.permutation(len(truth)), starts[1:]):
            model.train_on_batch(given[batch], truth[batch])
