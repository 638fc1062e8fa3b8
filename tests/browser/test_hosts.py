from urllib.parse import urlsplit

from tests.browser.conftest import Visit
from tests.browser.digits import DIGITS
from tests.browser.helpers import canvas, draw, read


def test_a_drawing_is_read_and_no_other_host_is_asked(visit: Visit) -> None:
    page = visit()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.reload()
    canvas(page)
    read(page, "")
    draw(page, DIGITS[3])
    read(page, "3")
    assert {urlsplit(url).hostname for url in asked if not url.startswith(("data:", "blob:"))} == {"127.0.0.1"}
