"""One run: a folder that holds what was trained, how, and how good it is."""

import dataclasses
import json
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digitrec import recipes
from digitrec.errors import ModelError, RecipeError, RunError
from digitrec.recipes import Recipe
from digitrec.runs import files
from digitrec.runs.progress import Epoch, Progress, State, history_from, is_number, progress_from

ABOVE_ALL = 1e11  # counts, seconds and dates
FIGURES = ("test_accuracy", "test_loss", "test_errors", "parameters", "seconds", "finished")
NEEDED_WHEN_FINISHED = (files.METRICS, files.MODEL, files.SERVED)


@dataclass(frozen=True)
class Run:
    """A run's folder. Reading raises RunError where a file is missing or damaged."""

    folder: Path
    shipped: bool = False

    @property
    def name(self) -> str:
        return self.folder.name

    def path(self, file: str) -> Path:
        return self.folder / file

    def recipe(self) -> Recipe:
        try:
            return recipes.from_dict(files.read_json(self.path(files.RECIPE), dict))
        except RecipeError as error:
            raise RunError(f"The run {self.name} is damaged: {error}") from error

    def metrics(self) -> dict[str, Any]:
        """What the test set and the training itself told: all of FIGURES are there, and numbers."""
        metrics = files.read_json(self.path(files.METRICS), dict)
        numbers = all(is_number(metrics.get(name), ABOVE_ALL) for name in FIGURES)
        if numbers and all(isinstance(metrics.get(name), dict) for name in ("sha256", "bytes")):
            return metrics
        raise files.damaged(self.path(files.METRICS))

    def job(self) -> dict[str, Any]:
        """Who asked for the training, and when it was "created" and "queued"."""
        job = files.read_json(self.path(files.JOB), dict)
        if all(is_number(job.get(name, 0), ABOVE_ALL) for name in ("created", "queued")):
            return job
        raise files.damaged(self.path(files.JOB))

    def progress(self) -> Progress:
        """What the training process last said, which `jobs` checks against whether it is still alive."""
        if self.shipped:
            return Progress(State.FINISHED)
        return progress_from(files.read_json(self.path(files.PROGRESS), dict))

    def history(self) -> list[Epoch]:
        path = self.path(files.HISTORY)
        return history_from(files.read_json(path, list)) if path.exists() else []

    def summary(self) -> list[dict[str, Any]]:
        """The model's layers, each with its name, kind, output shape and parameters; empty until it is built."""
        path = self.path(files.SUMMARY)
        rows: list[dict[str, Any]] = files.read_json(path, list) if path.exists() else []
        if all(isinstance(row, dict) and is_number(row.get("parameters")) for row in rows):
            return rows
        raise files.damaged(path)

    def check(self) -> None:
        """Raises RunError for a file that is missing or damaged. The models' own bytes are for `served` to check."""
        progress = self.progress()
        for read in (self.recipe, self.history, self.summary):
            read()
        if not self.shipped:
            self.job()
        if self.path(files.METRICS).exists():
            self.metrics()
        for file in NEEDED_WHEN_FINISHED if progress.state is State.FINISHED else ():
            if not self.path(file).is_file():
                raise RunError(f"The run {self.name} is damaged: its {file} is missing.")

    @property
    def is_served(self) -> bool:
        """Whether there is a model to draw with and to evaluate, and nothing about it is damaged."""
        if not (self.path(files.METRICS).exists() and self.path(files.SERVED).exists()):
            return False
        try:
            self.check()
        except RunError:
            return False
        return True

    def served(self) -> Path:
        """The model file to serve, after its checksum was compared. Raises ModelError."""
        path = self.path(files.SERVED)
        if not path.is_file():
            raise ModelError(f"The model {self.name} is missing its {path.name}; train it again.")
        if files.sha256(path) != self.metrics()["sha256"].get(path.name):
            raise ModelError(f"The model {self.name} is damaged: {path.name} is not what was trained; train it again.")
        return path

    def write_progress(self, progress: Progress) -> None:
        stamped = dataclasses.replace(progress, updated=time.time())
        files.write_json(self.path(files.PROGRESS), dataclasses.asdict(stamped))

    def overwrite_progress(self, progress: Progress) -> None:
        """In place, where a full disk has no room for a second file."""
        with self.path(files.PROGRESS).open("r+b") as file:
            file.write(json.dumps(dataclasses.asdict(progress)).encode())
            file.truncate()

    def write_history(self, history: Sequence[Epoch]) -> None:
        files.write_json(self.path(files.HISTORY), [dataclasses.asdict(epoch) for epoch in history])

    def write_metrics(self, metrics: dict[str, Any]) -> None:
        """The figures, with the sizes and checksums of the model files they were measured on."""
        models = {name: self.path(name) for name in (files.MODEL, files.SERVED)}
        sizes = {name: path.stat().st_size for name, path in models.items()}
        sums = {name: files.sha256(path) for name, path in models.items()}
        files.write_json(self.path(files.METRICS), metrics | {"bytes": sizes, "sha256": sums})

    def ask_to_stop(self) -> None:
        with suppress(FileNotFoundError):  # a run that is gone has nothing to stop
            self.path(files.STOP).touch()

    @property
    def is_asked_to_stop(self) -> bool:
        return self.path(files.STOP).exists()
