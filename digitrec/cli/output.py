"""How the command line prints."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from digitrec.runs import Progress


def print_json(value: Any) -> None:
    """One line, at once, so that whoever pipes a line in gets its answer before the next."""
    click.echo(json.dumps(value))
    sys.stdout.flush()


def print_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    widths = [max(len(cell) for cell in column) for column in zip(heads, *rows, strict=True)]
    for row in (heads, *rows):
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def percent(share: float | None, places: int = 2) -> str:
    return "" if share is None else f"{100 * share:.{places}f} %"


@contextmanager
def quiet_libraries() -> Iterator[None]:
    """Keep what native libraries print while they load off standard error, which is for our own errors."""
    kept = os.dup(2)
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device, not a path
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


@contextmanager
def progress_bar(name: str) -> Iterator[Callable[[Progress], None]]:
    """A bar on standard error, if that is a terminal, that follows a training's progress."""
    if not sys.stderr.isatty():
        yield lambda progress: None
        return
    with click.progressbar(length=1000, label=name, file=sys.stderr, item_show_func=str) as bar:
        yield lambda progress: bar.update(round(1000 * progress.share) - bar.pos, _words(progress))


def _words(progress: Progress) -> str:
    loss = f", loss {progress.loss:.3f}" if progress.loss is not None else ""
    epoch = min(progress.epoch + 1, progress.epochs)
    return f"{progress.stage or progress.state}, epoch {epoch} of {progress.epochs}{loss}"
