"""Commands that read digits: predict, models."""

import json
import math
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import click
import numpy as np

from digitrec import recognition, runs
from digitrec.cli.output import percent, print_json, print_table, quiet_libraries
from digitrec.dataset import SIDE
from digitrec.drawing import (
    glyph_from_image,
    glyph_from_strokes,
    number_from_image,
    number_from_strokes,
    parse_drawing,
)
from digitrec.errors import DigitrecError, DrawingError
from digitrec.recognition import Answer, Recogniser


def loaded(model: str, threads: int = 1) -> Recogniser:
    """The model, once it has read a picture: LiteRT speaks both when it loads and when it first reads."""
    with quiet_libraries():
        recogniser = recognition.recogniser_for(runs.find(model), threads)
        recogniser(np.zeros((1, SIDE, SIDE), np.float32))
    return recogniser


@dataclass(frozen=True)
class Reader:
    """A model, and whether it reads each drawing as one digit or as a number."""

    recogniser: Recogniser
    single: bool

    def drawing(self, line: bytes) -> Answer:
        drawn = parse_drawing(line.decode("utf-8", "surrogateescape"))
        if self.single:
            return recognition.read(self.recogniser, glyph_from_strokes(drawn))
        return recognition.read_number(self.recogniser, number_from_strokes(drawn))

    def picture(self, data: bytes) -> Answer:
        if self.single:
            return recognition.read(self.recogniser, glyph_from_image(data))
        return recognition.read_number(self.recogniser, number_from_image(data))


@click.command()
@click.argument("files", nargs=-1, metavar="FILE...")
@click.option("--model", default="cnn", show_default=True, help="The model to read with.")
@click.option("--single", is_flag=True, help="Read each drawing or photo as exactly one digit, not as a number.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON on a terminal too; elsewhere it always is.")
@click.option("--jsonl", is_flag=True, help="Read one canvas drawing a line from standard input.")
def predict(files: tuple[str, ...], model: str, single: bool, as_json: bool, jsonl: bool) -> int:
    """Read whole numbers from pictures, photos, or canvas drawings in .json files: one answer a line, in order."""
    if jsonl == bool(files):
        raise click.UsageError("Give either files or --jsonl with drawings on standard input.")
    reader = Reader(loaded(model), single)
    show = print_json if as_json or jsonl or not sys.stdout.isatty() else _print_plainly
    if jsonl:
        # Not a for loop, which looks for Ctrl-C only at its next line: whoever writes the lines ends by it as well.
        while line := sys.stdin.buffer.readline():
            show(_answered(partial(reader.drawing, line)))
        return 0
    answers = [_shown(show, file, reader) for file in files]
    unread = sum("error" in answer for answer in answers)
    if unread:
        click.echo(f"Error: {unread} of {len(files)} files could not be read.", err=True)
    return 2 if unread else 0


def _shown(show: Callable[[dict[str, Any]], None], file: str, reader: Reader) -> dict[str, Any]:
    answer = _answered(partial(_read_file, reader, Path(file)))
    show(answer)
    return answer


def _answered(read: Callable[[], Answer]) -> dict[str, Any]:
    try:
        return read().as_dict()
    except DigitrecError as error:
        return {"error": str(error)}


def _read_file(reader: Reader, path: Path) -> Answer:
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise DrawingError(f"{path} cannot be read; check its name.") from error
    return reader.drawing(data) if path.suffix.lower() == ".json" else reader.picture(data)


def _print_plainly(answer: dict[str, Any]) -> None:
    if "error" in answer:
        click.echo(answer["error"])
    elif answer["digits"]:
        doubt = "no digit; at best " if answer["rejected"] else ""
        guess = "".join(str(digit["label"]) for digit in answer["digits"])
        confidence = math.prod(digit["confidence"] for digit in answer["digits"])
        click.echo(f"{doubt}{guess}  ({percent(confidence, 1)})")
    else:
        click.echo("blank")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
def models(as_json: bool) -> None:
    """List the models there are to read with."""
    rows = [(run, run.metrics()) for run in runs.served_runs()]
    if as_json:
        click.echo(json.dumps([{"name": run.name, "shipped": run.shipped, **metrics} for run, metrics in rows]))
        return
    table = [
        (run.name, percent(metrics.get("test_accuracy")), f"{metrics.get('parameters', 0):,}", _origin(run))
        for run, metrics in rows
    ]
    print_table(("model", "accuracy", "parameters", "from"), table)


def _origin(run: runs.Run) -> str:
    return "digitrec" if run.shipped else f"recipe {run.recipe().name}"
