"""Which model, compared with which other one, on which digits."""

import io
from dataclasses import dataclass
from enum import StrEnum

import streamlit as st

from digitrec import dataset, runs
from digitrec.evaluation import served
from digitrec.evaluation.served import Labelled
from digitrec.runs import Run
from digitrec.ui import caches, state
from digitrec.ui.evaluate import address
from digitrec.ui.titles import titled

NOTHING = "nothing"
LARGEST_MIB = 200


class Data(StrEnum):
    """The digits that a model is asked about."""

    TEST = "test"
    VALIDATION = "validation"
    OWN = "own"


TITLES = {Data.TEST: "MNIST test set", Data.VALIDATION: "MNIST validation share", Data.OWN: "my own file"}


@dataclass(frozen=True, eq=False)
class Chosen:
    """The model, the one to compare it with, and the digits, with what they are called."""

    model: Run
    other: Run | None
    data: Data
    digits: Labelled

    @property
    def models(self) -> list[Run]:
        return [self.model] if self.other is None else [self.model, self.other]

    @property
    def name(self) -> str:
        return titled(self.model.name)


def choose() -> Chosen | None:
    """What the row of choices says; None as long as there is nothing to evaluate. Raises DigitrecError."""
    models = {run.name: run for run in runs.served_runs()}
    if not models:
        st.warning("There is no model to evaluate. Train one, or restore `assets/models`.")
        return None
    first, second, data = st.columns(3, vertical_alignment="bottom", gap="medium")
    titles = {name: titled(name) for name in models}
    with first:
        name = _choose("Model", state.EVALUATED, titles, next(iter(models)))
    with second:
        others = {NOTHING: NOTHING} | {each: title for each, title in titles.items() if each != name}
        other = _choose("Compared with", state.AGAINST, others, _counterpart(name, list(others)))
    with data:
        kind = Data(_choose("Digits", state.DATA, {str(each): TITLES[each] for each in Data}, str(Data.TEST)))
    digits = _digits(models[name], kind)
    if digits is None:
        return None
    return Chosen(models[name], _fair(models.get(other), models[name], kind, digits), kind, digits)


def _choose(label: str, key: str, titles: dict[str, str], default: str) -> str:
    address.settle(key, list(titles), default)
    return st.selectbox(label, list(titles), key=key, format_func=titles.__getitem__, persist_state="session")


def _counterpart(name: str, others: list[str]) -> str:
    """The other shipped kind, else any other model, else nothing."""
    preferred = "ann" if name == "cnn" else "cnn"
    return preferred if preferred in others else others[min(1, len(others) - 1)]


def _digits(run: Run, data: Data) -> Labelled | None:
    match data:
        case Data.TEST:
            return test_digits()
        case Data.VALIDATION:
            return served.left_out(run, caches.mnist())
        case Data.OWN:
            return _own_digits()


@st.cache_resource(show_spinner=False)
def test_digits() -> Labelled:
    mnist = caches.mnist()
    return Labelled(mnist.test_images, mnist.test_labels)


def _own_digits() -> Labelled | None:
    file = st.file_uploader(
        "An .npz file: `x` holds the pictures (N × 28 × 28 uint8, bright on black), `y` their digits (0 to 9)",
        type="npz",
        key=state.UPLOAD,
        max_upload_size=LARGEST_MIB,
    )
    if file is None:
        st.caption("Write one with `numpy.savez(file, x=pictures, y=digits)`. It stays in this session.")
        return None
    held = st.session_state.get(state.UPLOADED)
    if held is None or held[0] != file.file_id:
        source = io.BytesIO(file.getvalue())
        source.name = file.name
        held = st.session_state[state.UPLOADED] = file.file_id, Labelled(*dataset.load_npz(source))
    digits: Labelled = held[1]
    return digits


def _fair(other: Run | None, run: Run, data: Data, digits: Labelled) -> Run | None:
    """The other model, unless it was trained on the very digits that are asked."""
    if other is None or data is not Data.VALIDATION:
        return other
    if served.left_out(other, caches.mnist()).checksum == digits.checksum:
        return other
    st.info(
        f"{titled(other.name)} was trained on some of the digits that {titled(run.name)} left out: "
        "compare the two on the test set."
    )
    return None
