"""How long a person waits on the Evaluate page, in a real browser: until it is ready, and after a filter change.

python benchmarks/evaluate_page.py [--repeats 5]

Ready means that the headline, the whole matrix and the first tiles are there. "Fresh" has nothing kept of the
model's answers, on a server that was just started; the browser knows the app from its Draw page.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts.ensure_chromium import ensure_chromium
from tests.browser.conftest import FLAGS
from tests.browser.server import Server, serving

CELLS = ((4, 9), (9, 4), (9, 7), (8, 3), (7, 2))
WINDOW = {"width": 1440, "height": 900}
POINTS = ".st-key-confusion .scatterlayer .point"

WHERE = """(number) => {
  const box = document.querySelectorAll(".st-key-confusion .scatterlayer .point")[number].getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}"""
# From the press to the frame in which all tiles say what they are expected to.
WATCH = """([event, title]) => {
  window.waited = null;
  document.addEventListener(event, () => {
    const began = performance.now();
    const look = () => {
      const hosts = [...document.querySelectorAll(".st-key-gallery *")].filter((element) => element.shadowRoot);
      const titles = hosts.flatMap((host) => [...host.shadowRoot.querySelectorAll("button span")]);
      if (titles.length && titles.every((each) => each.textContent.match(title)))
        requestAnimationFrame(() => { window.waited = (performance.now() - began) / 1000; });
      else requestAnimationFrame(look);
    };
    look();
  }, { once: true, capture: true });
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=5)
    repeats = parser.parse_args().repeats
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ensure_chromium(), args=FLAGS)
        print(f"{'seconds':24}{'median':>8}{'best':>8}{'worst':>8}")
        for name, seconds in measured(browser, repeats):
            print(f"{name:24}{statistics.median(seconds):8.2f}{min(seconds):8.2f}{max(seconds):8.2f}", flush=True)
        browser.close()


def measured(browser: Browser, repeats: int) -> Iterator[tuple[str, list[float]]]:
    for model in ("ann", "cnn"):
        yield f"{model}, fresh", [fresh(browser, model) for _ in range(repeats)]
    with served() as server:
        for model in ("ann", "cnn"):
            page = known(browser, server)
            _, *cached = [ready(page, server, model) for _ in range(repeats + 1)]
            yield f"{model}, cached", cached
        ready(page, server, "ann")
        expect(page.locator(".st-key-compare .scatterlayer")).to_have_count(3, timeout=60_000)
        yield "a cell pressed", [press(page, *cell) for _ in range(repeats) for cell in CELLS]
        yield "a digit chosen by key", [choose(page, digit) for _ in range(repeats) for digit in "3798"]


@contextmanager
def served() -> Iterator[Server]:
    """The app, writing into a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        yield server


def fresh(browser: Browser, model: str) -> float:
    with served() as server:
        return ready(known(browser, server), server, model)


def known(browser: Browser, server: Server) -> Page:
    """A browser that has just shown the Draw page."""
    page = browser.new_context(viewport=WINDOW).new_page()
    page.goto(server.url)
    expect(page.locator(".st-key-canvas canvas.upper-canvas")).to_be_visible(timeout=60_000)
    return page


def ready(page: Page, server: Server, model: str) -> float:
    began = time.perf_counter()
    page.goto(f"{server.url}/evaluate?evaluated={model}")
    page.locator(".st-key-headline [data-testid=stMetric]").first.wait_for(timeout=60_000)
    page.locator(".st-key-gallery button").first.wait_for(timeout=60_000)
    page.locator(POINTS).last.wait_for(state="attached", timeout=60_000)
    return time.perf_counter() - began


def press(page: Page, true: int, read: int) -> float:
    x, y = page.evaluate(WHERE, 10 * true + read)
    page.mouse.move(x, y)
    page.wait_for_timeout(200)
    page.evaluate(WATCH, ["mousedown", f"^{true} → {read}$"])
    page.mouse.click(x, y)
    return waited(page)


def choose(page: Page, digit: str) -> float:
    """The true digit, typed; what it is read as stays as it is, so it is set free first."""
    if page.locator(".st-key-chip").count():
        page.locator(".st-key-chip button").click()
        expect(page.locator(".st-key-chip")).to_have_count(0)
    page.get_by_role("combobox", name="True digit").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(digit)
    page.wait_for_timeout(200)
    page.evaluate(WATCH, ["keydown", f"^{digit} →"])
    page.keyboard.press("Enter")
    return waited(page)


def waited(page: Page) -> float:
    page.wait_for_function("window.waited !== null", timeout=30_000)
    return float(page.evaluate("window.waited"))


if __name__ == "__main__":
    main()
