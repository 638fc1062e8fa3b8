"""9s whose straight stem becomes a tail."""

import numpy as np

from digitrec.augmentation.styles.curves import bezier
from digitrec.augmentation.styles.ink import Ink
from digitrec.augmentation.styles.stems import stem_of

# From this height on, 0 at the top and 1 at the bottom, there is nothing but the stem.
STEM = 0.7


def curled_tail(ink: Ink, rng: np.random.Generator) -> Ink | None:
    """The stem's lower end turns to the left; None where the loop is open, or the stem is curled already."""
    stem = stem_of(ink, STEM, 1)
    if stem is None or not ink.holes or abs(stem.slope) > 1:
        return None
    high = ink.height
    start = stem.at(ink.box[3] - rng.uniform(0.02, 0.25) * high)
    down = rng.uniform(0.12, 0.3) * high
    corner = start + down * np.array([stem.slope, 1])
    left = min(ink.box[0] + rng.uniform(-0.4, 0.25) * high, corner[0] - 0.25 * high)
    end = np.array([left, corner[1] - rng.uniform(-0.05, 0.4) * down])
    under = 0.7 * corner + 0.3 * end + np.array([0, 0.15 * down])
    below = np.arange(len(ink.shade))[:, None] > start[1]
    return ink.without(below).with_stroke(bezier(start, corner, under, end))
