"""What share of MNIST's test digits each shipped model rejects, and of each kind of non-digit.

python benchmarks/rejection.py [--kinds]

The kinds marked * were not learned from, nor was anything chosen on them. As one digit, each drawing is one glyph; as a
number, it is read as the Draw page and `predict` read it. --kinds lists every kind by itself.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from digitrec import dataset, recognition, runs
from digitrec.augmentation.nondigits import CHOOSING, REPORTING
from digitrec.augmentation.nondigits.hand import Kind, by_hand
from digitrec.drawing import glyph_from_strokes, number_from_strokes
from digitrec.recognition import Answer, Recogniser
from digitrec.recognition.recogniser import A_DIGIT

HALVES: Mapping[str, Mapping[str, Kind]] = {"": CHOOSING, "*": REPORTING}
EACH = 20
SEED = 1
SIDE = 200  # canvas pixels


def main() -> None:
    drawings = {f"{name}{mark}": drawn(kind) for mark, half in HALVES.items() for name, kind in half.items()}
    for run in runs.shipped_runs():
        recogniser = recognition.recogniser_for(run, threads=2)
        looks = recogniser(dataset.load().test_images).digit
        print(f"{run.name}: {np.mean(looks < A_DIGIT):.2%} of MNIST's test digits rejected")
        rejected = {name: shares(recogniser, some) for name, some in drawings.items()}
        print(f"  {'of non-digits':28} {'as one digit':>12} {'as a number':>12}")
        report(grouped(rejected))
        if "--kinds" in sys.argv:
            report(rejected)


def drawn(kind: Kind) -> list[dict[str, Any]]:
    """Canvas drawings of a kind."""
    rng = np.random.default_rng(SEED)
    return [canvas_drawing(by_hand(kind(rng), rng)) for _ in range(EACH)]


def canvas_drawing(strokes: list[np.ndarray]) -> dict[str, Any]:
    points = np.concatenate(strokes)
    scale = SIDE / np.ptp(points, axis=0).max()
    lines = [((stroke - points.min(axis=0)) * scale).tolist() for stroke in strokes]
    paths = [[["M", *line[0]], *(["L", *point] for point in line[1:])] for line in lines]
    return {"objects": [{"type": "Path", "path": path, "stroke": "#fff", "strokeWidth": 12} for path in paths]}


def single(recogniser: Recogniser, drawing: dict[str, Any]) -> Answer:
    return recognition.read(recogniser, glyph_from_strokes(drawing))


def number(recogniser: Recogniser, drawing: dict[str, Any]) -> Answer:
    return recognition.read_number(recogniser, number_from_strokes(drawing))


def shares(recogniser: Recogniser, drawings: list[dict[str, Any]]) -> tuple[float, float]:
    """How much is rejected of drawings that are read as one digit, and as numbers."""
    answers = [(single(recogniser, drawing).rejected, number(recogniser, drawing).rejected) for drawing in drawings]
    alone, as_number = np.mean(answers, axis=0)
    return float(alone), float(as_number)


def grouped(rejected: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """The mean over the kinds of each family, and over all."""
    groups: dict[str, list[tuple[float, float]]] = {}
    for name, shares in rejected.items():
        mark = "*" if name.endswith("*") else ""
        for group in (f"{name.partition(':')[0]}s{mark}", f"all kinds{mark}"):
            groups.setdefault(group, []).append(shares)
    return {group: tuple(np.mean(shares, axis=0)) for group, shares in groups.items()}


def report(rejected: Mapping[str, tuple[float, float]]) -> None:
    for name, (alone, as_number) in rejected.items():
        print(f"  {name:28} {alone:12.1%} {as_number:12.1%}")


if __name__ == "__main__":
    main()
