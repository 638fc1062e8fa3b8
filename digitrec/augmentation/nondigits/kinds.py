"""All kinds of non-digits, and pictures of them."""

from collections.abc import Mapping

import numpy as np

from digitrec.augmentation.nondigits import doodles, letters, scribbles, signs, writing
from digitrec.augmentation.nondigits.hand import Kind, by_hand
from digitrec.augmentation.tiles import Images
from digitrec.drawing.fabric import Stroke
from digitrec.drawing.strokes import glyph_of

FAMILIES = {"letter": letters, "sign": signs, "doodle": doodles, "scribble": scribbles, "writing": writing}

CHOOSING: Mapping[str, Kind] = {
    f"{family}: {name}": kind for family, module in FAMILIES.items() for name, kind in module.CHOOSING.items()
}
REPORTING: Mapping[str, Kind] = {
    f"{family}: {name}": kind for family, module in FAMILIES.items() for name, kind in module.REPORTING.items()
}


def non_digits(kind: Kind, count: int, rng: np.random.Generator) -> Images:
    """So many drawings of a kind, uint8 (count, 28, 28), bright on black, with MNIST's pen; none is alike another."""
    glyphs = (glyph_of([Stroke(line, 1.0) for line in by_hand(kind(rng), rng)]) for _ in range(count))
    return np.stack([np.rint(255 * glyph.pixels).astype(np.uint8) for glyph in glyphs])
