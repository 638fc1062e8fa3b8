"""Keras models from a recipe's architecture, and the model that is served."""

import dataclasses
from collections.abc import Callable
from functools import singledispatch
from typing import Any

import keras
from keras import layers

from digitrec.recipes import Ann, Architecture, Cnn, LeNet5, Linear, ResNet, Stage

SIDE = 28
DIGITS = 10
# Of a model's outputs, those that drawings are read by.
FOR_DRAWINGS = ("logits", "before")


def build(architecture: Architecture) -> keras.Model:
    """A model from (N, 28, 28) float32 pictures in [0, 1] to "logits" (N, 10), "features" (N, F) and "before" (N, B).

    The features are what the last layer decides by; "before" is what the last hidden layer makes them of, and the
    features again where there is none. Which weights it starts from depends on `keras.utils.set_random_seed` alone.
    """
    if isinstance(architecture, Cnn) and architecture.members > 1:
        return ensemble(architecture)
    pictures = keras.Input((SIDE, SIDE), name="pictures")
    before, features, logits = _body(architecture, pictures)
    return keras.Model(pictures, {"logits": logits, "features": features, "before": before}, name="digits")


def ensemble(architecture: Cnn) -> keras.Model:
    """Members side by side; their mean logits answer, and "members" (N, M, 10) are the logits of each.

    "before" are their features once more.
    """
    pictures = keras.Input((SIDE, SIDE), name="pictures")
    single = dataclasses.replace(architecture, members=1)
    members = [build(single) for _ in range(architecture.members)]
    for number, member in enumerate(members):
        member.name = f"member_{number}"
    outputs = [member(pictures) for member in members]
    features = layers.Concatenate(name="features")([output["features"] for output in outputs])
    each = [output["logits"] for output in outputs]
    apart = layers.Reshape((architecture.members, DIGITS))(layers.Concatenate()(each))
    together = {"logits": layers.Average(name="logits")(each), "features": features, "members": apart}
    # What is before the members' last hidden layers is twelve times as much, and reads drawings no better.
    return keras.Model(pictures, together | {"before": features}, name="digits")


def served(
    model: keras.Model,
    temperature: float = 1.0,
    head: keras.Model | None = None,
    drawn: keras.Model | None = None,
) -> keras.Model:
    """The model with "probabilities" (N, 10) in place of its logits, which are divided by the temperature.

    Temperature scaling: Guo et al., 'On calibration of modern neural networks' (2017). With a head, which scores
    what is "before" (N, B), there is "digit" (N,) too: the scores in [0, 1], from 0.5 on a digit's. With `drawn`, which
    makes logits for drawings of the model's "logits" and "before", there is "drawn" (N, 10): their probabilities.
    """
    outputs = model.output
    cooled = layers.Rescaling(1 / temperature)(outputs["logits"])
    probabilities = layers.Softmax(name="probabilities")(cooled)
    answers = {"probabilities": probabilities, "features": outputs["features"]}
    if head is not None:
        answers["digit"] = layers.Reshape((), name="digit")(layers.Activation("sigmoid")(head(outputs["before"])))
    if drawn is not None:
        for_drawings = drawn({name: outputs[name] for name in FOR_DRAWINGS})
        answers["drawn"] = layers.Softmax(name="drawn")(for_drawings)
    return keras.Model(model.input, answers)


@singledispatch
def _body(architecture: Architecture, pictures: Any) -> tuple[Any, Any, Any]:
    """What is before the last hidden layer, the features that it makes, and the logits."""
    raise TypeError(f"no such architecture: {architecture!r}")


@_body.register
def _linear(architecture: Linear, pictures: Any) -> tuple[Any, Any, Any]:
    """Ten sigmoid units. The softmax of a sigmoid's logarithm is that sigmoid divided by their sum."""
    pixels = layers.Flatten(name="features")(pictures)
    return pixels, pixels, layers.Dense(DIGITS, activation="log_sigmoid", name="logits")(pixels)


@_body.register
def _ann(architecture: Ann, pictures: Any) -> tuple[Any, Any, Any]:
    before = x = layers.Flatten()(pictures)
    for units in architecture.hidden:
        before = x
        dense = layers.Dense(units, use_bias=not architecture.batch_norm)
        x = _activated(dense, architecture)(x)
        x = _dropped(x, architecture.dropout)
    return before, x, _logits(x)


@_body.register
def _cnn(architecture: Cnn, pictures: Any) -> tuple[Any, Any, Any]:
    x = _with_channel(pictures)
    for stage in architecture.stages:
        for layer in _stage(stage, architecture):
            x = layer(x)
        x = _dropped(x, architecture.dropout)
    flat = layers.Flatten() if architecture.pooling == "flatten" else layers.GlobalAveragePooling2D()
    before = x = flat(x)
    if architecture.dense:
        dense = layers.Dense(architecture.dense, use_bias=not architecture.batch_norm)
        x = _dropped(_activated(dense, architecture)(x), architecture.dropout)
    return before, x, _logits(x)


@_body.register
def _lenet5(architecture: LeNet5, pictures: Any) -> tuple[Any, Any, Any]:
    """LeCun et al. (1998), with max for average pooling and a softmax for its radial basis functions."""
    x = _with_channel(pictures)
    x = layers.Conv2D(6, 5, padding="same", activation=architecture.activation)(x)
    x = layers.MaxPooling2D()(x)
    x = layers.Conv2D(16, 5, activation=architecture.activation)(x)
    x = layers.MaxPooling2D()(x)
    x = layers.Flatten()(x)
    before = layers.Dense(120, activation=architecture.activation)(x)
    x = layers.Dense(84, activation=architecture.activation)(before)
    return before, x, _logits(x)


@_body.register
def _resnet(architecture: ResNet, pictures: Any) -> tuple[Any, Any, Any]:
    """Pre-activation residual blocks (He et al., 2016) in three stages, each half as large and twice as wide."""
    x = layers.Conv2D(architecture.width, 3, padding="same", use_bias=False)(_with_channel(pictures))
    for stage in range(3):
        for block in range(architecture.depth):
            x = _residual(x, architecture.width * 2**stage, stride=2 if stage and not block else 1)
    x = layers.ReLU()(layers.BatchNormalization()(x))
    x = _dropped(layers.GlobalAveragePooling2D()(x), architecture.dropout)
    return x, x, _logits(x)


def _residual(x: Any, filters: int, stride: int) -> Any:
    active = layers.ReLU()(layers.BatchNormalization()(x))
    changes = stride != 1 or x.shape[-1] != filters
    shortcut = layers.Conv2D(filters, 1, strides=stride, use_bias=False)(active) if changes else x
    inner = layers.Conv2D(filters, 3, strides=stride, padding="same", use_bias=False)(active)
    inner = layers.ReLU()(layers.BatchNormalization()(inner))
    inner = layers.Conv2D(filters, 3, padding="same", use_bias=False)(inner)
    return layers.Add()([shortcut, inner])


def _with_channel(pictures: Any) -> Any:
    return layers.Reshape((SIDE, SIDE, 1))(pictures)


def _stage(stage: Stage, architecture: Cnn) -> list[Callable[[Any], Any]]:
    shared: dict[str, Any] = {"filters": stage.filters, "use_bias": not architecture.batch_norm}
    plain = {"kernel_size": architecture.kernel, "padding": architecture.padding}
    convolutions = [layers.Conv2D(**shared, **plain) for _ in range(stage.convolutions)]
    if stage.strided:
        convolutions.append(layers.Conv2D(kernel_size=5, strides=2, padding="same", **shared))
    halving = [] if stage.strided else [layers.MaxPooling2D()]
    return [*(_activated(convolution, architecture) for convolution in convolutions), *halving]


def _activated(layer: keras.Layer, architecture: Ann | Cnn) -> Callable[[Any], Any]:
    """The layer, its normalisation where the architecture has one, and its activation."""

    def apply(x: Any) -> Any:
        x = layer(x)
        if architecture.batch_norm:
            x = layers.BatchNormalization()(x)
        return layers.Activation(architecture.activation)(x)

    return apply


def _dropped(x: Any, share: float) -> Any:
    return layers.Dropout(share)(x) if share else x


def _logits(features: Any) -> Any:
    return layers.Dense(DIGITS, name="logits")(features)
