"""The command that measures the recipes and writes the table of results."""

import click

from digitrec import measuring, recipes
from digitrec import results as kept
from digitrec.recipes import RECIPES


@click.command()
@click.argument("names", nargs=-1, metavar="[RECIPE]...")
@click.option("--seeds", type=click.IntRange(1, 100), help="How many of each recipe; by default its own number.")
@click.option("--table", "only_table", is_flag=True, help="Train nothing; only write the table again.")
def results(names: tuple[str, ...], seeds: int | None, only_table: bool) -> None:
    """Train recipes with several seeds, where that is still to be done, and write the table of results.

    It may be interrupted at any time: the next call goes on where it was.
    """
    chosen = [recipes.recipe_named(name) for name in names or RECIPES]
    planned = [seeded for recipe in chosen for seeded in kept.with_seeds(recipe, seeds)]
    for recipe in [] if only_table else planned:
        if not kept.is_measured(recipe):
            click.echo(f"{measuring.run_name(recipe)} …", err=True)
            measuring.measured(recipe)
    kept.write_pages()
