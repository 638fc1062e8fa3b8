"""How long a person waits for an answer in the real page, and what the server needs for it in memory.

python benchmarks/draw_latency.py [--strokes 50] [--predictions 1000]

It starts the app and a Chromium of its own. The times are taken in the page, from the moment the pen is
lifted to the frame that shows the new answer, and fall into three: until the canvas tells of the stroke,
until the server's answer is in, until it is painted. How long the server itself works for an answer is taken
in its process, around the whole rerun of the page's fragment. Let nothing else run beside it.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path

import psutil
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts.ensure_chromium import ensure_chromium
from tests.browser.conftest import FLAGS
from tests.browser.digits import DIGITS, Stroke
from tests.browser.helpers import MARKS, canvas, clear, draw, read
from tests.browser.server import Server, serving

MEBIBYTE = 2**20
DRAWINGS = list(DIGITS.values())
SHARES = ("answer", "told", "server", "painted")

STOPWATCH = """
window.answers = [];
let lifted = 0, sent = 0, received = 0, shown = null;
addEventListener("pointerup", () => { lifted = performance.now(); sent = 0; }, true);
window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", () => { received = performance.now(); });
  }
  send(message) {
    if (lifted && !sent) sent = performance.now();
    super.send(message);
  }
};
new MutationObserver(() => {
  const now = document.querySelector(".seen img")?.src;
  if (now === shown) return;
  shown = now;
  if (!now || !lifted) return;
  const [up, told, answered] = [lifted, sent, received];
  lifted = 0;
  requestAnimationFrame(() => {
    const painted = performance.now();
    answers.push({ answer: painted - up, told: told - up, server: answered - told, painted: painted - answered });
  });
}).observe(document, { subtree: true, childList: true, attributes: true });
"""

# As sitecustomize.py on the server's path: Python imports it first, and it times each run of a script or fragment.
CLOCK = """
import os, time
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

run = ScriptRunner._run_script

def timed(self, *given):
    began = time.perf_counter()
    try:
        return run(self, *given)
    finally:
        with open(os.environ["RERUN_TIMES"], "a") as file:
            file.write(f"{1000 * (time.perf_counter() - began)}\\n")

ScriptRunner._run_script = timed
"""


@contextmanager
def chromium() -> Iterator[Browser]:
    path = ensure_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def new_page(browser: Browser) -> Page:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.add_init_script(STOPWATCH)
    return page


def cold_start(browser: Browser, folder: Path) -> float:
    """Seconds from `streamlit run app.py` to the first answer's text, the browser being open."""
    page = new_page(browser)
    began = time.monotonic()
    with serving(folder) as server:
        page.goto(server.url)
        canvas(page)
        draw(page, DIGITS[3])
        read(page, "3")
        seconds = time.monotonic() - began
        page.close()
    return seconds


def answer_times(page: Page, number: int, drawings: Sequence[list[Stroke]]) -> list[dict[str, float]]:
    """Milliseconds from each lifting of the pen to its answer, in all and in parts, over so many strokes."""
    page.evaluate("answers.length = 0")
    strokes = ((stroke, stroke is drawing[-1]) for drawing in cycle(drawings) for stroke in drawing)
    for count, (stroke, is_last) in enumerate(islice(strokes, number), 1):
        draw(page, [stroke])
        page.wait_for_function("count => answers.length >= count", arg=count)
        if is_last or count == number:
            clear(page)
            read(page, "")
    times: list[dict[str, float]] = page.evaluate("answers")
    return times


def report(times: Sequence[dict[str, float]]) -> None:
    print(f"{len(times)} strokes{'median':>22}{'95 %':>10}{'longest':>10}   (ms)")
    for share in SHARES:
        print(row(share, [time[share] for time in times]))


def row(name: str, values: Sequence[float]) -> str:
    quantile = statistics.quantiles(values, n=20)[-1]
    return f"{name:20}{statistics.median(values):14.1f}{quantile:10.1f}{max(values):10.1f}"


def resident(server: Server) -> float:
    """MiB of the server's process."""
    return float(psutil.Process(server.pid).memory_info().rss / MEBIBYTE)


def report_starts(folder: Path) -> None:
    with chromium() as browser:
        starts = [cold_start(browser, made(folder / f"start-{n}")) for n in range(3)]
    print(f"From `streamlit run` to the first answer: {', '.join(f'{start:.2f}' for start in starts)} s")


def report_drawing(folder: Path, strokes: int) -> None:
    (folder / "sitecustomize.py").write_text(CLOCK)
    reruns = folder / "reruns.txt"
    watched = {"PYTHONPATH": str(folder), "RERUN_TIMES": str(reruns)}
    with chromium() as browser, serving(folder, **watched) as server:
        page = new_page(browser)
        page.goto(server.url)
        answer_times(page, 3, DRAWINGS)
        reruns.unlink()
        report(answer_times(page, strokes, DRAWINGS))
        print(row("the fragment's rerun", [float(line) for line in reruns.read_text().split()]))


def report_memory(folder: Path, strokes: int, predictions: int) -> None:
    with chromium() as browser, serving(folder) as server:
        page = new_page(browser)
        page.goto(server.url)
        answer_times(page, strokes, DRAWINGS)
        before = resident(server)
        print(f"{before:.0f} MiB after {strokes} strokes")
        answer_times(page, predictions, [MARKS])
        after = resident(server)
        print(f"{after:.0f} MiB after {predictions} predictions more: {after - before:+.1f} MiB")


def made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--strokes", type=int, default=50)
    parser.add_argument("--predictions", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        report_starts(folder)
        report_drawing(made(folder / "drawing"), options.strokes)
        report_memory(made(folder / "memory"), options.strokes, options.predictions)


if __name__ == "__main__":
    main()
