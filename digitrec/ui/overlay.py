"""A photo with what was read laid over it, as HTML."""

from digitrec.drawing import Picture
from digitrec.figures.pixels import photo_uri
from digitrec.recognition import Answer, Digit
from digitrec.ui.answer import box

# How high the tag of a box may be, as a share of the photo, which is shown small on a phone.
TAG = 0.1


def photo_with_boxes(picture: Picture, answer: Answer) -> str:
    """The photo, a box around each digit that was read, and on it the digit and how sure the model is."""
    boxes = "".join(_box(digit, picture.size) for digit in answer.digits) if answer.text else ""
    words = f"The photo, in which {answer.text} is read" if answer.text else "The photo, in which nothing is read"
    return f'<figure class="photo"><img src="{photo_uri(picture.pixels)}" alt="{words}">{boxes}</figure>'


def _box(digit: Digit, size: tuple[int, int]) -> str:
    left, top, width, height = (side / whole for side, whole in zip(digit.box, (*size, *size), strict=True))
    place = f"left:{left:.2%};top:{top:.2%};width:{width:.2%};height:{height:.2%}"
    return box(digit, place, size[1], TAG * size[1])
