"""Serving a model: its answers, its threads, and files that are no models."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from digitrec import recognition, runs, settings
from digitrec.dataset import Mnist
from digitrec.drawing import Candidate, Glyph, Lattice, glyph_from_strokes
from digitrec.errors import ModelError
from digitrec.evaluation import Predictions, served
from digitrec.recognition import Answer, Digit, Outputs, Recogniser, second_guess, sureness
from digitrec.runs import Run, files

BOX = (1.0, 2.0, 30.123, 40.0)


@pytest.fixture
def recogniser(trained: Run) -> Recogniser:
    return recognition.recogniser_for(trained)


@pytest.fixture
def pictures(mnist: Mnist) -> np.ndarray:
    return mnist.test_images[:1200].astype(np.float32) / np.float32(255)


def stroke(*points: tuple[float, float]) -> dict[str, object]:
    path = [["M", *points[0]], *(["L", *point] for point in points[1:])]
    return {"type": "path", "path": path, "stroke": "#fff", "strokeWidth": 20, "fill": None}


# Outputs


def test_each_row_is_a_distribution_over_ten_digits(recogniser: Recogniser, pictures: np.ndarray) -> None:
    outputs = recogniser(pictures[:7])
    assert (outputs.probabilities.shape, outputs.features.shape) == ((7, 10), (7, 784))
    assert (outputs.probabilities.dtype, outputs.features.dtype) == (np.float32, np.float32)
    assert (outputs.digit.shape, outputs.digit.dtype) == ((7,), np.float32)
    assert ((outputs.digit >= 0) & (outputs.digit <= 1)).all()
    assert outputs.probabilities.sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert (outputs.probabilities >= 0).all()


def test_the_features_of_linear_are_its_pixels(recogniser: Recogniser, pictures: np.ndarray) -> None:
    assert np.array_equal(recogniser(pictures[:3]).features, pictures[:3].reshape(3, 784))


@pytest.mark.parametrize("count", [1, 2, 499, 500, 501, 1200])
def test_many_pictures_are_read_as_each_alone(count: int, recogniser: Recogniser, pictures: np.ndarray) -> None:
    together = recogniser(pictures[:count])
    assert together.probabilities.shape == (count, 10)
    for index in {0, count // 2, count - 1}:
        alone = recogniser(pictures[index : index + 1])
        assert together.probabilities[index] == pytest.approx(alone.probabilities[0], abs=1e-6)


def test_pixels_of_bytes_are_read_as_those_scaled_to_1(recogniser: Recogniser) -> None:
    images = np.random.default_rng(0).integers(0, 256, (3, 28, 28), np.uint8)
    scaled = np.divide(images, 255, dtype=np.float32)
    assert np.array_equal(recogniser(images).probabilities, recogniser(scaled).probabilities)


def test_no_pictures_give_no_answers(recogniser: Recogniser, pictures: np.ndarray) -> None:
    outputs = recogniser(pictures[:0])
    assert outputs.drawn.shape == (0, 10)
    assert (outputs.probabilities.shape, outputs.features.shape, outputs.digit.shape) == ((0, 10), (0, 784), (0,))


def test_answers_stay_when_the_next_ones_are_asked_for(recogniser: Recogniser, pictures: np.ndarray) -> None:
    first = recogniser(pictures[:1])
    kept = first.probabilities.copy(), first.features.copy()
    recogniser(pictures[1:2])
    assert np.array_equal(first.probabilities, kept[0]) and np.array_equal(first.features, kept[1])


def test_threads_share_a_recogniser(recogniser: Recogniser, pictures: np.ndarray) -> None:
    alone = recogniser(pictures[:200]).probabilities
    sizes = [1 + index % 3 for index in range(200)]  # another size has to be prepared for
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda i: recogniser(pictures[i : i + sizes[i]]).probabilities[0], range(200)))
    assert np.stack(answers) == pytest.approx(alone, abs=1e-6)


# Answers


def test_an_answer_as_json() -> None:
    probabilities = (0.0, 0.0, 0.125, 0.75, 0.125, 0.0, 0.0, 0.0, 0.0, 0.0)
    answer = Answer((Digit(3, probabilities, BOX),))
    assert answer.as_dict() == {
        "text": "3",
        "rejected": False,
        "digits": [
            {"label": 3, "confidence": 0.75, "probabilities": list(probabilities), "box": [1.0, 2.0, 30.12, 40.0]}
        ],
    }


def test_a_rejected_answer_keeps_its_best_guess() -> None:
    answer = Answer((Digit(0, (1.0, *[0.0] * 9), BOX),), rejected=True)
    plain = answer.as_dict()
    assert (plain["text"], plain["rejected"], plain["digits"][0]["label"]) == ("", True, 0)


def test_several_digits_make_a_number() -> None:
    digits = tuple(Digit(label, tuple(float(n == label) for n in range(10)), BOX) for label in (4, 0, 7))
    assert Answer(digits).text == "407"


def test_a_blank_drawing_says_nothing(recogniser: Recogniser) -> None:
    answer = recognition.read(recogniser, glyph_from_strokes({"objects": []}))
    assert answer.as_dict() == {"text": "", "rejected": False, "digits": []}


def test_a_dot_is_rejected(recogniser: Recogniser) -> None:
    answer = recognition.read(recogniser, glyph_from_strokes({"objects": [stroke((50, 60), (50, 60))]}))
    assert (answer.text, answer.rejected, len(answer.digits)) == ("", True, 1)


def test_a_drawing_is_read_where_it_is_drawn(recogniser: Recogniser) -> None:
    drawing = {"objects": [stroke((50, 60), (110, 60), (80, 160))]}
    answer = recognition.read(recogniser, glyph_from_strokes(drawing))
    (digit,) = answer.digits
    assert digit.box == (40.0, 50.0, 80.0, 120.0)
    assert digit.label == int(np.argmax(digit.probabilities))
    assert sum(digit.probabilities) == pytest.approx(1, abs=1e-5)
    assert answer.best_guess == str(digit.label)


@pytest.mark.parametrize(("looks", "rejected"), [(0.49, True), (0.5, False), (1.0, False)])
def test_what_does_not_look_like_a_digit_is_rejected(looks: float, rejected: bool) -> None:
    glyph = glyph_from_strokes({"objects": [stroke((50, 60), (110, 60), (80, 160))]})
    answer = recognition.read(saying(looks), glyph)
    assert (answer.rejected, answer.text, answer.best_guess) == (rejected, "" if rejected else "3", "3")


def saying(*looks: float, scan: int = 3) -> Recogniser:
    """A recogniser that takes every drawing for a 3, a scan for what is given, and finds so much of a digit in them."""

    def answer(pictures: np.ndarray) -> Outputs:
        scans, threes = (np.tile(np.eye(10, dtype=np.float32)[n], (len(pictures), 1)) for n in (scan, 3))
        return Outputs(scans, threes, threes, np.resize(np.float32(looks), len(pictures)))

    return cast("Recogniser", answer)


def test_the_most_probable_digit_is_read(recogniser: Recogniser, pictures: np.ndarray, mnist: Mnist) -> None:
    read = [recognition.read(recogniser, Glyph(picture, BOX, is_dot=False)).best_guess for picture in pictures[:300]]
    right = np.mean([text == str(label) for text, label in zip(read, mnist.test_labels[:300], strict=True)])
    assert right > 0.3  # of a model that has seen 2,400 digits once


def test_a_scan_that_keeps_its_pen_is_read_as_mnists_digits_are_and_a_drawing_as_drawings_are() -> None:
    pixels = np.ones((28, 28), np.float32)
    own, redrawn = Glyph(pixels, BOX, is_dot=False, has_own_pen=True), Glyph(pixels, BOX, is_dot=False)
    reads_scans_as_7 = saying(1.0, scan=7)
    assert [recognition.read(reads_scans_as_7, glyph).text for glyph in (own, redrawn)] == ["7", "3"]
    both = Lattice((9.0,), (Candidate(0, 1, own, 0.0), Candidate(1, 2, redrawn, 0.0)))
    assert recognition.read_number(reads_scans_as_7, both).text == "73"


# Words


@pytest.mark.parametrize(
    ("confidence", "word"),
    [(1, "sure"), (0.99, "sure"), (0.989, "fairly sure"), (0.9, "fairly sure"), (0.899, "unsure"), (0.1, "unsure")],
)
def test_a_confidence_in_words(confidence: float, word: str) -> None:
    assert sureness(confidence) == word


@pytest.mark.parametrize(
    ("others", "second"),
    [
        ({1: 0.05}, 1),
        ({1: 0.049}, None),
        ({8: 0.2, 1: 0.1}, 8),
        ({1: 0.2, 8: 0.2}, 1),
        ({3: 0.4, 8: 0.3}, 8),
        ({}, None),
    ],
)
def test_a_second_guess_is_offered_from_five_percent(others: dict[int, float], second: int | None) -> None:
    probabilities = [others.get(digit, 0.0) for digit in range(10)]
    probabilities[3] = 1 - sum(others.values()) + others.get(3, 0)
    assert second_guess(probabilities) == second


@given(arrays(np.float64, 10, elements=st.floats(0, 1)))
def test_a_second_guess_is_what_comes_after_the_answer(weights: np.ndarray) -> None:
    probabilities = (weights + 1e-9) / (weights + 1e-9).sum()
    predictions = Predictions(np.zeros(1, np.uint8), probabilities[None])
    expected = int(predictions.second[0]) if probabilities[predictions.second[0]] >= 0.05 else None
    assert second_guess(probabilities.tolist()) == expected


@pytest.fixture(scope="module", params=["ann", "cnn"])
def left_out(request: pytest.FixtureRequest, mnist: Mnist, tmp_path_factory: pytest.TempPathFactory) -> Predictions:
    """A shipped model's answers for the digits that it left out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIGITREC_HOME", str(tmp_path_factory.mktemp("left-out")))
        run = runs.find(request.param)
        return served.predictions(run, served.left_out(run, mnist))


@pytest.mark.parametrize(
    ("word", "low", "high"), [("sure", 0.997, 1), ("fairly sure", 0.88, 0.995), ("unsure", 0.5, 0.85)]
)
def test_the_words_say_how_often_the_shipped_models_are_right(
    left_out: Predictions, word: str, low: float, high: float
) -> None:
    said = [sureness(confidence) == word for confidence in left_out.confidence]
    assert low <= left_out.correct[said].mean() <= high


def test_a_second_guess_is_seldom_offered_and_right_for_many_errors(left_out: Predictions) -> None:
    guesses = [second_guess(row) for row in left_out.probabilities.tolist()]
    assert np.mean([guess is not None for guess in guesses]) < 0.05
    assert np.mean([guesses[error] == left_out.labels[error] for error in left_out.errors]) > 0.4


# Files that are no models

READ = """
import sys
from pathlib import Path
import numpy as np
from digitrec.errors import ModelError
from digitrec.recognition import Recogniser
for path in sys.argv[1:]:
    try:
        Recogniser(Path(path))(np.zeros((1, 28, 28), np.float32))
        print("read", flush=True)
    except ModelError as error:
        print("ModelError", error, flush=True)
"""


def damaged(data: bytes) -> dict[str, bytes]:
    rng = np.random.default_rng(0)
    return {
        "empty": b"",
        "one byte": b"T",
        "text": b"not a model\n" * 100,
        "cut at 8": data[:8],
        "cut at 1000": data[:1000],
        "cut in the middle": data[: len(data) // 2],
        "cut at the end": data[:-100],
        "zeros": bytes(len(data)),
        "zeros after its name": data[:8] + bytes(len(data) - 8),
        "random": rng.bytes(len(data)),
        "random after its name": data[:8] + rng.bytes(len(data) - 8),
    }


def test_bytes_that_are_no_model_are_refused(trained: Run, tmp_path: Path) -> None:
    """In a process of its own, which native code might end."""
    kinds = damaged(trained.path(files.SERVED).read_bytes())
    paths = [tmp_path / f"{index}.tflite" for index in range(len(kinds))]
    for path, data in zip(paths, kinds.values(), strict=True):
        path.write_bytes(data)
    command = [sys.executable, "-c", READ, *map(str, paths), str(trained.path(files.SERVED))]
    done = subprocess.run(command, cwd=settings.CODE, capture_output=True, text=True, check=True)
    found = dict(zip([*kinds, "whole"], done.stdout.splitlines(), strict=True))
    assert found.pop("whole") == "read"
    assert {kind: line.split()[0] for kind, line in found.items()} == dict.fromkeys(kinds, "ModelError")
    assert all(line.endswith("train the model again.") for line in found.values())


def test_a_missing_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"none\.tflite"):
        Recogniser(tmp_path / "none.tflite")


def test_a_model_is_served_only_as_it_was_trained(trained: Run) -> None:
    path = trained.path(files.SERVED)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1  # somewhere in the weights, where nothing else would notice
    path.write_bytes(data)
    with pytest.raises(ModelError, match="is damaged"):
        recognition.recogniser_for(runs.find("trained"))
