"""One step of training and one of validation, compiled by TensorFlow."""

from typing import Any

import keras
import numpy as np
import tensorflow as tf

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
    """The compiled steps of one model under one optimizer."""

    def __init__(self, model: keras.Model, optimizer: keras.Optimizer, label_smoothing: float) -> None:
        self.model, self.optimizer = model, optimizer
        smoothed = keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=label_smoothing)
        plain = keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="sum")

        def train(images: tf.Tensor, labels: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
            with tf.GradientTape() as tape:
                logits = model(_pictures(images), training=True)["logits"]
                loss = smoothed(tf.one_hot(labels, DIGITS), logits)
            gradients = tape.gradient(loss, model.trainable_variables)
            optimizer.apply(gradients, model.trainable_variables)
            return loss, _hits(logits, labels)

        def judge(images: tf.Tensor, labels: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
            logits = model(_pictures(images), training=False)["logits"]
            return plain(labels, logits), _hits(logits, labels)

        self.train = tf.function(train, input_signature=_BATCH)
        self._judge = tf.function(judge, input_signature=_BATCH)

    def validate(self, digits: Digits) -> tuple[float, float]:
        """Mean negative log-likelihood in nats, and accuracy."""
        firsts = range(0, len(digits), VALIDATED_AT_ONCE)
        chunks = [slice(first, first + VALIDATED_AT_ONCE) for first in firsts]
        sums = np.array([[float(v) for v in self._judge(*digits[c])] for c in chunks])
        loss, hits = sums.sum(axis=0) / len(digits)
        return float(loss), float(hits)


def _pictures(images: tf.Tensor) -> tf.Tensor:
    return tf.cast(images, tf.float32) / 255.0


def _hits(logits: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
    right = tf.argmax(logits, axis=1, output_type=tf.int32) == tf.cast(labels, tf.int32)
    return tf.reduce_sum(tf.cast(right, tf.float32))
