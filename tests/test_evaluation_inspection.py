import numpy as np
import pytest

from digitrec.evaluation.inspection import most_similar, occlusion_map
from digitrec.evaluation.typicality import by_typicality, mean_images


class Watcher:
    """Believes in a 7 as far as one pixel is bright."""

    def __init__(self, y: int, x: int) -> None:
        self.y, self.x, self.calls = y, x, 0

    def __call__(self, pictures: np.ndarray) -> np.ndarray:
        self.calls += 1
        probabilities = np.zeros((len(pictures), 10), np.float32)
        probabilities[:, 7] = pictures[:, self.y, self.x]
        return probabilities


def test_occlusion_finds_the_one_pixel_that_counts() -> None:
    watcher = Watcher(2, 1)
    found = occlusion_map(np.ones((5, 5), np.float32), watcher, label=7, patch=1, stride=1)
    expected = np.zeros((5, 5))
    expected[2, 1] = 1
    assert found.tolist() == expected.tolist()
    assert watcher.calls == 1


def test_a_pixel_gets_the_mean_of_the_patches_that_cover_it() -> None:
    """Of the squares of 2 x 2 over the pixel at (2, 1) all four cover it, two cover a neighbour, one a diagonal one."""
    found = occlusion_map(np.ones((5, 5), np.float32), Watcher(2, 1), label=7, patch=2, stride=1)
    assert found[1:4, 0:3].tolist() == [[0.25, 0.5, 0.25], [0.5, 1, 0.5], [0.25, 0.5, 0.25]]
    assert found.sum() == 4


@pytest.mark.parametrize("patch, stride", [(5, 2), (4, 3), (6, 6)])
def test_every_pixel_is_covered_and_nothing_is_lost_without_ink(patch: int, stride: int) -> None:
    blank = np.zeros((28, 28), np.float32)
    assert occlusion_map(blank, Watcher(14, 14), 7, patch, stride).tolist() == blank.tolist()


def test_another_digits_probability_is_not_lost() -> None:
    assert not occlusion_map(np.ones((28, 28), np.float32), Watcher(14, 14), label=3).any()


def test_most_similar_by_angle_and_not_by_length() -> None:
    features = np.array([[0, 1], [3, 3], [5, 0], [-1, 0], [0, 0]], np.float32)
    indices, cosines = most_similar(features, np.array([1, 0], np.float32), k=3)
    assert indices.tolist() == [2, 1, 0]
    np.testing.assert_allclose(cosines, [1, np.sqrt(0.5), 0], atol=1e-6)


@pytest.mark.parametrize("k, found", [(0, 0), (2, 2), (9, 3)])
def test_never_more_than_there_are(k: int, found: int) -> None:
    indices, cosines = most_similar(np.eye(3, dtype=np.float32), np.ones(3, np.float32), k)
    assert len(indices) == len(cosines) == found


IMAGES = np.array([[[0, 0]], [[0, 200]], [[0, 100]], [[255, 255]]], np.uint8)
LABELS = np.array([3, 3, 3, 8], np.uint8)


def test_mean_images() -> None:
    means = mean_images(IMAGES, LABELS)
    assert means.shape == (10, 1, 2) and means.dtype == np.float32
    assert means[3].tolist() == [[0, 100]]
    assert means[8].tolist() == [[255, 255]]
    assert not means[0].any()


def test_the_most_typical_comes_first() -> None:
    assert by_typicality(IMAGES, LABELS, 3).tolist() == [2, 0, 1]
    assert by_typicality(IMAGES, LABELS, 8).tolist() == [3]
    assert by_typicality(IMAGES, LABELS, 5).tolist() == []
