"""Styles: each on a digit that a person can check, and their rules on MNIST's own."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from digitrec.augmentation.styles import STYLES, lots, styled
from digitrec.augmentation.styles.choice import Style, restyled
from digitrec.augmentation.styles.curves import bent, bezier, toward
from digitrec.augmentation.styles.fours import closed_four, low_four, narrow_four, open_four
from digitrec.augmentation.styles.ink import Ink
from digitrec.augmentation.styles.loops import small_looped_nine, small_looped_six
from digitrec.augmentation.styles.nines import curled_tail
from digitrec.augmentation.styles.ones import flagged_one, footed_one
from digitrec.augmentation.styles.raster import first_runs, last_runs
from digitrec.augmentation.styles.sevens import barred_seven, hooked_seven
from digitrec.augmentation.styles.stems import stem_of
from digitrec.augmentation.styles.twos import looped_two
from digitrec.augmentation.styles.zeros import curled_zero, slashed_zero, tailed_zero
from digitrec.dataset import Mnist
from digitrec.drawing.fabric import Stroke
from digitrec.drawing.strokes import glyph_of
from digitrec.recipes import Augmentation

Images = NDArray[np.uint8]
Line = Sequence[tuple[float, float]]

ALL = Augmentation(**dict.fromkeys(STYLES, 1.0))
EVERY = sorted(
    {(digit, style) for group in STYLES.values() for digit, styles in group.items() for style in styles}, key=str
)
SEEDS = range(8)


def drawn_as(images: Images, labels: NDArray[np.uint8], settings: Augmentation, seed: int = 0) -> Images:
    return styled(images, labels, settings, lots(len(images), rng(seed)))


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def written(*lines: Line) -> Images:
    """A digit (28, 28) of these pen strokes, each a polyline of x and y in 0 to 100, y down."""
    strokes = [Stroke(np.array(line, np.float64), 1.0) for line in lines]
    return np.asarray(np.rint(255 * glyph_of(strokes).pixels), np.uint8)


def circle(x: float, y: float, wide: float, high: float) -> Line:
    around = np.linspace(0, 2 * np.pi, 40)
    return list(zip(x + wide * np.sin(around), y - high * np.cos(around), strict=True))


ZERO = written(circle(50, 50, 34, 50))
ONE = written([(50, 0), (50, 100)])
FLAGGED = written([(15, 45), (50, 0), (50, 100)])
TWO = written([(20, 25), (35, 3), (60, 3), (75, 25), (20, 97), (85, 97)])
OPEN_FOUR = written([(20, 5), (10, 62), (90, 62)], [(65, 5), (65, 100)])
CLOSED_FOUR = written([(65, 100), (65, 0), (10, 62), (90, 62)])
SIX = written([(60, 0), (30, 35), (20, 68)], circle(46, 68, 26, 32))
SEVEN = written([(10, 0), (80, 0), (40, 100)])
BARRED = written([(10, 0), (80, 0), (40, 100)], [(35, 55), (85, 55)])
NINE = written(circle(45, 28, 25, 28), [(70, 28), (70, 100)])
CURLED = written(circle(45, 28, 25, 28), [(70, 28), (70, 80), (50, 100), (15, 95)])
DIGITS = {0: ZERO, 1: ONE, 2: TWO, 4: OPEN_FOUR, 6: SIX, 7: SEVEN, 9: NINE}


def drawn(style: Style, digit: Images, seed: int = 0) -> tuple[Ink, Ink]:
    """The digit before and after: with the first luck from this seed on that suits it."""
    before = Ink.of(digit)
    tried = (style(before, np.random.default_rng([seed, number])) for number in range(20))
    return before, next(after for after in tried if after is not None)


def share(part: float, ink: Ink) -> int:
    """The row at that share of the height, from 0 at the top to 1."""
    return ink.box[1] + round(part * ink.height)


def added(before: Ink, after: Ink) -> tuple[NDArray[np.intp], ...]:
    """Rows and columns of the new ink."""
    return np.nonzero(after.mask & ~before.mask)


def runs(ink: Ink, row: float) -> list[list[int]]:
    """Start and stop of each run of ink in a row."""
    steps = np.flatnonzero(np.diff(ink.mask[round(row)].astype(int))) + 1
    return steps.reshape(-1, 2).tolist()


def box_of(image: Images) -> tuple[int, int]:
    rows, columns = np.flatnonzero(image.any(axis=1)), np.flatnonzero(image.any(axis=0))
    return int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1


def centre(image: Images) -> tuple[float, float]:
    along, ink = np.arange(28), image.sum(dtype=float)
    return float(image.sum(axis=1) @ along / ink), float(image.sum(axis=0) @ along / ink)


# What is measured and drawn


def test_the_first_and_the_last_run_of_each_row() -> None:
    rows = np.array([[0, 1, 1, 0, 0, 1, 0], [0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 1, 0, 0, 0]], bool)
    assert np.transpose(first_runs(rows)).tolist() == [[1, 3], [0, 0], [3, 4]]
    assert np.transpose(last_runs(rows)).tolist() == [[5, 6], [7, 7], [3, 4]]


@pytest.mark.parametrize("width", [2, 3, 4, 5])
def test_the_pen_is_as_wide_as_the_stroke(width: int) -> None:
    stroke = np.zeros((28, 28), np.uint8)
    stroke[4:24, 12 : 12 + width] = 255
    assert Ink.of(stroke).pen == pytest.approx(4 * width, abs=1)


def test_a_digit_that_nothing_was_drawn_on_stays_as_it_was(mnist: Mnist) -> None:
    images = mnist.train_images[:300]
    assert np.mean([np.array_equal(Ink.of(image).pixels(), image) for image in images]) > 0.97


def test_a_stroke_is_added_in_the_pen_and_brightness_of_the_digit() -> None:
    before = Ink.of(ONE // 2)
    level = before.with_stroke(np.array([[before.box[0] - 20, 80], [before.box[2] + 20, 80]], np.float64))
    left, right = runs(level, 80)[0]
    assert (left, right) == pytest.approx(
        (before.box[0] - 20 - before.pen / 2, before.box[2] + 20 + before.pen / 2), abs=1.5
    )
    column = before.box[0] - 10
    assert level.mask[:, column].sum() == pytest.approx(before.pen, abs=1.5)
    assert level.shade.max() == before.shade.max()
    assert (level.shade >= before.shade).all()


def test_a_digit_that_grew_is_scaled_with_its_pen_but_no_thin_pen_gets_grey() -> None:
    before = Ink.of(ONE)
    x, bottom = before.box[0] + before.pen / 2, before.box[3] - before.pen / 2
    longer = before.with_stroke(np.array([[x, bottom], [x, bottom + 30]]))
    after = longer.pixels()
    assert box_of(after)[0] == 20
    assert Ink.of(after).pen == pytest.approx(max(before.pen * 80 / 110, 8), abs=1)
    assert after.max() == 255


def test_strokes_that_are_moved_keep_their_width() -> None:
    before = Ink.of(SIX)
    same = before.moved(lambda points: points)
    assert (same.mask & before.mask).sum() / (same.mask | before.mask).sum() > 0.9
    wider = before.moved(lambda points: points * [1.3, 1] - [0.3 * before.box[0], 0])
    again = Ink(wider.shade)
    assert again.pen == pytest.approx(before.pen, abs=1)
    assert again.width == pytest.approx(1.3 * (before.width - before.pen) + before.pen, abs=2)


def test_holes_are_found_with_their_room() -> None:
    (hole,) = Ink.of(ZERO).holes
    assert hole.right - hole.left == pytest.approx(2 * hole.room, abs=2)
    assert hole.bottom - hole.top > hole.right - hole.left
    assert Ink.of(ONE).holes == []


def test_a_stem_is_a_single_stroke() -> None:
    stem = stem_of(Ink.of(written([(60, 0), (40, 100)])), 0, 1)
    assert stem is not None
    assert stem.lean == pytest.approx(np.degrees(np.arctan(0.2)), abs=1)
    assert stem_of(Ink.of(FLAGGED), 0, 1) is None


def test_curves_keep_their_ends_and_bend_to_the_left() -> None:
    start, end = np.array([0.0, 0.0]), np.array([10.0, 0.0])
    line = bent(start, end, 0.1)
    assert line[[0, -1]].tolist() == [[0, 0], [10, 0]]
    assert line[:, 1].min() == pytest.approx(-1, abs=0.01)
    assert bezier(start, end) == pytest.approx(np.linspace(start, end, 24))
    assert toward(start, 90, 2).tolist() == pytest.approx([-2, 0])


# Each style


@pytest.mark.parametrize("seed", SEEDS)
def test_a_flag_leads_from_the_top_down_to_the_left(seed: int) -> None:
    before, after = drawn(flagged_one, ONE, seed)
    rows, columns = added(before, after)
    assert columns.max() < before.box[0] + before.pen
    assert columns.min() < before.box[0] - 0.05 * before.height
    assert rows.min() < share(0.1, before) < rows.max() < share(0.75, before)
    lowest = rows[columns < columns.min() + before.pen].mean()
    assert lowest > share(0.15, before)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_foot_reaches_to_both_sides_of_the_lower_end(seed: int) -> None:
    before, after = drawn(footed_one, ONE, seed)
    low = share(0.85, before)
    ((left, right),) = runs(after, before.box[3] - before.pen / 2)
    assert left < before.box[0] - 0.05 * before.height
    assert right > before.box[2] + 0.05 * before.height
    assert not (after.mask & ~before.mask)[low - before.height // 6 : low - 8].any()


@pytest.mark.parametrize("digit", [FLAGGED, SEVEN, written([(100, 0), (0, 100)]), written([(0, 0), (40, 100)])])
def test_a_1_that_is_no_plain_stroke_or_leans_much_is_left(digit: Images) -> None:
    assert flagged_one(Ink.of(digit), rng()) is None
    assert footed_one(Ink.of(digit), rng()) is None


@pytest.mark.parametrize("seed", SEEDS)
def test_a_bar_crosses_the_stem_of_a_7(seed: int) -> None:
    before, after = drawn(barred_seven, SEVEN, seed)
    rows, columns = added(before, after)
    assert share(0.3, before) < rows.min() < rows.max() < share(1, before)
    ((left, right),) = runs(before, rows.mean())
    assert columns.min() < left - before.pen / 2
    assert columns.max() > right + before.pen / 2


@pytest.mark.parametrize("seed", SEEDS)
def test_a_hook_hangs_at_the_start_of_a_7(seed: int) -> None:
    barred = drawn(barred_seven, SEVEN, seed)[1]
    hooked = drawn(hooked_seven, SEVEN, seed)[1]
    rows, columns = added(barred, hooked)
    assert columns.max() < barred.box[0] + 0.3 * barred.width
    assert share(0.05, barred) < rows.max() < share(0.45, barred)


@pytest.mark.parametrize("digit", [BARRED, ONE, FLAGGED, written(circle(50, 50, 30, 50))])
def test_a_7_with_a_bar_or_without_a_top_is_left(digit: Images) -> None:
    assert barred_seven(Ink.of(digit), rng()) is None


@pytest.mark.parametrize("seed", SEEDS)
def test_a_tail_ends_at_the_lower_left_and_leaves_the_loop(seed: int) -> None:
    before, after = drawn(curled_tail, NINE, seed)
    rows, columns = np.nonzero(after.mask)
    end = rows[rows > share(0.6, after)], columns[rows > share(0.6, after)]
    assert end[1].min() < before.box[2] - before.pen - 0.2 * before.height
    assert runs(after, after.box[3] - after.pen / 2)[0][1] < before.box[2] + 4
    assert after.holes[0][:4] == before.holes[0][:4]


@pytest.mark.parametrize("digit", [CURLED, FLAGGED, OPEN_FOUR])
def test_a_tail_that_is_curled_or_has_no_loop_is_left(digit: Images) -> None:
    assert curled_tail(Ink.of(digit), rng()) is None


@pytest.mark.parametrize("seed", SEEDS)
def test_a_slash_leads_from_the_lower_left_to_the_upper_right_of_a_0(seed: int) -> None:
    before, after = drawn(slashed_zero, ZERO, seed)
    rows, columns = added(before, after)
    assert len(after.holes) == 2
    assert np.corrcoef(rows, columns)[0, 1] < -0.8
    middle = (before.box[0] + before.box[2]) // 2, (before.box[1] + before.box[3]) // 2
    assert after.mask[middle[1] - 4 : middle[1] + 4, middle[0] - 4 : middle[0] + 4].any()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_curl_lies_inside_a_0_near_its_top(seed: int) -> None:
    before, after = drawn(curled_zero, ZERO, seed)
    rows, _ = added(before, after)
    assert after.box == before.box
    assert rows.max() < share(0.75, before)
    assert after.holes[0].room >= before.holes[0].room / 2


def test_a_tail_leads_out_of_a_0_to_the_left_more_often_than_to_the_right() -> None:
    sides = []
    for seed in range(40):
        before, after = drawn(tailed_zero, ZERO, seed)
        assert len(after.holes) == 1
        rows, columns = added(before, after)
        assert rows.mean() < share(0.35, before)
        sides.append(columns.mean() < (before.box[0] + before.box[2]) / 2)
    assert 20 < sum(sides) < 38


@pytest.mark.parametrize("style", [slashed_zero, curled_zero, tailed_zero])
def test_a_0_without_a_hole_or_with_two_is_left(style: Style) -> None:
    assert style(Ink.of(ONE), rng()) is None
    assert style(drawn(slashed_zero, ZERO)[1], rng()) is None


@pytest.mark.parametrize("seed", SEEDS)
def test_a_loop_lies_at_the_lower_left_of_a_2(seed: int) -> None:
    before, after = drawn(looped_two, TWO, seed)
    (hole,) = after.holes
    assert hole.top > share(0.6, before)
    assert hole.left < before.box[0] + 0.35 * before.width
    assert looped_two(after, rng()) is None


@pytest.mark.parametrize("seed", SEEDS)
def test_an_open_4_is_closed_and_a_closed_one_opened(seed: int) -> None:
    closed = drawn(closed_four, OPEN_FOUR, seed)[1]
    (hole,) = closed.holes
    assert share(0.05, closed) < hole.top < hole.bottom < share(0.75, closed)
    opened = drawn(open_four, CLOSED_FOUR, seed)[1]
    assert opened.holes == []
    assert len(runs(opened, share(0.35, opened))) == 2
    assert closed_four(Ink.of(CLOSED_FOUR), rng(seed)) is None
    assert open_four(Ink.of(OPEN_FOUR), rng(seed)) is None


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("digit", [OPEN_FOUR, CLOSED_FOUR], ids=["open", "closed"])
def test_a_low_stem_begins_below_the_arm_of_a_4(digit: Images, seed: int) -> None:
    before, after = drawn(low_four, digit, seed)
    stem = round(np.mean(runs(before, before.box[3] - before.pen)))
    begins = [int(np.flatnonzero(ink.mask[:, stem])[0]) for ink in (before, after)]
    assert begins[1] > begins[0] + 0.1 * before.height
    assert begins[1] > after.box[1] + 0.1 * before.height
    assert after.holes == []
    below = share(0.75, before)
    assert np.array_equal(after.mask[below:], before.mask[below:])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_narrow_4_keeps_its_pen_and_its_gap(seed: int) -> None:
    before, after = drawn(narrow_four, OPEN_FOUR, seed)
    assert after.width < 0.9 * before.width
    assert after.height == pytest.approx(before.height, abs=2)
    assert Ink(after.shade).pen == pytest.approx(before.pen, abs=1)
    assert len(runs(after, share(0.2, after))) == 2


def test_a_4_without_stem_or_crossbar_is_left() -> None:
    for style in (closed_four, open_four, low_four, narrow_four):
        assert style(Ink.of(ONE), rng()) is None
        assert style(Ink.of(ZERO), rng()) is None


@pytest.mark.parametrize("seed", SEEDS)
def test_the_loop_of_a_6_shrinks_and_stays_open(seed: int) -> None:
    before, after = drawn(small_looped_six, SIX, seed)
    assert 2 < after.holes[0].room < 0.95 * before.holes[0].room
    assert after.holes[0].top > before.holes[0].top + 2
    assert after.height == pytest.approx(before.height, abs=3)
    assert Ink(after.shade).pen == pytest.approx(before.pen, abs=1)


def test_a_9_is_a_6_upside_down() -> None:
    turned = np.ascontiguousarray(SIX[::-1, ::-1])
    six, nine = drawn(small_looped_six, SIX)[1], drawn(small_looped_nine, turned)[1]
    assert np.abs(nine.shade[::-1, ::-1] - six.shade).max() < 1e-6
    assert small_looped_nine(Ink.of(SIX), rng()) is None


# Rules


@pytest.mark.parametrize(("digit", "style"), EVERY, ids=lambda value: getattr(value, "__name__", ""))
def test_a_style_gives_digits_of_mnists_form(mnist: Mnist, digit: int, style: Style) -> None:
    images = mnist.train_images[mnist.train_labels == digit][:400]
    again = [restyled(image, [style], rng(number)) for number, image in enumerate(images)]
    new = np.array([restyled(image, [style], rng(number)) for number, image in enumerate(images)])
    changed = new[(new != images).any(axis=(1, 2))]
    assert np.array_equal(new, again)
    assert new.dtype == np.uint8
    assert len(changed) >= (4 if style is open_four else 60)
    assert {max(box_of(image)) for image in changed} == {20}
    assert np.abs(np.array([centre(image) for image in changed]) - 14).max() <= 0.6


@given(
    image=arrays(np.uint8, (28, 28), elements=st.sampled_from([0, 0, 0, 1, 90, 255])),
    digit=st.sampled_from(list(DIGITS)),
    seed=st.integers(0, 99),
)
def test_whatever_the_picture_a_picture_comes_back(image: Images, digit: int, seed: int) -> None:
    new = drawn_as(image[None], np.array([digit], np.uint8), ALL, seed)
    assert new.shape == (1, 28, 28)
    assert new.any() == image.any()


@pytest.mark.parametrize("name", STYLES)
def test_a_setting_restyles_its_share_of_its_digits_alone(mnist: Mnist, name: str) -> None:
    images, labels = mnist.train_images[:4000], mnist.train_labels[:4000]
    some, all_ = (
        (drawn_as(images, labels, Augmentation(**{name: amount})) != images).any(axis=(1, 2)) for amount in (0.3, 1.0)
    )
    assert set(np.unique(labels[all_])) == set(STYLES[name])
    assert 0.24 < some.sum() / all_.sum() < 0.36
    assert (all_ | ~some).all()


def test_more_of_a_setting_leaves_those_it_restyled_before(mnist: Mnist) -> None:
    images, labels = mnist.train_images[:500], mnist.train_labels[:500]
    few, many = (drawn_as(images, labels, Augmentation(flags=amount)) for amount in (0.2, 0.8))
    changed = (few != images).any(axis=(1, 2))
    assert changed.any()
    assert np.array_equal(many[changed], few[changed])


def test_no_settings_give_an_equal_copy(mnist: Mnist) -> None:
    copy = drawn_as(mnist.train_images[:50], mnist.train_labels[:50], Augmentation(rotation=20))
    assert np.array_equal(copy, mnist.train_images[:50])
    assert not np.shares_memory(copy, mnist.train_images)


@settings(max_examples=10)
@given(count=st.integers(0, 40), seed=st.integers(0, 2**32))
def test_each_digit_by_its_place_alone(mnist: Mnist, count: int, seed: int) -> None:
    images, labels = mnist.train_images[:40], mnist.train_labels[:40]
    few = drawn_as(images[:count], labels[:count], ALL, seed)
    assert np.array_equal(few, drawn_as(images, labels, ALL, seed)[:count])


def test_the_input_is_never_modified(mnist: Mnist) -> None:
    images, labels = mnist.train_images[:100].copy(), mnist.train_labels[:100].copy()
    drawn_as(images, labels, ALL)
    assert np.array_equal(images, mnist.train_images[:100])
    assert np.array_equal(labels, mnist.train_labels[:100])


def test_a_blank_picture_and_a_blot_are_left() -> None:
    blank, blot = np.zeros((28, 28), np.uint8), np.zeros((28, 28), np.uint8)
    blot[8:20, 8:20] = 255
    images = np.array([blank, blot] * len(DIGITS))
    assert np.array_equal(drawn_as(images, np.repeat(np.array(list(DIGITS), np.uint8), 2), ALL), images)


def test_every_setting_is_one_of_the_recipes() -> None:
    assert all(getattr(Augmentation(), name) == 0 for name in STYLES)
