"""Stands in for Streamlit Cloud: only what requirements.txt asks for, no system packages, the code read-only."""

import json
import os
import shutil
import stat
import subprocess
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path

import psutil
import pytest
from packaging.requirements import Requirement

from digitrec.settings import CODE
from tests.browser.server import serving
from tests.test_imports import fabric_drawing

pytestmark = pytest.mark.slow
DEPLOYED = ("app.py", "digitrec", "pages", "assets", ".streamlit", "requirements.txt")

READ_A_DIGIT = """
import json, sys
from streamlit.testing.v1 import AppTest
from digitrec.ui import state
from digitrec.ui.board import Board
shown = AppTest.from_file("pages/draw.py", default_timeout=60)
shown.session_state[state.BOARD] = Board(strokes=tuple(json.loads(sys.argv[1])["objects"]))
shown.run()
assert not shown.exception, shown.exception
assert "tensorflow" not in sys.modules
print(next(html.proto.body for html in shown.get("html") if 'class="digit"' in html.proto.body))
"""


@dataclass(frozen=True)
class Cloud:
    """A Python that has only what is required, and the code as it is deployed."""

    python: str
    code: Path
    home: Path

    def run(self, *arguments: str) -> str:
        """Standard output of `python *arguments`, in the code's folder."""
        env = os.environ | {"DIGITREC_HOME": str(self.home), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run([self.python, *arguments], cwd=self.code, env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def files(self) -> dict[str, tuple[int, int]]:
        """Size and time of every file and folder of the code."""
        found = ((path, path.stat()) for path in self.code.rglob("*"))
        return {str(path): (about.st_size, about.st_mtime_ns) for path, about in found}


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    folder = tmp_path_factory.mktemp("cloud")
    code = folder / "code"
    code.mkdir()
    for name in DEPLOYED:
        if (CODE / name).is_dir():
            shutil.copytree(CODE / name, code / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(CODE / name, code / name)
    deployed = Cloud(python_with_what_is_required(folder / "venv"), code, folder / "home")
    set_writable(code, False)
    before = deployed.files()
    yield deployed
    assert deployed.files() == before  # also where the tests run as root, whom no permission stops
    set_writable(code, True)


def set_writable(folder: Path, writable: bool) -> None:
    for path in (folder, *folder.rglob("*")):
        mode = path.stat().st_mode
        path.chmod(mode | stat.S_IWUSR if writable else mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))


def python_with_what_is_required(folder: Path) -> str:
    """The Python of a new environment that has what pip would install for requirements.txt, and nothing else.

    What is installed here serves: downloading TensorFlow once more for each test would take minutes.
    """
    found: dict[str, Distribution] = {}
    for line in (CODE / "requirements.txt").read_text().splitlines():
        collect(Requirement(line), found)
    venv.create(folder, symlinks=True, with_pip=False)
    python = folder / "bin" / "python"
    report = subprocess.run(
        [python, "-c", "import site; print(site.getsitepackages()[0])"], check=True, capture_output=True, text=True
    )
    place = Path(report.stdout.strip())
    for one in found.values():
        for name in {file.parts[0] for file in one.files or ()} - {"..", "__pycache__"}:
            if not (place / name).exists():
                (place / name).symlink_to(Path(str(one.locate_file(name))))
    return str(python)


def collect(asked: Requirement, found: dict[str, Distribution], extra: str = "") -> None:
    """Adds what the requirement asks for, and all that this needs, if it is meant for this machine."""
    if asked.marker and not asked.marker.evaluate({"extra": extra}):
        return
    have = distribution(asked.name)
    assert have.version in asked.specifier
    if asked.name not in found:
        found[asked.name] = have
        for wanted in ("", *asked.extras):
            for text in have.requires or ():
                collect(Requirement(text), found, wanted)


def test_only_what_is_required_is_there(cloud: Cloud) -> None:
    look = "from importlib.metadata import distributions; print(*(d.name.lower() for d in distributions()))"
    there = set(cloud.run("-c", look).split())
    assert {"streamlit", "opencv-python-headless", "ai-edge-litert"} <= there
    assert not {"pytest", "playwright", "scikit-learn", "hypothesis", "opencv-python"} & there


def test_no_system_package_is_needed(cloud: Cloud) -> None:
    assert not (CODE / "packages.txt").exists()
    assert "GUI:                           NONE" in cloud.run("-c", "import cv2; print(cv2.getBuildInformation())")


def test_the_app_serves(cloud: Cloud, tmp_path: Path) -> None:
    with serving(tmp_path, cloud.code / "app.py", cloud.python, PYTHONDONTWRITEBYTECODE="1") as server:
        assert psutil.Process(server.pid).is_running()
        assert "Traceback" not in server.log.read_text()


def test_a_page_reads_a_digit_without_tensorflow(cloud: Cloud) -> None:
    assert ">5</div>" in cloud.run("-c", READ_A_DIGIT, json.dumps(fabric_drawing(5)))


def test_a_model_can_be_trained_and_is_kept_in_the_home_alone(cloud: Cloud) -> None:
    said = cloud.run("-m", "digitrec", "train", "linear", "--epochs", "1", "--set", "data.share=0.02", "--json")
    assert json.loads(said.splitlines()[-1])["name"] == "linear-1"
    assert (cloud.home / "runs" / "linear-1" / "model.tflite").is_file()
