"""The table of results, and that the README tells what is true."""

import dataclasses
import re
from pathlib import Path

import pytest

from digitrec import results
from digitrec.errors import DigitrecError
from digitrec.recipes import RECIPES
from digitrec.results import BEGIN, END, Result

CODE = Path(__file__).resolve().parent.parent
LINEAR = RECIPES["linear"]


def linear(seed: int, accuracy: float) -> Result:
    return Result("linear", results.fingerprint(LINEAR), seed, accuracy, 0.25, 7850, 10.0 + seed)


def test_a_result_is_kept_and_found_again(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    results.add(linear(1, 0.92), path)
    results.add(linear(0, 0.93), path)
    assert [row.seed for row in results.load(path)] == [0, 1]


def test_a_result_of_a_recipe_that_has_changed_since_counts_no_more(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    results.add(dataclasses.replace(linear(0, 0.93), fingerprint="old"), path)
    assert results.load(path) == []


def test_the_fingerprint_ignores_the_seed_and_nothing_that_matters() -> None:
    other_seed = dataclasses.replace(LINEAR, seed=5)
    longer = dataclasses.replace(LINEAR, optimisation=dataclasses.replace(LINEAR.optimisation, epochs=21))
    assert results.fingerprint(other_seed) == results.fingerprint(LINEAR) != results.fingerprint(longer)


def test_a_row_gives_mean_deviation_worst_and_median_seconds() -> None:
    row = results.table([linear(0, 0.92), linear(1, 0.93)]).splitlines()[2]
    assert [cell.strip() for cell in row.split("|")[2:-1]] == [
        LINEAR.stands_for,
        "92 %",
        "92.50 ± 0.71 %",
        "92.00 %",
        "2",
        "7,850",
        "10",
    ]


def test_the_table_takes_its_place_between_the_marks(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    results.write_pages([linear(0, 0.92)], [page])
    assert page.read_text() == f"before\n{BEGIN}\n{results.table([linear(0, 0.92)])}\n{END}\nafter\n"


def test_a_page_without_marks_is_refused_and_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("no marks")
    with pytest.raises(DigitrecError, match="lacks the lines"):
        results.write_pages([], [page])
    assert page.read_text() == "no marks"


@pytest.mark.parametrize("page", results.PAGES, ids=lambda page: page.name)
def test_the_docs_show_the_table_of_what_was_measured(page: Path) -> None:
    shown = page.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    assert shown.strip() == results.table(results.load())


def test_the_readme_names_only_what_there_is() -> None:
    readme = (CODE / "README.md").read_text(encoding="utf-8")
    tree = re.search(r"```\n(app\.py.*?)```", readme, re.DOTALL)
    assert tree
    lines = [re.match(r"( *)([^ ,]+)", line) for line in tree[1].splitlines() if not line.startswith("  ui/ ")]
    names = [("digitrec/" if m[1] else "") + m[2] for m in lines if m and m[2].endswith((".py", "/"))]
    links = re.findall(r"\]\(((?!http)[^)#]+)\)", readme)
    assert names
    assert [name for name in [*names, *links] if not (CODE / name).exists()] == []
