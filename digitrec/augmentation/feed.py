"""The batches of an epoch, decided by the seed and the epoch alone, so that a training can be resumed."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from digitrec import dataset
from digitrec.augmentation.batch import augment
from digitrec.augmentation.styles import STYLES, Lots, lots, restyles, styled
from digitrec.augmentation.tiles import Images
from digitrec.dataset import Mnist
from digitrec.recipes import Augmentation, Data

AUGMENTED_AT_ONCE = 4096
SPLIT_SEED = 0
LOOKED_AT = 512
# Drawing in another style takes longer than all other changes together, and those make every epoch's digits new.
RESTYLED_EVERY = 2
STYLES_LUCK = 2


@dataclass(frozen=True, eq=False)
class Digits:
    """Some of all images uint8 (M, 28, 28) and labels uint8 (M,): those at `rows` (N,). Nothing is copied."""

    images: Images
    labels: NDArray[np.uint8]
    rows: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, some: slice | NDArray[np.int64]) -> tuple[Images, NDArray[np.uint8]]:
        rows = self.rows[some]
        return self.images[rows], self.labels[rows]


def training_and_validation(mnist: Mnist, data: Data) -> tuple[Digits, Digits]:
    """A recipe's share of MNIST's training digits. The test digits are not even looked at.

    Every seed leaves out the same digits: seeds can be compared on them, and an ensemble of several be calibrated.
    """
    split = dataset.split(mnist.train_labels, data.validation, SPLIT_SEED, data.share)
    training, validation = (
        Digits(mnist.train_images, mnist.train_labels, rows) for rows in (split.train, split.validation)
    )
    return training, validation


def batches(
    digits: Digits, augmentation: Augmentation, batch_size: int, seed: int, epoch: int
) -> Iterator[tuple[NDArray[np.uint8], NDArray[np.uint8]]]:
    """Shuffled, augmented batches of one epoch, counted from 0; a last one that is not full is left out.

    The styles have luck of their own: they leave that of the other changes as it was.
    """
    rng, order = _shuffled(digits, seed, epoch)
    order = order[: len(digits) // batch_size * batch_size]
    at_once = max(1, AUGMENTED_AT_ONCE // batch_size) * batch_size
    drawn = _restyled(digits, styles_of(augmentation), seed, epoch // RESTYLED_EVERY)
    for start in range(0, len(order), at_once):
        originals, labels = drawn[order[start : start + at_once]]
        images = augment(originals, augmentation, rng)
        for first in range(0, len(images), batch_size):
            yield images[first : first + batch_size], labels[first : first + batch_size]


def first_digits(digits: Digits, augmentation: Augmentation, seed: int, count: int) -> tuple[Images, Images]:
    """The first digits that a training with this seed sees, as they were and as it sees them: (count, 28, 28) each.

    Of the first LOOKED_AT digits, those drawn in another style come before the others.
    """
    rng, order = _shuffled(digits, seed, epoch=0)
    looked_at = order[:LOOKED_AT]
    before, labels = digits[looked_at]
    drawn = styled(before, labels, augmentation, _luck(digits, seed, 0)[looked_at])
    after = augment(drawn, augmentation, rng)
    first = np.argsort((drawn == before).all(axis=(1, 2)), kind="stable")[:count]
    return before[first], after[first]


def _shuffled(digits: Digits, seed: int, epoch: int) -> tuple[np.random.Generator, NDArray[np.int64]]:
    rng = np.random.default_rng([seed, epoch])
    return rng, rng.permutation(len(digits))


def _luck(digits: Digits, seed: int, turn: int) -> Lots:
    return lots(len(digits), np.random.default_rng([seed, turn, STYLES_LUCK]))


def styles_of(augmentation: Augmentation) -> Augmentation:
    """The styles of an augmentation, without its other changes."""
    return Augmentation(**{name: getattr(augmentation, name) for name in STYLES})


def without_styles(augmentation: Augmentation) -> Augmentation:
    """The other changes of an augmentation, without its styles."""
    others = {name: value for name, value in dataclasses.asdict(augmentation).items() if name not in STYLES}
    return Augmentation(**others)


@lru_cache(maxsize=1)
def _restyled(digits: Digits, styles: Augmentation, seed: int, turn: int) -> Digits:
    """The digits, of which the styles' shares are drawn in another style."""
    if not restyles(styles):
        return digits
    images, labels = digits[:]
    return Digits(styled(images, labels, styles, _luck(digits, seed, turn)), labels, np.arange(len(digits)))
