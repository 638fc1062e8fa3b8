"""How far a training is, as its run's folder tells it."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar, get_type_hints

from digitrec.errors import RunError


class State(StrEnum):
    """What became of a training."""

    QUEUED = "queued"
    RUNNING = "running"
    STOPPING = "stopping"
    STOPPED = "stopped"
    FINISHED = "finished"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    DAMAGED = "damaged"


ALIVE = frozenset({State.QUEUED, State.RUNNING, State.STOPPING})
RESUMABLE = frozenset({State.STOPPED, State.FAILED, State.INTERRUPTED})


@dataclass(frozen=True)
class Progress:
    """The training process's last word; rates are images a second, memory is in MiB, times in seconds."""

    state: State
    stage: str = ""
    epoch: int = 0
    epochs: int = 0
    batch: int = 0
    batches: int = 0
    loss: float | None = None
    learning_rate: float | None = None
    rate: float | None = None
    memory: float | None = None
    seconds: float = 0.0
    updated: float = 0.0
    reason: str = ""

    @property
    def share(self) -> float:
        """How much of the planned training is done, in [0, 1]."""
        planned = self.epochs * self.batches
        return min(1.0, (self.epoch * self.batches + self.batch) / planned) if planned else 0.0

    @property
    def seconds_left(self) -> float | None:
        return self.seconds * (1 - self.share) / self.share if self.share > 0.01 else None


@dataclass(frozen=True)
class Epoch:
    """The figures of one finished epoch; losses in nats, accuracies as shares."""

    epoch: int
    loss: float
    accuracy: float
    val_loss: float
    val_accuracy: float
    learning_rate: float
    seconds: float


Made = TypeVar("Made", Progress, Epoch)
_KINDS = {made: get_type_hints(made) for made in (Progress, Epoch)}
_MISFITS = (KeyError, ValueError, TypeError, AttributeError)


def is_number(value: object, below: float = 1e300) -> bool:
    """Whether it is a number of that size; NaN is none."""
    return isinstance(value, (int, float)) and abs(value) < below


def _fitting(made: Made) -> Made:
    """Raises TypeError unless every field holds what it is declared to hold."""
    for name, kind in _KINDS[type(made)].items():
        value = getattr(made, name)
        numeric = isinstance(value, (int, float)) and isinstance(0.0, kind)
        if not (is_number(value) if numeric else isinstance(value, kind)):
            raise TypeError(f"its {name} is {value!r}")
    return made


def progress_from(plain: Mapping[str, Any]) -> Progress:
    """Raises RunError for what no version of this program wrote."""
    names = {field.name for field in dataclasses.fields(Progress)}
    try:
        known = {name: value for name, value in plain.items() if name in names}
        return _fitting(Progress(**known | {"state": State(plain["state"])}))
    except _MISFITS as error:
        raise RunError(f"A training's progress cannot be read ({error}).") from error


def history_from(plain: list[Mapping[str, Any]]) -> list[Epoch]:
    """Raises RunError for what no version of this program wrote."""
    try:
        return [_fitting(Epoch(**row)) for row in plain]
    except _MISFITS as error:
        raise RunError(f"A training's history cannot be read ({error}).") from error
