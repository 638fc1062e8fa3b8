"""Jobs: one training at a time, in order; stopped, killed and failed ones; who is alive."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import psutil
import pytest

from digitrec import jobs, runs, settings
from digitrec.errors import DatasetError, DigitrecError, RunError, TrainingError
from digitrec.jobs import liveness, queue, worker
from digitrec.recipes import RECIPES, Recipe, with_settings
from digitrec.runs import Epoch, Progress, Run, State, files
from tests.waiting import PATIENCE, until

LINEAR = with_settings(RECIPES["linear"], ["optimisation.epochs=1", "data.share=0.05", "data.non_digits=off"])
LONG = with_settings(RECIPES["linear"], ["optimisation.epochs=200", "data.non_digits=off"])
EPOCH = Epoch(1, 1.0, 0.5, 1.0, 0.5, 0.001, 3.0)


def state_of(run: Run) -> State:
    return jobs.judged(run).state


class FakeTraining:
    """Stands in for the training itself: it notes who began, and ends each when it is told to."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.let_go = threading.Semaphore(0)
        self.at_once = 0

    def __call__(self, run: Run) -> State:
        self.at_once += 1
        assert self.at_once == 1
        run.write_progress(Progress(State.RUNNING, epochs=1))
        self.begun.append(run.name)
        assert self.let_go.acquire(timeout=PATIENCE)
        self.at_once -= 1
        return worker._leave(run, State.STOPPED)


@pytest.fixture
def training(monkeypatch: pytest.MonkeyPatch) -> FakeTraining:
    fake = FakeTraining()
    monkeypatch.setattr(worker, "_train", fake)
    monkeypatch.setattr(queue, "LOOK_EVERY", 0.01)
    return fake


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(6) as threads:
        yield threads


def started(pool: ThreadPoolExecutor, run: Run) -> "Future[State]":
    """A worker for the run, in a thread, once it holds the run's lock."""
    work = pool.submit(jobs.work, run)
    until(lambda: jobs.is_alive(run) or work.done())
    return work


def failing(error: BaseException) -> Callable[[Run], State]:
    def fail(run: Run) -> State:
        raise error

    return fail


# The queue


def test_queued_runs_take_their_turn_in_the_order_they_were_asked_for(
    training: FakeTraining, pool: ThreadPoolExecutor
) -> None:
    first, second, third = (jobs.enqueue(LINEAR, name) for name in ("z", "m", "a"))
    assert [run.name for run in jobs.waiting()] == ["z", "m", "a"]
    works = [started(pool, run) for run in (first, third, second)]
    for place, run in enumerate((first, second, third)):
        until(lambda place=place: len(training.begun) == place + 1)
        assert state_of(run) is State.RUNNING
        assert [waiting.name for waiting in jobs.waiting()] == ["z", "m", "a"][place + 1 :]
        training.let_go.release()
    assert [work.result(PATIENCE) for work in works] == [State.STOPPED] * 3
    assert training.begun == ["z", "m", "a"]


def test_a_queued_run_that_is_cancelled_is_gone(training: FakeTraining, pool: ThreadPoolExecutor) -> None:
    first, second, third = (jobs.enqueue(LINEAR) for _ in range(3))
    works = [started(pool, run) for run in (first, second, third)]
    until(lambda: training.begun == [first.name])
    jobs.stop(second)
    assert works[1].result(PATIENCE) is State.STOPPED
    assert not second.folder.exists()
    assert [run.name for run in jobs.waiting()] == [third.name]
    training.let_go.release(2)
    assert [works[0].result(PATIENCE), works[2].result(PATIENCE)] == [State.STOPPED, State.STOPPED]
    assert training.begun == [first.name, third.name]


def test_a_run_that_is_cancelled_before_its_process_comes_never_trains(training: FakeTraining) -> None:
    run = jobs.enqueue(LINEAR)
    jobs.stop(run)
    assert jobs.work(run) is State.STOPPED
    assert training.begun == [] and not run.folder.exists()


@pytest.mark.usefixtures("training")
def test_a_resumed_run_that_is_cancelled_is_stopped_again() -> None:
    run = jobs.enqueue(LINEAR)
    run.write_history([EPOCH])
    run.write_progress(Progress(State.INTERRUPTED))
    jobs.requeue(run)
    assert state_of(run) is State.QUEUED
    jobs.stop(run)
    assert jobs.work(run) is State.STOPPED
    assert (state_of(run), run.history(), run.is_asked_to_stop) == (State.STOPPED, [EPOCH], False)


def test_the_queue_goes_on_after_a_failure(
    training: FakeTraining, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = jobs.enqueue(LINEAR), jobs.enqueue(LINEAR)
    works = [started(pool, run) for run in (first, second)]
    until(lambda: training.begun == [first.name])
    monkeypatch.setattr(worker, "_train", failing(TrainingError("It diverged.")))
    training.let_go.release()
    assert works[0].result(PATIENCE) is State.STOPPED
    with pytest.raises(TrainingError):
        works[1].result(PATIENCE)
    assert (state_of(first), state_of(second)) == (State.STOPPED, State.FAILED)


def test_a_run_that_vanishes_from_the_queue_does_not_disturb_it(monkeypatch: pytest.MonkeyPatch) -> None:
    first, gone, last = (jobs.enqueue(LINEAR) for _ in range(3))

    def judged_then_deleted(run: Run) -> Progress:
        progress = liveness.judged(run)
        if run.name == gone.name:
            runs.delete(run)
        return progress

    monkeypatch.setattr(queue, "judged", judged_then_deleted)
    assert [run.name for run in jobs.waiting() if run.folder.exists()] == [first.name, last.name]


def test_a_run_that_vanishes_while_it_is_judged_is_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    run = jobs.enqueue(LINEAR)
    run.write_progress(Progress(State.RUNNING))
    monkeypatch.setattr(liveness, "is_alive", lambda run: runs.delete(run) or False)
    assert state_of(run) is State.DAMAGED


# Who is alive


HOLD = """
import sys
from pathlib import Path
from digitrec.jobs.liveness import lock_of
from digitrec.runs import Run
with lock_of(Run(Path(sys.argv[1]))):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder() -> Iterator[Callable[[Run], "subprocess.Popen[bytes]"]]:
    """Starts a process that holds a run's lock, as a training does."""
    started = []

    def hold(run: Run) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(run.folder)],
            cwd=settings.CODE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        started.append(process)
        assert process.stdout and process.stdout.readline() == b"held\n"
        return process

    yield hold
    for process in started:
        process.kill()
        process.communicate()


def test_a_run_whose_process_is_killed_is_interrupted_while_it_is_a_zombie(holder: Any) -> None:
    run = jobs.enqueue(LINEAR)
    run.write_progress(Progress(State.RUNNING, epoch=3))
    process = holder(run)
    assert (jobs.is_alive(run), state_of(run)) == (True, State.RUNNING)
    os.kill(process.pid, signal.SIGKILL)
    until(lambda: psutil.Process(process.pid).status() == psutil.STATUS_ZOMBIE)
    until(lambda: state_of(run) is State.INTERRUPTED, seconds=5)
    os.kill(process.pid, 0)  # the zombie still answers
    progress = jobs.judged(run)
    assert (progress.state, progress.epoch) == (State.INTERRUPTED, 3)
    assert "resume it to go on from its last finished epoch" in progress.reason
    jobs.requeue(run)
    assert state_of(run) is State.QUEUED


def test_a_queued_run_without_a_process_is_given_a_moment_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    run = jobs.enqueue(LINEAR)
    assert state_of(run) is State.QUEUED
    monkeypatch.setattr(liveness, "STARTING", 0.0)
    assert state_of(run) is State.INTERRUPTED
    assert jobs.waiting() == []


def test_looking_is_never_mistaken_for_life(holder: Any, pool: ThreadPoolExecutor) -> None:
    dead, alive = jobs.enqueue(LINEAR), jobs.enqueue(LINEAR)
    holder(dead).kill()
    holder(alive)
    until(lambda: not jobs.is_alive(dead))
    looks = [pool.submit(lambda: [(jobs.is_alive(dead), jobs.is_alive(alive)) for _ in range(50)]) for _ in range(6)]
    assert {answer for look in looks for answer in look.result(PATIENCE)} == {(False, True)}


def test_a_worker_gets_its_lock_however_many_look(training: FakeTraining, pool: ThreadPoolExecutor) -> None:
    run = jobs.enqueue(LINEAR)
    looking = threading.Event()
    looks = [pool.submit(lambda: [jobs.is_alive(run) for _ in iter(looking.is_set, True)]) for _ in range(3)]
    training.let_go.release()
    try:
        assert jobs.work(run) is State.STOPPED
    finally:
        looking.set()
    assert all(look.exception(PATIENCE) is None for look in looks)


def test_a_look_does_not_bring_a_deleted_run_back() -> None:
    run = jobs.enqueue(LINEAR)
    runs.delete(run)
    assert (jobs.is_alive(run), run.folder.exists()) == (False, False)


def test_a_running_training_that_is_asked_to_stop_is_stopping(holder: Any) -> None:
    run = jobs.enqueue(LINEAR)
    run.write_progress(Progress(State.RUNNING))
    holder(run)
    jobs.stop(run)
    assert state_of(run) is State.STOPPING
    jobs.stop(run)  # pressed once more
    assert state_of(run) is State.STOPPING


def test_what_is_alive_is_neither_deleted_nor_renamed(holder: Any) -> None:
    run = jobs.enqueue(LINEAR)
    run.write_progress(Progress(State.RUNNING))
    holder(run)
    for change in (jobs.delete, lambda run: jobs.rename(run, "x"), jobs.requeue):
        with pytest.raises(RunError, match=r"is still trained|is running"):
            change(run)
    assert [run.name for run in runs.own_runs()] == [run.name]


# One process a run


def test_a_second_process_for_a_run_is_refused(
    training: FakeTraining, pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = jobs.enqueue(LINEAR)
    work = started(pool, run)
    monkeypatch.setattr(worker, "PATIENCE", 0.1)
    with pytest.raises(RunError, match="being trained by another process already"):
        jobs.work(run)
    training.let_go.release()
    assert work.result(PATIENCE) is State.STOPPED
    with pytest.raises(RunError, match="is not queued"):
        jobs.work(run)
    assert training.begun == [run.name]


@pytest.mark.parametrize("state", [State.QUEUED, State.FINISHED])
def test_only_what_has_ended_early_is_resumed(state: State, trained: Run) -> None:
    run = jobs.enqueue(LINEAR) if state is State.QUEUED else trained
    with pytest.raises(RunError, match=f"is {state}; only a stopped, failed or interrupted run"):
        jobs.requeue(run)


@pytest.mark.parametrize("state", [State.STOPPED, State.FAILED, State.INTERRUPTED])
def test_what_has_ended_early_waits_again_at_the_end_of_the_queue(state: State) -> None:
    run = jobs.enqueue(LINEAR, owner="me")
    run.write_progress(Progress(state, reason="Something."))
    run.ask_to_stop()  # left behind by whatever ended it
    other = jobs.enqueue(LINEAR)
    jobs.requeue(run)
    assert [waiting.name for waiting in jobs.waiting()] == [other.name, run.name]
    assert (run.is_asked_to_stop, run.progress().reason, run.job()["owner"]) == (False, "", "me")


def test_what_has_ended_cannot_be_stopped(trained: Run) -> None:
    with pytest.raises(RunError, match="trained is finished; only a queued or running training can be stopped"):
        jobs.stop(trained)
    assert not trained.is_asked_to_stop


def test_another_run_lends_its_weights(trained: Run) -> None:
    run = jobs.enqueue(LINEAR, "finer", start_from=trained)
    assert run.path(files.INITIAL).read_bytes() == trained.path(files.MODEL).read_bytes()


@pytest.mark.parametrize("lack", ["architecture", "model"])
def test_weights_that_cannot_be_lent_leave_no_run(lack: str, trained: Run) -> None:
    recipe = Recipe("r") if lack == "architecture" else LINEAR
    if lack == "model":
        trained.path(files.MODEL).unlink()
    with pytest.raises(RunError, match=r"another architecture|no model.keras"):
        jobs.enqueue(recipe, "finer", start_from=trained)
    assert [run.name for run in runs.own_runs()] == ["trained"]


# Failures


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is full. Free some space"),
        (
            OSError("Can't write data (file write failed: error message = 'No space left on device')"),
            "The disk is full.",
        ),
        (OSError(errno.EIO, "Input/output error", "model.keras"), "cannot read or write a file"),
        (MemoryError(), "The memory is full. Choose a smaller model"),
        (TrainingError("It diverged."), "It diverged."),
        (DatasetError("MNIST is missing."), "MNIST is missing."),
    ],
)
def test_a_failure_leaves_its_reason(error: Exception, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_train", failing(error))
    run = jobs.enqueue(LINEAR)
    with pytest.raises(TrainingError, match=f"^.*{reason}"):
        jobs.work(run)
    progress = jobs.judged(run)
    assert progress.state is State.FAILED and reason in progress.reason
    jobs.requeue(run)
    assert state_of(run) is State.QUEUED


def test_an_error_of_the_program_itself_is_recorded_and_goes_on_to_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_train", failing(ZeroDivisionError("by zero")))
    run = jobs.enqueue(LINEAR)
    with pytest.raises(ZeroDivisionError):
        jobs.work(run)
    assert "did not expect (ZeroDivisionError); see its log" in jobs.judged(run).reason


def test_a_process_that_is_ended_leaves_an_interrupted_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def end(run: Run) -> State:
        run.write_progress(Progress(State.RUNNING))
        raise KeyboardInterrupt

    monkeypatch.setattr(worker, "_train", end)
    run = jobs.enqueue(LINEAR)
    with pytest.raises(KeyboardInterrupt):
        jobs.work(run)
    assert state_of(run) is State.INTERRUPTED


def test_a_run_whose_folder_is_deleted_ends_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def lose(run: Run) -> State:
        shutil.rmtree(run.folder)
        run.write_history([])
        return State.FINISHED

    monkeypatch.setattr(worker, "_train", lose)
    run = jobs.enqueue(LINEAR)
    with pytest.raises(TrainingError, match="was deleted while it was trained"):
        jobs.work(run)
    assert runs.own_runs() == []


def test_a_disk_without_room_for_the_reason_has_room_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")

    def fill(run: Run) -> State:
        run.write_progress(Progress(State.RUNNING, epoch=2, reason="x" * 500))
        monkeypatch.setattr(files, "write_bytes", lambda path, data: failing(full)(run))
        raise full

    monkeypatch.setattr(worker, "_train", fill)
    run = jobs.enqueue(LINEAR)
    with pytest.raises(TrainingError, match="The disk is full"):
        jobs.work(run)
    progress = jobs.judged(run)
    assert (progress.state, progress.epoch) == (State.FAILED, 2)
    assert progress.reason.startswith("The disk is full.")


# Limits


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("DIGITREC_MAX_EPOCHS", "19", "at most 19 epochs"),
        ("DIGITREC_MAX_QUEUE", "1", "1 trainings are waiting"),
        ("DIGITREC_MAX_DISK_MIB", "1", "fill the 1 MiB"),
    ],
)
def test_what_a_server_lends_is_limited(
    variable: str, value: str, sentence: str, trained: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    jobs.enqueue(LINEAR, "waits")
    trained.path(files.LOG).write_bytes(bytes(2**20))
    with pytest.raises(DigitrecError, match=sentence):
        jobs.start(RECIPES["linear"], "mine")
    assert sorted(run.name for run in runs.own_runs()) == ["trained", "waits"]


# Real trainings, in processes of their own


def process_of(run: Run) -> psutil.Process:
    """The process that works on a run."""
    living = [child for child in psutil.Process().children() if child.status() != psutil.STATUS_ZOMBIE]
    (mine,) = [child for child in living if child.cmdline()[-2:] == ["work", run.name]]
    return mine


def given_up(run: Run, seconds: float = PATIENCE) -> Progress:
    until(lambda: state_of(run) not in runs.ALIVE, seconds)
    return jobs.judged(run)


@pytest.fixture
def real() -> Iterator[None]:
    """Whatever training a test leaves behind is ended."""
    before = set(psutil.Process().children())
    yield
    for child in set(psutil.Process().children()) - before:
        child.kill()


@pytest.mark.slow
@pytest.mark.usefixtures("real")
def test_launched_trainings_run_one_after_the_other_and_finish() -> None:
    one, two = (jobs.start(LINEAR, owner="me") for _ in range(2))
    assert (one.job()["minutes"], one.job()["owner"]) == (120, "me")
    until(lambda: jobs.is_alive(one) and jobs.is_alive(two))
    assert os.getsid(process_of(one).pid) == process_of(one).pid  # it outlives the one that started it
    assert process_of(one).nice() >= 10
    until(lambda: state_of(one) is State.FINISHED)
    assert state_of(two) in runs.ALIVE and process_of(two).memory_info().rss < 1e9
    until(lambda: state_of(two) is State.FINISHED)
    assert two.metrics()["finished"] > one.metrics()["finished"]
    assert [run.name for run in runs.served_runs() if not run.shipped] == [two.name, one.name]
    assert "Traceback" not in one.path(files.LOG).read_text()
    assert one.metrics()["peak_memory_mib"] < 1400


@pytest.mark.slow
@pytest.mark.usefixtures("real")
def test_a_training_is_stopped_within_6_seconds_and_served() -> None:
    run = jobs.start(LONG)
    until(lambda: run.progress().rate is not None)
    jobs.stop(run)
    assert state_of(run) in (State.STOPPING, State.STOPPED)
    given_up(run, seconds=6)
    assert (state_of(run), run.is_served, run.is_asked_to_stop) == (State.STOPPED, True, False)
    run.served()


@pytest.mark.slow
@pytest.mark.usefixtures("real")
def test_a_killed_training_goes_on_with_one_continuous_history() -> None:
    recipe = with_settings(RECIPES["linear"], ["optimisation.epochs=20", "data.non_digits=off"])
    run = jobs.start(recipe)
    epochs_before: list[list[Epoch]] = []
    for epoch in (1, 4):
        until(lambda epoch=epoch: len(run.history()) >= epoch)
        process_of(run).kill()
        assert given_up(run, seconds=5).state is State.INTERRUPTED
        epochs_before.append(run.history())
        jobs.resume(run)
    until(lambda: state_of(run) is State.FINISHED)
    history = run.history()
    assert [epoch.epoch for epoch in history] == list(range(1, 21))
    assert all(history[: len(before)] == before for before in epochs_before)
    assert run.metrics()["seconds"] > sum(epoch.seconds for epoch in history)


@pytest.mark.slow
@pytest.mark.usefixtures("real")
def test_a_training_whose_folder_is_deleted_ends_and_leaves_nothing() -> None:
    run = jobs.start(LONG)
    until(lambda: run.progress().stage == "training")
    process = process_of(run)
    shutil.rmtree(run.folder, ignore_errors=True)
    process.wait(PATIENCE)
    assert [path.name for path in runs.runs_folder().glob("[!.]*")] == []


FULL = """
import resource, sys
from digitrec.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
main(sys.argv[1:])
"""


@pytest.mark.slow
def test_files_that_do_not_fit_fail_in_a_sentence_and_the_training_can_be_resumed() -> None:
    """No file may grow above 60 kB, which a checkpoint does."""
    settings_ = ["--name", "mine", "--epochs", "2", "--set", "data.share=0.02", "--set", "optimisation.batch_size=32"]
    command = [sys.executable, "-c", FULL, "train", "linear", *settings_]
    done = subprocess.run(command, cwd=settings.CODE, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert done.stderr.splitlines()[-1] == "Error: The disk is full. Free some space, then resume the training."
    run = runs.find("mine")
    assert jobs.judged(run).state is State.FAILED and jobs.judged(run).reason.startswith("The disk is full.")
    assert not [path.name for path in run.folder.iterdir() if "part" in path.name]
    jobs.requeue(run)
    assert jobs.work(run) is State.FINISHED
    assert len(run.history()) == 2
