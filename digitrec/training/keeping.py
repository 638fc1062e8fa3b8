"""What a training leaves in its run's folder: checkpoints, the served model, the layers' table."""

import dataclasses
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import keras

from digitrec.errors import RunError, TrainingError
from digitrec.runs import Epoch, Run, files
from digitrec.runs.progress import history_from

_HISTORY_INSIDE = "digitrec_history.json"
_UNREADABLE = (
    *(OSError, ValueError, KeyError, TypeError, EOFError, RecursionError, RunError),
    *(zipfile.BadZipFile, zlib.error),
)


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A name to write to, of the same kind, that takes the path's place when it is whole."""
    part = path.with_name(f"part-{path.name}")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def save_checkpoint(run: Run, model: keras.Model, optimizer: keras.Optimizer, history: Sequence[Epoch]) -> None:
    """One file for weights, optimizer and history, so that whatever kills the process they always agree."""
    with _replacing(run.path(files.CHECKPOINT)) as part:
        _resumable(model, optimizer).save(part)
        with zipfile.ZipFile(part, "a") as archive:
            archive.writestr(_HISTORY_INSIDE, json.dumps([dataclasses.asdict(epoch) for epoch in history]))
    run.write_history(history)


def restore_checkpoint(
    run: Run, model: keras.Model, optimizer: keras.Optimizer, file: str = files.CHECKPOINT
) -> list[Epoch]:
    """Put the last finished epoch into model and optimizer; gives the finished epochs, none before the first.

    Raises TrainingError if the checkpoint is damaged.
    """
    path = run.path(file)
    if not path.exists():
        return []
    try:
        with zipfile.ZipFile(path) as archive:
            history = history_from(json.loads(archive.read(_HISTORY_INSIDE)))
        _resumable(model, optimizer).load_weights(path)
    except _UNREADABLE as error:
        raise TrainingError(
            f"The checkpoint of {run.name} is damaged, so it cannot be resumed; start the training again."
        ) from error
    return history


def _resumable(model: keras.Model, optimizer: keras.Optimizer) -> keras.Model:
    """The same weights with the optimizer's state beside them."""
    resumable = keras.Model(model.input, model.output)
    resumable.compile(optimizer=optimizer)
    return resumable


def load_weights(model: keras.Model, path: Path) -> None:
    """The weights alone: what else a model file holds is not looked at. Raises TrainingError if they do not fit."""
    try:
        model.load_weights(path)
    except _UNREADABLE as error:
        raise TrainingError(
            f"The weights in {path.name} are damaged, or belong to another architecture; start the training again."
        ) from error


def mix_with(model: keras.Model, shares: Mapping[Path, float]) -> None:
    """Give the model those shares of the weights in files, and the rest of its own.

    Raises TrainingError if they do not fit.
    """
    mixed = [(1 - sum(shares.values())) * own for own in model.get_weights()]
    for path, share in shares.items():
        load_weights(model, path)
        mixed = [before + share * other for before, other in zip(mixed, model.get_weights(), strict=True)]
    model.set_weights(mixed)


def save_model(run: Run, model: keras.Model, file: str = files.MODEL) -> None:
    """The model without an optimizer, to train again from."""
    with _replacing(run.path(file)) as part:
        model.save(part)


def write_summary(run: Run, model: keras.Model) -> None:
    rows = [
        {
            "layer": layer.name,
            "kind": type(layer).__name__,
            "output": " × ".join(str(n) for n in _answer(layer.output).shape[1:]),
            "parameters": layer.count_params(),
        }
        for layer in model.layers
    ]
    files.write_json(run.path(files.SUMMARY), rows)


def _answer(output: Any) -> Any:
    """A member of an ensemble has several outputs, of which one answers."""
    return output["logits"] if isinstance(output, dict) else output
