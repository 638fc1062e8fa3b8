"""A photo with what was read laid over it, as HTML."""

from collections.abc import Sequence
from itertools import pairwise

from digitrec.drawing import Picture
from digitrec.figures.pixels import photo_uri
from digitrec.recognition import Answer, Digit
from digitrec.ui.answer import box

# A photo is shown at most so high, rem. A tag may be this share of it high: on a phone it is small.
HIGHEST = 26
TAG = 0.12


def photo_with_boxes(picture: Picture, answer: Answer) -> str:
    """The photo, a box around each digit that was read, and on it the digit and how sure the model is."""
    width, height = picture.size
    digits = answer.digits if answer.text else ()
    shown = f"width:min(100%,{HIGHEST * width / height:.2f}rem);--room:{_room(digits, width):.4f}"
    words = f"The photo, in which {answer.text or 'nothing'} is read"
    boxes = "".join(_box(digit, picture.size) for digit in digits)
    photo = f'<img src="{photo_uri(picture.pixels)}" alt="{words}">'
    return f'<figure class="photo" style="{shown}">{photo}{boxes}</figure>'


def _room(digits: Sequence[Digit], width: int) -> float:
    """How wide the tag of a digit may be before it covers the next one's, as a share of the photo."""
    return min(((other.box[0] - digit.box[0]) / width for digit, other in pairwise(digits)), default=1)


def _box(digit: Digit, size: tuple[int, int]) -> str:
    left, top, width, height = (side / whole for side, whole in zip(digit.box, (*size, *size), strict=True))
    place = f"left:{left:.2%};top:{top:.2%};width:{width:.2%};height:{height:.2%}"
    return box(digit, place, size[1], TAG * size[1])
