"""What a person says of suspect labels is kept."""

import json
from pathlib import Path

import pytest

from digitrec.errors import DatasetError
from digitrec.evaluation.marks import mark, marks
from digitrec.evaluation.suspects import Mark


def test_marks_are_kept_for_the_digits_they_were_made_on() -> None:
    mark("mnist", 9729, Mark.LABEL_WRONG)
    mark("mnist", 4, Mark.AMBIGUOUS)
    mark("own", 4, Mark.MODEL_WRONG)
    assert marks("mnist") == {9729: Mark.LABEL_WRONG, 4: Mark.AMBIGUOUS}
    assert marks("own") == {4: Mark.MODEL_WRONG}
    assert marks("others") == {}


def test_a_mark_can_be_changed_and_taken_away() -> None:
    mark("mnist", 4, Mark.AMBIGUOUS)
    mark("mnist", 4, Mark.LABEL_WRONG)
    assert marks("mnist") == {4: Mark.LABEL_WRONG}
    mark("mnist", 4, None)
    mark("mnist", 5, None)
    assert marks("mnist") == {}


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"mnist": []}', '{"mnist": {"4": "so what"}}', '{"mnist": {"x": 1}}']
)
def test_a_damaged_file_is_named_and_left_alone(home: Path, content: str) -> None:
    home.mkdir()
    (home / "marks.json").write_text(content)
    with pytest.raises(DatasetError, match=r"marks\.json cannot be read; mend it, or remove it"):
        marks("mnist")
    assert (home / "marks.json").read_text() == content


def test_a_person_cannot_overwrite_what_cannot_be_read(home: Path) -> None:
    home.mkdir()
    (home / "marks.json").write_text("{")
    with pytest.raises(DatasetError):
        mark("mnist", 4, Mark.AMBIGUOUS)
    assert (home / "marks.json").read_text() == "{"


def test_an_unwritable_folder_is_named(home: Path) -> None:
    home.write_text("a file where the folder should be")
    with pytest.raises(DatasetError, match="cannot be kept"):
        mark("mnist", 4, Mark.AMBIGUOUS)


def test_the_file_is_plain_json(home: Path) -> None:
    mark("mnist", 4, Mark.AMBIGUOUS)
    assert json.loads((home / "marks.json").read_text()) == {"mnist": {"4": "ambiguous"}}
