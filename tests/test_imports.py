"""Who may import whom, and that TensorFlow stays out of the app and of `predict`."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser.digits import DIGITS

CODE = Path(__file__).resolve().parent.parent
FILES = sorted([*CODE.glob("digitrec/**/*.py"), *CODE.glob("pages/*.py"), *CODE.glob("app.py")])
PAGES = [file for file in FILES if file.parent != CODE / "digitrec" and not file.is_relative_to(CODE / "digitrec")]

# What each part of the package may import beside itself, and beside what everyone may. The parts stand in the
# order of the data's way, and each looks back along it, never forward: but training, which fills runs and tries what
# will be served.
FOR_EVERYONE = {"errors", "settings", "recipes"}
MAY_IMPORT = {
    "errors": set(),
    "settings": set(),
    "recipes": {"errors"},
    "dataset": set(),
    "drawing": {"dataset"},
    "augmentation": {"dataset", "drawing"},
    "architectures": {"dataset"},
    "training": {"dataset", "drawing", "augmentation", "architectures", "runs", "recognition"},
    "runs": {"dataset"},
    "recognition": {"dataset", "drawing", "runs"},
    "evaluation": {"dataset", "drawing", "augmentation", "runs", "recognition"},
    "figures": {"dataset", "drawing", "augmentation", "runs", "recognition", "evaluation"},
    "jobs": {"dataset", "training", "runs", "recognition", "evaluation"},
    "report": {"evaluation", "figures"},
    "results": {"runs"},
    "measuring": {"dataset", "augmentation", "runs", "evaluation", "jobs", "results"},
    "cli": {"dataset", "drawing", "runs", "recognition", "evaluation", "report", "results", "measuring", "jobs"},
    "__main__": {"cli"},
    "ui": {"dataset", "drawing", "augmentation", "runs", "recognition", "evaluation", "figures", "jobs"},
    "page": {"dataset", "drawing", "augmentation", "runs", "recognition", "evaluation", "figures", "jobs", "ui"},
}
TENSORFLOW = {"architectures", "training"}
SHOWING = {"ui", "page"}


@dataclass(frozen=True)
class Import:
    name: str
    at_once: bool  # when the module is imported, rather than when one of its functions is called


def part_of(file: Path) -> str:
    """The part of the package that a file belongs to; "page" for app.py and pages/."""
    place = file.relative_to(CODE).with_suffix("").parts
    return "page" if place[0] != "digitrec" else place[1]


def imports(node: ast.AST, at_once: bool = True) -> Iterator[Import]:
    """Every import below a node that is ever run; those for type checkers alone are not."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.Import(names=names):
                yield from (Import(alias.name, at_once) for alias in names)
            case ast.ImportFrom(module="digitrec", names=names):
                yield from (Import(f"digitrec.{alias.name}", at_once) for alias in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield Import(module, at_once)
            case ast.ImportFrom():
                raise AssertionError(f"line {child.lineno}: write imports in full, without dots")
            case ast.If(test=ast.Name(id="TYPE_CHECKING"), orelse=otherwise):
                yield from imports(ast.Module(otherwise, []), at_once)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                yield from imports(child, at_once=False)
            case _:
                yield from imports(child, at_once)


def imports_of(file: Path) -> list[Import]:
    return list(imports(ast.parse(file.read_text(encoding="utf-8"))))


def outside(file: Path) -> set[str]:
    """The packages from elsewhere that a file imports, at whatever time."""
    return {made.name.split(".")[0] for made in imports_of(file)}


def inside(file: Path) -> set[tuple[str, bool]]:
    """The parts of digitrec that a file imports, and whether at once; its own part left out."""
    names = ((made.name.split("."), made.at_once) for made in imports_of(file))
    found = {(name[1], at_once) for name, at_once in names if name[0] == "digitrec" and len(name) > 1}
    return {(part, at_once) for part, at_once in found if part != part_of(file) and is_part(part)}


def is_part(name: str) -> bool:
    """`from digitrec import __version__` imports a value, not a part."""
    return (CODE / "digitrec" / name).is_dir() or (CODE / "digitrec" / f"{name}.py").is_file()


def short(file: Path) -> str:
    return str(file.relative_to(CODE))


every_file = pytest.mark.parametrize("file", [f for f in FILES if part_of(f) != "__init__"], ids=short)


def test_the_package_itself_imports_nothing() -> None:
    assert imports_of(CODE / "digitrec" / "__init__.py") == []


@every_file
def test_a_part_imports_only_what_it_may(file: Path) -> None:
    part = part_of(file)
    allowed = MAY_IMPORT[part] | (FOR_EVERYONE if part not in FOR_EVERYONE else set())
    assert {other for other, _ in inside(file)} <= allowed


@every_file
def test_only_ui_and_pages_import_streamlit(file: Path) -> None:
    if part_of(file) not in SHOWING:
        assert not {name for name in outside(file) if name.startswith("streamlit")}


@every_file
def test_tensorflow_comes_in_only_with_training(file: Path) -> None:
    if part_of(file) not in TENSORFLOW:
        assert not outside(file) & {"keras", "tensorflow"}
        assert not {part for part, at_once in inside(file) if at_once} & TENSORFLOW


def test_imports_are_found_wherever_they_stand() -> None:
    code = """
import a.b
from typing import TYPE_CHECKING
from digitrec import dataset
if TYPE_CHECKING:
    import never
else:
    import otherwise
def later():
    if True:
        from c.d import e
class Now:
    import f
"""
    now = ["a.b", "typing", "digitrec.dataset", "otherwise", "f"]
    assert [i.name for i in imports(ast.parse(code)) if i.at_once] == now
    assert [i.name for i in imports(ast.parse(code)) if not i.at_once] == ["c.d"]


LOADED = """
import json, sys
heavy = {"tensorflow", "keras", "streamlit"} & {name.split(".")[0] for name in sys.modules}
print(json.dumps(sorted(heavy)))
"""


def loaded_after(code: str, *arguments: str) -> list[str]:
    """Which of the heavy packages a process of its own has imported once the code has run."""
    command = [sys.executable, "-c", code + LOADED, *arguments]
    done = subprocess.run(command, cwd=CODE, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout.splitlines()[-1]))


def test_predict_loads_neither_tensorflow_nor_streamlit(tmp_path: Path) -> None:
    drawing = tmp_path / "three.json"
    drawing.write_text(json.dumps(fabric_drawing(3)))
    predict = """
import runpy, sys
sys.argv = ["digitrec", "predict", *sys.argv[1:]]
try:
    runpy.run_module("digitrec", run_name="__main__")
except SystemExit as end:
    assert not end.code, end.code
"""
    assert loaded_after(predict, str(drawing)) == []


def fabric_drawing(digit: int, side: int = 300) -> dict[str, object]:
    """A canvas drawing of the digit, as the page's canvas sends it."""
    objects = []
    for stroke in DIGITS[digit]:
        points = [(x * side, y * side) for x, y in stroke]
        xs, ys = zip(*points, strict=True)
        path = [["M" if number == 0 else "L", x, y] for number, (x, y) in enumerate(points)]
        box = {"left": min(xs), "top": min(ys), "width": max(xs) - min(xs), "height": max(ys) - min(ys)}
        pen = {"stroke": "#ffffff", "strokeWidth": 18, "fill": None, "originX": "left", "originY": "top"}
        objects.append({"type": "Path", "path": path, **box, **pen})
    return {"objects": objects}


@pytest.mark.parametrize("page", PAGES, ids=short)
def test_a_page_runs_without_tensorflow(page: Path) -> None:
    run = """
import sys
from streamlit.testing.v1 import AppTest
shown = AppTest.from_file(sys.argv[1], default_timeout=60).run()
assert not shown.exception, shown.exception
"""
    assert loaded_after(run, str(page)) == ["streamlit"]
