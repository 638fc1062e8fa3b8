"""Fixtures for all tests: nothing is written in the checkout, and MNIST is loaded once."""

import gc
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings as hypothesis_settings

from digitrec import dataset, settings
from digitrec.dataset import Mnist
from digitrec.runs import Run

# How long an example takes says more about the machine than about the code.
hypothesis_settings.register_profile("digitrec", deadline=None)
hypothesis_settings.load_profile("digitrec")


def pytest_collection_finish() -> None:
    """What is loaded by now stays, and is no garbage: Streamlit looks for some after each run of a page.

    Among all that TensorFlow brings, that would take half a second each time.
    """
    gc.freeze()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that digitrec writes under during a test: a fresh one, not made yet."""
    folder = tmp_path / "home"
    monkeypatch.setenv("DIGITREC_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def mnist() -> Mnist:
    """MNIST, complete; its arrays are read-only."""
    return dataset.load()


@pytest.fixture(scope="session")
def trained_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder of a finished run of `linear`: trained for one epoch on 2,400 digits, once for all test processes."""
    base = tmp_path_factory.getbasetemp()
    home = (base if worker_id == "master" else base.parent) / "trained"
    home.mkdir(exist_ok=True)
    folder = home / "runs" / "trained"
    with FileLock(home / "lock"):
        if not folder.exists():
            changed = ("data.share=0.05", "data.non_digits=off", "optimisation.batch_size=32")
            settings_ = ["--epochs=1", *(f"--set={each}" for each in changed)]
            subprocess.run(
                [sys.executable, "-m", "digitrec", "train", "linear", "--name", "trained", *settings_],
                cwd=settings.CODE,
                env=os.environ | {"DIGITREC_HOME": str(home)},
                check=True,
                capture_output=True,
            )
    return folder


@pytest.fixture
def trained(trained_folder: Path, home: Path) -> Run:
    """A person's own finished run, named "trained", to look at or to damage."""
    return Run(Path(shutil.copytree(trained_folder, home / "runs" / "trained")))
