"""What a step of training costs: Keras' own layers in float32, against fused normalisation, bfloat16, and both.

python benchmarks/training_step.py [RECIPE]... [--repeats 20]

Without names: every recipe but the ensembles. The four take turns; the median step counts, told as seconds an epoch
of 55,000 digits without their augmentation.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras

from digitrec import dataset
from digitrec.architectures import build
from digitrec.recipes import RECIPES, Recipe
from digitrec.training import twin as twins
from digitrec.training.steps import Steps, optimizer_for

DIGITS = 55_000
WAYS = {
    "float32": ("float32", keras.layers.BatchNormalization),
    "fused": ("float32", twins.FusedBatchNormalization),
    "bfloat16": ("mixed_bfloat16", keras.layers.BatchNormalization),
    "both": ("mixed_bfloat16", twins.FusedBatchNormalization),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recipes", nargs="*", default=[name for name in RECIPES if "ensemble" not in name])
    parser.add_argument("--repeats", type=int, default=20)
    chosen = parser.parse_args()
    print(f"{'seconds an epoch':18}{'batch':>6}" + "".join(f"{way:>10}" for way in WAYS) + f"{'ratio':>8}")
    for name in chosen.recipes:
        seconds = measured(RECIPES[name], chosen.repeats)
        batch = RECIPES[name].optimisation.batch_size
        cells = "".join(f"{seconds[way]:10.1f}" for way in WAYS)
        print(f"{name:18}{batch:6}{cells}{seconds['both'] / seconds['float32']:8.2f}", flush=True)


def measured(recipe: Recipe, repeats: int) -> dict[str, float]:
    """Seconds of an epoch each way."""
    steps = {way: step(recipe, *how) for way, how in WAYS.items()}
    spent: dict[str, list[float]] = {way: [] for way in WAYS}
    for turn in range(repeats + 3):
        for way, run in steps.items():
            began = time.perf_counter()
            run()
            if turn >= 3:  # the first turns warm up
                spent[way].append(time.perf_counter() - began)
    return {way: statistics.median(times) * DIGITS / recipe.optimisation.batch_size for way, times in spent.items()}


def step(recipe: Recipe, precision: str, normalisation: type[keras.Layer]) -> Callable[[], float]:
    plain = twins.precision, twins.FusedBatchNormalization
    twins.precision, twins.FusedBatchNormalization = (lambda: precision), normalisation
    model = build(recipe.architecture)
    trained = twins.twin(model)
    twins.precision, twins.FusedBatchNormalization = plain
    steps = Steps(trained, model, optimizer_for(recipe.optimisation, trained), recipe.optimisation.label_smoothing)
    mnist, batch = dataset.load(), recipe.optimisation.batch_size
    return lambda: float(steps.train(mnist.train_images[:batch], mnist.train_labels[:batch])[0])


if __name__ == "__main__":
    main()
