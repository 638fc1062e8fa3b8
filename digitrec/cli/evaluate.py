"""The command that judges a model, alone or against another."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

from digitrec import dataset, report
from digitrec.cli.output import percent, print_json, print_table
from digitrec.cli.reading import loaded
from digitrec.errors import ReportError
from digitrec.evaluation import Predictions
from digitrec.evaluation.comparison import compare, in_words
from digitrec.evaluation.metrics import as_dict, headline, per_digit
from digitrec.recognition import Recogniser
from digitrec.runs import files

AT_ONCE = 1000
THREADS = 2


@click.command()
@click.argument("model")
@click.option("--against", metavar="MODEL", help="A second model, to compare with.")
@click.option("--data", type=Path, help="An .npz file with x (N × 28 × 28 uint8, bright on black) and y.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--html", type=Path, metavar="FILE", help="Write a report with figures, as one file that opens offline.")
def evaluate(model: str, against: str | None, data: Path | None, as_json: bool, html: Path | None) -> None:
    """Judge a model as it is served, on MNIST's test set or your own digits."""
    if as_json and html:
        raise click.UsageError("Choose either --json or --html.")
    if against == model:
        raise click.UsageError(f"{model} cannot be compared with itself; choose another model.")
    recognisers = {name: loaded(name, THREADS) for name in (model, against) if name}
    images, labels = dataset.load_npz(data) if data else _test_digits()
    models = {name: Predictions(labels, _read(name, recogniser, images)) for name, recogniser in recognisers.items()}
    if as_json:
        print_json(_as_json(models))
        return
    if html:
        _write(html, report.as_html(images, models, data.name if data else "MNIST’s test set"))
    _print_plainly(models)
    if html:
        click.echo(f"The report is in {html}.")


def _test_digits() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    mnist = dataset.load()
    return mnist.test_images, mnist.test_labels


def _read(name: str, recogniser: Recogniser, images: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The probabilities (N, 10) of images (N, 28, 28), a chunk at a time, so that a million fit into memory."""
    starts = range(0, len(images), AT_ONCE)
    with click.progressbar(starts, label=name, file=sys.stderr, hidden=not sys.stderr.isatty()) as shown:
        return np.concatenate([recogniser(images[start : start + AT_ONCE]).probabilities for start in shown])


def _as_json(models: Mapping[str, Predictions]) -> dict[str, Any]:
    judged = [{"model": name} | as_dict(predictions) for name, predictions in models.items()]
    if len(judged) == 1:
        return judged[0]
    return judged[0] | {"against": judged[1], "comparison": _comparison(models)}


def _comparison(models: Mapping[str, Predictions]) -> dict[str, Any]:
    """Of model A, the first, with B."""
    found = compare(*models.values())
    counts = {name: len(getattr(found, name)) for name in ("both_right", "only_a", "only_b", "both_wrong")}
    sentence = in_words(found, *models)
    return {"difference": found.difference, "p_value": found.p_value, **counts, "sentence": sentence}


def _print_plainly(models: Mapping[str, Predictions]) -> None:
    for name, predictions in models.items():
        _print_headline(name, predictions)
        click.echo()
        rows = [
            (str(row.digit), f"{row.support:,}", percent(row.precision), percent(row.recall), percent(row.f1))
            for row in per_digit(predictions)
        ]
        print_table(("digit", "count", "precision", "recall", "F1"), rows)
        click.echo()
    if len(models) > 1:
        click.echo(_comparison(models)["sentence"])


def _print_headline(name: str, predictions: Predictions) -> None:
    judged = headline(predictions)
    low, high = judged.interval
    click.echo(f"{name}: {percent(judged.accuracy)} of {judged.n:,} digits, loss {judged.loss:.4f}")
    click.echo(f"{judged.errors:,} errors; with 95 % confidence the accuracy is {percent(low)} to {percent(high)}")
    click.echo(
        f"precision {percent(judged.precision)}, recall {percent(judged.recall)}, F1 {percent(judged.f1)}, "
        f"right with two guesses {percent(judged.top2_accuracy)}"
    )
    click.echo(f"Brier score {judged.brier:.4f}, calibration error {percent(judged.calibration_error)}")


def _write(path: Path, page: str) -> None:
    try:
        if path.exists() and not path.is_file():
            raise ReportError(f"{path} is no file that can be replaced; choose another one.")
        files.write_bytes(path, page.encode(errors="replace"))
    except OSError as error:
        raise ReportError(f"{path} cannot be written ({error.strerror}); choose another file.") from error
