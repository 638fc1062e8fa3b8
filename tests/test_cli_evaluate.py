"""`evaluate`: what it prints, what it writes, and what it says when that cannot be done."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from digitrec import cli
from digitrec.dataset import Mnist
from digitrec.runs import Run
from tests.test_imports import loaded_after

HEADLINE = (
    *("n", "errors", "accuracy", "interval", "precision", "recall", "f1"),
    *("loss", "brier", "calibration_error", "top2_accuracy"),
)


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str


Command = Callable[..., Said]


@pytest.fixture
def evaluate(capfd: pytest.CaptureFixture[str]) -> Command:
    def run(*arguments: object) -> Said:
        with pytest.raises(SystemExit) as end:
            cli.main(["evaluate", *map(str, arguments)])
        out, err = capfd.readouterr()
        assert isinstance(end.value.code, int)
        return Said(end.value.code, out, err)

    return run


@pytest.fixture
def twin(trained: Run) -> Run:
    """The same model by another name."""
    return Run(Path(shutil.copytree(trained.folder, trained.folder.with_name("twin"))))


@pytest.fixture
def hundred(tmp_path: Path, mnist: Mnist) -> Path:
    path = tmp_path / "hundred.npz"
    np.savez(path, x=mnist.test_images[:100], y=mnist.test_labels[:100])
    return path


def test_all_test_digits_as_when_it_was_trained(evaluate: Command, trained: Run) -> None:
    said = evaluate("trained", "--json")
    found = json.loads(said.out)
    assert (said.code, said.err) == (0, "")
    assert (found["model"], found["n"]) == ("trained", 10_000)
    assert found["accuracy"] == pytest.approx(trained.metrics()["test_accuracy"], abs=1e-4)
    assert found["loss"] == pytest.approx(trained.metrics()["test_loss"], abs=1e-4)


@pytest.mark.usefixtures("trained")
def test_json_has_every_metric(evaluate: Command, hundred: Path, mnist: Mnist) -> None:
    said = evaluate("trained", "--data", hundred, "--json")
    found = json.loads(said.out)
    matrix = np.array(found["confusion_matrix"])
    assert set(found) == {"model", *HEADLINE, "digits", "confusion_matrix"}
    assert matrix.sum(axis=1).tolist() == np.bincount(mnist.test_labels[:100], minlength=10).tolist()
    assert found["accuracy"] == np.trace(matrix) / 100 == 1 - found["errors"] / 100
    assert [(row["digit"], row["support"]) for row in found["digits"]] == list(enumerate(matrix.sum(axis=1)))


@pytest.mark.usefixtures("trained", "twin")
def test_json_of_two_models_that_are_the_same(evaluate: Command, hundred: Path) -> None:
    found = json.loads(evaluate("trained", "--against", "twin", "--data", hundred, "--json").out)
    other, comparison = found.pop("against"), found.pop("comparison")
    assert other == found | {"model": "twin"}
    assert (comparison["difference"], comparison["p_value"]) == (0, 1)
    right, wrong = 100 - found["errors"], found["errors"]
    assert [comparison[name] for name in ("both_right", "only_a", "only_b", "both_wrong")] == [right, 0, 0, wrong]
    assert "trained and twin read equally many of the 100 digits" in comparison["sentence"]


@pytest.mark.usefixtures("trained", "twin")
def test_plain_words(evaluate: Command, hundred: Path) -> None:
    said = evaluate("trained", "--against", "twin", "--data", hundred)
    lines = said.out.splitlines()
    assert (said.code, said.err) == (0, "")
    assert [line.split(":")[0] for line in lines if " of 100 digits, loss" in line] == ["trained", "twin"]
    assert [line.split()[0] for line in lines if line[:1].isdigit() and "errors" not in line] == [*"0123456789"] * 2
    assert lines[-1].startswith("trained and twin read equally many")


@pytest.mark.usefixtures("trained")
def test_html_replaces_what_was_there(evaluate: Command, hundred: Path, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    page.write_text("old")
    said = evaluate("trained", "--data", hundred, "--html", page)
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines()[-1] == f"The report is in {page}."
    assert "<title>trained on hundred.npz</title>" in page.read_text()
    assert sorted(path.name for path in tmp_path.glob("report*")) == ["report.html"]


@pytest.mark.usefixtures("trained")
@pytest.mark.parametrize(
    "arguments, error",
    [
        (["--json", "--html", "report.html"], "Choose either --json or --html."),
        (["--against", "trained"], "trained cannot be compared with itself; choose another model."),
        (["--against", "nobody"], "nobody"),
        (["--data", "nowhere.npz"], "There is no file nowhere.npz; check its name and folder."),
        (["--html", "nowhere/report.html"], "nowhere/report.html cannot be written (No such file or directory)"),
        (["--html", "."], ". is no file that can be replaced; choose another one."),
        (["--html", "/dev/null"], "/dev/null is no file that can be replaced; choose another one."),
        (["--jsn"], "--jsn"),
    ],
)
def test_errors_are_one_line_and_code_2(evaluate: Command, arguments: list[str], error: str) -> None:
    said = evaluate("trained", *arguments)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("Error: ") and error in said.err
    assert said.err.count("\n") == 1 and said.err.endswith("\n")


@pytest.mark.usefixtures("trained")
def test_a_report_loads_neither_tensorflow_nor_streamlit(hundred: Path, tmp_path: Path) -> None:
    code = """
import sys
from digitrec import cli
try:
    cli.main(["evaluate", "trained", *sys.argv[1:]])
except SystemExit as end:
    assert not end.code, end.code
"""
    page = tmp_path / "report.html"
    assert loaded_after(code, "--data", str(hundred), "--html", str(page)) == []
    assert page.exists()
