"""All runs: the shipped ones under `assets/models/`, a person's own under `DIGITREC_HOME/runs/`."""

import re
import shutil
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from digitrec import recipes, settings
from digitrec.errors import RunError
from digitrec.recipes import Recipe
from digitrec.runs import files
from digitrec.runs.progress import Progress, State
from digitrec.runs.run import Run

SHIPPED_NAMES = frozenset({"ann", "cnn", "cnn-ensemble", "cnn-small"})
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,58}[A-Za-z0-9_-])?")


def runs_folder() -> Path:
    return settings.home() / "runs"


def shipped_runs() -> list[Run]:
    folder = settings.ASSETS / "models"
    return [Run(path, shipped=True) for path in sorted(folder.glob("*")) if path.is_dir()]


def own_runs() -> list[Run]:
    """A person's runs, the newest first; a folder that is no run is listed all the same, as damaged."""
    folders = [path for path in runs_folder().glob("[!.]*") if path.is_dir()]
    return [Run(path) for path in sorted(folders, key=_made_at, reverse=True)]


def _made_at(folder: Path) -> float:
    try:
        return float(Run(folder).job()["created"])
    except (RunError, KeyError, TypeError, ValueError):
        return 0.0


def all_runs() -> list[Run]:
    return shipped_runs() + own_runs()


def served_runs() -> list[Run]:
    """Those with a model to draw with: the best shipped kind, the CNN, first."""
    return [run for run in sorted(shipped_runs(), key=lambda r: r.name != "cnn") + own_runs() if run.is_served]


def find(name: str) -> Run:
    """The run of that name. Raises RunError, naming those there are."""
    for run in all_runs():
        if run.name == name:
            return run
    there = ", ".join(run.name for run in all_runs()) or "none yet"
    raise RunError(f"There is no run or model {name[:80]!r}; there is {there}.")


def checked_name(name: str) -> str:
    """The name, if it can be a run's. Raises RunError: a name is data, never a path."""
    if not _NAME.fullmatch(name):
        raise RunError(
            "Choose a name of 1 to 60 letters, digits, '-', '_' or '.'; it begins with a letter or digit and does not "
            "end with '.'."
        )
    if name.lower() in SHIPPED_NAMES | {run.name.lower() for run in shipped_runs()}:
        raise RunError(f"The name {name} belongs to a model that comes with digitrec; choose another.")
    return name


def create(recipe: Recipe, name: str | None = None, job: Mapping[str, Any] | None = None) -> Run:
    """A new, queued run; without a name it is called <recipe>-<n>. Raises RunError if the name is taken.

    The folder is made elsewhere and then moved into place, so there is never half a run,
    and two that are made at once become two.
    """
    names = _names(recipe, name)
    with drafted() as draft:
        files.write_json(draft / files.RECIPE, recipes.to_dict(recipe))
        return _moved(draft, names, Progress(State.QUEUED, epochs=recipe.optimisation.epochs), job)


def adopt(draft: Path, recipe: Recipe, name: str | None, job: Mapping[str, Any]) -> Run:
    """A draft that holds a finished run's files becomes a run. Raises RunError if the name is taken."""
    epochs = recipe.optimisation.epochs
    return _moved(draft, _names(recipe, name), Progress(State.FINISHED, epoch=epochs, epochs=epochs), job)


@contextmanager
def drafted() -> Iterator[Path]:
    """An empty folder that nobody lists, and that is gone afterwards unless it was moved. Raises RunError."""
    draft = runs_folder() / f".new-{uuid.uuid4().hex}"
    try:
        draft.mkdir(parents=True)
        yield draft
    except OSError as error:
        raise RunError(
            f"{runs_folder()} cannot be written ({error.strerror}); free it or set DIGITREC_HOME."
        ) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _names(recipe: Recipe, name: str | None) -> Iterator[str]:
    return iter([checked_name(name)]) if name is not None else _numbered(recipe.name)


def _numbered(recipe: str) -> Iterator[str]:
    return (f"{recipe}-{n}" for n in range(1, 100_000))


def _moved(draft: Path, names: Iterator[str], progress: Progress, job: Mapping[str, Any] | None) -> Run:
    files.write_json(draft / files.JOB, {"created": time.time(), **(job or {})})
    Run(draft).write_progress(progress)
    for name in names:
        folder = runs_folder() / name
        try:
            if not folder.exists():
                return Run(draft.rename(folder))
        except OSError:
            if not folder.exists():  # else somebody took the name in between
                raise
    raise RunError("There is a run of that name already; choose another name.")


def rename(run: Run, name: str) -> Run:
    """Raises RunError for a shipped run, and for a name that cannot be had."""
    _refuse_shipped(run)
    folder = runs_folder() / checked_name(name)
    if folder.exists():
        raise RunError(f"There is a run {name} already; choose another name.")
    return Run(_moved_away(run, folder))


def delete(run: Run) -> None:
    """Raises RunError for a shipped run. It is out of sight at once, then removed file by file."""
    _refuse_shipped(run)
    shutil.rmtree(_moved_away(run, runs_folder() / f".old-{uuid.uuid4().hex}"))


def _moved_away(run: Run, target: Path) -> Path:
    try:
        return run.folder.rename(target)
    except OSError as error:
        raise RunError(f"{run.name} cannot be moved ({error.strerror}); look at the list again.") from error


def _refuse_shipped(run: Run) -> None:
    if run.shipped:
        raise RunError(f"{run.name} comes with digitrec and stays as it is.")
