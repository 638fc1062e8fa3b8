"""What each recipe achieves, measured: kept as JSON, shown as a table in the docs and the README."""

import dataclasses
import hashlib
import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from digitrec import recipes, settings
from digitrec.errors import DigitrecError
from digitrec.recipes import RECIPES, Recipe
from digitrec.runs import files

KEPT = settings.CODE / "docs" / "results.json"
PAGES = (settings.CODE / "docs" / "results.md", settings.CODE / "README.md")
BEGIN, END = "<!-- results: begin -->", "<!-- results: end -->"
HEADS = ("recipe", "stands for", "published", "test accuracy", "worst", "seeds", "parameters", "KiB served", "seconds")

SEEDS = {"cnn-fast": 5, "cnn-mnist-ensemble": 1, "cnn-ensemble": 1}
SEEDS_OF_OTHERS = 3


@dataclass(frozen=True)
class Result:
    """One training of a recipe.

    Accuracies and the calibration error are shares, the loss is in nats, `bytes` those of the served file,
    `seconds` those of the whole command (of a training that was resumed: those that its run counted).
    """

    recipe: str
    fingerprint: str
    seed: int
    test_accuracy: float
    test_loss: float
    validation_accuracy: float
    calibration_error: float
    parameters: int
    bytes: int
    seconds: float


def fingerprint(recipe: Recipe) -> str:
    """A short word that changes with every choice of the recipe but its seed and what is said of it.

    A field at its default is left out, so that what was measured still counts when a field is added.
    It follows that a change of a default, which makes other trainings, does not show either.
    """
    held = recipes.from_dict(recipes.to_dict(recipe))  # 10 becomes 10.0: equal recipes have equal words
    chosen = {name: _chosen(getattr(held, name)) for name in recipes.PARTS}
    chosen["architecture"]["kind"] = recipes.kind_of(held.architecture)
    choices = {"name": held.name} | {name: fields for name, fields in chosen.items() if fields}
    return hashlib.sha256(json.dumps(choices, sort_keys=True).encode()).hexdigest()[:12]


def _chosen(part: Any) -> dict[str, Any]:
    """The fields of a recipe's part that are not at their defaults."""
    usual = {field.name: field.default for field in dataclasses.fields(part)}
    return {name: value for name, value in dataclasses.asdict(part).items() if value != usual[name]}


def with_seeds(recipe: Recipe, seeds: int | None = None) -> list[Recipe]:
    """The recipe with each of its seeds 0, 1, …; so many, or as many as are its own."""
    count = seeds or SEEDS.get(recipe.name, SEEDS_OF_OTHERS)
    return [dataclasses.replace(recipe, seed=seed) for seed in range(count)]


def load() -> list[Result]:
    """What was measured by the recipes as they are now. Raises DigitrecError if the file is damaged."""
    if not KEPT.exists():
        return []
    now = {name: fingerprint(recipe) for name, recipe in RECIPES.items()}
    fields = {field.name for field in dataclasses.fields(Result)}
    try:
        plain = json.loads(KEPT.read_text(encoding="utf-8"))
        rows = [Result(**row) for row in plain if row.keys() == fields]  # others are an earlier version's
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise DigitrecError(f"{KEPT} is damaged; restore it from git.") from error
    return [row for row in rows if now.get(row.recipe) == row.fingerprint]


def is_measured(recipe: Recipe) -> bool:
    """Whether the recipe, as it is now, has a result with its seed."""
    return any((row.recipe, row.seed) == (recipe.name, recipe.seed) for row in load())


def add(result: Result) -> None:
    """Keep one more result, in place of the one with its seed that there may be, and show it on the pages."""
    others = [row for row in load() if (row.recipe, row.seed) != (result.recipe, result.seed)]
    rows = sorted([*others, result], key=lambda row: (list(RECIPES).index(row.recipe), row.seed))
    files.write_json(KEPT, [dataclasses.asdict(row) for row in rows])
    write_pages()


def table(results: Sequence[Result]) -> str:
    """The results in Markdown, a recipe a row."""
    rows = [_row(RECIPES[name], [r for r in results if r.recipe == name]) for name in RECIPES]
    lines = [HEADS, tuple("---" for _ in HEADS), *(row for row in rows if row)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _row(recipe: Recipe, results: Sequence[Result]) -> tuple[str, ...]:
    if not results:
        return ()
    accuracies = [100 * result.test_accuracy for result in results]
    spread = f" ± {statistics.stdev(accuracies):.2f}" if len(accuracies) > 1 else ""
    return (
        f"`{recipe.name}`",
        recipe.stands_for,
        recipe.published,
        f"{statistics.mean(accuracies):.2f}{spread} %",
        f"{min(accuracies):.2f} %",
        str(len(results)),
        f"{results[0].parameters:,}",
        f"{results[0].bytes / 1024:,.0f}",
        f"{statistics.median(result.seconds for result in results):.0f}",
    )


def write_pages() -> None:
    """Put the table between the marks of each page. Raises DigitrecError for a page without them."""
    shown = table(load())
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        before, _, rest = text.partition(BEGIN)
        _, end, after = rest.partition(END)
        if not end:
            raise DigitrecError(f"{page} lacks the lines {BEGIN} and {END}; put them where the table belongs.")
        files.write_bytes(page, f"{before}{BEGIN}\n{shown}\n{END}{after}".encode())
