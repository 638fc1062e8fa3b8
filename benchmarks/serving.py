"""Reading digits with the shipped models: as they are served, by LiteRT, and by Keras from the same weights.

python benchmarks/serving.py [--repeats 7] [--calls 50]

One digit at a time: LiteRT on one thread, the Keras model called directly, and its `predict`.
The 10,000 test digits: LiteRT on two threads, and Keras' `evaluate` in batches of 1,000.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from itertools import cycle
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras

from digitrec import dataset, runs
from digitrec.recognition import recogniser_for
from digitrec.runs import Run, files

SERVED = "LiteRT"
UNITS = {"s": 1, "ms": 1000}

Way = Callable[[], object]


def keras_model(run: Run) -> keras.Model:
    """From pictures to logits, with what `evaluate` needs."""
    model = keras.models.load_model(run.path(files.MODEL), compile=False)
    classifier = keras.Model(model.input, model.output["logits"])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    classifier.compile(loss=loss, metrics=["accuracy"])
    return classifier


def one_by_one(run: Run, model: keras.Model, pictures: np.ndarray) -> dict[str, Way]:
    """Each call reads the next digit."""
    recogniser, digits = recogniser_for(run, threads=1), cycle(pictures[:, None])
    return {
        SERVED: lambda: recogniser(next(digits)),
        "model(x)": lambda: model(next(digits), training=False),
        "model.predict(x)": lambda: model.predict(next(digits), verbose=0),
    }


def all_at_once(run: Run, model: keras.Model, pictures: np.ndarray, labels: np.ndarray) -> dict[str, Way]:
    recogniser = recogniser_for(run, threads=2)
    return {
        SERVED: lambda: recogniser(pictures),
        "model.evaluate": lambda: model.evaluate(pictures, labels, batch_size=1000, verbose=0),
    }


def seconds(way: Way, calls: int) -> float:
    """Of a call, by the mean of so many."""
    began = time.perf_counter()
    for _ in range(calls):
        way()
    return (time.perf_counter() - began) / calls


def report(name: str, unit: str, ways: Mapping[str, Way], repeats: int, calls: int = 1) -> None:
    """The ways take turns, so that a busy machine slows them alike; the first turn warms up and is not counted."""
    turns = [{way: UNITS[unit] * seconds(ways[way], calls) for way in ways} for _ in range(repeats + 1)][1:]
    print(f"{name + ', ' + unit:24}{'median':>10}{'best':>10}{'to ' + SERVED:>12}")
    for way in ways:
        times = [turn[way] for turn in turns]
        ratio = statistics.median(turn[way] / turn[SERVED] for turn in turns)
        print(f"{way:24}{statistics.median(times):10.3f}{min(times):10.3f}{ratio:11.1f}x", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--calls", type=int, default=50, help="of each way in a turn, for one digit")
    options = parser.parse_args()
    mnist = dataset.load()
    pictures = np.divide(mnist.test_images, 255, dtype=np.float32)
    for run in runs.shipped_runs():
        model = keras_model(run)
        report(f"{run.name}, one digit", "ms", one_by_one(run, model, pictures), options.repeats, options.calls)
        everything = all_at_once(run, model, pictures, mnist.test_labels)
        report(f"{run.name}, {len(pictures):,} digits", "s", everything, options.repeats)


if __name__ == "__main__":
    main()
