"""Whether a training is alive: whether its process still holds its run's own lock.

A process number would not do: a killed child answers as a zombie until its parent looks at it.
"""

import dataclasses
import threading
import time

from filelock import FileLock, lock_descriptor

from digitrec.errors import RunError
from digitrec.runs import ALIVE, Progress, Run, State, files

# A process that was just started takes this long at most, in seconds, to get to its lock on a busy machine.
STARTING = 20.0
PROBES = 4
BETWEEN_PROBES = 0.002
_one_probe_at_a_time = threading.Lock()


def lock_of(run: Run) -> FileLock:
    return FileLock(run.path(files.LOCK), preserve_lock_file=True)


def is_alive(run: Run) -> bool:
    """Tried more than once, as another process that is looking holds the lock for an instant as well."""
    for _ in range(PROBES):
        if not _is_held(run):
            return False
        time.sleep(BETWEEN_PROBES)
    return True


def _is_held(run: Run) -> bool:
    """Looks at the lock's file without making one: a look must not bring a deleted run's folder back."""
    try:
        with _one_probe_at_a_time, run.path(files.LOCK).open("r+b") as file:
            return not lock_descriptor(file.fileno(), blocking=False)
    except OSError:  # no process has come to it yet, or the folder is gone
        return False


def judged(run: Run) -> Progress:
    """How far the run is, and whether what its files say can still be true."""
    try:
        run.check()
        return _judged_whole(run)
    except RunError as error:
        return Progress(State.DAMAGED, reason=str(error))


def _judged_whole(run: Run) -> Progress:
    progress = run.progress()
    if progress.state not in ALIVE:
        return progress
    if not is_alive(run):
        return _judged_dead(run, progress)
    stopping = progress.state is State.RUNNING and run.is_asked_to_stop
    return dataclasses.replace(progress, state=State.STOPPING) if stopping else progress


def _judged_dead(run: Run, progress: Progress) -> Progress:
    if progress.state is State.QUEUED and time.time() - progress.updated < STARTING:
        return progress
    again = run.progress()  # it may have ended between the two looks
    if again.state not in ALIVE:
        return again
    reason = "The training was interrupted; resume it to go on from its last finished epoch."
    return dataclasses.replace(again, state=State.INTERRUPTED, reason=reason)
