"""Train what comes with digitrec, where that is still to be done, and put it there.

`python -m scripts.ship [RECIPE]...`; it may be interrupted at any time, and shares its runs with
`python -m digitrec results`. Of a recipe's seeds the one ships that reads the digits best which were
left out of training; the test digits have no say. A model ships under its recipe's name, with the recipe, the
figures, the curves and both model files; neither its checkpoint nor its log goes along, and the one to train again from
is packed.

`python -m scripts.ship --export-again [RUN]...` trains nothing: it writes the served files of what ships, or of other
finished runs, anew from their weights. Those that ship are packed, which may change an answer: to keep a run's figures,
write its file anew and ship it again.
"""

import shutil
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from digitrec import measuring, recipes, runs, settings
from digitrec.errors import DigitrecError
from digitrec.runs import Run, files
from digitrec.runs.store import SHIPPED_NAMES
from scripts import packing

SHIPPED = tuple(sorted(SHIPPED_NAMES))
COPIED = (files.RECIPE, files.HISTORY, files.SUMMARY, files.SERVED)


def main(names: Sequence[str]) -> None:
    """Train and ship the recipes of those names. Raises DigitrecError."""
    for recipe in [recipes.recipe_named(name) for name in names]:
        print(f"{recipe.name} …", file=sys.stderr)
        trained = measuring.runs_of(recipe)
        print(ship(best(trained), trained))


def export_again(names: Sequence[str]) -> None:
    """Write the served files of the runs of those names anew. Raises DigitrecError."""
    from digitrec import training  # only now: TensorFlow takes seconds and 600 MB

    for run in [runs.find(name) for name in names]:
        print(f"{run.name} …", file=sys.stderr)
        training.export_again(run)
        print(run.folder)


def best(trained: Sequence[Run]) -> Run:
    """By validation accuracy, then by validation loss, as training chooses among a run's epochs."""
    return max(trained, key=_rank)


def _rank(run: Run) -> tuple[float, float]:
    """The best epoch's, or the last one's where there are styled ones; an ensemble has none, and no rivals."""
    styled = run.recipe().optimisation.styled_epochs > 0
    served_from = run.history()[-1:] if styled else run.history()
    return max(((epoch.val_accuracy, -epoch.val_loss) for epoch in served_from), default=(0.0, 0.0))


def ship(run: Run, trained: Sequence[Run]) -> Path:
    """Copy the run, chosen from those that were trained, into assets/models. Raises ModelError if it is damaged."""
    run.served()  # compares its checksum
    shipped = Run(settings.ASSETS / "models" / run.recipe().name)
    shipped.folder.mkdir(parents=True, exist_ok=True)
    for file in COPIED:
        shutil.copyfile(run.path(file), shipped.path(file))
    packing.pack(run.path(files.MODEL), shipped.path(files.MODEL))
    shipped.write_metrics(run.metrics() | {"seeds": among(trained)})
    return shipped.folder


def among(trained: Sequence[Run]) -> dict[str, Any]:
    """Which seeds were trained, and how well all of them read the test digits; accuracies as shares."""
    accuracies = [run.metrics()["test_accuracy"] for run in trained]
    return {
        "trained": [run.recipe().seed for run in trained],
        "chosen_by": "validation",
        "test_accuracy": {"mean": statistics.mean(accuracies), "worst": min(accuracies)},
    }


if __name__ == "__main__":
    try:
        again, names = "--export-again" in sys.argv, [word for word in sys.argv[1:] if word != "--export-again"]
        (export_again if again else main)(names or SHIPPED)
    except KeyboardInterrupt:
        sys.exit(130)
    except DigitrecError as error:
        sys.exit(f"Error: {error}")
