"""How well the shipped models read real hands: drawings by several writers, each of one digit.

python benchmarks/hands.py FILE [--writers odd | even]

FILE holds one JSON object a line, gzip-compressed or not: {"label": 7, "writer": "tra-12", "strokes": [[[x, y], ...]]},
y pointing down. A person may choose by the odd writers, by the number at the end of their names, and report the even.
What counts is the best guess, whether rejected or not. Each writer's accuracy counts alike in "accuracy".
"""

import argparse
import gzip
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from digitrec import runs
from digitrec.drawing import Glyph
from digitrec.drawing.fabric import Stroke
from digitrec.drawing.strokes import glyph_of
from digitrec.evaluation import Predictions
from digitrec.evaluation.metrics import accuracy, confusion_matrix, headline, per_digit
from digitrec.recognition import Recogniser, read, recogniser_for

GZIP = b"\x1f\x8b"
HALVES = {"even": 0, "odd": 1}
# The glyph is the same for any width of the pen.
WIDTH = 1.0
WORST, CONFUSIONS = 3, 8


@dataclass(frozen=True, eq=False)
class Hands:
    """Drawings of one digit each: glyphs, labels int (N,) and writers str (N,)."""

    glyphs: list[Glyph]
    labels: NDArray[np.int64]
    writers: NDArray[np.str_]


def load(path: Path, half: str | None) -> Hands:
    data = path.read_bytes()
    lines = (gzip.decompress(data) if data.startswith(GZIP) else data).splitlines()
    rows = [row for row in map(json.loads, lines) if half is None or number_of(row["writer"]) % 2 == HALVES[half]]
    labels, writers = (np.array([row[name] for row in rows]) for name in ("label", "writer"))
    return Hands([glyph_of_row(row) for row in rows], labels, writers)


def number_of(writer: str) -> int:
    return int(re.findall(r"\d+", writer)[-1])


def glyph_of_row(row: dict[str, Any]) -> Glyph:
    return glyph_of([Stroke(np.array(points, np.float64), WIDTH) for points in row["strokes"]])


def answers(recogniser: Recogniser, hands: Hands) -> tuple[Predictions, float]:
    """The model's answers, and which share of them it rejects."""
    read_all = [read(recogniser, glyph) for glyph in hands.glyphs]
    probabilities = np.array([answer.digits[0].probabilities for answer in read_all])
    return Predictions(hands.labels, probabilities), float(np.mean([answer.rejected for answer in read_all]))


def report(name: str, predictions: Predictions, rejected: float, writers: NDArray[np.str_]) -> None:
    by_writer = {str(w): accuracy(predictions.take(np.flatnonzero(writers == w))) for w in np.unique(writers)}
    worst = sorted(by_writer, key=lambda writer: by_writer[writer])[:WORST]
    rows = {
        "accuracy": f"{np.mean(list(by_writer.values())):.2%}, the mean of {len(by_writer)} writers",
        "worst writers": ", ".join(f"{writer} {by_writer[writer]:.1%}" for writer in worst),
        "by digit": ", ".join(f"{row.digit}: {row.recall:.1%}" for row in per_digit(predictions) if row.support),
        "confusions": ", ".join(confusions(predictions)),
        "calibration error": f"{headline(predictions).calibration_error:.2%}",
        "rejected": f"{rejected:.2%}",
    }
    print(f"{name}: {len(predictions.labels):,} drawings")
    for title, text in rows.items():
        print(f"  {title:19}{text}")


def confusions(predictions: Predictions) -> list[str]:
    """The commonest, the most often first: label > answer, and how often."""
    matrix = confusion_matrix(predictions)
    np.fill_diagonal(matrix, 0)
    cells = np.argsort(-matrix, axis=None, kind="stable")[:CONFUSIONS]
    pairs = zip(*np.unravel_index(cells, matrix.shape), strict=True)
    return [f"{label} > {answer}: {matrix[label, answer]}" for label, answer in pairs if matrix[label, answer]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--writers", choices=sorted(HALVES), help="only half of the writers")
    options = parser.parse_args()
    hands = load(options.file, options.writers)
    for run in runs.served_runs():
        report(run.name, *answers(recogniser_for(run), hands), hands.writers)


if __name__ == "__main__":
    main()
