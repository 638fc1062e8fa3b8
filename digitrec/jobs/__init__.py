"""Jobs: trainings as processes of their own, one at a time, in order. Nothing here loads TensorFlow but `work`."""

from digitrec.jobs.control import (
    delete,
    enqueue,
    enqueue_merge,
    launch,
    rename,
    requeue,
    resume,
    start,
    stop,
    yield_to_others,
)
from digitrec.jobs.liveness import is_alive, judged
from digitrec.jobs.queue import waiting
from digitrec.jobs.worker import work

__all__ = [
    "delete",
    "enqueue",
    "enqueue_merge",
    "is_alive",
    "judged",
    "launch",
    "rename",
    "requeue",
    "resume",
    "start",
    "stop",
    "waiting",
    "work",
    "yield_to_others",
]
