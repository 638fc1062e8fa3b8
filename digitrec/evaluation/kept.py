"""Results that took a while, kept under DIGITREC_HOME/cache/ so that nobody waits for them twice.

A result is a NumPy array in a file of its own, behind its own checksum. Whatever is wrong with a file, the
result is made anew; where nothing can be written, nothing is kept.
"""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitrec import settings
from digitrec.runs import files

Array = NDArray[Any]
LARGEST = 600 * 2**20  # bytes of all results together
_SUM = hashlib.sha256().digest_size


def kept(name: str, make: Callable[[], Array]) -> Array:
    """The result of that name, which is made where there is none; the name tells all that it depends on."""
    path = _path(name)
    result = _read(path)
    if result is None:
        result = make()
        _write(path, result)
    return result


def is_kept(name: str) -> bool:
    """Whether there is a file for it, be it damaged or not."""
    return _path(name).exists()


def _path(name: str) -> Path:
    return settings.home() / "cache" / f"{name}.kept"


def _read(path: Path) -> Array | None:
    try:
        content = path.read_bytes()
        path.touch()
    except OSError:
        return None
    if content[:_SUM] != hashlib.sha256(memoryview(content)[_SUM:]).digest():
        return None
    result: Array = np.load(io.BytesIO(content[_SUM:]), allow_pickle=False)
    return result


def _write(path: Path, result: Array) -> None:
    buffer = io.BytesIO()
    np.save(buffer, result, allow_pickle=False)
    plain = buffer.getvalue()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _make_room(path.parent, LARGEST - len(plain))
        files.write_bytes(path, hashlib.sha256(plain).digest() + plain)
    except OSError:
        return  # a full or read-only disk costs time, nothing else


def _make_room(folder: Path, left: int) -> None:
    """Remove the results that were not used for longest, until the others take no more than so many bytes."""
    found = [(path, path.stat()) for path in folder.glob("*.kept")]
    for path, about in sorted(found, key=lambda each: -each[1].st_mtime):
        left -= about.st_size
        if left < 0:
            path.unlink(missing_ok=True)
