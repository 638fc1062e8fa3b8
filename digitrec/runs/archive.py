"""A run as one file, to take it along and to bring it back."""

import io
import zipfile
import zlib
from typing import Any

from digitrec.errors import RunError
from digitrec.runs import files, store
from digitrec.runs.run import Run

LARGEST_MIB = 200
_NEEDED = {files.RECIPE, files.METRICS, files.MODEL, files.SERVED}
_BROUGHT = _NEEDED | {files.HISTORY, files.SUMMARY, files.PREDICTIONS, files.LOG}


def pack(run: Run) -> bytes:
    """The finished run's files in one zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(_BROUGHT):
            if run.path(name).exists():
                archive.write(run.path(name), name)
    return buffer.getvalue()


def unpack(data: bytes, name: str | None = None, owner: str = "") -> Run:
    """The run that `pack` wrote, as a new run. Raises RunError for anything else; nothing of it is left then.

    Only files of a run's own names are taken, none by its path, and only if their checksums agree.
    """
    content = _content(data)
    with store.drafted() as draft:
        for file, held in content.items():
            (draft / file).write_bytes(held)
        run = Run(draft)
        job = {"owner": owner, "created_elsewhere": _checked_metrics(run)["finished"]}
        return store.adopt(draft, run.recipe(), name, job)


def _content(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [info for info in archive.infolist() if info.filename in _BROUGHT]
            if sum(info.file_size for info in members) > LARGEST_MIB * 2**20:
                raise RunError(f"The run is larger than {LARGEST_MIB} MiB.")
            content = {info.filename: archive.read(info) for info in members}
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise RunError("The file cannot be read; choose one that was downloaded here.") from error
    missing = _NEEDED - content.keys()
    if missing:
        raise RunError(f"The file is no run: it lacks {', '.join(sorted(missing))}.")
    return content


def _checked_metrics(run: Run) -> dict[str, Any]:
    try:
        run.recipe(), run.history(), run.summary()
        metrics = run.metrics()
    except RunError as error:
        raise RunError("The file holds no run that this version understands.") from error
    if any(files.sha256(run.path(name)) != metrics["sha256"].get(name) for name in (files.MODEL, files.SERVED)):
        raise RunError("The run is damaged: its models are not those that were measured.")
    return metrics
