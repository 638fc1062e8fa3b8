import numpy as np
import pytest

from digitrec.evaluation.robustness import (
    CORRUPTIONS,
    Corruption,
    add_noise,
    hide,
    robustness,
    rotate,
    scale,
    shift,
    thicken,
)


def dot(y: int, x: int, size: int = 5) -> np.ndarray:
    image = np.zeros((1, size, size), np.uint8)
    image[0, y, x] = 255
    return image


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


@pytest.fixture
def digits(rng: np.random.Generator) -> np.ndarray:
    """Twelve blots in the middle 20 x 20."""
    images = np.zeros((12, 28, 28), np.uint8)
    images[:, 4:24, 4:24] = rng.integers(0, 256, (12, 20, 20))
    return images


@pytest.mark.parametrize("corruption", CORRUPTIONS, ids=lambda c: c.name)
def test_no_strength_changes_nothing(corruption: Corruption, digits: np.ndarray, rng: np.random.Generator) -> None:
    assert corruption.none in corruption.strengths
    assert np.array_equal(corruption.corrupt(digits, corruption.none, rng), digits)


@pytest.mark.parametrize("corruption", CORRUPTIONS, ids=lambda c: c.name)
def test_each_strength_gives_other_images_of_the_same_form(corruption: Corruption, digits: np.ndarray) -> None:
    original = digits.copy()
    for strength in set(corruption.strengths) - {corruption.none}:
        spoiled = corruption.corrupt(digits, strength, np.random.default_rng(1))
        again = corruption.corrupt(digits, strength, np.random.default_rng(1))
        assert spoiled.shape == digits.shape and spoiled.dtype == np.uint8
        assert not np.array_equal(spoiled, digits)
        assert np.array_equal(spoiled, again)
    assert np.array_equal(digits, original)


@pytest.mark.parametrize("corruption", CORRUPTIONS, ids=lambda c: c.name)
def test_strengths_ascend(corruption: Corruption) -> None:
    assert list(corruption.strengths) == sorted(set(corruption.strengths))


def test_a_quarter_turn_is_clockwise(rng: np.random.Generator) -> None:
    assert np.array_equal(rotate(dot(0, 2), 90, rng), dot(2, 4))


def test_twice_the_size_is_twice_as_far_from_the_middle(rng: np.random.Generator) -> None:
    assert scale(dot(1, 2), 2, rng)[0, 0, 2] == 255


def test_a_shift_is_as_far_as_told_in_any_direction(rng: np.random.Generator) -> None:
    moved = shift(np.repeat(dot(14, 14, size=29), 50, axis=0), 5, rng).astype(float)
    mass = moved.sum(axis=(1, 2))
    offsets = np.stack([(moved.sum(axis=axis) * (np.arange(29) - 14)).sum(axis=1) / mass for axis in (1, 2)], axis=1)
    np.testing.assert_allclose(np.linalg.norm(offsets, axis=1), 5, atol=0.15)
    assert (offsets.min(axis=0) < -3).all() and (offsets.max(axis=0) > 3).all()


def test_a_stroke_grows_and_shrinks_at_both_edges(rng: np.random.Generator) -> None:
    stroke = np.zeros((1, 9, 9), np.uint8)
    stroke[0, 3:6] = 255
    widths = [thicken(stroke, pixels, rng)[0, :, 4].sum() / 255 for pixels in (-1, -0.5, 0, 0.5, 1)]
    assert widths == pytest.approx([1, 2, 3, 4, 5], abs=0.01)


def test_noise_has_its_deviation(rng: np.random.Generator) -> None:
    grey = np.full((20, 28, 28), 128, np.uint8)
    assert add_noise(grey, 0.1, rng).std() / 255 == pytest.approx(0.1, rel=0.05)


def test_a_square_is_hidden_inside_the_box(rng: np.random.Generator) -> None:
    hidden = hide(np.full((200, 28, 28), 255, np.uint8), 6, rng) == 0
    assert (hidden.sum(axis=(1, 2)) == 36).all()
    rows, columns = np.nonzero(hidden.any(axis=0))
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (4, 23, 4, 23)


def believes_in_the_middle(pictures: np.ndarray) -> np.ndarray:
    """Reads a 1 where the middle is bright, else a 0."""
    assert pictures.dtype == np.float32 and pictures.max() <= 1
    bright = pictures[:, 13:15, 13:15].mean(axis=(1, 2))
    return np.eye(10)[(bright > 0.4).astype(int)]


def test_curves_and_progress(rng: np.random.Generator) -> None:
    images = np.zeros((30, 28, 28), np.uint8)
    images[:, 12:16, 12:16] = 255
    steps: list[tuple[int, int]] = []
    curves = robustness(
        images, np.ones(30, int), believes_in_the_middle, rng, lambda done, total: steps.append((done, total))
    )
    by_name = {curve.corruption.name: curve.accuracy for curve in curves}
    assert list(by_name) == [corruption.name for corruption in CORRUPTIONS]
    assert (by_name["Rotation"] == 1).all()
    assert by_name["Shift"][0] == 1 and by_name["Shift"][-1] == 0
    total = sum(len(corruption.strengths) for corruption in CORRUPTIONS)
    assert steps == [(done, total) for done in range(1, total + 1)]


def test_equal_generators_ask_every_model_the_same() -> None:
    seen: list[list[int]] = [[], []]

    def remember(sums: list[int], answer: int):  # noqa: ANN202
        def predict(pictures: np.ndarray) -> np.ndarray:
            sums.append(round(float(pictures.sum()) * 255))
            return np.eye(10)[[answer] * len(pictures)]

        return predict

    images = np.full((3, 28, 28), 90, np.uint8)
    for number in range(2):
        robustness(images, np.zeros(3, int), remember(seen[number], number), np.random.default_rng(5))
    assert seen[0] == seen[1]
