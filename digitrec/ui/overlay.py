"""A photo with what was read laid over it, and each digit as the model sees it: as HTML."""

import numpy as np

from digitrec.drawing import Glyph, Picture
from digitrec.figures import percent
from digitrec.figures.pixels import data_uri, photo_uri
from digitrec.recognition import Answer, Digit


def photo_with_boxes(picture: Picture, answer: Answer) -> str:
    """The photo, a box around each digit that was read, and its label on the box."""
    boxes = "" if answer.rejected else "".join(_box(digit, picture.size) for digit in answer.digits)
    words = f"The photo, in which {answer.text} is read" if answer.text else "The photo, in which nothing is read"
    return f'<figure class="photo"><img src="{photo_uri(picture.pixels)}" alt="{words}">{boxes}</figure>'


def cards(answer: Answer) -> str:
    """Each digit as the model sees it, its label, and how sure the model is."""
    shown = "".join(_card(glyph, digit) for glyph, digit in zip(answer.glyphs, answer.digits, strict=True))
    return f'<div class="glyphs">{shown}</div>'


def _box(digit: Digit, size: tuple[int, int]) -> str:
    left, top, width, height = (100 * side / whole for side, whole in zip(digit.box, (*size, *size), strict=True))
    place = f"left:{left:.2f}%;top:{top:.2f}%;width:{width:.2f}%;height:{height:.2f}%"
    return f'<span class="box" style="{place}"><b>{digit.label}</b></span>'


def _card(glyph: Glyph, digit: Digit) -> str:
    source = data_uri((glyph.pixels * 255).astype(np.uint8))
    return (
        f'<figure><img src="{source}" alt="The {digit.label} as the model sees it">'
        f"<figcaption><b>{digit.label}</b>{percent(digit.confidence)}</figcaption></figure>"
    )
