"""The small convnet that a user would otherwise pick, trained until it reads so many of the test digits.

python benchmarks/peer.py assets/mnist.npz [--target 0.99] [--epochs 20] [--seed 0]

Its 34,826 parameters and its settings are those of Keras' own example (Chollet, 'Simple MNIST convnet', 2015):
Adam at its defaults, batches of 128, dropout, no augmentation. The last line is the seconds since the process
began, without those that the looks at the test digits took.
"""

import argparse
import os
import time

import numpy as np
import psutil

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
from keras import layers


def convnet() -> keras.Model:
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def pictures(images: np.ndarray) -> np.ndarray:
    return np.divide(images, 255, dtype=np.float32)[..., None]


def seconds() -> float:
    """Since the process began."""
    return time.time() - psutil.Process().create_time()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mnist", help="mnist.npz with x_train, y_train, x_test and y_test")
    parser.add_argument("--target", type=float, default=0.99, help="the share of the test digits to be read")
    parser.add_argument("--epochs", type=int, default=20, help="give up after so many")
    parser.add_argument("--seed", type=int, help="another one each time if it is left out")
    options = parser.parse_args()
    if options.seed is not None:
        keras.utils.set_random_seed(options.seed)
    with np.load(options.mnist) as mnist:
        training = pictures(mnist["x_train"]), mnist["y_train"]
        test = pictures(mnist["x_test"]), mnist["y_test"]
    model, looking = convnet(), 0.0
    for epoch in range(1, options.epochs + 1):
        model.fit(*training, batch_size=128, verbose=0)
        before = seconds()
        accuracy = model.evaluate(*test, batch_size=1000, verbose=0)[1]
        looking += seconds() - before
        print(f"epoch {epoch}: test accuracy {accuracy:.4f} after {seconds() - looking:.1f} s", flush=True)
        if accuracy >= options.target:
            break
    print(f"{seconds() - looking:.2f}")


if __name__ == "__main__":
    main()
