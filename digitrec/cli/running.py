"""Commands that look after runs: runs, stop, rename, delete, export."""

import json
import shutil
import time
from pathlib import Path
from typing import Any

import click

from digitrec import jobs
from digitrec import runs as store
from digitrec.cli.output import percent, print_table
from digitrec.errors import RunError
from digitrec.runs import Run, State, files

EXPORTED = {".keras": files.MODEL, ".tflite": files.SERVED}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
def runs(as_json: bool) -> None:
    """List what was trained and what is being trained."""
    rows = [_facts(run) for run in store.all_runs()]
    if as_json:
        click.echo(json.dumps(rows))
        return
    heads = ("name", "recipe", "state", "accuracy", "parameters", "seconds", "date")
    print_table(heads, [_cells(row) for row in rows])


def _facts(run: Run) -> dict[str, Any]:
    progress = jobs.judged(run)
    facts = {"name": run.name, "state": str(progress.state), "shipped": run.shipped, "reason": progress.reason}
    if progress.state is State.DAMAGED:
        return facts
    metrics = run.metrics() if run.is_served else {}
    return facts | {"recipe": run.recipe().name, "epochs": len(run.history()), **metrics}


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    date = time.strftime("%Y-%m-%d %H:%M", time.localtime(row["finished"])) if "finished" in row else ""
    parameters = f"{row['parameters']:,}" if "parameters" in row else ""
    seconds = f"{row['seconds']:.0f}" if "seconds" in row else ""
    accuracy = percent(row.get("test_accuracy"))
    return (row["name"], row.get("recipe", ""), row["state"], accuracy, parameters, seconds, date)


@click.command()
@click.argument("run")
def stop(run: str) -> None:
    """Stop a training and keep what was trained; take a queued one out of the queue."""
    jobs.stop(store.find(run))


@click.command()
@click.argument("run")
@click.argument("name")
def rename(run: str, name: str) -> None:
    """Give a run another name."""
    jobs.rename(store.find(run), name)


@click.command()
@click.argument("run")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(run: str, yes: bool) -> None:
    """Delete a run for good."""
    found = store.find(run)
    if yes or click.confirm(f"Delete {found.name} for good?"):
        jobs.delete(found)


@click.command()
@click.argument("run")
@click.option("--to", "target", required=True, type=Path, help="A file ending in .keras or .tflite.")
def export(run: str, target: Path) -> None:
    """Copy a run's model out: .keras to train with, .tflite to serve."""
    if target.suffix not in EXPORTED:
        raise click.UsageError("Choose a file that ends in .keras or .tflite.")
    source = store.find(run).path(EXPORTED[target.suffix])
    if not source.exists():
        raise RunError(f"{run} has no {source.name} yet; train it first.")
    try:
        shutil.copyfile(source, target)
    except OSError as error:
        raise RunError(f"{target} cannot be written ({error.strerror}).") from error
