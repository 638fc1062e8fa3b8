"""1s as they are drawn where a 1 is more than a stroke: with a flag, and with a foot."""

import numpy as np

from digitrec.augmentation.styles.curves import bent, toward
from digitrec.augmentation.styles.ink import Ink
from digitrec.augmentation.styles.stems import Stem, stem_of

# A plain 1 is straight to within this share of its height; degrees that it may lean to the left and the right.
STRAIGHT = 0.08
LEAN = (-12, 38)
# Degrees between a flag and its stem.
APART = (14, 46)
# A flag that lies flatter makes a 7 of an upright 1; degrees from upright, and how many more for each that the 1 leans.
FLATTEST = (52, 0.4)


def flagged_one(ink: Ink, rng: np.random.Generator) -> Ink | None:
    """A flag from the top end down to the left; None unless it is a plain stroke."""
    stem = _plain(ink)
    return _with_flag(ink, stem, rng.uniform(0.3, 0.75), rng) if stem else None


def footed_one(ink: Ink, rng: np.random.Generator) -> Ink | None:
    """A level stroke under the lower end, and a short flag; None unless it is a plain stroke."""
    stem = _plain(ink)
    if stem is None:
        return None
    under = stem.at(stem.rows[-1])
    left, right = rng.uniform(0.15, 0.45, 2) * ink.height
    tilt = rng.uniform(-4, 9)
    foot = bent(toward(under, 90 - tilt, left), toward(under, -90 - tilt, right), rng.uniform(-0.05, 0.05))
    return _with_flag(ink.with_stroke(foot), stem, rng.uniform(0.05, 0.4), rng)


def _plain(ink: Ink) -> Stem | None:
    stem = stem_of(ink, 0, 1)
    if stem is None or not LEAN[0] <= stem.lean <= LEAN[1]:
        return None
    off = stem.middles - stem.slope * stem.rows
    return stem if np.ptp(off) <= 2 * STRAIGHT * ink.height else None


def _with_flag(ink: Ink, stem: Stem, share: float, rng: np.random.Generator) -> Ink:
    """A flag as long as that share of the stem's height."""
    top, lean = stem.at(stem.rows[0]), max(stem.lean, 0)
    angle = min(lean + rng.uniform(*APART), FLATTEST[0] + FLATTEST[1] * lean)
    return ink.with_stroke(bent(top, toward(top, angle, share * np.ptp(stem.rows)), rng.uniform(-0.1, 0.1)))
