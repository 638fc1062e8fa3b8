"""Take the README's picture of the Draw page from the real app: `python -m scripts.screenshot`."""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from scripts.ensure_chromium import ensure_chromium
from tests.browser.conftest import FLAGS
from tests.browser.digits import DIGITS
from tests.browser.helpers import draw, read
from tests.browser.server import serving

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "draw.png"
SIZE = {"width": 1120, "height": 770}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ensure_chromium(), args=FLAGS)
        page = browser.new_page(viewport=SIZE, color_scheme="light")
        page.goto(server.url)
        draw(page, DIGITS[3])
        read(page, "3")
        page.locator(".st-key-reading .js-plotly-plot").wait_for()
        page.mouse.move(1, 1)
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
