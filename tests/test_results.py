"""The table of results, and that the README tells what is true."""

import dataclasses
import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from digitrec import measuring, recipes, results
from digitrec.cli.results import results as command
from digitrec.errors import DigitrecError
from digitrec.recipes import ARCHITECTURES, RECIPES, Linear, Recipe
from digitrec.results import BEGIN, END, Result

CODE = Path(__file__).resolve().parent.parent
LINEAR = RECIPES["linear"]
OF_AN_EARLIER_VERSION = {"recipe": "linear", "fingerprint": results.fingerprint(LINEAR), "seed": 0, "seconds": 9.5}


def linear(seed: int, accuracy: float) -> Result:
    return Result(
        recipe="linear",
        fingerprint=results.fingerprint(LINEAR),
        seed=seed,
        test_accuracy=accuracy,
        test_loss=0.25,
        validation_accuracy=0.91,
        calibration_error=0.01,
        parameters=7850,
        bytes=20_000,
        seconds=10.0 + seed,
    )


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one page with a table; what is kept lies beside it, and there is none yet."""
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    monkeypatch.setattr(results, "KEPT", tmp_path / "results.json")
    monkeypatch.setattr(results, "PAGES", (page,))
    return page


# What is kept


@pytest.mark.usefixtures("page")
def test_a_result_is_kept_and_found_again() -> None:
    results.add(linear(1, 0.92))
    results.add(linear(0, 0.93))
    assert results.load() == [linear(0, 0.93), linear(1, 0.92)]
    assert [results.is_measured(each) for each in results.with_seeds(LINEAR, 3)] == [True, True, False]


@pytest.mark.usefixtures("page")
def test_a_seed_that_is_trained_again_has_one_result() -> None:
    results.add(linear(0, 0.92))
    results.add(linear(0, 0.93))
    assert results.load() == [linear(0, 0.93)]


@pytest.mark.usefixtures("page")
def test_a_result_of_a_recipe_that_has_changed_since_counts_no_more() -> None:
    results.add(dataclasses.replace(linear(0, 0.93), fingerprint="old"))
    assert results.load() == []


@pytest.mark.usefixtures("page")
def test_a_result_of_an_earlier_version_counts_no_more_and_harms_none() -> None:
    results.KEPT.write_text(json.dumps([OF_AN_EARLIER_VERSION, dataclasses.asdict(linear(1, 0.93))]))
    assert results.load() == [linear(1, 0.93)]


@pytest.mark.usefixtures("page")
@pytest.mark.parametrize("content", ["", "[", "7", "[7]", '{"recipe": "linear"}', "\udcff"])
def test_a_damaged_file_is_told(content: str) -> None:
    results.KEPT.write_bytes(content.encode(errors="surrogateescape"))
    with pytest.raises(DigitrecError, match="is damaged; restore it from git"):
        results.load()


# The fingerprint


def test_the_fingerprint_ignores_the_seed_and_what_is_said_and_nothing_that_matters() -> None:
    same = dataclasses.replace(LINEAR, seed=5, stands_for="something", published="else")
    longer = recipes.with_settings(LINEAR, ["optimisation.epochs=21"])
    other_kind = recipes.with_settings(LINEAR, ["architecture.kind=ann"])
    renamed = dataclasses.replace(LINEAR, name="other")
    found = [results.fingerprint(recipe) for recipe in (LINEAR, longer, other_kind, renamed)]
    assert results.fingerprint(same) == found[0]
    assert len(set(found)) == len(found)


@dataclass(frozen=True)
class LinearAsItMayBecome(Linear):
    added: int = 0


def test_a_field_that_is_added_leaves_the_fingerprint_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    before = results.fingerprint(LINEAR)
    monkeypatch.setitem(ARCHITECTURES, "linear", LinearAsItMayBecome)
    unset, set_ = (dataclasses.replace(LINEAR, architecture=LinearAsItMayBecome(added)) for added in (0, 1))
    assert results.fingerprint(unset) == before != results.fingerprint(set_)


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=RECIPES)
def test_a_run_s_recipe_has_the_fingerprint_of_the_one_it_was_made_from(recipe: Recipe) -> None:
    read_again = recipes.from_dict(json.loads(json.dumps(recipes.to_dict(recipe))))
    assert results.fingerprint(read_again) == results.fingerprint(recipe)


# Seeds


def test_a_recipe_has_a_number_of_seeds_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [recipe.seed for recipe in results.with_seeds(LINEAR)] == [0, 1, 2]
    monkeypatch.setitem(results.SEEDS, "linear", 5)
    assert len(results.with_seeds(LINEAR)) == 5
    assert len(results.with_seeds(LINEAR, 1)) == 1


def test_the_command_trains_what_is_not_measured_yet(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trained: list[tuple[str, int]] = []
    monkeypatch.setattr(measuring, "measured", lambda recipe: trained.append((recipe.name, recipe.seed)))
    results.add(linear(1, 0.92))
    assert CliRunner().invoke(command, ["linear", "lenet5", "--seeds", "2"]).exit_code == 0
    assert trained == [("linear", 0), ("lenet5", 0), ("lenet5", 1)]
    trained.clear()
    assert CliRunner().invoke(command, ["linear"]).exit_code == 0
    assert trained == [("linear", 0), ("linear", 2)]


def test_the_command_writes_only_the_table_if_asked(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(measuring, "measured")
    assert CliRunner().invoke(command, ["--table"]).exit_code == 0
    assert page.read_text() == f"before\n{BEGIN}\n{results.table([])}\n{END}\nafter\n"


# The table


def test_a_row_gives_mean_deviation_worst_and_median_seconds() -> None:
    row = results.table([linear(0, 0.92), linear(1, 0.93)]).splitlines()[2]
    assert [cell.strip() for cell in row.split("|")[2:-1]] == [
        LINEAR.stands_for,
        "92 %",
        "92.50 ± 0.71 %",
        "92.00 %",
        "2",
        "7,850",
        "20",
        "10",
    ]


def test_one_seed_has_no_deviation() -> None:
    row = results.table([linear(0, 0.92)]).splitlines()[2]
    assert "| 92.00 % | 92.00 % | 1 |" in row


def test_the_table_takes_its_place_between_the_marks(page: Path) -> None:
    results.add(linear(0, 0.92))
    assert page.read_text() == f"before\n{BEGIN}\n{results.table([linear(0, 0.92)])}\n{END}\nafter\n"


def test_a_page_without_marks_is_refused_and_left_alone(page: Path) -> None:
    page.write_text("no marks")
    with pytest.raises(DigitrecError, match="lacks the lines"):
        results.write_pages()
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
