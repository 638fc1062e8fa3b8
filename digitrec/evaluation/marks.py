"""What a person said of suspect labels, in one file under DIGITREC_HOME; this alone reads and writes it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from filelock import FileLock

from digitrec import settings
from digitrec.errors import DatasetError
from digitrec.evaluation.suspects import Mark
from digitrec.runs import files


def marks(checksum: str) -> dict[int, Mark]:
    """The marks of the digits with that checksum, by index. Raises DatasetError if they cannot be read."""
    return _understood(_all(_path()).get(checksum, {}))


def mark(checksum: str, index: int, said: Mark | None) -> None:
    """Mark a digit, or take its mark away with None. Raises DatasetError if that cannot be kept."""
    path = _path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{path}.lock", timeout=10):
            every = _all(path)
            own = every.setdefault(checksum, {})
            own.pop(str(index), None)
            if said is not None:
                own[str(index)] = str(said)
            files.write_json(path, every)
    except OSError as error:
        raise DatasetError(
            f"The mark cannot be kept: {path} cannot be written. Free the disk and mark again."
        ) from error


def _path() -> Path:
    return settings.home() / "marks.json"


def _all(path: Path) -> dict[str, Any]:
    try:
        every = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise _damaged() from error
    if not (isinstance(every, dict) and all(isinstance(own, dict) for own in every.values())):
        raise _damaged()
    return every


def _understood(own: Mapping[str, Any]) -> dict[int, Mark]:
    try:
        return {int(index): Mark(said) for index, said in own.items()}
    except (ValueError, TypeError) as error:
        raise _damaged() from error


def _damaged() -> DatasetError:
    return DatasetError(f"{_path()} cannot be read; mend it, or remove it and mark the digits again.")
