"""What all sessions share: models, never a person's work."""

import streamlit as st

from digitrec import dataset, recognition, runs
from digitrec.augmentation.feed import Digits, training_and_validation
from digitrec.recipes import Data
from digitrec.recognition import Recogniser
from digitrec.runs import Run, files


@st.cache_resource(max_entries=6, show_spinner=False)
def _loaded(name: str, changed: float) -> Recogniser:
    return recognition.recogniser_for(runs.find(name))


def recogniser(run: Run) -> Recogniser:
    """The run's model, loaded once and again when it was trained anew. Raises ModelError or RunError."""
    return _loaded(run.name, run.path(files.SERVED).stat().st_mtime)


@st.cache_resource(show_spinner=False)
def mnist() -> dataset.Mnist:
    return dataset.load()


@st.cache_resource(max_entries=2, show_spinner=False)
def training_digits(data: Data) -> Digits:
    """What a training with this split is trained on. Raises DatasetError."""
    return training_and_validation(mnist(), data)[0]
