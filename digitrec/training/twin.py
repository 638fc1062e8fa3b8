"""A model's twin to train: the same layers and weights, in whatever arithmetic this processor is quickest at."""

from pathlib import Path
from typing import Any

import keras
import tensorflow as tf

CPU = Path("/proc/cpuinfo")
BFLOAT16 = {"avx512_bf16", "amx_bf16", "bf16"}  # as Linux calls it on x86-64 and on ARM


def twin(model: keras.Model) -> keras.Model:
    """The same layers, with weights of their own that begin as the model's and stand in the same order.

    Where the processor multiplies bfloat16, products are computed in it while weights, losses and normalisations
    stay float32 (Micikevicius et al., 'Mixed precision training', 2018). `docs/training-speed.md` has the figures.
    """
    made = keras.models.clone_model(model, clone_function=_quicker, recursive=True)
    made.set_weights(model.get_weights())
    return made


def precision() -> str:
    """Keras' name of the arithmetic that trainings on this machine use."""
    return "mixed_bfloat16" if _flags() & BFLOAT16 else "float32"


def _flags() -> set[str]:
    """What the processor can do, as far as the system tells."""
    try:
        lines = CPU.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:  # only Linux has this file
        return set()
    return {flag for line in lines if line.lower().startswith(("flags", "features")) for flag in line.split()}


def _quicker(layer: keras.Layer) -> keras.Layer:
    plain = type(layer)
    kind = FusedBatchNormalization if plain is keras.layers.BatchNormalization else plain
    exact = layer.name == "logits" or isinstance(layer, keras.layers.InputLayer)
    config = layer.get_config() | ({} if exact else {"dtype": precision()})
    made: keras.Layer = kind.from_config(config)
    return made


class FusedBatchNormalization(keras.layers.BatchNormalization):  # type: ignore[misc]
    """Batch normalisation in training by TensorFlow's one fused operation, where Keras makes many passes of it."""

    def call(self, inputs: Any, training: bool | None = None, mask: Any = None) -> Any:
        if not training:
            return super().call(inputs, training=training, mask=mask)
        flat = len(inputs.shape) == 2
        outputs, *moments = tf.compat.v1.nn.fused_batch_norm(
            inputs[:, None, None, :] if flat else inputs, self.gamma, self.beta, epsilon=self.epsilon, is_training=True
        )
        for moving, moment in zip((self.moving_mean, self.moving_variance), moments, strict=True):
            moving.assign(moving * self.momentum + moment * (1 - self.momentum))
        return outputs[:, 0, 0, :] if flat else outputs
