"""Which digits of a batch are drawn in another style, and in which."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from digitrec.augmentation.styles.allographs import FORMS, written
from digitrec.augmentation.styles.fours import closed_four, low_four, narrow_four, open_four
from digitrec.augmentation.styles.ink import Ink
from digitrec.augmentation.styles.loops import small_looped_nine, small_looped_six
from digitrec.augmentation.styles.nines import curled_tail
from digitrec.augmentation.styles.ones import flagged_one, footed_one
from digitrec.augmentation.styles.sevens import barred_seven, hooked_seven
from digitrec.augmentation.styles.twos import looped_two
from digitrec.augmentation.styles.zeros import curled_zero, slashed_zero, tailed_zero
from digitrec.augmentation.tiles import Images
from digitrec.recipes import Augmentation

# A style draws on a digit, or gives None where it would not come out as people write it.
Style = Callable[[Ink, np.random.Generator], Ink | None]
Lots = NDArray[np.int64]

# For each of the settings the digits that it concerns, and their styles; one named twice is drawn twice as often.
STYLES: Mapping[str, Mapping[int, Sequence[Style]]] = {
    "flags": {1: (flagged_one, flagged_one, flagged_one, footed_one)},
    "bars": {7: (barred_seven, barred_seven, hooked_seven)},
    "loops": {2: (looped_two,), 6: (small_looped_six,), 9: (small_looped_nine,)},
    "tails": {9: (curled_tail,)},
    "fours": {4: (closed_four, low_four, narrow_four, open_four)},
    "zeros": {0: (slashed_zero, curled_zero, tailed_zero)},
    "allographs": {digit: (written(form),) for digit, form in enumerate(FORMS)},
}
LOTS = 2**63
# A pen wider than this share of the height has left no strokes to tell apart.
BLOT = 0.4


def restyles(settings: Augmentation) -> bool:
    """Whether these settings draw any digit in another style."""
    return any(getattr(settings, name) for name in STYLES)


def lots(count: int, rng: np.random.Generator) -> Lots:
    """One number below 2**63 for each of `count` digits and each setting: it decides whether, and seeds how."""
    return rng.integers(LOTS, size=(count, len(STYLES)))


def styled(images: Images, labels: NDArray[np.uint8], settings: Augmentation, luck: Lots) -> Images:
    """New digits (N, 28, 28), uint8, of which those shares that the settings say are drawn in another style.

    A digit's result depends on its pixels, its label and its `lots` alone; and more of a setting styles more digits,
    and those it styled before as before.
    """
    changed = images.copy()
    for (name, styles_of), column in zip(STYLES.items(), luck.T, strict=True):
        drawn = column < getattr(settings, name) * LOTS
        for digit, styles in styles_of.items():
            for place in np.flatnonzero(drawn & (labels == digit)):
                changed[place] = restyled(changed[place], styles, np.random.default_rng(column[place]))
    return changed


def restyled(pixels: Images, styles: Sequence[Style], rng: np.random.Generator) -> Images:
    """One digit (28, 28) in the first of the styles, in random order, that suits it; as it was where none does."""
    ink = Ink.of(pixels) if pixels.any() else None
    if ink is None or ink.pen > BLOT * ink.height:
        return pixels
    drawn = (styles[number](ink, rng) for number in rng.permutation(len(styles)))
    return next((each.pixels() for each in drawn if each is not None), pixels)
