"""The report of three digits, and of two models that disagree on one of them."""

import json
import re
from html.parser import HTMLParser

import numpy as np
import plotly.graph_objects as go
import pytest

from digitrec import report
from digitrec.errors import DatasetError
from digitrec.evaluation import Predictions

IMAGES = np.arange(3, dtype=np.uint8)[:, None, None].repeat(28, 1).repeat(28, 2) * 100
LABELS = np.array([4, 4, 7])


def answers(*read: tuple[int, float]) -> Predictions:
    """A model that reads each digit as the one given, with that confidence; the rest goes to the next digit."""
    probabilities = np.zeros((len(read), 10))
    for row, (digit, confidence) in zip(probabilities, read, strict=True):
        row[digit], row[(digit + 1) % 10] = confidence, 1 - confidence
    return Predictions(LABELS, probabilities)


ANN = answers((9, 0.6), (9, 0.8), (7, 0.9))
CNN = answers((4, 0.7), (9, 0.9), (7, 0.9))


class Elements(HTMLParser):
    """Every element's name and attributes, the scripts' texts, and all text that is read."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script":
            self.scripts[-1] += data
        elif not self.cdata_elem:
            self.text += data


@pytest.fixture(scope="module")
def alone() -> Elements:
    return Elements(report.as_html(IMAGES, {"ann": ANN}, "three <digits>"))


@pytest.fixture(scope="module")
def both() -> Elements:
    return Elements(report.as_html(IMAGES, {"ann": ANN, "cnn": CNN}, "three"))


def figures_in(page: Elements) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = json.loads(page.scripts[1])["figures"]
    return found


def test_names_are_text_and_no_markup(alone: Elements) -> None:
    assert "ann on three <digits>" in alone.text
    assert "digits" not in {name for name, _ in alone.found}


def test_headline(alone: Elements) -> None:
    assert "33.33 %" in alone.text
    assert "2 of 3" in alone.text


def test_misclassified_digits_most_confident_first(alone: Elements) -> None:
    assert re.findall(r"(\d → \d) (\d+\.\d %)number (\d)", alone.text) == [
        ("4 → 9", "80.0 %", "1"),
        ("4 → 9", "60.0 %", "0"),
    ]
    pictures = [attributes for name, attributes in alone.found if name == "img"]
    assert [picture["alt"] for picture in pictures] == ["A 4 that was read as 9"] * 2
    assert all(str(picture["src"]).startswith("data:image/png;base64,") for picture in pictures)


def test_two_models(both: Elements) -> None:
    assert "cnn reads 1 more of the 3 digits than ann" in both.text
    assert re.findall(r"number (\d)(cnn|ann) reads (\d)", both.text) == [
        ("1", "cnn", "9"),
        ("0", "cnn", "4"),
        ("1", "ann", "9"),
    ]
    assert set(figures_in(both)) == {"confusion-0", "confusion-1", "difference", "reliability", "coverage"}


def test_every_figure_has_its_place_and_fits_both_themes(alone: Elements) -> None:
    places = {attributes["id"] for name, attributes in alone.found if name == "div" and "id" in attributes}
    found = figures_in(alone)
    assert set(found) == places == {"confusion-0", "reliability", "coverage"}
    for figure in found.values():
        go.Figure(data=figure["data"], layout=figure["onLight"])
        go.Figure(data=figure["data"], layout=figure["onDark"])
        assert figure["onLight"] != figure["onDark"]


def test_nothing_is_fetched(both: Elements) -> None:
    addresses = [value for _, attributes in both.found for name, value in attributes.items() if name in {"src", "href"}]
    assert all(str(address).startswith("data:") for address in addresses)
    assert len(both.scripts) == 3
    assert "link" not in {name for name, _ in both.found}


def test_without_errors() -> None:
    right = answers((4, 0.9), (4, 0.9), (7, 0.9))
    assert "None: every digit was read rightly." in Elements(report.as_html(IMAGES, {"ann": right}, "three")).text


def test_many_errors_are_cut_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "MOST_SHOWN", 1)
    page = Elements(report.as_html(IMAGES, {"ann": ANN}, "three"))
    assert "most confident first, the first 1 of 2" in page.text
    assert sum(name == "img" for name, _ in page.found) == 1


def test_models_asked_about_different_digits() -> None:
    other = Predictions(LABELS[:2], ANN.probabilities[:2])
    with pytest.raises(DatasetError, match="same digits"):
        report.as_html(IMAGES, {"ann": ANN, "cnn": other}, "three")


def test_no_text_ends_the_script() -> None:
    name = "</script><em>"
    page = Elements(report.as_html(IMAGES, {name: ANN}, "three"))
    assert "em" not in {tag for tag, _ in page.found}
    assert name in page.text
    assert figures_in(page)["reliability"]["data"][1]["name"] == name  # type: ignore[index]
