"""How long a person waits for a model that reads 99 % of the test digits: a recipe's command, and a small convnet.

python benchmarks/time_to_99.py [--repeats 3] [--recipe cnn-fast] [--set PATH=VALUE] [--peer benchmarks/peer.py]

The recipe's seconds are those of the whole command `python -m digitrec train`, taken from outside: imports, export
and the final reading of the test set included. The peer tells its own, from its process' start until the test
accuracy is reached. They take turns, each in a fresh process, the recipe with another seed each time. Another
peer is a script called as `FILE assets/mnist.npz --target 0.99`, whose last line is its seconds.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CODE = Path(__file__).resolve().parents[1]
TARGET = 0.99


@dataclass(frozen=True)
class Trained:
    """One training: its seconds, and the share of the test digits that it reads if it told."""

    seconds: float
    accuracy: float | None


def recipe(name: str, settings: Sequence[str], seed: int) -> Trained:
    given = [part for setting in settings for part in ("--set", setting)]
    began = time.perf_counter()
    lines = printed("-m", "digitrec", "train", name, "--seed", str(seed), "--json", *given)
    return Trained(time.perf_counter() - began, json.loads(lines[-1])["test_accuracy"])


def peer(script: Path) -> Trained:
    lines = printed(str(script), "assets/mnist.npz", "--target", str(TARGET))
    told = re.findall(r"accuracy (\d\.\d+)", "\n".join(lines))
    return Trained(float(lines[-1]), float(told[-1]) if told else None)


def printed(*arguments: str) -> list[str]:
    """What `python *arguments` prints, line by line; what goes wrong ends the benchmark in its own words."""
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"DIGITREC_HOME": home}
        done = subprocess.run(
            [sys.executable, *arguments], cwd=CODE, env=environment, capture_output=True, text=True, check=False
        )
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout.splitlines()


def report(name: str, trained: Sequence[Trained]) -> None:
    seconds = [each.seconds for each in trained]
    accuracies = [each.accuracy for each in trained if each.accuracy is not None]
    told = f"{min(accuracies):11.2%}{sum(a >= TARGET for a in accuracies):7} of {len(trained)}" if accuracies else ""
    print(f"{name:20}{statistics.median(seconds):9.1f}{min(seconds):9.1f}{max(seconds):9.1f}{told}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--recipe", default="cnn-fast")
    parser.add_argument("--set", dest="settings", action="append", default=[], metavar="PATH=VALUE")
    parser.add_argument("--peer", type=Path, default=CODE / "benchmarks" / "peer.py", metavar="FILE")
    options = parser.parse_args()
    script = options.peer.resolve()
    pairs = [(recipe(options.recipe, options.settings, n), peer(script)) for n in range(options.repeats)]
    ours, theirs = zip(*pairs, strict=True)
    print(f"{'seconds':20}{'median':>9}{'best':>9}{'worst':>9}{'lowest':>11}{f'at {TARGET:.0%}':>12}")
    report(options.recipe, ours)
    report(script.name, theirs)
    ratio = statistics.median(b.seconds / a.seconds for a, b in pairs)
    print(f"{script.name} takes {ratio:.2f} times as long as {options.recipe}, by the median of {len(pairs)} turns")


if __name__ == "__main__":
    main()
