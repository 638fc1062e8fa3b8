"""The Data page without a browser: what it shows for what is chosen."""

import html
import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from digitrec.dataset import Mnist
from digitrec.recipes import Augmentation
from digitrec.ui import state
from digitrec.ui.data import digit, whole
from tests.pages import opened, run


def page(**query: str) -> AppTest:
    shown = opened("data")
    for name, value in query.items():
        shown.query_params[name] = value
    return run(shown)


def numbers(shown: AppTest) -> np.ndarray:
    """The pixel values as the page writes them, (28, 28)."""
    (table,) = [element.proto.body for element in shown.get("html") if "numbers" in element.proto.body]
    cells = re.findall(r"<td[^>]*>(\d+)</td>", html.unescape(table))
    return np.array(cells, int).reshape(28, 28)


def captions(shown: AppTest) -> str:
    return "\n".join(caption.value for caption in shown.caption)


def headings(shown: AppTest) -> str:
    return "\n".join(text.value for text in shown.markdown)


def test_it_opens_with_the_first_training_digit(mnist: Mnist) -> None:
    shown = page()
    assert numbers(shown).tolist() == mnist.train_images[0].tolist()
    assert "#### A 5" in headings(shown)
    assert "1 to 40 of 60,000" in captions(shown)


def test_a_link_leads_to_a_digit(mnist: Mnist) -> None:
    shown = page(split="Test", index="247", label="4")
    assert numbers(shown).tolist() == mnist.test_images[247].tolist()
    assert "Test digit number 247: no training ever sees it." in captions(shown)
    assert "1 to 40 of 982" in captions(shown)
    assert "#### The most unusual 4s" in headings(shown)


@pytest.mark.parametrize("index", ["10000", "-1", "x", ""])
def test_a_link_to_no_digit_leads_to_the_first(index: str, mnist: Mnist) -> None:
    shown = page(split="Test", index=index)
    assert numbers(shown).tolist() == mnist.test_images[0].tolist()


def test_the_last_digit_can_be_chosen(mnist: Mnist) -> None:
    shown = page()
    shown.number_input(key=state.INDEX).set_value(59_999)
    run(shown)
    assert numbers(shown).tolist() == mnist.train_images[59_999].tolist()


def test_the_number_stays_among_the_test_digits(mnist: Mnist) -> None:
    shown = page(index="59999")
    shown.button_group(key=state.SPLIT).set_value("Test")
    run(shown)
    assert numbers(shown).tolist() == mnist.test_images[9_999].tolist()


def test_other_ones_and_back() -> None:
    shown = page(label="5", split="Test")
    seen = [captions(shown)]
    shown.button(key="other-ones").click()
    seen.append(captions(run(shown)))
    next(button for button in shown.button if button.label == "Back").click()
    seen.append(captions(run(shown)))
    assert "1 to 40 of 892" in seen[0]
    assert "41 to 80 of 892" in seen[1]
    assert seen[2] == seen[0]


def test_another_digit_begins_with_its_first_page() -> None:
    shown = page(split="Test")
    shown.button(key="other-ones").click()
    run(shown)
    shown.button_group(key=state.LABEL).set_value("1")
    assert "1 to 40 of 1,135" in captions(run(shown))


def test_augmentation_is_told_and_drawn_anew() -> None:
    shown = page()
    assert "At most: rotation 14" in captions(shown)
    before = pictures(shown)
    shown.button(key="once-more").click()
    assert pictures(run(shown)) != before
    shown.button_group(key=state.AUGMENTED).set_value("none")
    assert "Nothing is changed." in captions(run(shown))


def test_a_preset_with_styles_draws_the_digit_in_another_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(digit.PRESETS, "hands", Augmentation(flags=1.0))
    seen = []
    for preset in ("none", "hands"):
        shown = page(index="3", split="Training")
        assert "#### A 1" in headings(shown)
        shown.button_group(key=state.AUGMENTED).set_value(preset)
        seen.append(pictures(run(shown)))
    assert "1s with a flag 1." in captions(shown)
    assert seen[0] != seen[1]


def pictures(shown: AppTest) -> list[str]:
    return [element.proto.body for element in shown.get("html") if "changed at random" in element.proto.body]


def test_every_grey_has_a_legible_number() -> None:
    """Contrast of 4.5 to 1 and more (WCAG 2.1) between a number and its own grey."""
    for value in range(1, 256):
        found = re.search(r"color:#(\w)", digit._cell(value))
        assert found
        ink, ground = (luminance(grey) for grey in (255 if found[1] == "f" else 0, value))
        assert (max(ink, ground) + 0.05) / (min(ink, ground) + 0.05) >= 4.5


def luminance(grey: int) -> float:
    share = grey / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def test_five_thousand_are_left_out(mnist: Mnist) -> None:
    assert len(digit.left_out()) == 5_000
    assert max(digit.left_out()) < len(mnist.train_labels)


def test_the_most_unusual_are_of_their_digit(mnist: Mnist) -> None:
    found = whole.most_unusual("Test")
    assert found.shape == (10, whole.SHOWN)
    assert (mnist.test_labels[found] == np.arange(10)[:, None]).all()
