"""A real browser on the real app: one server and one Chromium a session, a fresh context a visit."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from scripts.ensure_chromium import ensure_chromium
from tests.browser.server import Server, serving

SCREENSHOTS = Path("build/browser")
SERVER, PAGES = pytest.StashKey[Server](), pytest.StashKey[list[Page]]()
# Below a page's own path, where Streamlit's script looks first; it then asks at the top, and finds.
LOOKED_FOR_FIRST = ("/_stcore/health", "/_stcore/host-config")
FLAGS = (
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
    "--disable-quic",
    # No name is ever looked up: what the app needs, it must serve itself.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
Visit = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Server]:
    """The app, running; `server.url`, `server.home`, `server.log` and `server.pid`."""
    with serving(tmp_path_factory.mktemp("server")) as running:
        request.config.stash[SERVER] = running
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = ensure_chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def visit(server: Server, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Opens a page of the app in a fresh browser context: `visit("/train", mobile=True, dark=True)`.

    Whatever the page complains of in its console fails the test.
    """
    contexts: list[BrowserContext] = []
    pages = request.node.stash.setdefault(PAGES, [])
    complaints: list[str] = []

    def open_page(
        path: str = "/", *, mobile: bool = False, dark: bool = False, prepare: Callable[[Page], object] = id
    ) -> Page:
        size = {"width": 390, "height": 844} if mobile else {"width": 1440, "height": 900}
        scheme = "dark" if dark else "light"
        context = browser.new_context(viewport=size, has_touch=mobile, is_mobile=mobile, color_scheme=scheme)
        contexts.append(context)
        pages.append(context.new_page())
        listen(pages[-1], complaints)
        prepare(pages[-1])
        pages[-1].goto(server.url + path if path.startswith("/") else path)
        return pages[-1]

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def listen(page: Page, complaints: list[str]) -> None:
    """Takes note of errors in the console and of those that nothing caught."""
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(f"{said.text} {said.location}") if is_complaint(said) else None)


def is_complaint(said: ConsoleMessage) -> bool:
    return said.type == "error" and not said.location.get("url", "").endswith(LOOKED_FOR_FIRST)


@pytest.fixture
def page(visit: Visit) -> Page:
    """The Draw page, on a desktop, in the light theme."""
    return visit()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: "pytest.CallInfo[None]") -> Iterator[None]:
    """Shows, for a failed test, what the server said and where the pages' pictures are."""
    report = yield
    if report.failed:
        if SERVER in item.config.stash:
            log = item.config.stash[SERVER].log.read_text(errors="replace")
            report.sections.append(("server log", log[-5_000:]))
        for number, page in enumerate(item.stash.get(PAGES, [])):
            if page.is_closed():
                continue
            picture = SCREENSHOTS / f"{item.name}-{number}.png"
            page.screenshot(path=picture)
            report.sections.append(("screenshot", str(picture)))
    return report
