"""How well the shipped models read scikit-learn's digits: other people's, scanned, and very small.

python benchmarks/small_scans.py

They are 1,797 digits of 8 x 8 pixels by 13 people (E. Alpaydin and C. Kaynak, 'Optical Recognition of Handwritten
Digits', UCI, 1998). Each is enlarged smoothly and scaled as MNIST was. Nobody is told apart in them; the loops of many
are filled up. They have the forms that MNIST lacks, so that styles can be chosen by them.
"""

import sys
from collections import Counter
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from digitrec import runs
from digitrec.drawing.glyph import BOX, SIDE, centred
from digitrec.recognition import recogniser_for

LEVELS = 16
ENLARGED = 32
SMOOTHED = 6.0
# Where ink begins and where it is full, after smoothing.
FAINT, FULL = 0.35, 0.65
SHOWN = 8


def main() -> None:
    images, labels = load_digits(return_X_y=True)
    digits = np.stack([as_mnist(image.reshape(8, 8) / LEVELS) for image in images])
    for run in runs.shipped_runs():
        read = recogniser_for(run)(digits).probabilities.argmax(axis=1)
        wrong = read != labels
        most = Counter(zip(labels[wrong].tolist(), read[wrong].tolist(), strict=True)).most_common(SHOWN)
        confused = ", ".join(f"{true} as {said} {count}" for (true, said), count in most)
        print(f"{run.name:14} {100 - 100 * wrong.mean():6.2f} %   {confused}")


def as_mnist(image: NDArray[np.float64]) -> NDArray[np.float32]:
    """A tiny picture in [0, 1] with its longer side 20 pixels long and its centre of mass in the middle, (28, 28)."""
    large = cv2.resize(image.astype(np.float32), None, fx=ENLARGED, fy=ENLARGED, interpolation=cv2.INTER_CUBIC)
    ink = np.clip((cv2.GaussianBlur(large, (0, 0), SMOOTHED) - FAINT) / (FULL - FAINT), 0, 1)
    rows, columns = (np.flatnonzero(ink.max(axis=axis) > 0.1) for axis in (1, 0))
    cropped = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    size = [max(1, round(BOX * side / max(cropped.shape))) for side in cropped.shape[::-1]]
    small = cv2.resize(cropped, size, interpolation=cv2.INTER_AREA)
    return centred(np.pad(small, [(0, SIDE - side) for side in small.shape]))


if __name__ == "__main__":
    main()
