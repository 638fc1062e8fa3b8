"""Photos on the Draw page in a real browser: uploaded or pasted, read, and shown with a box around each digit."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.digits import DIGITS
from tests.browser.helpers import draw, read
from tests.browser.test_draw import WIDEST
from tests.photos import KINDS, Photo, photo_of

PHOTO, OTHER = (photo_of(text, KINDS["all at once"], seed=1) for text in ("407", "58"))
CAMERA_ASKED = """
window.asked = 0;
navigator.mediaDevices.getUserMedia = async () => { window.asked += 1; throw new DOMException("", "NotFoundError"); };
"""
PASTED = """(bytes) => {
  const held = new DataTransfer();
  held.items.add(new File([new Uint8Array(bytes)], "pasted.jpg", { type: "image/jpeg" }));
  document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: held, bubbles: true }));
}"""


def ready(page: Page) -> Page:
    """The page, once it takes photos."""
    expect(page.locator(".st-key-upload input[type=file]")).to_be_attached(timeout=30_000)
    return page


LOADED = "() => document.querySelector('.st-key-upload .photo img').complete"
# The photo's place and its boxes', all at one moment: what is above them may still move.
PLACES = """() => ["img", ".box"].flatMap(
  (part) => [...document.querySelectorAll(`.st-key-upload .photo ${part}`)]
    .map((each) => each.getBoundingClientRect().toJSON())
)"""


def assert_boxed(page: Page, photo: Photo = PHOTO) -> None:
    """Every digit is read, and its box is where it is, give or take a hundredth of the photo's width."""
    expect(page.locator(".st-key-photo-answer")).to_have_text(photo.text, timeout=30_000)
    expect(page.locator(".st-key-upload .photo .box")).to_have_count(len(photo.text))
    page.wait_for_function(LOADED)
    shown, *boxes = page.evaluate(PLACES)
    scale = shown["width"] / photo.pixels.shape[1]
    for box, (left, top, _, height) in zip(boxes, photo.boxes, strict=True):
        assert abs(box["x"] - shown["x"] - left * scale) < shown["width"] / 100
        assert abs(box["y"] - shown["y"] - top * scale) < shown["width"] / 100
        assert abs(box["height"] - height * scale) < shown["width"] / 50


def test_a_photo_is_uploaded_and_its_digits_are_boxed(visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "photo.jpg"
    file.write_bytes(PHOTO.jpeg)
    for mobile in (False, True):
        page = ready(visit(mobile=mobile, dark=mobile))
        page.locator(".st-key-upload input[type=file]").set_input_files(file)
        assert_boxed(page)
        expect(page.locator(".st-key-upload .card")).to_have_count(3)
        assert page.evaluate(WIDEST) <= (390 if mobile else 1440)


def test_one_photo_after_another_is_pasted_and_a_drawing_stays(page: Page) -> None:
    draw(page, DIGITS[3])
    read(page, "3")
    for photo in (PHOTO, OTHER):
        ready(page).evaluate(PASTED, list(photo.jpeg))
        assert_boxed(page, photo)
    read(page, "3")
    draw(page, DIGITS[1])
    expect(page.locator(".st-key-undo button")).to_be_enabled()
    assert_boxed(page, OTHER)


def test_what_is_no_picture_gets_a_sentence(visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "photo.jpg"
    file.write_bytes(b"no picture")
    page = ready(visit())
    page.locator(".st-key-upload input[type=file]").set_input_files(file)
    expect(page.locator(".st-key-upload [data-testid=stAlert]")).to_contain_text("give a PNG, JPEG, WebP or BMP file.")


def test_the_camera_is_asked_for_only_when_it_is_chosen(visit: Visit) -> None:
    page = ready(visit(prepare=lambda page: page.add_init_script(CAMERA_ASKED)))
    assert page.evaluate("window.asked") == 0
    page.get_by_role("radio", name="The camera").click()
    page.wait_for_function("window.asked > 0")
