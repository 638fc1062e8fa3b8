"""Commands that train: train, resume, and the background process's own."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import click
import psutil

from digitrec import jobs, recipes, runs
from digitrec.cli.output import percent, print_json, progress_bar
from digitrec.errors import RunError
from digitrec.runs import Run, State

STOPPED = 130


@click.command()
@click.argument("recipe")
@click.option("--name", help="What to call the run; by default <recipe>-<n>.")
@click.option("--epochs", type=int, help="Short for --set optimisation.epochs=E.")
@click.option("--seed", type=int, help="Short for --set seed=S.")
@click.option("--set", "settings", multiple=True, metavar="PATH=VALUE", help="Change any field of the recipe.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON object on the last line.")
def train(
    recipe: str, name: str | None, epochs: int | None, seed: int | None, settings: tuple[str, ...], as_json: bool
) -> int:
    """Train a recipe and keep the run. Ctrl-C stops it and keeps what was trained."""
    short = {"optimisation.epochs": epochs, "seed": seed}
    extra = [f"{path}={value}" for path, value in short.items() if value is not None]
    chosen = recipes.with_settings(recipes.recipe_named(recipe), [*settings, *extra])
    return _train_here(jobs.enqueue(chosen, name), as_json)


@click.command()
@click.argument("run")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON object on the last line.")
def resume(run: str, as_json: bool) -> int:
    """Go on with a stopped, failed or interrupted run from its last finished epoch."""
    return _train_here(jobs.requeue(runs.find(run)), as_json)


@click.command()
@click.argument("members", nargs=-1, required=True, metavar="RUN...")
@click.option("--name", help="What to call the run; by default <recipe>-ensemble-<n>.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON object on the last line.")
def merge(members: tuple[str, ...], name: str | None, as_json: bool) -> int:
    """Join finished CNNs of one recipe to an ensemble: the mean of their logits answers."""
    return _train_here(jobs.enqueue_merge([runs.find(member) for member in members], name), as_json)


@click.command(hidden=True)
@click.argument("run")
def work(run: str) -> None:
    """Train a queued run in the background."""
    jobs.yield_to_others()
    jobs.work(runs.find(run))


def _train_here(run: Run, as_json: bool) -> int:
    with _stop_on_ctrl_c(run), _progress_shown(run):
        state = jobs.work(run)
    if state is State.STOPPED and not run.is_served:
        click.echo("Cancelled before its turn came.", err=True)
        return STOPPED
    _print_figures(run, as_json)
    return STOPPED if state is State.STOPPED else 0


def _print_figures(run: Run, as_json: bool) -> None:
    metrics = run.metrics()
    figures = {key: metrics[key] for key in ("test_accuracy", "test_loss", "parameters")}
    seconds = round(time.time() - psutil.Process().create_time(), 2)
    found: dict[str, Any] = {"name": run.name, "recipe": run.recipe().name, **figures, "seconds": seconds}
    if as_json:
        print_json(found)
        return
    click.echo(
        f"{run.name}: {percent(metrics['test_accuracy'])} of the test digits, loss {metrics['test_loss']:.4f}, "
        f"{metrics['parameters']:,} parameters, {seconds:.0f} s"
    )


@contextmanager
def _stop_on_ctrl_c(run: Run) -> Iterator[None]:
    """The first Ctrl-C asks the training to stop; a second one ends the process at once."""

    def ask(signum: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        click.echo("\nStopping; what was trained is kept …", err=True)
        run.ask_to_stop()

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _progress_shown(run: Run) -> Iterator[None]:
    """A progress bar on standard error, which reads what the run says of itself as any page does."""
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(run, done), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _watch(run: Run, done: threading.Event) -> None:
    with progress_bar(run.name) as show:
        while not done.wait(0.3):
            try:
                show(run.progress())
            except RunError:  # cancelled, and so gone
                return
