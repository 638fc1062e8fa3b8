"""The files of a run's folder, and how they are read and written.

Each file is written whole under another name and then moved into place, so a reader
never sees half of one, and a crash leaves the old one.
"""

import hashlib
import json
from pathlib import Path
from typing import Any, TypeVar

from boltons.fileutils import atomic_save

from digitrec.errors import RunError
from digitrec.recipes.parts import MOST_CYCLES

Kind = TypeVar("Kind", dict[str, Any], list[Any])

RECIPE = "recipe.json"  # the recipe, written once when the run is made
JOB = "job.json"  # who asked for the training and when, written once
PROGRESS = "progress.json"  # the state and how far the training is
STOP = "stop"  # there as soon as somebody asks the training to stop
LOCK = "lock"  # held by the training process as long as it lives
LOG = "log.txt"  # what the training process printed
SUMMARY = "summary.json"  # the model's layers
HISTORY = "history.json"  # loss, accuracy, learning rate and seconds of each finished epoch
CHECKPOINT = "checkpoint.keras"  # the last finished epoch with its optimizer, to go on from
INITIAL = "initial.keras"  # the weights to start from, where they are another run's
BEFORE_STYLES = "before_styles.keras"  # the checkpoint before the styled epochs, where there are some
MODEL = "model.keras"  # the best weights, without an optimizer, to train again from
SERVED = "model.tflite"  # the same, to serve
METRICS = "metrics.json"  # test figures, parameters, seconds, versions, checksums
PREDICTIONS = "test_predictions.npz"  # probabilities of the 10,000 test digits


def learned(cycle: int) -> str:
    """The weights at the end of a cycle of styled epochs that another follows, from 1 on; 0: those before the first."""
    return f"learned-{cycle}.keras"


MODELS = (CHECKPOINT, INITIAL, BEFORE_STYLES, *map(learned, range(MOST_CYCLES)), MODEL, SERVED)
KEPT = (RECIPE, JOB, PROGRESS, LOG, SUMMARY, HISTORY, *MODELS, METRICS, PREDICTIONS)


def write_bytes(path: Path, data: bytes) -> None:
    with atomic_save(str(path), overwrite_part=True) as file:
        assert file is not None  # as its stubs allow
        file.write(data)


def write_json(path: Path, value: Any) -> None:
    write_bytes(path, (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode())


def read_json(path: Path, kind: type[Kind]) -> Kind:
    """What a JSON file holds. Raises RunError if it is missing or not JSON of that kind."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise RunError(f"The run {path.parent.name} is damaged: its {path.name} is missing.") from error
    except (OSError, ValueError, RecursionError) as error:
        raise damaged(path) from error
    if not isinstance(value, kind):
        raise damaged(path)
    return value


def damaged(path: Path) -> RunError:
    return RunError(f"The run {path.parent.name} is damaged: its {path.name} cannot be read.")


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
