"""Two models on the same digits."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitrec.evaluation.predictions import Predictions, require_same_digits

SIGNIFICANT = 0.05


@dataclass(frozen=True, eq=False)
class Comparison:
    """Models A and B on the same n digits.

    The four sets hold each digit's index (int64, ascending) once; `p_value` in (0, 1] is McNemar's.
    """

    both_right: NDArray[np.int64]
    only_a: NDArray[np.int64]
    only_b: NDArray[np.int64]
    both_wrong: NDArray[np.int64]
    p_value: float

    @property
    def n(self) -> int:
        return sum(map(len, (self.both_right, self.only_a, self.only_b, self.both_wrong)))

    @property
    def accuracies(self) -> tuple[float, float]:
        """Those of A and of B."""
        both = len(self.both_right)
        return (both + len(self.only_a)) / self.n, (both + len(self.only_b)) / self.n

    @property
    def difference(self) -> float:
        """A's accuracy less B's."""
        return (len(self.only_a) - len(self.only_b)) / self.n


def compare(a: Predictions, b: Predictions) -> Comparison:
    """Raises DatasetError if the two were not asked about the same digits."""
    require_same_digits((a, b))
    only_a, only_b = np.flatnonzero(a.correct & ~b.correct), np.flatnonzero(b.correct & ~a.correct)
    return Comparison(
        both_right=np.flatnonzero(a.correct & b.correct),
        only_a=only_a,
        only_b=only_b,
        both_wrong=np.flatnonzero(~a.correct & ~b.correct),
        p_value=mcnemar(len(only_a), len(only_b)),
    )


def mcnemar(only_a: int, only_b: int) -> float:
    """Exact two-sided p-value that two models are equally good, from the digits only one gets right.

    McNemar (1947) with the binomial distribution. The sum is over whole numbers, so no digit of it
    is lost, however many disagreements there are.
    """
    n, fewer = only_a + only_b, min(only_a, only_b)
    ways = total = 1
    for k in range(fewer):
        ways = ways * (n - k) // (k + 1)
        total += ways
    return float(min(1.0, 2 * total / 2**n))


def in_words(comparison: Comparison, a: str, b: str) -> str:
    """The comparison of the models named a and b as a few plain sentences."""
    first, second = comparison.accuracies
    only_a, only_b = len(comparison.only_a), len(comparison.only_b)
    if only_a == only_b:
        each = f"each reads {only_a:,} that the other does not" if only_a else "they fail on the very same ones"
        return f"{a} and {b} read equally many of the {comparison.n:,} digits ({100 * first:.2f} %); {each}."
    better, worse = (a, b) if only_a > only_b else (b, a)
    more, fewer = max(only_a, only_b), min(only_a, only_b)
    return (
        f"{better} reads {more - fewer:,} more of the {comparison.n:,} digits than {worse} "
        f"({100 * max(first, second):.2f} % against {100 * min(first, second):.2f} %): "
        f"{more:,} that only {better} reads, {fewer:,} that only {worse} reads. {_verdict(comparison.p_value)}"
    )


def _verdict(p_value: float) -> str:
    chance = "less than 0.1 %" if p_value < 0.001 else f"{100 * p_value:.1f} %"
    word = "hardly chance" if p_value < SIGNIFICANT else "possibly chance"
    return (
        f"Were both equally good, a difference at least this large would come up in {chance} "
        f"of such tests: {word} (McNemar's exact test)."
    )
