"""What a server lends to trainings that strangers start from its pages."""

from pathlib import Path

from digitrec import settings
from digitrec.errors import LimitError
from digitrec.jobs.queue import waiting
from digitrec.runs import runs_folder

MEBIBYTE = 2**20


def check_limits(epochs: int) -> None:
    """Raises LimitError, which says what is met and what to do."""
    limits = settings.limits()
    if epochs > limits.epochs:
        raise LimitError(f"This server trains at most {limits.epochs} epochs; choose fewer.")
    if len(waiting()) >= limits.queue:
        raise LimitError(f"{limits.queue} trainings are waiting already; try again when one has ended.")
    if disk_used(runs_folder()) > limits.disk_mib * MEBIBYTE:
        raise LimitError(f"The runs fill the {limits.disk_mib:,} MiB that this server lends; delete some first.")


def disk_used(folder: Path) -> int:
    """Bytes of all files below the folder; one that goes while we look counts nothing."""
    return sum(_size(path) for path in folder.rglob("*"))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
