"""7s as they are drawn where a 1 has a flag: with a bar, and a hook at the start."""

import numpy as np
from numpy.typing import NDArray

from digitrec.augmentation.styles.curves import bent, toward
from digitrec.augmentation.styles.ink import Ink
from digitrec.augmentation.styles.stems import stem_of

# Heights, from 0 at the top to 1: the stroke at the top ends above, the stem has no bar yet between.
TOP = 0.33
STEM = (0.38, 0.8)
# How far the stroke at the top reaches at least, as a share of the height: a narrower 7 with a bar is a 4.
WIDE = 0.38


def barred_seven(ink: Ink, rng: np.random.Generator) -> Ink | None:
    """A bar across the stem; None where there is one, where the top is short, or where a hole arises."""
    stem = stem_of(ink, *STEM)
    if stem is None or np.ptp(_top(ink)[1]) < WIDE * ink.height:
        return None
    middle = stem.at(ink.box[1] + rng.uniform(0.42, 0.76) * ink.height)
    left, right = rng.uniform(0.14, 0.5, 2) * ink.height
    tilt = rng.uniform(-22, 16)
    start, end = toward(middle, 90 - tilt, left), toward(middle, -90 - tilt, right)
    barred = ink.with_stroke(bent(start, end, rng.uniform(-0.06, 0.06)))
    return None if barred.holes else barred


def hooked_seven(ink: Ink, rng: np.random.Generator) -> Ink | None:
    """A bar, and a short stroke down at the start of the top; None as for the bar alone."""
    barred = barred_seven(ink, rng)
    if barred is None:
        return None
    rows, columns = _top(ink)
    first = columns < columns.min() + ink.pen
    start = np.array([columns[first].mean(), rows[first].mean()])
    hook = toward(start, rng.uniform(-15, 35), rng.uniform(0.1, 0.25) * ink.height)
    hooked = barred.with_stroke(bent(start, hook, rng.uniform(-0.1, 0.1)))
    return None if hooked.holes else hooked


def _top(ink: Ink) -> tuple[NDArray[np.intp], ...]:
    """Rows and columns of the ink of the stroke at the top."""
    return np.nonzero(ink.mask[: ink.box[1] + round(TOP * ink.height)])
