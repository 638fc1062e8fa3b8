"""The training process: wait for the turn, train, measure, and leave a state behind whatever happens."""

import dataclasses
import errno
import io
import os
import platform
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

import numpy as np
from filelock import Timeout

from digitrec import __version__, dataset, recognition
from digitrec.errors import DigitrecError, RunError, TrainingError
from digitrec.evaluation import Predictions
from digitrec.evaluation.metrics import headline
from digitrec.jobs.liveness import lock_of
from digitrec.jobs.queue import Cancelled, turn
from digitrec.runs import Run, State, delete, files, find

if TYPE_CHECKING:
    from digitrec.training import Outcome

PATIENCE = 5.0  # seconds, for whoever only looks whether the run is alive
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
LIBRARIES = ("tensorflow", "tensorflow-cpu", "keras", "ai-edge-litert", "numpy", "opencv-python-headless")


def work(run: Run) -> State:
    """Train a queued run to its end in this process; gives the state it ended in.

    Whatever goes wrong is left in the run's progress as a sentence, then raised again.
    """
    with _claimed(run), ExitStack() as afterwards:
        afterwards.push(lambda kind, error, trace: _record_failure(run, error))
        try:
            with turn(run):
                return _train(run)
        except Cancelled:
            return _cancelled(run)
        except (DigitrecError, OSError, MemoryError) as error:
            raise TrainingError(_reason(run, error)) from error


@contextmanager
def _claimed(run: Run) -> Iterator[None]:
    """Hold the queued run's own lock. Raises RunError if another process has it, or has trained it already."""
    try:
        lock = lock_of(run).acquire(timeout=PATIENCE)
    except Timeout as error:
        raise RunError(f"{run.name} is being trained by another process already.") from error
    with lock:
        if run.progress().state is not State.QUEUED:
            raise RunError(f"{run.name} is not queued; resume it to train it on.")
        yield


def _cancelled(run: Run) -> State:
    """A queued run that never ran is gone; one that was to be resumed is as it was."""
    if run.path(files.HISTORY).exists() or run.is_served:
        _leave(run, State.STOPPED)
    else:
        delete(run)
    return State.STOPPED


def _train(run: Run) -> State:
    run.write_progress(dataclasses.replace(run.progress(), state=State.RUNNING, stage="preparing"))
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    from digitrec import training  # only now: TensorFlow takes seconds and 600 MB

    members = [find(name) for name in run.job().get("members", [])]
    outcome = training.merge(run, members) if members else training.train(run, _should_stop(run))
    run.write_progress(dataclasses.replace(run.progress(), stage="evaluating"))
    seconds = outcome.seconds + sum(member.metrics()["seconds"] for member in members)
    run.write_metrics(_test_metrics(run) | _facts(run, outcome) | {"seconds": seconds})
    overtime = outcome.stopped and not run.is_asked_to_stop
    reason = "The server's time limit for a training was met." if overtime else ""
    return _leave(run, State.STOPPED if outcome.stopped else State.FINISHED, reason)


def _should_stop(run: Run) -> Callable[[], bool]:
    minutes = run.job().get("minutes")
    deadline = time.monotonic() + 60 * minutes if minutes else float("inf")
    return lambda: run.is_asked_to_stop or time.monotonic() > deadline


def _test_metrics(run: Run) -> dict[str, Any]:
    """The one reading of the test set, by the very file that will be served."""
    mnist = dataset.load()
    outputs = recognition.Recogniser(run.path(files.SERVED), threads=2)(mnist.test_images)
    answers = io.BytesIO()
    np.savez_compressed(answers, probabilities=outputs.probabilities)
    files.write_bytes(run.path(files.PREDICTIONS), answers.getvalue())
    judged = headline(Predictions(mnist.test_labels, outputs.probabilities))
    return {"test_accuracy": judged.accuracy, "test_loss": judged.loss, "test_errors": judged.errors}


def _facts(run: Run, outcome: "Outcome") -> dict[str, Any]:
    return {
        "validation_accuracy": outcome.validation_accuracy,
        "parameters": outcome.parameters,
        "precision": outcome.precision,
        "weights": outcome.weights,
        "temperature": outcome.temperature,
        "epochs": outcome.epochs,
        "peak_memory_mib": outcome.peak_memory,
        "seed": run.recipe().seed,
        "members": run.job().get("members", []),
        "finished": time.time(),
        "versions": _versions(),
    }


def _versions() -> dict[str, str]:
    found = {"digitrec": __version__, "python": platform.python_version()}
    for name in LIBRARIES:
        with suppress(PackageNotFoundError):  # tensorflow is named tensorflow-cpu where it comes without a GPU
            found[name.removesuffix("-cpu")] = version(name)
    return found


def _leave(run: Run, state: State, reason: str = "") -> State:
    run.write_progress(dataclasses.replace(run.progress(), state=state, stage="", reason=reason))
    run.path(files.STOP).unlink(missing_ok=True)
    return state


def _record_failure(run: Run, error: BaseException | None) -> None:
    """Leave the reason; a process that is being ended leaves none, and is recognised as interrupted."""
    if not isinstance(error, Exception) or not run.folder.exists():
        return
    unforeseen = f"The training ended on an error that it did not expect ({type(error).__name__}); see its log."
    reason = str(error) if isinstance(error, DigitrecError) else unforeseen
    failed = dataclasses.replace(run.progress(), state=State.FAILED, stage="", reason=reason)
    try:
        run.write_progress(failed)
    except OSError:  # a full disk has no room for a second file, but the first can be written over
        run.overwrite_progress(failed)


def _reason(run: Run, error: Exception) -> str:
    if not run.folder.exists():
        return f"The folder of {run.name} was deleted while it was trained; start the training again."
    if isinstance(error, DigitrecError):
        return str(error)
    if isinstance(error, MemoryError):
        return "The memory is full. Choose a smaller model or a smaller batch, then train again."
    if isinstance(error, OSError) and (error.errno in FULL or "No space left" in str(error)):
        return "The disk is full. Free some space, then resume the training."
    return f"The training cannot read or write a file ({error}). Mend that, then resume the training."
