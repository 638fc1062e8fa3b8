"""One step of training and one of validation, compiled by TensorFlow."""

from collections.abc import Mapping
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from digitrec.architectures import DIGITS, SIDE
from digitrec.augmentation.feed import Digits
from digitrec.recipes import Optimisation

VALIDATED_AT_ONCE = 1000
_BATCH = (tf.TensorSpec((None, SIDE, SIDE), tf.uint8), tf.TensorSpec((None,), tf.uint8))


def optimizer_for(plan: Optimisation, model: keras.Model) -> keras.Optimizer:
    """The plan's optimizer, built for the model; biases and normalisations do not decay."""
    own: dict[str, dict[str, Any]] = {"sgd": {"momentum": plan.momentum, "nesterov": plan.momentum > 0}}
    kinds = {
        "adam": keras.optimizers.Adam,
        "adamw": keras.optimizers.AdamW,
        "sgd": keras.optimizers.SGD,
        "rmsprop": keras.optimizers.RMSprop,
    }
    average = {"use_ema": True, "ema_momentum": plan.averaging} if plan.averaging else {}
    optimizer = kinds[plan.optimizer](
        plan.learning_rate, weight_decay=plan.weight_decay or None, **own.get(plan.optimizer, {}), **average
    )
    if plan.weight_decay:
        optimizer.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])
    optimizer.build(model.trainable_variables)
    return optimizer


class Steps:
    """The compiled steps of one training: `trained` learns under the optimizer, `judged` is validated."""

    def __init__(
        self, trained: keras.Model, judged: keras.Model, optimizer: keras.Optimizer, label_smoothing: float
    ) -> None:
        smoothed = keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=label_smoothing)

        def train(images: tf.Tensor, labels: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
            with tf.GradientTape() as tape:
                outputs = trained(_pictures(images), training=True)
                loss = _mean_loss(smoothed, labels, outputs)
            gradients = tape.gradient(loss, trained.trainable_variables)
            optimizer.apply(gradients, trained.trainable_variables)
            return loss, _hits(outputs["logits"], labels)

        def answer(images: tf.Tensor) -> tf.Tensor:
            return judged(_pictures(images), training=False)["logits"]

        self.train = tf.function(train, input_signature=_BATCH)
        self._answer = tf.function(answer, input_signature=_BATCH[:1])

    def logits(self, digits: Digits) -> NDArray[np.float32]:
        """What the judged model answers, (N, 10)."""
        firsts = range(0, len(digits), VALIDATED_AT_ONCE)
        chunks = [digits[first : first + VALIDATED_AT_ONCE][0] for first in firsts]
        return np.concatenate([self._answer(chunk).numpy() for chunk in chunks])

    def validate(self, digits: Digits) -> tuple[float, float]:
        """Mean negative log-likelihood in nats, and accuracy."""
        logits, labels = self.logits(digits).astype(np.float64), digits.labels[digits.rows]
        chosen = logits[np.arange(len(labels)), labels]
        losses = np.logaddexp.reduce(logits, axis=1) - chosen
        return float(losses.mean()), accuracy(logits, digits)


def accuracy(logits: NDArray[np.floating], digits: Digits) -> float:
    """Share of the digits whose logits (N, 10) are highest where they should."""
    return float(np.mean(logits.argmax(axis=1) == digits.labels[digits.rows]))


def _mean_loss(loss: keras.losses.Loss, labels: tf.Tensor, outputs: Mapping[str, tf.Tensor]) -> tf.Tensor:
    """Each member of an ensemble learns by its own mistakes."""
    members = outputs.get("members", outputs["logits"][:, None])
    truth = tf.one_hot(labels, DIGITS)[:, None]
    return loss(tf.broadcast_to(truth, tf.shape(members)), members)


def _pictures(images: tf.Tensor) -> tf.Tensor:
    return tf.cast(images, tf.float32) / 255.0


def _hits(logits: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
    right = tf.argmax(logits, axis=1, output_type=tf.int32) == tf.cast(labels, tf.int32)
    return tf.reduce_sum(tf.cast(right, tf.float32))
