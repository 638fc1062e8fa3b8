"""Images augmented per second: digitrec's one warp a chunk, OpenCV image by image, and Keras' own layers.

python benchmarks/augmentation.py [--images 12800] [--repeats 7]
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from digitrec import dataset
from digitrec.augmentation import augment
from digitrec.recipes import PRESETS, Augmentation

AFFINE = Augmentation(rotation=14, zoom=0.15, shift=2, shear=10)
KERAS_BATCH = 1280

Augmenter = Callable[[np.ndarray], object]


def ours(settings: Augmentation) -> Augmenter:
    return lambda images: augment(images, settings, np.random.default_rng(0))


def one_by_one(images: np.ndarray) -> list[np.ndarray]:
    """The same affine changes with a matrix and a cv2.warpAffine for each image."""
    rng = np.random.default_rng(0)
    turn, slant, across, down, *shift = rng.uniform(-1, 1, (6, len(images)))
    angle, slope = np.radians(AFFINE.rotation) * turn, np.tan(np.radians(AFFINE.shear) * slant)
    width, height = 1 + AFFINE.zoom * across, 1 + AFFINE.zoom * down
    cos, sin = np.cos(angle), np.sin(angle)
    linear = np.array([[cos * width, (slope * cos - sin) * height], [sin * width, (slope * sin + cos) * height]])
    moved = 13.5 - 13.5 * linear.sum(axis=1) + AFFINE.shift * np.array(shift)
    matrices = np.concatenate([linear, moved[:, None]], axis=1).transpose(2, 0, 1)
    return [cv2.warpAffine(image, matrix, (28, 28)) for image, matrix in zip(images, matrices, strict=True)]


def keras_layers() -> Augmenter:
    """RandomRotation, RandomZoom, RandomTranslation and RandomShear, compiled, in the batches it is fastest with."""
    import keras
    import tensorflow as tf

    fill = {"fill_mode": "constant", "fill_value": 0.0}
    zoom, shift, slope = AFFINE.zoom, AFFINE.shift / 28, float(np.tan(np.radians(AFFINE.shear)))
    layers = keras.Sequential(
        [
            keras.layers.RandomRotation(AFFINE.rotation / 360, **fill),
            keras.layers.RandomZoom((-zoom, zoom), (-zoom, zoom), **fill),
            keras.layers.RandomTranslation(shift, shift, **fill),
            keras.layers.RandomShear(x_factor=slope, y_factor=0.0, **fill),
        ]
    )
    step = tf.function(lambda batch: layers(tf.cast(batch, tf.float32), training=True))
    return lambda images: [step(images[k : k + KERAS_BATCH, :, :, None]) for k in range(0, len(images), KERAS_BATCH)]


def rates(ways: dict[str, Augmenter], images: np.ndarray, repeats: int) -> dict[str, list[float]]:
    """Images per second of each way, the ways taking turns so that a busy machine slows them alike."""
    for augmenter in ways.values():
        augmenter(images[:KERAS_BATCH])
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(repeats):
        for name, augmenter in ways.items():
            start = time.perf_counter()
            augmenter(images)
            found[name].append(len(images) / (time.perf_counter() - start))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--images", type=int, default=12_800)
    parser.add_argument("--repeats", type=int, default=7)
    options = parser.parse_args()
    images = dataset.load().train_images[: options.images]
    ways = {
        "affine": ours(AFFINE),
        "affine and elastic": ours(replace(AFFINE, elastic=2)),
        "preset light": ours(PRESETS["light"]),
        "preset strong": ours(PRESETS["strong"]),
        "cv2.warpAffine, one by one": one_by_one,
        "Keras' layers": keras_layers(),
    }
    found = rates(ways, images, options.repeats)
    keras_rate = statistics.median(found["Keras' layers"])
    print(f"{len(images)} images, {options.repeats} times; OpenCV {cv2.__version__}, {cv2.getNumThreads()} threads")
    print(f"{'':28}{'images/s':>12}{'best':>12}{'to Keras':>10}")
    for name, speeds in found.items():
        median = statistics.median(speeds)
        print(f"{name:28}{median:12,.0f}{max(speeds):12,.0f}{median / keras_rate:9.1f}x")


if __name__ == "__main__":
    main()
