"""Tells a run's folder how far the training is, at most twice a second."""

import dataclasses
import time

import psutil

from digitrec.runs import Progress, Run, State

INTERVAL = 0.4


class Reporter:
    """Writes the run's progress; `seconds` goes on from what an earlier part of the training took."""

    def __init__(self, run: Run, seconds_before: float = 0.0) -> None:
        self._run, self._process = run, psutil.Process()
        self._began = time.monotonic() - seconds_before
        self._written = 0.0
        self.peak_memory = 0.0
        self.progress = Progress(State.RUNNING)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    def say(self, **news: object) -> None:
        """Write what is new, at once."""
        memory = self._process.memory_info().rss / 2**20
        self.peak_memory = max(self.peak_memory, memory)
        news = {"state": State.STOPPING if self._run.is_asked_to_stop else State.RUNNING, **news}
        self.progress = dataclasses.replace(self.progress, memory=memory, seconds=self.seconds, **news)  # type: ignore[arg-type]
        self._run.write_progress(self.progress)
        self._written = time.monotonic()

    @property
    def is_due(self) -> bool:
        return time.monotonic() - self._written > INTERVAL
