"""Small heads on a trained model's features, fitted when its training has ended."""

import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray

from digitrec.augmentation.tiles import Images

Floats = NDArray[np.float32]

BATCH, LEARNING_RATE = 128, 0.003
ASKED_AT_ONCE = 500
# Few digits are gone through more often: a head that took fewer steps has hardly left where it started.
LEAST_STEPS = 200


def answers(model: keras.Model, images: Images) -> dict[str, Floats]:
    """A model's "logits" (N, 10) and "features" (N, F) of digits uint8 (N, 28, 28)."""
    asked = keras.Model(model.input, {name: model.output[name] for name in ("logits", "features")})
    given: dict[str, Floats] = asked.predict(images / np.float32(255), batch_size=ASKED_AT_ONCE, verbose=0)
    return given


def head(features: int, units: int, outputs: int, dropout: float = 0.0) -> keras.Model:
    """One hidden layer between features (N, F) and (N, outputs) logits."""
    hidden = [layers.BatchNormalization(), layers.Dense(units, activation="relu"), layers.Dropout(dropout)]
    return keras.Sequential([keras.Input((features,)), *hidden, layers.Dense(outputs)])


def fit(model: keras.Model, given: Floats, truth: NDArray[np.number], loss: keras.losses.Loss, epochs: int) -> None:
    """Fit a head to what it is to make of features (N, F), in so many epochs or more."""
    steps = -(-len(truth) // BATCH)
    epochs = max(epochs, -(-LEAST_STEPS // steps))
    rate = keras.optimizers.schedules.CosineDecay(LEARNING_RATE, epochs * steps)
    model.compile(keras.optimizers.AdamW(rate), loss)
    model.fit(given, truth, batch_size=BATCH, epochs=epochs, verbose=0)
