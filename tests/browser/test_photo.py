"""Photos on the Draw page in a real browser: uploaded or pasted, read, and shown with a box around each digit."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.digits import DIGITS
from tests.browser.helpers import draw, read
from tests.browser.test_draw import WIDEST
from tests.photos import KINDS, photo_of

PHOTO = photo_of("407", KINDS["all at once"], seed=1)
CAMERA_ASKED = """
window.asked = 0;
navigator.mediaDevices.getUserMedia = async () => { window.asked += 1; throw new DOMException("", "NotFoundError"); };
"""
PASTED = """(bytes) => {
  const held = new DataTransfer();
  held.items.add(new File([new Uint8Array(bytes)], "pasted.jpg", { type: "image/jpeg" }));
  document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: held, bubbles: true }));
}"""


def to_photos(page: Page) -> None:
    page.get_by_role("tab", name="Photo").click()
    expect(page.get_by_text("Show a number on paper")).to_be_visible(timeout=30_000)


def assert_boxed(page: Page) -> None:
    """Every digit is read, and its box is where it is, give or take a hundredth of the photo's width."""
    expect(page.locator(".st-key-photo-answer")).to_have_text("407", timeout=30_000)
    photo = page.locator(".st-key-upload .photo img").bounding_box()
    assert photo
    for number, (left, top, _, height) in enumerate(PHOTO.boxes):
        box = page.locator(".st-key-upload .box").nth(number).bounding_box()
        assert box
        scale = photo["width"] / PHOTO.pixels.shape[1]
        assert abs(box["x"] - photo["x"] - left * scale) < photo["width"] / 100
        assert abs(box["y"] - photo["y"] - top * scale) < photo["width"] / 100
        assert abs(box["height"] - height * scale) < photo["width"] / 50


def test_a_photo_is_uploaded_and_its_digits_are_boxed(visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "photo.jpg"
    file.write_bytes(PHOTO.jpeg)
    for mobile in (False, True):
        page = visit(mobile=mobile, dark=mobile)
        to_photos(page)
        page.locator(".st-key-upload input[type=file]").set_input_files(file)
        assert_boxed(page)
        expect(page.locator(".st-key-upload .glyphs figure")).to_have_count(3)
        assert page.evaluate(WIDEST) <= (390 if mobile else 1440)


def test_a_photo_is_pasted_and_a_drawing_meanwhile_stays(page: Page) -> None:
    draw(page, DIGITS[3])
    read(page, "3")
    page.evaluate(PASTED, list(PHOTO.jpeg))  # which, on the board, means nothing
    to_photos(page)
    page.evaluate(PASTED, list(PHOTO.jpeg))
    assert_boxed(page)
    page.get_by_role("tab", name="Draw").click()
    read(page, "3")
    draw(page, DIGITS[1])
    expect(page.locator(".st-key-undo button")).to_be_enabled()


def test_the_camera_is_asked_for_only_when_it_is_chosen(visit: Visit) -> None:
    page = visit(prepare=lambda page: page.add_init_script(CAMERA_ASKED))
    to_photos(page)
    assert page.evaluate("window.asked") == 0
    page.get_by_role("radio", name="The camera").click()
    page.wait_for_function("window.asked > 0")
