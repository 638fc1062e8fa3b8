"""The command that measures the recipes and writes the table of results."""

import dataclasses
import json
import subprocess
import sys

import click

from digitrec import jobs, recipes, runs
from digitrec import results as kept
from digitrec.errors import RunError, TrainingError
from digitrec.recipes import RECIPES, Recipe
from digitrec.results import Result
from digitrec.runs import State


@click.command()
@click.argument("names", nargs=-1, metavar="[RECIPE]...")
@click.option("--seeds", type=click.IntRange(1, 100), default=3, show_default=True)
@click.option("--table", "only_table", is_flag=True, help="Train nothing; only write the table again.")
def results(names: tuple[str, ...], seeds: int, only_table: bool) -> None:
    """Train recipes with several seeds, where that is still to be done, and write the table of results.

    It may be interrupted at any time: the next call goes on where it was.
    """
    chosen = [recipes.recipe_named(name) for name in names or RECIPES]
    for recipe in [dataclasses.replace(r, seed=seed) for r in chosen for seed in range(seeds)]:
        if not only_table and not _is_there(recipe):
            kept.add(_measured(recipe))
            kept.write_pages(kept.load())
    kept.write_pages(kept.load())


def _is_there(recipe: Recipe) -> bool:
    return any(row.recipe == recipe.name and row.seed == recipe.seed for row in kept.load())


def _measured(recipe: Recipe) -> Result:
    """Each training in a process of its own, so that none finds TensorFlow warm."""
    name = f"{recipe.name}-{kept.fingerprint(recipe)[:6]}-seed-{recipe.seed}"
    click.echo(f"{name} …", err=True)
    command = ["train", recipe.name, "--name", name, "--seed", str(recipe.seed)]
    try:
        run = runs.find(name)
        if jobs.judged(run).state is State.FINISHED:
            return kept.result_of(recipe, run.metrics())
        command = ["resume", name]
    except RunError:  # it was not begun yet
        pass
    done = subprocess.run([sys.executable, "-m", "digitrec", *command, "--json"], stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise TrainingError(f"The training of {name} ended with exit code {done.returncode}; see above.")
    return kept.result_of(recipe, json.loads(done.stdout.splitlines()[-1]))
