"""Kills trainings at random moments (kill -9) and resumes them: each must finish, with no finished epoch lost.

python benchmarks/kill_and_resume.py [--kills 20] [--seed 0]
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from digitrec import jobs
from digitrec.recipes import RECIPES, with_settings
from digitrec.runs import ALIVE, Epoch, Run, State
from tests.browser.server import end_trainings

EPOCHS = 12
SHORT = with_settings(RECIPES["ann-128-64"], [f"optimisation.epochs={EPOCHS}", "data.share=0.4"])
PATIENCE = 180.0


@dataclass(frozen=True)
class Trial:
    """One training that was killed: when, what it had finished, and how it went on."""

    seconds: float
    finished: int
    noticed: float
    problem: str


def until(holds: Callable[[], bool]) -> float:
    """Seconds until it holds; PATIENCE and more if it never does."""
    began = time.monotonic()
    while not holds() and time.monotonic() - began < PATIENCE:
        time.sleep(0.02)
    return time.monotonic() - began


def state(run: Run) -> State:
    return jobs.judged(run).state


def whole_training() -> float:
    """Seconds that a training takes which nobody kills, as a detached process."""
    run = jobs.start(SHORT)
    return until(lambda: state(run) not in ALIVE)


def killed_and_resumed(seconds: float, home: Path) -> Trial | None:
    """None if the training had ended before the moment came."""
    run = jobs.start(SHORT)
    time.sleep(seconds)
    if run.progress().state not in ALIVE:
        return None
    end_trainings(home)
    noticed = until(lambda: state(run) is State.INTERRUPTED)
    before = run.history()
    claimed = run.progress().epoch
    jobs.resume(run)
    until(lambda: state(run) not in ALIVE)
    return Trial(seconds, len(before), noticed, problem_of(run, before, claimed))


def problem_of(run: Run, before: list[Epoch], claimed: int) -> str:
    """What is wrong with the resumed run, if anything is."""
    after = run.history()
    if state(run) is not State.FINISHED:
        return f"it is {state(run)}: {jobs.judged(run).reason}"
    if claimed > len(before) or after[: len(before)] != before:
        return "a finished epoch was lost"
    if [epoch.epoch for epoch in after] != list(range(1, EPOCHS + 1)):
        return f"its epochs are {[epoch.epoch for epoch in after]}"
    return "" if run.is_served else "it cannot be served"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    moments = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DIGITREC_HOME"] = folder
        duration = whole_training()
        print(f"A training takes {duration:.1f} s when nobody kills it.")
        trials: list[Trial] = []
        while len(trials) < options.kills:
            trial = killed_and_resumed(moments.uniform(0, duration), Path(folder))
            if trial:
                trials.append(trial)
                print(
                    f"{len(trials):3}: killed after {trial.seconds:5.2f} s with {trial.finished:2} epochs finished, "
                    f"noticed in {trial.noticed:.2f} s: {trial.problem or 'resumed and finished'}",
                    flush=True,
                )
    good = sum(not trial.problem for trial in trials)
    print(
        f"{good} of {len(trials)} finished with no finished epoch lost; noticed in at most "
        f"{max(trial.noticed for trial in trials):.2f} s"
    )
    sys.exit(good < len(trials))


if __name__ == "__main__":
    main()
