"""Results that are kept on disk: made once, made anew if damaged, never in the way."""

from pathlib import Path

import numpy as np
import pytest

from digitrec.evaluation import kept as module
from digitrec.evaluation.kept import kept


class Maker:
    """Makes an array, and counts how often it was asked to."""

    def __init__(self, *values: float) -> None:
        self.values, self.count = values, 0

    def __call__(self) -> np.ndarray:
        self.count += 1
        return np.array(self.values)


def test_a_result_is_made_once(home: Path) -> None:
    make = Maker(1, 2)
    assert kept("sums", make).tolist() == kept("sums", make).tolist() == [1, 2]
    assert make.count == 1
    assert [path.name for path in (home / "cache").iterdir()] == ["sums.kept"]


def test_another_name_is_another_result() -> None:
    assert kept("one", Maker(1)).tolist() == [1]
    assert kept("two", Maker(2)).tolist() == [2]


@pytest.mark.parametrize("position", [0, 31, 32, 40, -1])
def test_a_damaged_result_is_made_anew(home: Path, position: int) -> None:
    make = Maker(3)
    kept("sums", make)
    path = home / "cache" / "sums.kept"
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.write_bytes(content)
    assert kept("sums", make).tolist() == [3]
    assert (make.count, kept("sums", make).tolist()) == (2, [3])


@pytest.mark.parametrize("length", [0, 10, 32, 100])
def test_half_a_result_is_made_anew(home: Path, length: int) -> None:
    make = Maker(3)
    kept("sums", make)
    path = home / "cache" / "sums.kept"
    path.write_bytes(path.read_bytes()[:length])
    assert kept("sums", make).tolist() == [3]
    assert make.count == 2


def test_where_nothing_can_be_written_nothing_is_kept(home: Path) -> None:
    home.write_text("a file where the folder should be")
    make = Maker(4)
    assert kept("sums", make).tolist() == kept("sums", make).tolist() == [4]
    assert make.count == 2


def test_what_was_not_used_for_longest_makes_room(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Maker(1)
    kept("first", first)
    size = (home / "cache" / "first.kept").stat().st_size
    monkeypatch.setattr(module, "LARGEST", 2 * size)
    for number, name in enumerate(("second", "first", "third")):
        kept(name, Maker(number))
    assert sorted(path.stem for path in (home / "cache").iterdir()) == ["first", "third"]
