"""Training recipes with several seeds to measure them, each as a run of its own; what is trained stays trained."""

import dataclasses
import itertools
import json
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence
from typing import Any

import numpy as np

from digitrec import dataset, jobs, recipes, results, runs
from digitrec.augmentation.feed import without_styles
from digitrec.errors import RunError, TrainingError
from digitrec.evaluation import Predictions
from digitrec.evaluation.calibration import reliability
from digitrec.recipes import RECIPES, Cnn, Recipe
from digitrec.results import Result
from digitrec.runs import Progress, Run, State, files


def runs_of(recipe: Recipe, seeds: int | None = None) -> list[Run]:
    """The finished runs of a recipe with so many seeds, or as many as are its own; see `measured` for each."""
    return [measured(seeded) for seeded in results.with_seeds(recipe, seeds)]


def run_name(recipe: Recipe) -> str:
    """What the run is called that measures a recipe with its seed."""
    return f"{recipe.name}-{results.fingerprint(recipe)[:6]}-seed-{recipe.seed}"


def measured(recipe: Recipe) -> Run:
    """The finished run of a recipe with its seed: found, resumed or trained from scratch; its result is kept.

    Raises TrainingError if the training does not finish, RunError if the run there is damaged or another recipe's.
    """
    run, seconds = Run(runs.runs_folder() / run_name(recipe)), None
    if not run.folder.exists():
        seconds = _first_trained(run, recipe)
    elif run.recipe() != recipe:
        raise RunError(f"{run.name} is a run of another recipe; rename or delete it.")
    elif jobs.judged(run).state is not State.FINISHED:
        _trained(run, "resume", run.name)
    elif results.is_measured(recipe):
        return run
    results.add(result_of(run, seconds))
    return run


def _first_trained(run: Run, recipe: Recipe) -> float | None:
    """Its seconds; None where part of it had been trained.

    An ensemble is joined from the runs that measure its members, and their seconds count.
    """
    single, earlier = RECIPES.get(recipe.name.removesuffix("-ensemble")), begun_alike(recipe)
    architecture = recipe.architecture
    if single and isinstance(architecture, Cnn) and architecture.members > 1:
        members = runs_of(single, architecture.members)
        own = _trained(run, "merge", *(member.name for member in members), "--name", run.name)
        return own + float(sum(member.metrics()["seconds"] for member in members))
    if earlier:
        _continue(run, recipe, measured(earlier))
        return None
    changes = [f"--set={path}={value}" for path, _, value in recipes.difference(RECIPES[recipe.name], recipe)]
    return _trained(run, "train", recipe.name, "--name", run.name, *changes)


def begun_alike(recipe: Recipe) -> Recipe | None:
    """The first recipe that does the same before the styled epochs, with this one's seed; None if there is none."""
    before = itertools.takewhile(lambda other: other.name != recipe.name, RECIPES.values())
    alike = [other for other in before if _beginning(other) == _beginning(recipe)]
    return dataclasses.replace(alike[0], seed=recipe.seed) if recipe.optimisation.styled_epochs and alike else None


def _beginning(recipe: Recipe) -> tuple[Any, ...]:
    """All that decides the weights before the styled epochs."""
    plan, seen = recipe.optimisation, recipe.augmentation
    first = dataclasses.replace(plan, epochs=plan.first_epochs, styled_epochs=0, cycles=1)
    return recipe.architecture, first, recipe.data, without_styles(seen) if plan.styled_epochs else seen


def _continue(run: Run, recipe: Recipe, earlier: Run) -> None:
    """The earlier run's beginning is that of this one too: only the styled epochs are to be done."""
    jobs.enqueue(recipe, run.name)
    turn = earlier.path(files.BEFORE_STYLES)
    shutil.copyfile(turn if turn.exists() else earlier.path(files.CHECKPOINT), run.path(files.CHECKPOINT))
    run.write_progress(Progress(State.STOPPED, epochs=recipe.optimisation.epochs))
    _trained(run, "resume", run.name)


def _trained(run: Run, *command: str) -> float:
    """Train in a process of its own, so that none finds TensorFlow warm; gives the whole command's seconds.

    Ctrl-C stops the training too, which keeps what was trained. Raises TrainingError.
    """
    process = _started([sys.executable, "-m", "digitrec", *command, "--json"])
    try:
        printed, _ = process.communicate()
    except KeyboardInterrupt:
        _stop(process, run)
        raise
    if process.returncode:
        raise TrainingError(f"The training of {run.name} ended with exit code {process.returncode}; see above.")
    return float(json.loads(printed.splitlines()[-1])["seconds"])


def _started(command: Sequence[str]) -> "subprocess.Popen[str]":
    """It inherits being deaf to Ctrl-C, which would end its imports on a traceback, until it listens by itself."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    finally:
        signal.signal(signal.SIGINT, before)


def _stop(process: "subprocess.Popen[str]", run: Run) -> None:
    """Ask the training to stop until it has: one that hardly began has no folder yet to leave the word in."""
    while process.poll() is None:
        run.ask_to_stop()
        time.sleep(0.1)


def result_of(run: Run, seconds: float | None = None) -> Result:
    """What a finished run achieved, in so many seconds, or in those that it counted. Raises RunError."""
    recipe, metrics = run.recipe(), run.metrics()
    try:
        return Result(
            recipe=recipe.name,
            fingerprint=results.fingerprint(recipe),
            seed=recipe.seed,
            test_accuracy=metrics["test_accuracy"],
            test_loss=metrics["test_loss"],
            validation_accuracy=metrics["validation_accuracy"],
            calibration_error=_calibration_error(run),
            parameters=metrics["parameters"],
            bytes=metrics["bytes"][files.SERVED],
            seconds=metrics["seconds"] if seconds is None else seconds,
        )
    except (KeyError, OSError, EOFError, ValueError, zipfile.BadZipFile) as error:
        raise RunError(f"The run {run.name} is damaged ({error}); delete it to train it again.") from error


def _calibration_error(run: Run) -> float:
    """On MNIST's test digits, by the answers that the training kept; in [0, 1]."""
    with np.load(run.path(files.PREDICTIONS)) as answers:
        predictions = Predictions(dataset.load().test_labels, answers["probabilities"])
    return reliability(predictions).expected_error
