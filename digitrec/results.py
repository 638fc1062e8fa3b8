"""What each recipe achieves, measured: kept as JSON, shown as a table in the docs and the README."""

import dataclasses
import hashlib
import json
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digitrec import recipes, settings
from digitrec.errors import DigitrecError
from digitrec.recipes import RECIPES, Recipe
from digitrec.runs import files

KEPT = settings.CODE / "docs" / "results.json"
PAGES = (settings.CODE / "docs" / "results.md", settings.CODE / "README.md")
BEGIN, END = "<!-- results: begin -->", "<!-- results: end -->"


@dataclass(frozen=True)
class Result:
    """One training of a recipe; accuracy as a share, loss in nats, seconds of the whole command."""

    recipe: str
    fingerprint: str
    seed: int
    test_accuracy: float
    test_loss: float
    parameters: int
    seconds: float


def fingerprint(recipe: Recipe) -> str:
    """A short word that changes with every choice of the recipe but its seed and what is said of it."""
    said = {"seed", "stands_for", "published"}
    choices = {name: value for name, value in recipes.to_dict(recipe).items() if name not in said}
    return hashlib.sha256(json.dumps(choices, sort_keys=True).encode()).hexdigest()[:12]


def load(path: Path = KEPT) -> list[Result]:
    """What was measured by the recipes as they are now. Raises DigitrecError if the file is damaged."""
    if not path.exists():
        return []
    try:
        rows = [Result(**row) for row in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError) as error:
        raise DigitrecError(f"{path} is damaged; restore it from git.") from error
    now = {name: fingerprint(recipe) for name, recipe in RECIPES.items()}
    return [row for row in rows if now.get(row.recipe) == row.fingerprint]


def add(result: Result, path: Path = KEPT) -> list[Result]:
    """Keep one more result; gives all."""
    rows = [*load(path), result]
    rows.sort(key=lambda row: (list(RECIPES).index(row.recipe), row.seed))
    files.write_json(path, [dataclasses.asdict(row) for row in rows])
    return rows


def result_of(recipe: Recipe, figures: Mapping[str, Any]) -> Result:
    """From what `train --json` prints."""
    names = {field.name for field in dataclasses.fields(Result)}
    return Result(
        **{
            **{name: value for name, value in figures.items() if name in names},
            "recipe": recipe.name,
            "fingerprint": fingerprint(recipe),
            "seed": recipe.seed,
        }
    )


def table(results: Sequence[Result]) -> str:
    """The results in Markdown, a recipe a row."""
    heads = ("recipe", "stands for", "published", "test accuracy", "worst", "seeds", "parameters", "seconds")
    rows = [_row(RECIPES[name], [r for r in results if r.recipe == name]) for name in RECIPES]
    lines = [heads, tuple("---" for _ in heads), *(row for row in rows if row)]
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
        f"{statistics.median(result.seconds for result in results):.0f}",
    )


def write_pages(results: Sequence[Result], pages: Sequence[Path] = PAGES) -> None:
    """Put the table between the marks of each page."""
    for page in pages:
        text = page.read_text(encoding="utf-8")
        before, _, rest = text.partition(BEGIN)
        _, end, after = rest.partition(END)
        if not end:
            raise DigitrecError(f"{page} lacks the lines {BEGIN} and {END}; put them where the table belongs.")
        files.write_bytes(page, f"{before}{BEGIN}\n{table(results)}\n{END}{after}".encode())
