"""Put a finished run among the models that come with digitrec: `python -m scripts.ship RUN`.

It ships under its recipe's name, with the recipe, the figures, the curves and both model files;
neither its checkpoint nor its log goes along.
"""

import shutil
import sys
from pathlib import Path

from digitrec import runs, settings
from digitrec.runs import State, files

SHIPPED = (files.RECIPE, files.METRICS, files.HISTORY, files.SUMMARY, files.MODEL, files.SERVED)


def ship(name: str) -> Path:
    run = runs.find(name)
    if run.progress().state is not State.FINISHED:
        raise SystemExit(f"{name} is {run.progress().state}; only a finished run can ship.")
    run.served()  # compares its checksum
    target = settings.ASSETS / "models" / run.recipe().name
    target.mkdir(parents=True, exist_ok=True)
    for file in SHIPPED:
        shutil.copyfile(run.path(file), target / file)
    return target


if __name__ == "__main__":
    print(ship(sys.argv[1]))
