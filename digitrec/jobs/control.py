"""Starting, resuming, stopping: what pages and the command line ask of trainings."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any

import psutil

from digitrec import recipes, runs, settings
from digitrec.errors import RunError
from digitrec.jobs.limits import check_limits
from digitrec.jobs.liveness import judged
from digitrec.recipes import Recipe
from digitrec.runs import ALIVE, RESUMABLE, Progress, Run, State, files

NICENESS = 10
BELOW_NORMAL_ON_WINDOWS = 0x4000


def start(recipe: Recipe, name: str | None = None, owner: str = "", start_from: Run | None = None) -> Run:
    """A new training in a process of its own, within the server's limits. Raises LimitError or RunError."""
    check_limits(recipe.optimisation.epochs)
    run = enqueue(recipe, name, owner, start_from, minutes=settings.limits().minutes)
    launch(run)
    return run


def resume(run: Run) -> None:
    """Go on with a run in a process of its own, within the server's limits. Raises LimitError or RunError."""
    check_limits(run.recipe().optimisation.epochs)
    launch(requeue(run))


def enqueue(recipe: Recipe, name: str | None = None, owner: str = "", start_from: Run | None = None, **job: Any) -> Run:
    """A new run that waits for a process to train it; `start_from` lends its weights. Raises RunError."""
    if start_from:
        _check_lends_weights(start_from, recipe)
    run = runs.create(recipe, name, {"queued": time.time(), "owner": owner, **job})
    if start_from:
        shutil.copyfile(start_from.path(files.MODEL), run.path(files.INITIAL))
    return run


def enqueue_merge(members: Sequence[Run], name: str | None = None) -> Run:
    """A new run that waits to be made the ensemble of finished runs. Raises RecipeError or RunError."""
    recipe = recipes.ensemble_of(members[0].recipe(), len(members))
    for member in members:
        if judged(member).state is not State.FINISHED:
            raise RunError(f"{member.name} has not finished; choose finished runs.")
        if recipes.ensemble_of(member.recipe(), len(members)).architecture != recipe.architecture:
            raise RunError(f"{member.name} has another architecture than {members[0].name}; choose runs of one recipe.")
    return enqueue(recipe, name, members=[member.name for member in members])


def _check_lends_weights(run: Run, recipe: Recipe) -> None:
    if run.recipe().architecture != recipe.architecture:
        raise RunError(f"{run.name} has another architecture; keep its layers as they are to go on from it.")
    if not run.path(files.MODEL).is_file():
        raise RunError(f"{run.name} has no {files.MODEL} to go on from; train it first.")


def requeue(run: Run) -> Run:
    """Raises RunError unless the run was stopped, failed or interrupted."""
    progress = judged(run)
    if progress.state not in RESUMABLE:
        raise RunError(f"{run.name} is {progress.state}; only a stopped, failed or interrupted run can be resumed.")
    run.path(files.STOP).unlink(missing_ok=True)
    files.write_json(run.path(files.JOB), run.job() | {"queued": time.time()})
    run.write_progress(Progress(State.QUEUED, epochs=run.recipe().optimisation.epochs))
    return run


def launch(run: Run) -> None:
    """Start the run's own process, which outlives the one that starts it and leaves it the processor."""
    detached: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        detached = {"creationflags": subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP}
    with run.path(files.LOG).open("ab") as log:
        subprocess.Popen(
            [sys.executable, "-m", "digitrec", "work", run.name],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=settings.CODE,
            env=os.environ | {"DIGITREC_HOME": str(settings.home()), "PYTHONUNBUFFERED": "1"},
            **detached,
        )


def yield_to_others() -> None:
    """Let this process run only where others leave the processor idle, so that the app stays quick."""
    psutil.Process().nice(BELOW_NORMAL_ON_WINDOWS if sys.platform == "win32" else NICENESS)


def stop(run: Run) -> None:
    """Ask a queued or running training to end. Raises RunError for any other."""
    state = judged(run).state
    if state not in ALIVE:
        raise RunError(f"{run.name} is {state}; only a queued or running training can be stopped.")
    run.ask_to_stop()


def delete(run: Run) -> None:
    """Raises RunError for a shipped run and for one that is still trained."""
    _refuse_alive(run, "deleted")
    runs.delete(run)


def rename(run: Run, name: str) -> Run:
    """Raises RunError for a shipped run, for one that is still trained, and for a name that cannot be had."""
    _refuse_alive(run, "renamed")
    return runs.rename(run, name)


def _refuse_alive(run: Run, what: str) -> None:
    if judged(run).state in ALIVE:
        raise RunError(f"{run.name} is still trained and cannot be {what}; stop it first.")
