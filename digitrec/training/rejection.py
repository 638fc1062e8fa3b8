"""What tells digits from whatever else is drawn: a small head beside a trained model's last layers.

It learns from non-digits (Hendrycks et al., 'Deep anomaly detection with outlier exposure', 2019); docs/rejection.md
tells what else was tried.
"""

import keras
import numpy as np

from digitrec.augmentation import augment, lots, styled
from digitrec.augmentation.feed import Digits
from digitrec.augmentation.nondigits import CHOOSING, non_digits
from digitrec.augmentation.styles import redrawn
from digitrec.augmentation.tiles import Images
from digitrec.recipes import PRESETS
from digitrec.training import heads

# So many digits are learned from at most, and as many non-digits; and so many left-out digits say which score is one's.
LEARNED_FROM, CHOSEN_ON = 9_000, 4_000
# This share of the latter is rejected: they are warped and drawn in all styles, so of people's it is less.
REJECTED = 0.05
UNITS, EPOCHS = 64, 6
SEED = 0


def fit_head(model: keras.Model, training: Digits, left_out: Digits) -> keras.Model:
    """A head from what is "before" in the model, (N, B), to scores (N, 1): from 0 on they are taken for a digit's."""
    keras.utils.set_random_seed(SEED)
    rng = np.random.default_rng(SEED)
    digits = some_digits(training, LEARNED_FROM, rng)
    before = heads.before(model, np.concatenate([digits, some_others(len(digits), rng)]))
    head = heads.head(before.shape[1], UNITS, outputs=1)
    truth = np.repeat([1.0, 0.0], len(digits))
    heads.fit(head, before, truth, keras.losses.BinaryCrossentropy(from_logits=True), EPOCHS, rng)
    scores = head.predict(heads.before(model, some_digits(left_out, CHOSEN_ON, rng)), verbose=0)
    head.layers[-1].bias.assign_sub([np.quantile(scores, REJECTED)])
    return head


def some_digits(digits: Digits, most: int, rng: np.random.Generator) -> Images:
    """At most so many of them, (N, 28, 28) in many hands; half with the pen that drawings have."""
    hands = PRESETS["hands"]
    images, labels = digits[rng.permutation(len(digits))[:most]]
    changed = augment(styled(images, labels, hands, lots(len(images), rng)), hands, rng)
    half = len(changed) // 2
    return np.concatenate([redrawn(changed[:half]), changed[half:]])


def some_others(count: int, rng: np.random.Generator) -> Images:
    """So many non-digits, (N, 28, 28), of each kind as many; half warped as digits are, or the warp would tell."""
    each = -(-count // len(CHOOSING))
    images = rng.permutation(np.concatenate([non_digits(kind, each, rng) for kind in CHOOSING.values()]))[:count]
    half = count // 2
    return np.concatenate([augment(images[:half], PRESETS["light"], rng), images[half:]])
