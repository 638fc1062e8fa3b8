"""How long a person waits on the Draw page, in a real browser, and what the app's process holds.

python benchmarks/draw_latency.py [--strokes 50]

The wait is from pointer-up to the frame in which the answer stands in the page. The server's share is from the
message that the browser sends to the message with the answer, as the browser's own clock has them.
"""

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from digitrec import recognition, runs
from digitrec.drawing import glyph_from_strokes
from scripts.ensure_chromium import ensure_chromium
from tests.browser.conftest import FLAGS
from tests.browser.digits import DIGITS
from tests.browser.helpers import canvas, clear, draw, read
from tests.browser.server import Server, serving

ONE_STROKE = (0, 2, 3, 6, 8, 9)
WINDOW = {"width": 1440, "height": 900}

WATCH = """() => {
  window.waited = null;
  document.addEventListener("mouseup", () => {
    const began = performance.now();
    const look = () => {
      const answer = document.querySelector(".st-key-answer");
      if (answer && answer.textContent.trim()) window.waited = performance.now() - began;
      else requestAnimationFrame(look);
    };
    look();
  }, { once: true, capture: true });
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--strokes", type=int, default=50)
    strokes = parser.parse_args().strokes
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=ensure_chromium(), args=FLAGS)
        print(f"{'first answer, from the command':34}{first_answer(browser, Path(folder)):8.2f} s")
        with serving(Path(folder)) as server:
            waits, shares = answers(browser, server, strokes)
            memory = psutil.Process(server.pid).memory_info().rss / 2**20
        browser.close()
    for name, times in (("pointer-up to answer", waits), ("of it the server", shares)):
        print(f"{name:34}{statistics.median(times):8.0f} ms median{np.quantile(times, 0.95):8.0f} ms 95th percentile")
    print(f"{f'memory after {strokes} drawings':34}{memory:8.0f} MiB")
    print(f"{'growth over 1,000 predictions':34}{growth():8.1f} MiB")


def first_answer(browser: Browser, folder: Path) -> float:
    """Seconds from starting the server to the first answer, the browser already open."""
    page = browser.new_page(viewport=WINDOW)
    began = time.perf_counter()
    with serving(folder) as server:
        page.goto(server.url)
        draw(page, DIGITS[3])
        read(page, "3", seconds=30)
        return time.perf_counter() - began


def answers(browser: Browser, server: Server, strokes: int) -> tuple[list[float], list[float]]:
    """Milliseconds that each of the strokes waited, and the server's share of them."""
    page = browser.new_page(viewport=WINDOW)
    frames = sent_and_received(page)
    page.goto(server.url)
    waits, shares = [], []
    for number in range(strokes + 1):
        digit = ONE_STROKE[number % len(ONE_STROKE)]
        canvas(page).hover()
        page.evaluate(WATCH)
        frames.clear()
        draw(page, DIGITS[digit])
        page.wait_for_function("window.waited !== null")
        if number:  # the first one also loads the model and the figure's code
            waits.append(page.evaluate("window.waited"))
            shares.append(1000 * server_share(frames))
        clear(page)
        read(page, "")
    return waits, shares


def sent_and_received(page: Page) -> list[tuple[str, float, str]]:
    """The web socket's frames as they come: kind, seconds, payload."""
    frames: list[tuple[str, float, str]] = []
    session = page.context.new_cdp_session(page)

    def note(kind: str, event: dict[str, Any]) -> None:
        frames.append((kind, event["timestamp"], event["response"]["payloadData"]))

    session.on("Network.webSocketFrameSent", lambda event: note("sent", event))
    session.on("Network.webSocketFrameReceived", lambda event: note("received", event))
    session.send("Network.enable")
    return frames


def server_share(frames: list[tuple[str, float, str]]) -> float:
    """Seconds from the first message sent to the last one received."""
    sent = next(when for kind, when, _ in frames if kind == "sent")
    return max(when for kind, when, _ in frames if kind == "received") - sent


def growth() -> float:
    """MiB by which a process grows over 1,000 drawings, after 100 to warm up."""
    recogniser = recognition.recogniser_for(runs.find("cnn"))
    stroke = {"type": "Path", "stroke": "#fff", "strokeWidth": 20, "path": [["M", 60, 40], ["Q", 90, 90, 200, 230]]}
    process = psutil.Process()
    before = 0
    for number in range(1_100):
        if number == 100:
            before = process.memory_info().rss
        recognition.read(recogniser, glyph_from_strokes({"objects": [stroke | {"left": number % 50, "top": 0}]}))
    return (process.memory_info().rss - before) / 2**20


if __name__ == "__main__":
    main()
