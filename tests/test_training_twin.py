"""The twin that learns: the same weights, in this processor's quickest arithmetic."""

from pathlib import Path

import keras
import numpy as np
import pytest

from digitrec.architectures import build
from digitrec.recipes import RECIPES, Ann, Architecture, Cnn
from digitrec.training import twin as twins
from digitrec.training.twin import FusedBatchNormalization, precision, twin

FLAGS = "processor\t: 0\nflags\t\t: fpu sse2 {}\n"


@pytest.fixture(params=["float32", "mixed_bfloat16"])
def arithmetic(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(twins, "precision", lambda: request.param)
    return str(request.param)


@pytest.mark.parametrize(
    ("told", "expected"),
    [(FLAGS.format("avx512_bf16"), "mixed_bfloat16"), (FLAGS.format("avx512f"), "float32"),
     ("Features\t: fp asimd bf16\n", "mixed_bfloat16"), ("model name\t: bf16\n", "float32")],
)  # fmt: skip
def test_the_processor_decides(told: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(twins, "CPU", tmp_path / "cpuinfo")
    twins.CPU.write_text(told)
    assert precision() == expected


def test_where_the_system_tells_nothing_it_is_float32(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(twins, "CPU", tmp_path / "missing")
    assert precision() == "float32"


ENSEMBLE = Cnn(filters=(4,), dense=0, batch_norm=True, members=2)


@pytest.mark.parametrize(
    "architecture", [*(r.architecture for r in RECIPES.values() if r.name != "ann"), ENSEMBLE], ids=repr
)
def test_a_twin_answers_as_its_model(architecture: Architecture, arithmetic: str) -> None:
    model = build(architecture)
    made = twin(model)
    assert [weight.path for weight in made.weights] == [weight.path for weight in model.weights]
    pictures = np.random.default_rng(0).random((8, 28, 28), np.float32)
    mine, theirs = (np.asarray(each(pictures)["logits"]) for each in (made, model))
    assert theirs.dtype == mine.dtype == np.float32
    assert mine == pytest.approx(theirs, abs=1e-5 if arithmetic == "float32" else 0.05)


def test_a_twin_s_weights_are_its_own() -> None:
    model = build(Ann(hidden=(3,)))
    before = model.get_weights()
    made = twin(model)
    made.set_weights([weight + 1 for weight in before])
    assert all(np.array_equal(now, then) for now, then in zip(model.get_weights(), before, strict=True))


@pytest.mark.parametrize("shape", [(64, 5), (4, 6, 6, 5)])
def test_fused_normalisation_is_keras_s_own(shape: tuple[int, ...]) -> None:
    """But that the variance it remembers is the sample's, divided by n - 1."""
    values = np.random.default_rng(0).normal(3, 2, shape).astype(np.float32)
    fused, plain = FusedBatchNormalization(), keras.layers.BatchNormalization()
    mine, theirs = (np.asarray(layer(values, training=True)) for layer in (fused, plain))
    assert mine == pytest.approx(theirs, abs=1e-4)
    count = values.size // 5
    moved = np.asarray(plain.moving_variance) - 0.99
    assert np.asarray(fused.moving_mean) == pytest.approx(np.asarray(plain.moving_mean), rel=1e-4)
    assert np.asarray(fused.moving_variance) == pytest.approx(0.99 + moved * count / (count - 1), rel=1e-4)
    assert np.asarray(fused(values)) == pytest.approx(np.asarray(plain(values)), abs=0.01)
