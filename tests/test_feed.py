"""The batches of an epoch: decided by the seed and the epoch alone."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from digitrec import dataset
from digitrec.augmentation import augment
from digitrec.augmentation.feed import (
    AUGMENTED_AT_ONCE,
    RESTYLED_EVERY,
    Digits,
    batches,
    first_digits,
    training_and_validation,
)
from digitrec.augmentation.styles import STYLES
from digitrec.augmentation.tiles import Images
from digitrec.dataset import Mnist
from digitrec.recipes import PRESETS, Augmentation, Data

PLAIN = PRESETS["none"]
UNSTYLED = [PRESETS[name] for name in ("none", "light", "strong")]


def all_of(images: Images, labels: NDArray[np.uint8]) -> Digits:
    return Digits(images, labels, np.arange(len(labels)))


def numbered(count: int) -> Digits:
    """Digits of which the first two pixels tell which one it is."""
    images = np.zeros((count, 28, 28), np.uint8)
    images[:, 0, 0], images[:, 0, 1] = np.arange(count) // 256, np.arange(count) % 256
    return all_of(images, (np.arange(count) % 10).astype(np.uint8))


def seen(digits: Digits, batch_size: int, seed: int, epoch: int) -> list[list[int]]:
    """Which digits are in each batch, whose labels are checked on the way."""
    found = []
    for images, labels in batches(digits, PLAIN, batch_size, seed, epoch):
        numbers = images[:, 0, 0].astype(int) * 256 + images[:, 0, 1]
        assert labels.tolist() == (numbers % 10).tolist()
        found.append(numbers.tolist())
    return found


@given(st.integers(1, 300), st.integers(1, 64), st.integers(0, 2**31 - 1), st.integers(0, 500))
def test_an_epoch_shows_each_digit_at_most_once_in_full_batches(count: int, size: int, seed: int, epoch: int) -> None:
    found = seen(numbered(count), size, seed, epoch)
    shown = [number for batch in found for number in batch]
    assert [len(batch) for batch in found] == [size] * (count // size)
    assert len(set(shown)) == len(shown) and set(shown) <= set(range(count))


def test_the_seed_and_the_epoch_decide_the_order() -> None:
    digits = numbered(200)
    orders = {(seed, epoch): seen(digits, 20, seed, epoch) for seed in (0, 1) for epoch in (0, 1)}
    assert all(seen(digits, 20, *key) == order for key, order in orders.items())
    assert len({str(order) for order in orders.values()}) == 4


@pytest.mark.parametrize("batch_size", [8, 128, 1000, 4096])
def test_the_batches_go_on_over_what_is_augmented_at_once(batch_size: int) -> None:
    count = AUGMENTED_AT_ONCE + 2 * 1000
    found = seen(numbered(count), batch_size, 3, 0)
    assert len({number for batch in found for number in batch}) == count // batch_size * batch_size


def test_the_epoch_changes_the_augmentation_too() -> None:
    digits = all_of(np.full((64, 28, 28), 100, np.uint8), np.zeros(64, np.uint8))
    first, again, next_epoch = (next(batches(digits, Augmentation(noise=0.2), 64, 5, epoch))[0] for epoch in (0, 0, 1))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, next_epoch)


def test_the_styles_come_first_and_leave_the_luck_of_the_rest_alone(mnist: Mnist) -> None:
    digits = all_of(mnist.train_images[:6000], mnist.train_labels[:6000])
    with_flags = dataclasses.replace(PRESETS["light"], flags=1.0)
    for size in (100, 1000):
        (plain, labels), (styled, same) = (next(batches(digits, s, size, 5, 0)) for s in (PRESETS["light"], with_flags))
        changed = (plain != styled).any(axis=(1, 2))
        assert np.array_equal(labels, same)
        assert set(labels[changed]) == {1}


def test_without_styles_the_batches_are_what_augmentation_alone_makes_of_the_digits(mnist: Mnist) -> None:
    digits = all_of(mnist.train_images[:600], mnist.train_labels[:600])
    rng = np.random.default_rng([5, 2])
    order = rng.permutation(600)
    expected = augment(mnist.train_images[:600][order[:500]], PRESETS["strong"], rng)
    found = np.concatenate([images for images, _ in batches(digits, PRESETS["strong"], 100, 5, 2)])
    assert np.array_equal(found[:500], expected)


@pytest.mark.parametrize("settings", [*UNSTYLED, Augmentation(noise=0.1, erasing=1, flip=True, thickness=0.5)])
@pytest.mark.parametrize("count", [1, 12, 128])
def test_the_first_digits_are_those_of_the_first_batch(mnist: Mnist, settings: Augmentation, count: int) -> None:
    digits = all_of(mnist.train_images[:6000], mnist.train_labels[:6000])
    images, _ = next(batches(digits, settings, 128, 7, epoch=0))
    plain, _ = next(batches(digits, PLAIN, 128, 7, epoch=0))
    before, after = first_digits(digits, settings, 7, count)
    assert np.array_equal(after, images[:count])
    assert np.array_equal(before, plain[:count])


@pytest.mark.parametrize("settings", [PRESETS["hands"], Augmentation(flags=0.5)])
def test_digits_of_another_style_are_looked_at_before_the_others(mnist: Mnist, settings: Augmentation) -> None:
    digits = all_of(mnist.train_images[:6000], mnist.train_labels[:6000])
    images, labels = next(batches(digits, settings, 1000, 7, epoch=0))
    plain, _ = next(batches(digits, PLAIN, 1000, 7, epoch=0))
    before, after = first_digits(digits, settings, 7, 10)
    places = [int(np.flatnonzero((plain == each).all(axis=(1, 2)))[0]) for each in before]
    assert places == sorted(places)
    assert np.array_equal(after, images[places])
    alone = dataclasses.replace(PLAIN, **{name: getattr(settings, name) for name in STYLES})
    assert all((styled != each).any() for each, styled in zip(*first_digits(digits, alone, 7, 10), strict=True))
    assert set(labels[places]) == {1} or settings == PRESETS["hands"]


def test_styles_are_drawn_anew_every_few_epochs(mnist: Mnist) -> None:
    digits = all_of(mnist.train_images[:600], mnist.train_labels[:600])
    before, same, after = (
        np.sort(np.concatenate([images for images, _ in batches(digits, Augmentation(fours=1), 100, 5, epoch)]), axis=0)
        for epoch in (RESTYLED_EVERY - 2, RESTYLED_EVERY - 1, RESTYLED_EVERY)
    )
    assert np.array_equal(before, same)
    assert not np.array_equal(same, after)


def test_few_digits_of_another_style_leave_room_for_others(mnist: Mnist) -> None:
    digits = all_of(mnist.train_images[:6000], mnist.train_labels[:6000])
    before, after = first_digits(digits, Augmentation(flags=0.03), 7, 10)
    changed = (before != after).any(axis=(1, 2)).tolist()
    assert changed == sorted(changed, reverse=True)
    assert 0 < sum(changed) < 10


def test_augmenting_leaves_the_digits_themselves_alone() -> None:
    digits = numbered(100)
    before = digits.images.copy()
    list(batches(digits, PRESETS["strong"], 10, 0, 0))
    first_digits(digits, PRESETS["strong"], 0, 10)
    assert np.array_equal(digits.images, before)


def test_a_part_of_the_digits_is_all_that_is_seen() -> None:
    digits = Digits(numbered(100).images, numbered(100).labels, np.array([3, 50, 97]))
    assert len(digits) == 3
    assert sorted(number for batch in seen(digits, 1, 0, 0) for number in batch) == [3, 50, 97]


def test_a_recipe_trains_on_its_share_and_validates_on_the_rest(mnist: Mnist) -> None:
    training, validation = training_and_validation(mnist, Data(validation=0.25, share=0.1))
    split = dataset.split(mnist.train_labels, 0.25, 0, 0.1)
    assert (len(training), len(validation)) == (4_500, 15_000)
    assert np.array_equal(training[:][0], mnist.train_images[split.train])
    assert np.array_equal(validation[:][1], mnist.train_labels[split.validation])
