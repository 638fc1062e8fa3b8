"""How accurate a model stays when the digits are turned, moved, scaled, thickened, disturbed or hidden."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from digitrec.evaluation.inspection import Predict

Images = NDArray[np.uint8]
Corrupt = Callable[[Images, float, np.random.Generator], Images]
Progress = Callable[[int, int], None]

FINER = 4  # a stroke's edge moves by quarters of a pixel
BOX = slice(4, 24)  # MNIST's digits lie in the middle 20 x 20 of 28 x 28


def rotate(images: Images, degrees: float, rng: np.random.Generator) -> Images:
    """Turned about the middle, clockwise."""
    return _about_middle(images, -degrees, 1)


def scale(images: Images, factor: float, rng: np.random.Generator) -> Images:
    """Grown or shrunk about the middle."""
    return _about_middle(images, 0, factor)


def shift(images: Images, pixels: float, rng: np.random.Generator) -> Images:
    """Each moved so far in a direction of its own."""
    angles = rng.uniform(0, 2 * np.pi, len(images))
    moves = pixels * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return _warp(images, [np.column_stack([np.eye(2), move]) for move in moves])


def thicken(images: Images, pixels: float, rng: np.random.Generator) -> Images:
    """The stroke's edge moved outwards by so many pixels, or inwards where negative."""
    radius = round(abs(pixels) * FINER)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    move = cv2.dilate if pixels > 0 else cv2.erode
    fine = np.ones((FINER, FINER), np.uint8)
    size = images.shape[:0:-1]
    moved = (move(np.kron(image, fine), kernel) for image in images)
    return np.stack([cv2.resize(image, size, interpolation=cv2.INTER_AREA) for image in moved])


def add_noise(images: Images, deviation: float, rng: np.random.Generator) -> Images:
    """Normal noise of that standard deviation, where white is 1, on every pixel."""
    noise = rng.standard_normal(images.shape, np.float32)
    disturbed: Images = np.rint(images + np.float32(255 * deviation) * noise).clip(0, 255).astype(np.uint8)
    return disturbed


def hide(images: Images, side: float, rng: np.random.Generator) -> Images:
    """A black square of `side` whole pixels, up to 20, somewhere over the digit's 20 x 20 box."""
    hidden, size = images.copy(), int(side)
    corners = rng.integers(BOX.start, BOX.stop - size + 1, (len(images), 2))
    for image, (y, x) in zip(hidden, corners, strict=True):
        image[y : y + size, x : x + size] = 0
    return hidden


def _about_middle(images: Images, degrees: float, factor: float) -> Images:
    middle = (images.shape[2] - 1) / 2, (images.shape[1] - 1) / 2
    return _warp(images, [cv2.getRotationMatrix2D(middle, degrees, factor)] * len(images))


def _warp(images: Images, matrices: Sequence[NDArray[np.floating]]) -> Images:
    """Each image by its own affine matrix (2, 3), from old to new places."""
    size = images.shape[:0:-1]
    return np.stack([cv2.warpAffine(image, m, size) for image, m in zip(images, matrices, strict=True)])


@dataclass(frozen=True)
class Corruption:
    """A way to spoil digits, and how strongly; at the strength `none` they stay as they are, to the bit."""

    name: str
    unit: str
    corrupt: Corrupt
    strengths: tuple[float, ...]
    none: float = 0.0


CORRUPTIONS = (
    Corruption("Rotation", "degrees clockwise", rotate, (-60, -45, -30, -15, 0, 15, 30, 45, 60)),
    Corruption("Shift", "pixels", shift, (0, 1, 2, 3, 4, 6, 8)),
    Corruption("Scale", "times", scale, (0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4), none=1),
    Corruption("Stroke thickness", "pixels at each edge", thicken, (-1, -0.75, -0.5, -0.25, 0, 0.5, 1, 1.5, 2)),
    Corruption("Noise", "standard deviation", add_noise, (0, 0.1, 0.2, 0.3, 0.4, 0.5)),
    Corruption("Occlusion", "pixels hidden each way", hide, (0, 4, 6, 8, 10, 12, 14)),
)


@dataclass(frozen=True, eq=False)
class Curve:
    """Accuracy in [0, 1], float64 (S,), at each strength of a corruption."""

    corruption: Corruption
    accuracy: NDArray[np.float64]


def robustness(
    images: Images,
    labels: NDArray[np.integer],
    predict: Predict,
    rng: np.random.Generator,
    progress: Progress = lambda done, total: None,
) -> tuple[Curve, ...]:
    """The accuracy on images uint8 (N, 28, 28) under every corruption at every strength.

    `predict` maps float32 (N, 28, 28) in [0, 1] to probabilities (N, 10); `progress` is told how many of how
    many strengths are done. Models asked with equally seeded generators see the very same pictures.
    After Hendrycks and Dietterich, 'Benchmarking neural network robustness' (2019).
    """
    total, done, curves = sum(len(c.strengths) for c in CORRUPTIONS), 0, []
    for corruption in CORRUPTIONS:
        accuracy = []
        for strength in corruption.strengths:
            spoiled = corruption.corrupt(images, strength, rng)
            answers = predict(np.divide(spoiled, 255, dtype=np.float32)).argmax(axis=1)
            accuracy.append(float((answers == labels).mean()))
            done += 1
            progress(done, total)
        curves.append(Curve(corruption, np.array(accuracy)))
    return tuple(curves)
