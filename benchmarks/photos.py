"""Reading photos of numbers on paper, made up as the tests make them: digits right and time, by kind of photo.

python benchmarks/photos.py [--photos 10] [--model cnn]

A digit counts as right where the numbers agree digit by digit, found by their edit distance. The last row is of
photos of 12 megapixels. Times are of one thread's work from the JPEG file to the answer.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import cv2

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from digitrec import recognition, runs
from digitrec.drawing import number_from_image
from digitrec.recognition import Recogniser
from tests.photos import KINDS, Photo, some_photo

LARGE = (4000, 3000)


def large(photo: Photo) -> Photo:
    return replace(photo, pixels=cv2.resize(photo.pixels, LARGE, interpolation=cv2.INTER_CUBIC))


def right(text: str, read: str) -> int:
    """How many digits of the text are read, by the edit distance (V. Levenshtein, 1966)."""
    before = list(range(len(read) + 1))
    for row, letter in enumerate(text, 1):
        now = [row]
        for column, other in enumerate(read, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (letter != other)))
        before = now
    return max(len(text) - before[-1], 0)


def show(kind: str, photos: Sequence[Photo], recogniser: Recogniser) -> None:
    digits = found = whole = 0
    seconds = []
    for photo in photos:
        data = photo.jpeg
        start = time.thread_time()
        read = recognition.read_number(recogniser, number_from_image(data)).text
        seconds.append(time.thread_time() - start)
        digits, found, whole = digits + len(photo.text), found + right(photo.text, read), whole + (read == photo.text)
    print(
        f"{kind:16} {100 * found / digits:10.1f} % {100 * whole / len(photos):9.1f} % "
        f"{1000 * statistics.median(seconds):8.0f} ms"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, default=10, metavar="N", help="of each kind")
    parser.add_argument("--model", default="cnn")
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    recogniser = recognition.recogniser_for(runs.find(asked.model))
    print(f"{'photo':16} {'digits right':>12} {'numbers':>11} {'median':>11}")
    for number, kind in enumerate(KINDS):
        show(kind, [some_photo(kind, 1000 * number + seed) for seed in range(asked.photos)], recogniser)
    several = [large(some_photo("all at once", seed)) for seed in range(min(asked.photos, 5))]
    show("12 megapixels", several, recogniser)


if __name__ == "__main__":
    main()
