"""Where things lie; the only reader of environment variables."""

import os
from dataclasses import dataclass
from pathlib import Path

CODE = Path(__file__).resolve().parent.parent
ASSETS = CODE / "assets"


def home() -> Path:
    """The one folder that digitrec writes under: DIGITREC_HOME, else `var/` beside the code. It may not exist yet."""
    chosen = os.environ.get("DIGITREC_HOME", "").strip()
    return Path(chosen).expanduser().absolute() if chosen else CODE / "var"


def training_is_on() -> bool:
    """DIGITREC_TRAINING=off hides training, on a server for strangers."""
    return os.environ.get("DIGITREC_TRAINING", "on").strip().lower() not in {"off", "0", "no", "false"}


def is_admin() -> bool:
    """DIGITREC_ADMIN=1 lets every visitor change every run."""
    return os.environ.get("DIGITREC_ADMIN", "").strip().lower() not in {"", "off", "0", "no", "false"}


@dataclass(frozen=True)
class Limits:
    """What trainings that are started from the pages may use of the server."""

    epochs: int = 200
    minutes: float = 120
    queue: int = 4
    disk_mib: int = 4000


def limits() -> Limits:
    """The defaults, or DIGITREC_MAX_EPOCHS, _MINUTES, _QUEUE and _DISK_MIB where they are numbers above 0."""
    default = Limits()
    return Limits(
        epochs=int(_number("EPOCHS", default.epochs)),
        minutes=_number("MINUTES", default.minutes),
        queue=int(_number("QUEUE", default.queue)),
        disk_mib=int(_number("DISK_MIB", default.disk_mib)),
    )


def _number(name: str, default: float) -> float:
    try:
        chosen = float(os.environ.get(f"DIGITREC_MAX_{name}", default))
    except ValueError:
        return default
    return chosen if chosen > 0 else default
