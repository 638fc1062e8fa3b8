"""The photos of the Draw page without a browser: what is shown for what was uploaded."""

import math
import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from digitrec import runs
from digitrec.drawing import number_on, picture_of
from digitrec.errors import DrawingError
from digitrec.recognition import read_number, recogniser_for
from digitrec.ui import state
from tests.pages import opened, run
from tests.photos import KINDS, Scene, photo_of
from tests.test_drawing_pictures import encoded, sketch

SQUARED = photo_of("407", KINDS["squared"], seed=1)


def page(data: bytes | None = None, name: str = "photo.jpg") -> AppTest:
    shown = run(opened("draw"))
    return run(shown.file_uploader(state.PHOTO_FILE).set_value((name, data, "image/jpeg"))) if data else shown


def html(shown: AppTest) -> str:
    return " ".join(element.proto.body for element in shown.get("html"))


def test_at_first_it_says_what_to_show_and_leaves_the_camera_alone() -> None:
    shown = page()
    assert "show a number on paper" in " ".join(each.value for each in shown.markdown)
    assert not shown.get("camera_input")
    run(shown.get("button_group")[0].set_value("The camera"))
    assert len(shown.get("camera_input")) == 1
    assert not shown.get("file_uploader")


def test_a_photo_is_shown_with_its_number_its_boxes_and_each_digit() -> None:
    shown = html(page(SQUARED.jpeg))
    assert ">407</div>" in shown and "Digit 3 as the model sees it" in shown
    lefts = [float(left) for left in re.findall(r'class="box[ a-z]*" style="left:([\d.]+)%', shown)]
    assert lefts == pytest.approx(100 * SQUARED.boxes[:, 0] / 1280, abs=1)
    (room,) = re.findall(r"--room:([\d.]+)", shown)
    assert 100 * float(room) == pytest.approx(min(np.diff(lefts)), abs=0.02)
    tags = re.findall(r"<span>(\d) <small>(\d+) %", shown)
    read = read_number(recogniser_for(runs.find("cnn")), number_on(picture_of(SQUARED.jpeg)))
    shares = [min(math.floor(100 * digit.confidence), 99) for digit in read.digits]
    assert tags == [(digit, str(share)) for digit, share in zip("407", shares, strict=True)]
    assert min(shares) > 97


def test_a_photo_is_as_wide_as_its_height_allows() -> None:
    landscape, portrait = (
        html(page(photo_of("7", Scene(size=size), seed=1).jpeg)) for size in ((800, 600), (300, 600))
    )
    assert "width:min(100%,34.67rem);--room:1.0" in landscape
    assert "width:min(100%,13.00rem);--room:1.0" in portrait


def test_a_drawing_is_read_as_well() -> None:
    assert ">7</div>" in html(page(encoded(255 - sketch(12)), "seven.png"))


def test_an_empty_sheet_gets_advice() -> None:
    shown = page(photo_of("", KINDS["ruled"], seed=1).jpeg)
    assert shown.warning[0].value.startswith("No digit was found.")
    assert 'class="photo"' in html(shown) and 'class="box' not in html(shown)


@pytest.mark.parametrize("data", [b"\xff\xd8\xff", b"nothing", SQUARED.jpeg[:5000]])
def test_what_is_no_photo_is_told_in_a_sentence(data: bytes) -> None:
    shown = page(data)
    assert len(shown.error) == 1 and shown.error[0].value.endswith(".")


def test_a_photo_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = page(SQUARED.jpeg)
    monkeypatch.setattr("digitrec.ui.upload.picture_of", raised)
    run(shown.selectbox(key=state.PHOTO_MODEL).set_value("ann"))
    assert not shown.error and 'class="box' in html(shown)


def raised(data: bytes) -> None:
    raise DrawingError(f"{len(data)} bytes were read again.")
