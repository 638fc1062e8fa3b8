"""One training at a time, in the order in which they were asked for."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from digitrec.errors import RunError
from digitrec.jobs.liveness import judged
from digitrec.runs import Run, State, own_runs, runs_folder

LOOK_EVERY = 0.2


class Cancelled(Exception):  # noqa: N818 - it is no error
    """The run was asked to stop before its turn came."""


def waiting() -> list[Run]:
    """The queued runs, the next one first."""
    queued = [run for run in own_runs() if judged(run).state is State.QUEUED]
    return sorted(queued, key=_ticket)


def _ticket(run: Run) -> tuple[float, str]:
    try:
        return run.job().get("queued", 0.0), run.name
    except RunError:  # cancelled, and so gone, since it was judged
        return float("inf"), run.name


@contextmanager
def turn(run: Run) -> Iterator[None]:
    """Wait for the run's turn and hold it. Raises Cancelled if the run is asked to stop before."""
    lock = FileLock(runs_folder() / ".training.lock", preserve_lock_file=True)
    while not run.is_asked_to_stop and not _acquired(run, lock):
        time.sleep(LOOK_EVERY)
    if run.is_asked_to_stop:
        lock.release()
        raise Cancelled
    try:
        yield
    finally:
        lock.release()


def _acquired(run: Run, lock: FileLock) -> bool:
    if any(first.name != run.name for first in waiting()[:1]):
        return False
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return False
    return True
