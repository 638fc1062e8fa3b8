"""Waiting for what another process or thread is about to do."""

import threading
import time
from collections.abc import Callable

PATIENCE = 60.0


def until(condition: Callable[[], bool], seconds: float = PATIENCE) -> float:
    """How long it took, in seconds, until the condition held."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds, "it did not come about in time"
        threading.Event().wait(0.02)
    return time.monotonic() - began
