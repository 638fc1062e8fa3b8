"""What the words beside an answer are worth, and the second guess: on the digits that each shipped model left out.

python benchmarks/sureness.py
"""

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from digitrec import dataset, runs
from digitrec.evaluation import Predictions, served
from digitrec.recognition import answers, second_guess, sureness

SHARES = (0.01, 0.02, 0.05, 0.1, 0.2)


def main() -> None:
    for run in runs.served_runs():
        predictions = served.predictions(run, served.left_out(run, dataset.load()))
        print(f"{run.name}: {len(predictions.errors)} of {len(predictions.labels):,} misread")
        report_words(predictions)
        report_second_guesses(predictions)


def report_words(predictions: Predictions) -> None:
    words = np.array([sureness(confidence) for confidence in predictions.confidence])
    for word in ("sure", "fairly sure", "unsure"):
        said = words == word
        right = int(predictions.correct[said].sum())
        print(f"  {word:12} {said.mean():7.2%} of the digits, {right:5,} of {said.sum():5,} right")


def report_second_guesses(predictions: Predictions) -> None:
    """For other least probabilities too; that in use is checked to be what `second_guess` does."""
    seconds = predictions.probability_of(predictions.second)
    offered = np.array([second_guess(row) is not None for row in predictions.probabilities.tolist()])
    assert (offered == (seconds >= answers.CLOSE)).all()
    right = predictions.second == predictions.labels
    for share in SHARES:
        close = seconds >= share
        mark = "*" if share == answers.CLOSE else " "
        of = f"{right[close].sum()} of the {len(predictions.errors)} misread"
        print(
            f" {mark}second guess from {share:4.0%}: offered for {close.mean():6.2%}, "
            f"then right in {right[close].mean():4.0%}, and so for {of}"
        )


if __name__ == "__main__":
    main()
