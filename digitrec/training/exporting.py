"""The file that is served: calibrated on the digits left out of training, and as small as its answers allow."""

import tempfile
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from digitrec.architectures import served
from digitrec.augmentation.feed import Digits
from digitrec.recognition import Recogniser
from digitrec.runs import Run, files
from digitrec.training.drawings import fit_drawn
from digitrec.training.rejection import fit_head
from digitrec.training.temperature import fit_temperature

# Of the left-out digits, so many may be answered otherwise by weights of 8 bits.
MAY_CHANGE = 3 / 10_000

EIGHT_BITS: dict[str, Any] = {"optimizations": [tf.lite.Optimize.DEFAULT]}
HALF: dict[str, Any] = EIGHT_BITS | {"target_spec": {"supported_types": [tf.float16]}}


def export(
    run: Run,
    model: keras.Model,
    training: Digits,
    left_out: Digits,
    logits: NDArray[np.float32],
    with_drawings: bool = True,
) -> tuple[float, str]:
    """Write the served file; gives its temperature, and "int8" or "float16" for its weights.

    `logits` (N, 10) are the model's for the digits that were left out of its training. Without drawings it is done
    sooner, and reads them as it reads scans.

    Weights of 8 bits (dynamic-range quantisation) make a CNN three times as quick and a file half as large, but may
    change an answer; where they change too many, half precision serves.
    """
    images, labels = left_out[:]
    temperature = fit_temperature(logits, labels)
    others = run.recipe().data.non_digits
    head = fit_head(model, training, left_out) if others else None
    drawn = fit_drawn(model, training, left_out) if others and with_drawings else None
    calibrated = served(model, temperature, head, drawn)
    with tempfile.TemporaryDirectory(prefix=".export-", dir=run.folder) as folder:
        path = Path(folder) / files.SERVED
        calibrated.export(str(path), format="litert", verbose=False, **EIGHT_BITS)
        answers = Recogniser(path, threads=2)(images).probabilities.argmax(axis=1)
        small = bool(np.mean(answers != logits.argmax(axis=1)) <= MAY_CHANGE)
        if not small:
            calibrated.export(str(path), format="litert", verbose=False, **HALF)
        files.write_bytes(run.path(files.SERVED), path.read_bytes())
    return temperature, "int8" if small else "float16"
