"""Runs: what was trained, on disk. Each run is a folder of files with fixed names."""

from digitrec.runs import files
from digitrec.runs.archive import pack, unpack
from digitrec.runs.progress import ALIVE, RESUMABLE, Epoch, Progress, State
from digitrec.runs.run import Run
from digitrec.runs.store import (
    all_runs,
    checked_name,
    create,
    delete,
    find,
    own_runs,
    rename,
    runs_folder,
    served_runs,
    shipped_runs,
)

__all__ = [
    "ALIVE",
    "RESUMABLE",
    "Epoch",
    "Progress",
    "Run",
    "State",
    "all_runs",
    "checked_name",
    "create",
    "delete",
    "files",
    "find",
    "own_runs",
    "pack",
    "rename",
    "runs_folder",
    "served_runs",
    "shipped_runs",
    "unpack",
]
