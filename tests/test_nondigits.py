"""Non-digits: drawn anew each time, the same for the same seed, and of kinds that the two halves do not share."""

import numpy as np
import pytest

from digitrec.augmentation.nondigits import CHOOSING, REPORTING, non_digits
from digitrec.augmentation.nondigits.hand import sketched
from digitrec.augmentation.nondigits.kinds import FAMILIES

KINDS = {**CHOOSING, **REPORTING}


def drawn(name: str, seed: int = 0) -> np.ndarray:
    return non_digits(KINDS[name], 4, np.random.default_rng(seed))


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_is_drawn_anew_every_time_within_the_box(name: str) -> None:
    images = drawn(name)
    assert (images.shape, images.dtype) == ((4, 28, 28), np.uint8)
    assert (images.max(axis=(1, 2)) > 200).all()
    assert not (images[0] == images[1]).all()
    rows, columns = np.nonzero(images.max(axis=0))
    assert np.ptp(rows) < 28 and np.ptp(columns) < 28


def test_the_seed_decides_what_is_drawn() -> None:
    assert all(np.array_equal(drawn(name), drawn(name)) for name in list(KINDS)[::9])
    assert not np.array_equal(drawn("doodle: house", 0), drawn("doodle: house", 1))


def test_no_kind_is_in_both_halves_and_each_half_has_every_family() -> None:
    assert not set(CHOOSING) & set(REPORTING)
    for half in (CHOOSING, REPORTING):
        assert {name.partition(":")[0] for name in half} == set(FAMILIES)


def test_a_sketch_has_curves_straight_lines_and_ellipses() -> None:
    curve, line, loop = sketched("0,0 50,50 0,100; -0,0 100,0; o50,50 20,40")(np.random.default_rng(0))
    assert np.abs(curve[[0, 8, -1]] - [[0, 0], [50, 50], [0, 100]]).max() < 25
    assert np.abs(line[:, 1]).max() < 25
    assert np.ptp(loop, axis=0) == pytest.approx([40, 80], rel=0.3)


def test_one_of_many_strokes_is_forgotten_now_and_then() -> None:
    many, few = sketched("; ".join(["-0,0 9,9"] * 5)), sketched("; ".join(["-0,0 9,9"] * 4))
    rng = np.random.default_rng(0)
    assert {len(many(rng)) for _ in range(60)} == {4, 5}
    assert {len(few(rng)) for _ in range(60)} == {4}
