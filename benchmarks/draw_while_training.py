"""How much longer an answer takes in the page while `cnn-basic` trains on the same machine.

python benchmarks/draw_while_training.py [--strokes 50] [--rounds 3]

The median from lifting the pen to the answer, idle and beside the training, in turns. The training yields:
it runs at a lower priority and leaves a thread to the app. Let nothing else run beside it.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

from playwright.sync_api import Page

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.draw_latency import DRAWINGS, answer_times, chromium, new_page
from digitrec import jobs
from digitrec.recipes import RECIPES, with_settings
from digitrec.runs import Run, State
from tests.browser.server import serving

LONG = with_settings(RECIPES["cnn-basic"], ["optimisation.epochs=200"])


def await_state(run: Run, *states: State) -> None:
    """Waits until the run is trained, batch after batch, or has ended."""
    while not (jobs.judged(run).state in states and (State.RUNNING not in states or run.progress().rate)):
        time.sleep(0.1)


def median(page: Page, strokes: int) -> float:
    return statistics.median(time["answer"] for time in answer_times(page, strokes, DRAWINGS))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--strokes", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    ratios = []
    with tempfile.TemporaryDirectory() as folder, chromium() as browser, serving(Path(folder)) as server:
        page = new_page(browser)
        page.goto(server.url)
        answer_times(page, 5, DRAWINGS)
        for _ in range(options.rounds):
            idle = median(page, options.strokes)
            with patch.dict(os.environ, {"DIGITREC_HOME": str(server.home)}):
                run = jobs.start(LONG)
                await_state(run, State.RUNNING)
                busy = median(page, options.strokes)
                jobs.stop(run)
                await_state(run, State.STOPPED, State.FAILED)
            ratios.append(busy / idle)
            print(f"idle {idle:.1f} ms, while cnn-basic trains {busy:.1f} ms: {ratios[-1]:.2f} times")
    print(f"median of the ratios: {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main()
