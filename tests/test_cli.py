"""The command line: what it prints, and what it answers to every error of use and of input."""

import io
import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from filelock import FileLock

from digitrec import dataset, jobs, recipes, runs, settings
from digitrec.cli import main
from digitrec.dataset import Mnist
from digitrec.recipes import RECIPES
from digitrec.runs import Progress, Run, State, files
from tests import numbers
from tests.photos import KINDS, photo_of
from tests.waiting import until

BLANK = {"text": "", "rejected": False, "digits": []}
QUICK = ("--epochs=1", "--set=data.share=0.02", "--set=data.non_digits=off", "--set=optimisation.batch_size=32")
Printed = tuple[int, str, str]


@pytest.fixture
def digitrec(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Printed]:
    """Runs the command line in this process; gives its exit code and what it printed."""

    def run(*arguments: str, stdin: bytes = b"") -> Printed:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        return int(str(left.value.code)), *capfd.readouterr()

    return run


def process(*arguments: str, **options: Any) -> "subprocess.Popen[str]":
    """The command line in a process of its own, whose Ctrl-C works however these tests were started."""
    return subprocess.Popen(
        [sys.executable, "-m", "digitrec", *arguments],
        cwd=settings.CODE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        **options,
    )


def drawing(*points: tuple[float, float]) -> dict[str, Any]:
    path = [["M", *points[0]], *(["L", *point] for point in points[1:])]
    return {"objects": [{"type": "path", "path": path, "stroke": "#fff", "strokeWidth": 20, "fill": None}]}


SEVEN = drawing((50, 60), (110, 60), (80, 160))
DOT = drawing((50, 60), (50, 60))


def lines_of(printed: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed.splitlines()]


def assert_one_line(printed: Printed, expected: str, code: int = 2) -> None:
    assert (printed[0], printed[1]) == (code, "")
    assert printed[2].startswith("Error: ") and printed[2].count("\n") == 1
    assert expected in printed[2]


# Errors of use


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "Missing command"),
        (("draw",), "No such command 'draw'"),
        (("train",), "Missing argument 'RECIPE'"),
        (("train", "vgg"), "There is no recipe 'vgg'; choose one of linear, "),
        (("train", "linear", "--epochs", "many"), "'many' is not a valid integer"),
        (("train", "linear", "--epochs", "0"), "optimisation.epochs: Choose a whole number from 1 to 500."),
        (("train", "linear", "--seed", "-1"), "seed: Choose a whole number from 0 to 2147483647."),
        (("train", "linear", "--set", "rotation=3"), "'rotation' is no setting of this recipe"),
        (("train", "linear", "--set", "augmentation.rotation"), "Write a setting as path=value"),
        (("train", "linear", "--set", "augmentation.rotation=90"), "Choose a number from 0 to 45."),
        (("train", "linear", "--name", "../x"), "Choose a name of 1 to 60 letters"),
        (("train", "linear", "--name", ""), "Choose a name of 1 to 60 letters"),
        (("train", "linear", "--name", "cnn"), "belongs to a model that comes with digitrec"),
        (("train", "linear", "--name", "trained"), "a run of that name already"),
        (("train", "linear", "--colour"), "No such option '--colour'"),
        (("resume", "nobody"), "There is no run or model 'nobody'; there is "),
        (("resume", "trained"), "trained is finished; only a stopped, failed or interrupted run can be resumed."),
        (("work", "trained"), "trained is not queued"),
        (("stop", "nobody"), "There is no run or model 'nobody'"),
        (("stop", "trained"), "only a queued or running training can be stopped"),
        (("rename", "trained"), "Missing argument 'NAME'"),
        (("rename", "trained", "<b>"), "Choose a name"),
        (("rename", "nobody", "x"), "There is no run or model 'nobody'"),
        (("delete", "nobody", "--yes"), "There is no run or model 'nobody'"),
        (("export", "trained"), "Missing option '--to'"),
        (("export", "trained", "--to", "model.onnx"), "Choose a file that ends in .keras or .tflite."),
        (("export", "trained", "--to", "/nowhere/model.keras"), "/nowhere/model.keras cannot be written"),
        (("export", "nobody", "--to", "x.keras"), "There is no run or model 'nobody'"),
        (("evaluate", "nobody"), "There is no run or model 'nobody'"),
        (("evaluate", "trained", "--data", "none.npz"), "There is no file none.npz"),
        (("evaluate", "trained", "--data", "pyproject.toml"), "cannot be read as an .npz file"),
        (("predict",), "Give either files or --jsonl"),
        (("predict", "--jsonl", "a.png"), "Give either files or --jsonl"),
        (("predict", "--model", "nobody", "a.png"), "There is no run or model 'nobody'"),
        (("predict", "--model"), "Option '--model' requires an argument"),
    ],
)
@pytest.mark.usefixtures("trained")
def test_an_error_of_use_is_one_line(
    arguments: tuple[str, ...], sentence: str, digitrec: Callable[..., Printed], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(settings.CODE)
    assert_one_line(digitrec(*arguments), sentence)
    assert [run.name for run in runs.own_runs()] == ["trained"]


def test_a_name_over_several_lines_is_told_on_one(digitrec: Callable[..., Printed]) -> None:
    assert_one_line(digitrec("predict", "--model", "a\nb\rc\n" * 50, "x.png"), "There is no run or model")


def test_help_is_no_error(digitrec: Callable[..., Printed]) -> None:
    code, out, err = digitrec("--help")
    assert (code, err) == (0, "")
    for command in ("train", "resume", "evaluate", "predict", "models", "runs", "stop", "rename", "delete", "export"):
        assert f"\n  {command} " in out
    assert "\n  work " not in out
    assert digitrec("train", "-h")[0] == 0


def test_a_damaged_model_is_told(trained: Run, digitrec: Callable[..., Printed]) -> None:
    trained.path(files.SERVED).write_bytes(b"TFL3" * 1000)
    for arguments in (("predict", "x.png", "--model", "trained"), ("evaluate", "trained")):
        assert_one_line(digitrec(*arguments), "model.tflite is not what was trained; train it again.")


@pytest.mark.usefixtures("trained")
def test_a_missing_asset_is_told(
    digitrec: Callable[..., Printed], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("digitrec.dataset.load", partial(dataset.load, tmp_path / "mnist.npz"))
    assert_one_line(digitrec("evaluate", "trained"), "MNIST cannot be read from")


# predict


@pytest.fixture
def picture(tmp_path: Path, mnist: Mnist) -> Path:
    """A 7 of the test set, dark on light, ten times as large."""
    path = tmp_path / "seven.png"
    assert mnist.test_labels[0] == 7
    cv2.imwrite(str(path), 255 - cv2.resize(mnist.test_images[0], (280, 280), interpolation=cv2.INTER_CUBIC))
    return path


@pytest.mark.usefixtures("trained")
def test_an_answer_has_its_form(digitrec: Callable[..., Printed], picture: Path) -> None:
    code, out, err = digitrec("predict", "--model", "trained", picture)
    (answer,) = lines_of(out)
    assert (code, err) == (0, "")
    assert set(answer) == {"text", "rejected", "digits"}
    (digit,) = answer["digits"]
    assert set(digit) == {"label", "confidence", "probabilities", "box"}
    assert (answer["text"], answer["rejected"]) == (str(digit["label"]), False)
    assert digit["confidence"] == digit["probabilities"][digit["label"]] == max(digit["probabilities"])
    assert len(digit["probabilities"]) == 10 and sum(digit["probabilities"]) == pytest.approx(1, abs=1e-5)
    left, top, width, height = digit["box"]
    assert 0 <= left < left + width <= 280 and 0 <= top < top + height <= 280


@pytest.mark.usefixtures("trained")
def test_single_and_json_change_nothing_for_one_digit(digitrec: Callable[..., Printed], picture: Path) -> None:
    plain = digitrec("predict", "--model", "trained", picture)
    assert digitrec("predict", "--model", "trained", "--single", "--json", picture) == plain


def test_a_photo_is_read_as_a_number_unless_single(digitrec: Callable[..., Printed], tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(photo_of("407", KINDS["squared"], seed=1).jpeg)
    code, out, err = digitrec("predict", photo)
    (answer,) = lines_of(out)
    assert (code, err, answer["text"], len(answer["digits"])) == (0, "", "407", 3)
    code, out, _ = digitrec("predict", "--single", photo)
    assert (code, len(lines_of(out)[0]["digits"])) == (0, 1)


@pytest.mark.usefixtures("trained")
def test_a_number_is_read_digit_by_digit_unless_single(digitrec: Callable[..., Printed]) -> None:
    number = json.dumps(numbers.drawn("42")).encode()
    plain, single = (
        lines_of(digitrec("predict", "--jsonl", "--model", "trained", *options, stdin=number)[1])[0]
        for options in ((), ("--single",))
    )
    assert [len(answer["digits"]) for answer in (plain, single)] == [2, 1]
    assert plain["text"] == "".join(str(digit["label"]) for digit in plain["digits"])
    four, two = (digit["box"] for digit in plain["digits"])
    assert four[0] + four[2] < two[0]


@pytest.mark.usefixtures("trained")
def test_files_are_answered_in_order_and_a_bad_one_in_its_place(
    digitrec: Callable[..., Printed], picture: Path, tmp_path: Path
) -> None:
    content = {
        "drawn.json": json.dumps(SEVEN).encode(),
        "blank.JSON": b'{"objects": []}',
        "dot.json": json.dumps(DOT).encode(),
        "broken.json": b'{"objects": [',
        "fake.png": b"not a picture",
        "cut.png": picture.read_bytes()[:100],
        "empty.png": b"",
    }
    for name, data in content.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "folder.png").mkdir()
    names = [*content, "folder.png", "none.png", "a\0b.png", picture.name]
    code, out, err = digitrec("predict", "--model", "trained", *(str(tmp_path / name) for name in names))
    answers = dict(zip(names, lines_of(out), strict=True))
    assert (code, err) == (2, "Error: 7 of 11 files could not be read.\n")
    assert [name for name, answer in answers.items() if "error" not in answer] == [*names[:3], picture.name]
    assert all(list(answer) == ["error"] for answer in answers.values() if "error" in answer)
    assert answers["blank.JSON"] == BLANK
    assert (answers["dot.json"]["text"], answers["dot.json"]["rejected"]) == ("", True)
    assert len(answers["dot.json"]["digits"]) == 1


@pytest.mark.usefixtures("trained")
def test_drawings_are_answered_line_by_line(digitrec: Callable[..., Printed]) -> None:
    seven = json.dumps(SEVEN).encode()
    bad = [
        *(b"", b" ", b"7", b"null", b"[]", b"{", b"{}", b"nonsense", b"\xff\xfe", b"\0", b"[" * 200_000),
        *(b'{"objects": 7}', b'{"objects": [7]}', b'{"objects": [{"type": "path"}]}', seven[:-2], seven + b"x"),
        *(
            seven.replace(b"110", value)
            for value in (b"NaN", b"Infinity", b"1e999", b'"x"', b"null", b"[]", b"1" * 5000)
        ),
    ]
    code, out, err = digitrec(
        "predict", "--jsonl", "--model", "trained", stdin=b"\n".join([seven, *bad, seven]) + b"\n"
    )
    answers = lines_of(out)
    assert (code, err) == (0, "")
    assert len(answers) == len(bad) + 2
    assert answers[0] == answers[-1] and answers[0]["digits"][0]["box"] == [40, 50, 80, 120]
    unread = {line: answer for line, answer in zip(bad, answers[1:-1], strict=True) if list(answer) != ["error"]}
    assert unread == {}
    assert all("\n" not in answer["error"] and answer["error"].endswith(".") for answer in answers[1:-1])


@pytest.mark.usefixtures("trained")
@pytest.mark.parametrize("ending", [b"", b"\n", b"\r\n"])
def test_the_last_line_may_lack_its_end(ending: bytes, digitrec: Callable[..., Printed]) -> None:
    code, out, _ = digitrec("predict", "--jsonl", "--model", "trained", stdin=b'{"objects": []}' + ending)
    assert (code, lines_of(out)) == (0, [BLANK])


@pytest.mark.usefixtures("trained")
def test_no_lines_have_no_answers(digitrec: Callable[..., Printed]) -> None:
    assert digitrec("predict", "--jsonl", "--model", "trained") == (0, "", "")


@pytest.mark.usefixtures("trained")
def test_on_a_terminal_answers_are_words(
    digitrec: Callable[..., Printed], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = []
    for name, drawn in (("blank", {"objects": []}), ("seven", SEVEN), ("dot", DOT)):
        paths.append(tmp_path / f"{name}.json")
        paths[-1].write_text(json.dumps(drawn))
    monkeypatch.setattr("digitrec.cli.reading.sys.stdout.isatty", lambda: True, raising=False)
    code, out, _ = digitrec("predict", "--model", "trained", *paths, "none.png")
    blank, seven, dot, none = out.splitlines()
    assert (code, blank, none) == (2, "blank", "none.png cannot be read; check its name.")
    assert seven[0].isdigit() and seven.endswith(" %)")
    assert dot.startswith("no digit; at best ")


# evaluate, models, runs


@pytest.mark.usefixtures("trained")
def test_a_model_is_judged_on_the_test_set(trained: Run, digitrec: Callable[..., Printed]) -> None:
    code, out, err = digitrec("evaluate", "trained", "--json")
    (found,) = lines_of(out)
    metrics = trained.metrics()
    assert (code, err, found["model"], found["n"]) == (0, "", "trained", 10_000)
    assert found["accuracy"] == metrics["test_accuracy"]
    assert found["loss"] == pytest.approx(metrics["test_loss"], rel=1e-5)


@pytest.mark.usefixtures("trained")
def test_a_model_is_judged_on_a_person_s_own_digits(
    digitrec: Callable[..., Printed], tmp_path: Path, mnist: Mnist
) -> None:
    path = tmp_path / "mine.npz"
    np.savez(path, x=mnist.test_images[:50], y=mnist.test_labels[:50].astype(np.int64))
    code, out, _ = digitrec("evaluate", "trained", "--data", path, "--json")
    (found,) = lines_of(out)
    assert (code, found["n"]) == (0, 50)
    assert 0 <= found["accuracy"] <= 1 and found["loss"] > 0
    code, out, _ = digitrec("evaluate", "trained", "--data", path)
    assert out.startswith(f"trained: {100 * found['accuracy']:.2f} % of 50 digits")


@pytest.mark.usefixtures("trained")
def test_models_are_listed(trained: Run, digitrec: Callable[..., Printed]) -> None:
    code, out, err = digitrec("models", "--json")
    (listed,) = lines_of(out)
    found = {model["name"]: model for model in listed}
    assert (code, err) == (0, "")
    assert (found["trained"]["shipped"], found["trained"]["test_accuracy"]) == (
        False,
        trained.metrics()["test_accuracy"],
    )
    code, out, _ = digitrec("models")
    assert out.splitlines()[0].split() == ["model", "accuracy", "parameters", "from"]
    accuracy = f"{100 * trained.metrics()['test_accuracy']:.2f}"
    assert ["trained", accuracy, "%", "7,850", "recipe", "linear"] in [line.split() for line in out.splitlines()]


@pytest.mark.usefixtures("trained")
def test_runs_are_listed_with_their_state_and_damaged_ones_among_them(digitrec: Callable[..., Printed]) -> None:
    jobs.enqueue(RECIPES["cnn-basic"], "waits")
    failed = jobs.enqueue(RECIPES["linear"], "fails")
    failed.write_progress(Progress(State.FAILED, reason="It diverged."))
    (runs.runs_folder() / "empty").mkdir()
    code, out, err = digitrec("runs", "--json")
    (listed,) = lines_of(out)
    found = {row["name"]: row for row in listed if not row["shipped"]}
    assert (code, err) == (0, "")
    assert {name: row["state"] for name, row in found.items()} == {
        "trained": "finished",
        "waits": "queued",
        "fails": "failed",
        "empty": "damaged",
    }
    assert (found["waits"]["recipe"], found["waits"]["epochs"], found["fails"]["reason"]) == (
        "cnn-basic",
        0,
        "It diverged.",
    )
    assert (found["trained"]["parameters"], found["trained"]["recipe"]) == (7850, "linear")
    code, out, _ = digitrec("runs")
    assert code == 0
    assert out.splitlines()[0].split() == ["name", "recipe", "state", "accuracy", "parameters", "seconds", "date"]
    assert len(out.splitlines()) == len(listed) + 1


def test_damaged_runs_do_not_disturb_the_others(trained: Run, digitrec: Callable[..., Printed], picture: Path) -> None:
    for number, (file, content) in enumerate(((files.METRICS, "[]"), (files.RECIPE, "[]"), (files.PROGRESS, "7"))):
        copy = Run(Path(shutil.copytree(trained.folder, trained.folder.with_name(f"damaged-{number}"))))
        copy.path(file).write_text(content)
    for arguments in (("models",), ("models", "--json"), ("runs",), ("runs", "--json")):
        code, out, err = digitrec(*arguments)
        assert (code, err, "trained" in out) == (0, "", True)
    assert digitrec("predict", "--model", "trained", picture)[0] == 0
    assert_one_line(digitrec("predict", "--model", "damaged-0", picture), "its metrics.json cannot be read")


def test_nothing_to_list_is_no_error(digitrec: Callable[..., Printed], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digitrec.runs.store.shipped_runs", list)
    assert digitrec("models", "--json") == (0, "[]\n", "")
    assert digitrec("runs", "--json") == (0, "[]\n", "")
    code, out, _ = digitrec("runs")
    assert (code, len(out.splitlines())) == (0, 1)
    assert_one_line(digitrec("predict", "x.png"), "there is none yet.")


# rename, delete, export, stop


@pytest.mark.usefixtures("trained")
def test_a_run_is_renamed_exported_and_deleted(digitrec: Callable[..., Printed], tmp_path: Path) -> None:
    assert digitrec("rename", "trained", "better") == (0, "", "")
    better = runs.find("better")
    for ending, file in ((".keras", files.MODEL), (".tflite", files.SERVED)):
        target = tmp_path / f"out{ending}"
        assert digitrec("export", "better", "--to", target) == (0, "", "")
        assert target.read_bytes() == better.path(file).read_bytes()
    assert digitrec("delete", "better", "--yes") == (0, "", "")
    assert runs.own_runs() == []


@pytest.mark.parametrize(("answer", "left"), [(b"y\n", []), (b"n\n", ["trained"]), (b"\n", ["trained"])])
@pytest.mark.usefixtures("trained")
def test_deleting_asks_first(answer: bytes, left: list[str], digitrec: Callable[..., Printed]) -> None:
    code, out, _ = digitrec("delete", "trained", stdin=answer)
    assert (code, out.strip()) == (0, "Delete trained for good? [y/N]:")
    assert [run.name for run in runs.own_runs()] == left


def test_a_run_without_a_model_cannot_be_exported(digitrec: Callable[..., Printed], tmp_path: Path) -> None:
    jobs.enqueue(RECIPES["linear"], "waits")
    assert_one_line(digitrec("export", "waits", "--to", tmp_path / "x.keras"), "waits has no model.keras yet")


def test_a_waiting_run_is_asked_to_stop(digitrec: Callable[..., Printed]) -> None:
    run = jobs.enqueue(RECIPES["linear"], "waits")
    assert digitrec("stop", "waits") == (0, "", "")
    assert run.is_asked_to_stop


# train


def test_settings_reach_the_run(digitrec: Callable[..., Printed], monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def work(run: Run) -> State:
        seen.append(run.recipe())
        runs.delete(run)
        return State.STOPPED

    monkeypatch.setattr(jobs, "work", work)
    arguments = ("--epochs", "3", "--seed", "7", "--set", "augmentation.rotation=20", "--set", "optimisation.epochs=9")
    code, out, err = digitrec("train", "ann-128-64", *arguments)
    assert (code, out, err) == (130, "", "Cancelled before its turn came.\n")
    expected = ["augmentation.rotation=20", "optimisation.epochs=3", "seed=7"]
    assert seen == [recipes.with_settings(RECIPES["ann-128-64"], expected)]


def test_a_resumed_run_that_is_cancelled_is_no_error(
    digitrec: Callable[..., Printed], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = jobs.enqueue(RECIPES["linear"], "mine")
    run.write_progress(Progress(State.INTERRUPTED))
    monkeypatch.setattr(jobs, "work", lambda run: State.STOPPED)
    assert digitrec("resume", "mine") == (130, "", "Cancelled before its turn came.\n")


def test_a_failed_training_ends_with_1(digitrec: Callable[..., Printed], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(run: Run) -> State:
        raise MemoryError

    monkeypatch.setattr("digitrec.jobs.worker._train", fail)
    assert_one_line(digitrec("train", "linear", "--name", "mine"), "The memory is full.", code=1)
    assert jobs.judged(runs.find("mine")).state is State.FAILED


def test_a_home_that_cannot_be_written_is_told(home: Path, digitrec: Callable[..., Printed]) -> None:
    home.write_text("a file")
    assert_one_line(digitrec("train", "linear"), "set DIGITREC_HOME")


# Processes


def test_ctrl_c_ends_reading_with_130(trained: Run) -> None:
    reading = process("predict", "--jsonl", "--model", trained.name)
    assert reading.stdin and reading.stdout
    reading.stdin.write('{"objects": []}\n')
    reading.stdin.flush()
    assert json.loads(reading.stdout.readline()) == BLANK  # at once, before the next line comes
    reading.send_signal(signal.SIGINT)
    out, err = reading.communicate(timeout=60)  # the lines end at the same moment, as they do in a pipe
    assert (reading.returncode, out, err.strip()) == (130, "", "")


def test_whoever_stops_reading_the_answers_gets_no_traceback(trained: Run) -> None:
    reading = process("predict", "--jsonl", "--model", trained.name)
    assert reading.stdin and reading.stdout and reading.stderr
    reading.stdout.close()
    reading.stdin.write('{"objects": []}\n' * 10)
    reading.stdin.close()
    assert reading.stderr.read() == ""
    assert reading.wait(60) == 1


@pytest.mark.slow
def test_a_training_tells_its_figures_on_the_last_line() -> None:
    training = process("train", "linear", *QUICK, "--json")
    out, err = training.communicate(timeout=120)
    assert training.returncode == 0, err
    found = json.loads(out.splitlines()[-1])
    assert {"name", "recipe", "test_accuracy", "test_loss", "parameters", "seconds"} <= set(found)
    assert (found["name"], found["recipe"], found["parameters"]) == ("linear-1", "linear", 7850)
    assert 0.1 < found["test_accuracy"] < 1 and 1 < found["seconds"] < 120
    assert jobs.judged(runs.find("linear-1")).state is State.FINISHED


@pytest.mark.slow
def test_ctrl_c_stops_a_training_which_is_resumed_and_finishes() -> None:
    training = process("train", "linear", "--name", "mine", "--epochs", "500", "--set", "data.share=0.05", "--json")
    run = Run(runs.runs_folder() / "mine")
    until(lambda: run.folder.exists() and len(run.history()) >= 2)
    training.send_signal(signal.SIGINT)
    out, err = training.communicate(timeout=60)
    assert training.returncode == 130, err
    assert "Stopping; what was trained is kept" in err and "Traceback" not in err
    assert json.loads(out.splitlines()[-1])["name"] == "mine"
    stopped = run.history()
    assert (jobs.judged(run).state, run.is_served, run.is_asked_to_stop) == (State.STOPPED, True, False)
    files.write_json(run.path(files.RECIPE), recipes.to_dict(shortened(run, len(stopped) + 1)))
    resumed = process("resume", "mine")
    out, err = resumed.communicate(timeout=120)
    assert resumed.returncode == 0, err
    assert out.startswith("mine: ") and "7,850 parameters" in out
    assert run.history()[:-1] == stopped and jobs.judged(run).state is State.FINISHED


@pytest.mark.slow
def test_ctrl_c_takes_a_waiting_training_out_of_the_queue() -> None:
    with FileLock(runs.runs_folder() / ".training.lock"):
        training = process("train", "linear", "--name", "mine")
        run = Run(runs.runs_folder() / "mine")
        until(lambda: jobs.is_alive(run))
        training.send_signal(signal.SIGINT)
        _, err = training.communicate(timeout=60)
    assert (training.returncode, run.folder.exists()) == (130, False)
    assert "Cancelled before its turn came." in err


def shortened(run: Run, epochs: int) -> recipes.Recipe:
    return recipes.with_settings(run.recipe(), [f"optimisation.epochs={epochs}"])
