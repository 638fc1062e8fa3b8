"""Augmentation: exact on patterns that a person can check, and its rules on any digits and settings."""

from collections.abc import Iterator
from dataclasses import fields

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from digitrec.augmentation import augment
from digitrec.augmentation.geometry import warp
from digitrec.augmentation.pixels import add_noise, erase, thicken
from digitrec.augmentation.styles import STYLES
from digitrec.augmentation.tiles import CHUNK, Luck, framed, inside
from digitrec.dataset import Mnist
from digitrec.recipes import PRESETS, Augmentation

Images = NDArray[np.uint8]

EVERYTHING = Augmentation(20, 0.2, 3, 15, 2, 0.5, 0.1, 0.5, True)
MOVES = Augmentation(45, 0.5, 8, 45, 4, 0.7, 0, 0.5, True)
SOLO = {
    "rotation": Augmentation(rotation=15),
    "zoom": Augmentation(zoom=0.15),
    "shift": Augmentation(shift=2),
    "shear": Augmentation(shear=15),
    "elastic": Augmentation(elastic=2),
    "thickness": Augmentation(thickness=0.5),
    "noise": Augmentation(noise=0.02),
    "erasing": Augmentation(erasing=1),
    "flip": Augmentation(flip=True),
}


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def luck(**drawn: float) -> Luck:
    """Every digit draws the same: 0 for whatever is not named."""
    return Luck(*(np.full(CHUNK, float(drawn.get(name, 0))) for name in Luck._fields))


def picture(*lit: tuple[int, int]) -> Images:
    """One image (1, 28, 28) with these pixels (row, column) white."""
    image = np.zeros((1, 28, 28), np.uint8)
    image[0, [row for row, _ in lit], [column for _, column in lit]] = 255
    return image


def square(start: int, stop: int) -> Images:
    return picture(*((row, column) for row in range(start, stop) for column in range(start, stop)))


def warped(image: Images, change: Augmentation, **drawn: float) -> Images:
    return warp(framed(image), change, luck(**drawn), rng())[:1]


def centre(images: Images) -> NDArray[np.float64]:
    """Row and column (N, 2) of the ink's centre of mass."""
    ink = images.sum(axis=(1, 2), dtype=float)
    along = np.arange(28)
    rows, columns = images.sum(axis=2) @ along, images.sum(axis=1) @ along
    return np.stack([rows / ink, columns / ink], axis=1)


# One effect at a time, on patterns


def test_shift_by_whole_pixels_moves_every_pixel() -> None:
    moved = warped(picture((10, 10), (11, 12)), Augmentation(shift=3), move_x=1, move_y=-1)
    assert np.array_equal(moved, picture((7, 13), (8, 15)))


def test_shift_by_half_a_pixel_shares_the_ink_between_two() -> None:
    moved = warped(picture((10, 10)), Augmentation(shift=1), move_x=0.5)
    assert moved[0, 10, 9:13].tolist() == [0, 128, 128, 0]


def test_what_is_shifted_out_is_gone() -> None:
    assert not warped(square(0, 4), Augmentation(shift=4), move_y=-1).any()


def test_flip_mirrors_left_and_right() -> None:
    assert np.array_equal(
        warped(picture((3, 5), (4, 9)), Augmentation(flip=True), mirror=-1), picture((3, 22), (4, 18))
    )


def test_flip_leaves_the_other_half_alone() -> None:
    image = picture((3, 5), (4, 9))
    flipped = augment(np.repeat(image, 1000, axis=0), Augmentation(flip=True), rng())
    mirrored = (flipped == image[:, :, ::-1]).all(axis=(1, 2))
    assert ((flipped == image).all(axis=(1, 2)) ^ mirrored).all()
    assert 450 < mirrored.sum() < 550


@pytest.mark.parametrize(("turn", "quarters"), [(1, -1), (-1, 1)])
def test_a_quarter_turn_goes_clockwise_for_a_positive_angle(turn: int, quarters: int) -> None:
    image = picture((3, 5), (4, 9), (20, 20))
    turned = warped(image, Augmentation(rotation=90), turn=turn)
    assert np.array_equal(turned, np.rot90(image, quarters, axes=(1, 2)))


def test_a_quarter_turn_keeps_a_symmetric_cross() -> None:
    cross = picture(
        *((k, m) for k in range(6, 22) for m in (13, 14)), *((m, k) for k in range(6, 22) for m in (13, 14))
    )
    assert np.array_equal(warped(cross, Augmentation(rotation=90), turn=1), cross)


def test_zoom_doubles_a_square_of_four_to_eight() -> None:
    zoomed = warped(square(12, 16), Augmentation(zoom=1), grow_x=1, grow_y=1)
    assert zoomed[0, 13, 9:19].tolist() == [64, 191, *[255] * 6, 191, 64]
    assert np.array_equal(zoomed[0], zoomed[0].T)


def test_zoom_changes_width_and_height_each_by_itself() -> None:
    zoomed = warped(square(12, 16), Augmentation(zoom=1), grow_x=1)
    assert zoomed[0].any(axis=1).sum() == 4
    assert zoomed[0].any(axis=0).sum() == 10


def test_shear_slants_a_stem() -> None:
    stem = picture((12, 14), (13, 14), (14, 14), (15, 14))
    slanted = warped(stem, Augmentation(shear=float(np.degrees(np.arctan(2)))), slant=1)
    assert np.array_equal(slanted, picture((12, 11), (13, 13), (14, 15), (15, 17)))


@pytest.mark.parametrize(
    ("edge", "profile"), [(1, [0, 128, 255, 255, 255, 255, 128, 0]), (-1, [0, 0, 128, 255, 255, 128, 0, 0])]
)
def test_thickness_moves_both_edges_by_half_a_pixel(edge: int, profile: list[int]) -> None:
    tiles = framed(picture(*((row, column) for row in range(5, 23) for column in range(12, 16))))
    thicken(tiles, 0.5, luck(edge=edge))
    assert inside(tiles)[0, 14, 10:18].tolist() == profile


def test_a_narrow_stroke_gets_thinner_not_fainter() -> None:
    stroke = np.zeros((1, 28, 28), np.uint8)
    stroke[0, 4:24, 13:16] = [120, 200, 120]
    tiles = framed(stroke)
    thicken(tiles, 0.5, luck(edge=-1))
    thin = inside(tiles)[0, 14, 12:17].tolist()
    assert thin == [0, 75, 200, 75, 0]


def test_a_patch_is_erased_around_its_middle() -> None:
    images = np.full((CHUNK, 28, 28), 255, np.uint8)
    erase(images, 1, luck(patch_width=1, patch_height=-1))
    expected = np.full((28, 28), 255)
    expected[12:16, 9:19] = 0
    assert np.array_equal(images[0], expected)


def test_erasing_takes_its_share_and_never_more_than_a_patch() -> None:
    erased = augment(np.full((4000, 28, 28), 255, np.uint8), Augmentation(erasing=0.3), rng())
    sizes = (erased == 0).sum(axis=(1, 2))
    assert 0.27 < (sizes > 0).mean() < 0.33
    assert sizes.max() <= 100
    assert set(np.unique(erased)) == {0, 255}


def test_noise_has_the_deviation_asked_for() -> None:
    noise = add_noise(np.full((100, 28, 28), 128, np.uint8), 0.1, rng()).astype(float) - 128
    assert abs(noise.mean()) < 0.3
    assert noise.std() == pytest.approx(25.5, rel=0.02)
    assert abs(np.corrcoef(noise[:, :, :-1].ravel(), noise[:, :, 1:].ravel())[0, 1]) < 0.02


def test_elastic_wanders_smoothly_to_either_side_by_what_it_says() -> None:
    ramp = np.broadcast_to((8 * np.arange(28)).astype(np.uint8), (2000, 28, 28))
    wandered = augment(ramp, Augmentation(elastic=2), rng())[:, 8:20, 8:20] / 8 - np.arange(8, 20)
    # Strengths are uniform in 0 to 1 px standard deviation: the mean square is a third.
    assert (wandered**2).mean() == pytest.approx(1 / 3, rel=0.1)
    assert abs(wandered.mean()) < 0.05
    neighbours = np.corrcoef(wandered[:, :, :-1].ravel(), wandered[:, :, 1:].ravel())[0, 1]
    assert neighbours == pytest.approx(np.exp(-1 / (4 * 4.0**2)), abs=0.01)


def test_rotations_are_uniform_to_either_side() -> None:
    bar = np.repeat(picture(*((13, k) for k in range(4, 24)), *((14, k) for k in range(4, 24))), 4000, axis=0)
    turned = augment(bar, Augmentation(rotation=20), rng()).astype(float)
    across, down = np.meshgrid(np.arange(28) - 13.5, np.arange(28) - 13.5)
    xx, xy, yy = ((turned * moment).sum(axis=(1, 2)) for moment in (across**2, across * down, down**2))
    angles = np.degrees(np.arctan2(2 * xy, xx - yy) / 2)
    found = np.quantile(angles, [0, 0.25, 0.5, 0.75, 1])
    assert found == pytest.approx([-20, -10, 0, 10, 20], abs=1)


# Rules


@pytest.fixture
def one_thread_again() -> Iterator[None]:
    before = cv2.getNumThreads()
    yield
    cv2.setNumThreads(before)


@pytest.mark.parametrize("count", [0, 1, 2, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_any_number_of_digits_and_each_by_its_place_alone(mnist: Mnist, count: int) -> None:
    images = mnist.train_images[: 3 * CHUNK]
    few = augment(images[:count], EVERYTHING, rng())
    assert few.shape == (count, 28, 28)
    assert few.dtype == np.uint8
    assert np.array_equal(few, augment(images, EVERYTHING, rng())[:count])


def test_other_digits_do_not_matter(mnist: Mnist) -> None:
    images = mnist.train_images[:100].copy()
    before = augment(images, EVERYTHING, rng())[50]
    images[:50] = images[51:] = 255
    assert np.array_equal(augment(images, EVERYTHING, rng())[50], before)


def test_the_same_seed_gives_the_same_digits_whatever_the_threads(mnist: Mnist, one_thread_again: None) -> None:
    images, results = mnist.train_images[:1000], []
    for threads in (1, 2, 5):
        cv2.setNumThreads(threads)
        results.append(augment(images, EVERYTHING, rng(7)))
    assert np.array_equal(results[0], results[1])
    assert np.array_equal(results[0], results[2])
    assert not np.array_equal(results[0], augment(images, EVERYTHING, rng(8)))


def test_the_input_is_never_modified(mnist: Mnist) -> None:
    images = mnist.train_images[:200:2].copy()
    before = images.copy()
    augment(images, EVERYTHING, rng())
    assert np.array_equal(images, before)


def test_no_settings_give_an_equal_copy(mnist: Mnist) -> None:
    copy = augment(mnist.train_images[:100], Augmentation(), rng())
    assert np.array_equal(copy, mnist.train_images[:100])
    assert not np.shares_memory(copy, mnist.train_images)
    assert copy.flags.writeable


def test_nothing_bleeds_into_a_neighbour() -> None:
    images = np.zeros((3 * CHUNK, 28, 28), np.uint8)
    images[::3] = 255
    moved = augment(images, MOVES, rng())
    assert not moved[1::3].any()
    assert not moved[2::3].any()
    assert moved[::3].any(axis=(1, 2)).all()


def test_an_effect_leaves_the_luck_of_the_others_alone(mnist: Mnist) -> None:
    images = mnist.train_images[:CHUNK]
    turned = augment(images, Augmentation(rotation=20), rng())
    both = augment(images, Augmentation(rotation=20, erasing=1), rng())
    assert np.array_equal(both[both > 0], turned[both > 0])
    assert (both != turned).any()


def test_every_field_has_its_own_test() -> None:
    assert list(SOLO) == [field.name for field in fields(Augmentation) if field.name not in STYLES]


@pytest.mark.parametrize("name", SOLO)
def test_each_effect_alone_changes_digits_and_keeps_their_ink(mnist: Mnist, name: str) -> None:
    images = mnist.train_images[:1000]
    changed = augment(images, SOLO[name], rng())
    assert (changed != images).any(axis=(1, 2)).mean() > 0.45
    assert changed.mean() == pytest.approx(images.mean(), rel=0.15)


@pytest.mark.parametrize("name", ["light", "strong"])
def test_presets_keep_digits_in_the_picture(mnist: Mnist, name: str) -> None:
    images = mnist.train_images[:1000]
    changed = augment(images, PRESETS[name], rng())
    ink = changed.sum(axis=(1, 2)) / images.sum(axis=(1, 2))
    assert ink.min() > 0.4
    assert ink.max() < 2
    assert ink.mean() == pytest.approx(1, abs=0.05)


AMOUNTS = st.builds(
    Augmentation,
    **{
        field.name: st.booleans() if field.name == "flip" else st.floats(field.metadata["low"], field.metadata["high"])
        for field in fields(Augmentation)
        if field.name not in STYLES
    },
)


@settings(max_examples=60, deadline=None)
@given(change=AMOUNTS, seed=st.integers(0, 2**32), count=st.integers(0, 5))
def test_any_settings_give_digits_and_the_same_for_the_same_seed(change: Augmentation, seed: int, count: int) -> None:
    images = np.repeat(square(6, 22), count, axis=0)
    changed = augment(images, change, rng(seed))
    assert changed.shape == images.shape
    assert changed.dtype == np.uint8
    assert np.array_equal(changed, augment(images, change, rng(seed)))


@settings(max_examples=60, deadline=None)
@given(shift=st.floats(0, 8), seed=st.integers(0, 2**32))
def test_the_centre_of_mass_moves_at_most_by_the_shift(shift: float, seed: int) -> None:
    images = np.repeat(square(11, 17), CHUNK, axis=0)
    moved = np.abs(centre(augment(images, Augmentation(shift=shift), rng(seed))) - 13.5)
    assert moved.max() <= shift + 0.02


@settings(max_examples=60, deadline=None)
@given(
    rotation=st.floats(0, 45),
    zoom=st.floats(0, 0.5),
    shear=st.floats(0, 45),
    flip=st.booleans(),
    seed=st.integers(0, 99),
)
def test_a_centred_digit_stays_centred(rotation: float, zoom: float, shear: float, flip: bool, seed: int) -> None:
    images = np.repeat(square(11, 17), CHUNK, axis=0)
    change = Augmentation(rotation=rotation, zoom=zoom, shear=shear, flip=flip)
    assert centre(augment(images, change, rng(seed))) == pytest.approx(13.5, abs=0.05)


@settings(max_examples=40, deadline=None)
@given(thickness=st.floats(0.01, 0.7), seed=st.integers(0, 2**32))
def test_thickness_moves_an_edge_by_at_most_what_it_says(thickness: float, seed: int) -> None:
    images = np.repeat(square(9, 19), CHUNK, axis=0)
    widths = augment(images, Augmentation(thickness=thickness), rng(seed))[:, 14].sum(axis=1) / 255
    assert np.abs(widths - 10).max() <= 2 * thickness + 0.02
