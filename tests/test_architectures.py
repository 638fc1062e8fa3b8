"""What Keras makes of an architecture: its layers, its outputs, and the model that is served."""

from typing import Any

import keras
import numpy as np
import pytest

from digitrec.architectures import build, served
from digitrec.recipes import RECIPES, Ann, Architecture, Cnn, LeNet5, Linear, ResNet

PICTURES = np.random.default_rng(0).random((3, 28, 28), np.float32)


@pytest.mark.parametrize(
    ("architecture", "parameters"),
    [
        (Linear(), 784 * 10 + 10),
        (Ann(hidden=(128, 64)), 109_386),
        (Ann(hidden=(5,)), 785 * 5 + 6 * 10),
        # Without biases of their own; each normalised unit has a scale, a shift and two moving figures.
        (Ann(hidden=(5,), batch_norm=True), 784 * 5 + 4 * 5 + 6 * 10),
        (Cnn(filters=(2,), dense=0), 9 * 2 + 2 + (14 * 14 * 2 + 1) * 10),
        (Cnn(filters=(2,), kernel=5, dense=3), 25 * 2 + 2 + (14 * 14 * 2 + 1) * 3 + 4 * 10),
        (Cnn(filters=(2, 3), convolutions=2, pooling="average", dense=0), 20 + 38 + 57 + 84 + 4 * 10),
        (Cnn(filters=(2, 3), stem="single", convolutions=2, pooling="average", dense=0), 20 + 57 + 84 + 4 * 10),
        (Cnn(filters=(2, 3), stem="strided", dense=0), 25 * 2 + 2 + 57 + (7 * 7 * 3 + 1) * 10),
        (Cnn(filters=(2,), padding="valid", dense=0), 20 + (13 * 13 * 2 + 1) * 10),
        (Cnn(filters=(2,), halving="stride", padding="valid", dense=0), 20 + 102 + (13 * 13 * 2 + 1) * 10),
        (Cnn(filters=(2,), dense=0, members=3), 3 * (20 + (14 * 14 * 2 + 1) * 10)),
        (LeNet5(), 61_706),
    ],
)
def test_parameters_are_those_one_can_count(architecture: Architecture, parameters: int) -> None:
    assert build(architecture).count_params() == parameters


@pytest.mark.parametrize(
    ("architecture", "features", "before"),
    [
        (Linear(), 784, 784),
        (Ann(hidden=(128,)), 128, 784),
        (Ann(hidden=(128, 64)), 64, 128),
        (Cnn(filters=(4, 8), dense=16), 16, 7 * 7 * 8),
        (Cnn(filters=(4, 8), dense=0), 7 * 7 * 8, 7 * 7 * 8),
        (Cnn(filters=(4, 8, 6, 5), dense=0), 5, 5),
        (Cnn(filters=(4, 8), pooling="average", dense=0), 8, 8),
        (LeNet5(), 84, 120),
        (ResNet(width=4, depth=2), 16, 16),
    ],
)
def test_features_are_what_the_last_layer_decides_by_and_before_what_the_last_hidden_one_is_given(
    architecture: Architecture, features: int, before: int
) -> None:
    model = build(architecture)
    assert {name: output.shape for name, output in model.output.items()} == {
        "logits": (None, 10),
        "features": (None, features),
        "before": (None, before),
    }


def test_an_ensemble_s_outputs_are_its_members_side_by_side() -> None:
    model = build(Cnn(filters=(2,), dense=3, members=2))
    assert {name: output.shape for name, output in model.output.items()} == {
        "logits": (None, 10),
        "members": (None, 2, 10),
        "features": (None, 2 * 3),
        "before": (None, 2 * 3),
    }


@pytest.mark.parametrize("name", RECIPES)
def test_every_recipe_is_built_and_served(name: str) -> None:
    model = served(build(RECIPES[name].architecture))
    assert model.input.shape == (None, 28, 28)
    probabilities = answers(model)["probabilities"]
    assert probabilities.shape == (3, 10)
    assert probabilities.sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_linear_s_probabilities_are_its_sigmoids_divided_by_their_sum() -> None:
    model = build(Linear())
    weights, bias = model.layers[-1].get_weights()
    bias = np.linspace(-3, 3, 10, dtype=np.float32)
    model.layers[-1].set_weights([weights, bias])
    sigmoids = 1 / (1 + np.exp(-(PICTURES.reshape(3, 784) @ weights + bias)))
    expected = sigmoids / sigmoids.sum(axis=1, keepdims=True)
    assert answers(served(model))["probabilities"] == pytest.approx(expected, abs=1e-6)


def test_the_temperature_divides_the_logits() -> None:
    model = build(Ann(hidden=(8,)))
    logits = model(PICTURES)["logits"].numpy() / 2
    cooled = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    assert answers(served(model, temperature=2))["probabilities"] == pytest.approx(cooled, abs=1e-6)


def test_a_head_s_scores_are_answered_beside_the_probabilities() -> None:
    model, head = build(Ann(hidden=(6, 8))), keras.Sequential([keras.Input((6,)), keras.layers.Dense(1)])
    scores = head(model(PICTURES)["before"]).numpy()[:, 0]
    found = answers(served(model, 1.0, head))
    assert found["digit"] == pytest.approx(1 / (1 + np.exp(-scores)), abs=1e-6)
    assert np.array_equal(found["probabilities"], answers(served(model))["probabilities"])


@pytest.mark.parametrize("architecture", [Ann(dropout=0.5), Cnn(dropout=0.5), ResNet(dropout=0.5)])
def test_dropout_is_for_training_alone(architecture: Architecture) -> None:
    model = build(architecture)
    still, again = (model(PICTURES, training=False)["logits"].numpy() for _ in range(2))
    trained, trained_again = (model(PICTURES, training=True)["logits"].numpy() for _ in range(2))
    assert np.array_equal(still, again)
    assert not np.array_equal(trained, trained_again)


@pytest.mark.parametrize("activation", ["relu", "gelu", "silu", "tanh", "sigmoid"])
def test_the_activation_is_the_chosen_one(activation: str) -> None:
    model = build(Ann(hidden=(4, 4), activation=activation))
    found = [layer.activation.__name__ for layer in model.layers if type(layer).__name__ == "Activation"]
    assert found == [activation, activation]


def answers(model: Any) -> dict[str, np.ndarray]:
    return {name: output.numpy() for name, output in model(PICTURES).items()}
