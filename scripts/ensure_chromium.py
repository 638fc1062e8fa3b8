#!/usr/bin/env python3
"""Print the path of a Chrome or Chromium that starts; install one if there is none.

    python scripts/ensure_chromium.py

An installed browser comes first ($CHROME, then the usual names and places), then what
Playwright downloads, then the system's package.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
)


def ensure_chromium() -> str:
    """The path of a browser that starts; exits with a sentence if none can be had."""
    found = find_chromium()
    for step in () if found else install_steps():
        print("No Chromium yet:", " ".join(step), file=sys.stderr)
        run(step, seconds=240)
        found = find_chromium()
        if found:
            break
    return found or sys.exit("No Chrome or Chromium was found, and none could be installed: set CHROME to one's path.")


def find_chromium() -> str | None:
    return next((path for path in candidates() if starts(path)), None)


def candidates() -> Iterator[str]:
    """Where a browser may lie; the slowest place to ask comes last."""
    if os.environ.get("CHROME"):
        yield os.environ["CHROME"]
    yield from filter(None, map(shutil.which, NAMES))
    yield from PLACES
    with sync_playwright() as playwright:
        yield playwright.chromium.executable_path


def starts(path: str) -> bool:
    """A file may be there and yet lack its libraries, or be a stub that asks for a snap."""
    if sys.platform == "win32":  # where --version would open a window
        return Path(path).is_file()
    return Path(path).is_file() and run([path, "--version"], seconds=30)


def install_steps() -> Iterator[Sequence[str]]:
    playwright = [sys.executable, "-m", "playwright"]
    yield [*playwright, "install", "chromium"]
    if sys.platform == "linux":
        sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
        yield [*sudo, "apt-get", "update"]
        yield [*sudo, "apt-get", "install", "-y", "--no-install-recommends", "chromium", "fonts-liberation"]
        yield [*sudo, *playwright, "install-deps", "chromium"]


def run(command: Sequence[str], seconds: float) -> bool:
    """Whether the command ended well and in time; what it says goes to standard error."""
    patience = {"PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "10000", "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, stdout=sys.stderr.fileno(), timeout=seconds, env=os.environ | patience)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


if __name__ == "__main__":
    print(ensure_chromium())
