"""What "Why this answer?" on the Draw page takes in a real browser, and what it takes from the answers.

python benchmarks/why.py [--strokes 50]

The answers' times are those of `draw_latency.py`, each stroke drawn as soon as the one before is answered: first with
the reasons closed, then open. The reasons' are from the moment the pen is lifted to the frame that shows where the ink
decides, which comes last but for the similar digits. The first time, the digits that a model was trained on have to be
looked at. Let nothing else run beside it.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.draw_latency import DRAWINGS, answer_times, chromium, new_page, report, row
from tests.browser.digits import DIGITS, Stroke
from tests.browser.helpers import choose, clear, draw, read
from tests.browser.server import serving

STOPWATCH = """
window.reasons = [];
let up = 0, map = null;
addEventListener("pointerup", () => { up = performance.now(); }, true);
new MutationObserver(() => {
  const now = document.querySelector("img.map")?.src;
  if (now === map) return;
  map = now;
  if (!now || !up) return;
  const began = up;
  up = 0;
  requestAnimationFrame(() => { reasons.push(performance.now() - began); });
}).observe(document, { subtree: true, childList: true, attributes: true });
"""


def ask_why(page: Page) -> float:
    """Seconds from asking for the reasons, which are open from now on, to the digits that look alike."""
    draw(page, DIGITS[3])
    read(page, "3")
    began = time.monotonic()
    page.locator(".st-key-why label").click()
    page.locator(".similar").wait_for()
    seconds = time.monotonic() - began
    clear(page)
    read(page, "")
    return seconds


def reason_times(page: Page, drawings: Sequence[list[Stroke]]) -> list[float]:
    """Milliseconds from the end of the last stroke of each drawing to its reasons."""
    for drawing in drawings:
        draw(page, drawing[:-1])
        page.wait_for_timeout(500)
        count = page.evaluate("reasons.length")
        draw(page, drawing[-1:])
        page.wait_for_function("count => reasons.length > count", arg=count)
        clear(page)
        read(page, "")
    times: list[float] = page.evaluate("count => reasons.slice(-count)", len(drawings))
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--strokes", type=int, default=50)
    strokes = parser.parse_args().strokes
    with tempfile.TemporaryDirectory() as folder, chromium() as browser, serving(Path(folder)) as server:
        for model in ("CNN", "ANN"):
            page = new_page(browser)
            page.add_init_script(STOPWATCH)
            page.goto(server.url)
            choose(page, "Model", model)
            answer_times(page, 3, DRAWINGS)
            print(f"{model}, the reasons closed")
            report(answer_times(page, strokes, DRAWINGS))
            print(f"{model}, the reasons open, for the first time after {ask_why(page):.1f} s")
            report(answer_times(page, strokes, DRAWINGS))
            print(row("reasons", reason_times(page, DRAWINGS)))
            page.close()


if __name__ == "__main__":
    main()
