"""What a person does in the app: draw on the canvas by mouse or finger, and read the answer."""

import base64
import re
import time
from collections.abc import Callable, Iterator

import cv2
import numpy as np
from playwright.sync_api import CDPSession, Locator, Page, WebSocketRoute, expect

from tests.browser.digits import Stroke

# Eight short strokes far apart, which the model sees as eight spots.
MARKS: list[Stroke] = [
    [(x, y - 0.04), (x, y), (x, y + 0.04)] for y in (0.2, 0.5, 0.8) for x in (0.2, 0.5, 0.8) if (x, y) != (0.8, 0.8)
]


def canvas(page: Page) -> Locator:
    """The canvas that takes the strokes, ready to be drawn on."""
    found = page.locator(".st-key-canvas canvas.upper-canvas")
    expect(found).to_be_visible(timeout=30_000)
    found.scroll_into_view_if_needed()
    return found


def draw(page: Page, strokes: list[Stroke]) -> None:
    """Draws strokes with the mouse; points are fractions of the canvas's width and height, from its top left."""
    for stroke in strokes:
        (x, y), *rest = on_screen(page, stroke)
        page.mouse.move(x, y)
        page.mouse.down()
        for x, y in rest:
            page.mouse.move(x, y)
        page.mouse.up()


def touch_draw(page: Page, strokes: list[Stroke]) -> None:
    """As `draw`, with one finger."""
    finger = page.context.new_cdp_session(page)
    for stroke in strokes:
        first, *rest = on_screen(page, stroke)
        touch(finger, "touchStart", first)
        for point in rest:
            touch(finger, "touchMove", point)
        touch(finger, "touchEnd")
    finger.detach()


def touch(finger: CDPSession, kind: str, *points: tuple[float, float]) -> None:
    finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})


def on_screen(page: Page, stroke: Stroke) -> Iterator[tuple[float, float]]:
    box = canvas(page).bounding_box()
    assert box, "the canvas has left the page"
    return ((box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke)


def answer(page: Page) -> Locator:
    return page.locator(".st-key-answer")


def read(page: Page, expected: str, seconds: float = 10) -> None:
    """Waits until the answer is exactly `expected`; "" waits until there is none."""
    if expected:
        expect(answer(page)).to_have_text(expected, timeout=seconds * 1000)
    else:
        expect(answer(page).filter(has_text=re.compile(r"\S"))).to_have_count(0, timeout=seconds * 1000)


def clear(page: Page) -> None:
    page.locator(".st-key-clear button").click()


def undo(page: Page) -> Locator:
    return page.locator(".st-key-undo button")


def redo(page: Page) -> Locator:
    return page.locator(".st-key-redo button")


def go(page: Page, name: str) -> None:
    """Goes to another page by the navigation."""
    page.get_by_test_id("stTopNavLink").filter(has_text=name).click()


def choose(page: Page, label: str, option: str) -> None:
    """Chooses from a selectbox."""
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=True).click()


def marks(page: Page) -> int:
    """How many spots apart from each other the model sees, in all digits: what has reached the server."""
    sources = page.locator(".seen img").evaluate_all("pictures => pictures.map((picture) => picture.src)")
    return sum(map(spots, sources))


def spots(source: str) -> int:
    encoded = base64.b64decode(source.split(",")[1])
    picture = cv2.imdecode(np.frombuffer(encoded, np.uint8), cv2.IMREAD_GRAYSCALE)
    return int(cv2.connectedComponents((picture > 64).astype(np.uint8))[0]) - 1


def until(page: Page, holds: Callable[[], bool], what: str, seconds: float = 15) -> None:
    """Waits until the condition holds. Raises AssertionError, saying what did not come, when the time is over."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"{what}, waited {seconds} s for"
        page.wait_for_timeout(50)


class Line:
    """The line between the page and the server, either way of which can be held up as a slow network does."""

    def __init__(self, page: Page) -> None:
        self._held: list[str | bytes] | None = None
        self._unsent: list[str | bytes] | None = None
        self._page: WebSocketRoute | None = None
        self._server: WebSocketRoute | None = None
        page.route_web_socket(re.compile("/_stcore/stream"), self._connect)

    def _connect(self, page: WebSocketRoute) -> None:
        self._page, self._server = page, page.connect_to_server()
        page.on_message(self._ask)
        self._server.on_message(self._answer)

    def _ask(self, message: str | bytes) -> None:
        if self._unsent is not None:
            self._unsent.append(message)
        elif self._server:
            self._server.send(message)

    def _answer(self, message: str | bytes) -> None:
        if self._held is not None:
            self._held.append(message)
        elif self._page:
            self._page.send(message)

    def hold(self) -> None:
        """From now on, what the server says does not arrive."""
        self._held = []

    def release(self) -> None:
        """It arrives now, in order."""
        held, self._held = self._held or [], None
        for message in held:
            self._answer(message)

    def hold_back(self) -> None:
        """From now on, what the page says does not reach the server."""
        self._unsent = []

    def send(self) -> None:
        """It reaches the server now, in order and all at once."""
        unsent, self._unsent = self._unsent or [], None
        for message in unsent:
            self._ask(message)

    @property
    def waiting(self) -> int:
        return len(self._held or [])

    @property
    def unsent(self) -> int:
        return len(self._unsent or [])
