"""What augmentation adds to an epoch of training: `cnn-basic` with each preset, in the same run.

python benchmarks/augmented_epoch.py [--repeats 5]
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from digitrec import dataset
from digitrec.architectures import build
from digitrec.augmentation.feed import Digits, batches, training_and_validation
from digitrec.recipes import PRESETS, RECIPES, Augmentation
from digitrec.training.steps import Steps, optimizer_for
from digitrec.training.twin import twin

CNN = RECIPES["cnn-basic"]
SHARE = 0.25


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=5)
    repeats = parser.parse_args().repeats
    training, _ = training_and_validation(dataset.load(), CNN.data)
    some = Digits(training.images, training.labels, training.rows[: round(SHARE * len(training))])
    model = build(CNN.architecture)
    trained = twin(model)
    steps = Steps(trained, model, optimizer_for(CNN.optimisation, trained), 0.0)
    seconds: dict[str, list[float]] = {name: [] for name in PRESETS}
    feeding: dict[str, list[float]] = {name: [] for name in PRESETS}
    for turn in range(repeats + 1):
        for name, augmentation in PRESETS.items():
            spent, fed = epoch(steps, some, augmentation)
            if turn:  # the first turn warms up
                seconds[name].append(spent)
                feeding[name].append(fed)
    print(f"{len(some):,} digits by cnn-basic, {repeats} times, in turns")
    print(f"{'':10}{'seconds':>10}{'to none':>10}{'feeding':>10}")
    for name in PRESETS:
        median, share = statistics.median(seconds[name]), statistics.median(feeding[name])
        print(f"{name:10}{median:10.2f}{median / statistics.median(seconds['none']):9.2f}x{share / median:10.1%}")


def epoch(steps: Steps, digits: Digits, augmentation: Augmentation) -> tuple[float, float]:
    """Seconds of the epoch, and those of them that went into making its batches."""
    began, fed = time.perf_counter(), 0.0
    feed = batches(digits, augmentation, CNN.optimisation.batch_size, 0, 0)
    while True:
        asked = time.perf_counter()
        batch = next(feed, None)
        fed += time.perf_counter() - asked
        if batch is None:
            return time.perf_counter() - began, fed
        steps.train(*batch)


if __name__ == "__main__":
    main()
