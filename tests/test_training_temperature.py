"""The temperature that calibrates."""

import numpy as np
import pytest

from digitrec.training.temperature import fit_temperature


def logits_that_sharpen(temperature: float, n: int = 4000) -> tuple[np.ndarray, np.ndarray]:
    """Logits so many times too large, and labels drawn from the true probabilities."""
    rng = np.random.default_rng(0)
    true = rng.normal(size=(n, 10)) * 2
    gumbel = rng.gumbel(size=true.shape)
    return (true * temperature).astype(np.float32), (true + gumbel).argmax(axis=1)


def loss_at(logits: np.ndarray, labels: np.ndarray, temperature: float) -> float:
    scaled = logits.astype(np.float64) / temperature
    scaled -= scaled.max(axis=1, keepdims=True)
    return float((np.log(np.exp(scaled).sum(axis=1)) - scaled[np.arange(len(labels)), labels]).mean())


@pytest.mark.parametrize("temperature", [0.2, 1.0, 5.0])
def test_the_temperature_that_sharpened_is_found(temperature: float) -> None:
    logits, labels = logits_that_sharpen(temperature)
    found = fit_temperature(logits, labels)
    assert found == pytest.approx(temperature, rel=0.05)
    assert loss_at(logits, labels, found) <= min(loss_at(logits, labels, found * by) for by in (0.99, 1.01))


def test_a_shift_of_the_logits_changes_nothing() -> None:
    logits, labels = logits_that_sharpen(2.0, n=200)
    moved = logits.astype(np.float64) + 1000
    assert fit_temperature(moved, labels) == pytest.approx(fit_temperature(logits, labels))


@pytest.mark.parametrize("label", [3, 4])
def test_all_right_or_all_wrong_teach_nothing(label: int) -> None:
    assert fit_temperature(100 * np.eye(10)[[3]], np.array([label])) == 1.0
