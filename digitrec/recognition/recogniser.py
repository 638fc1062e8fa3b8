"""Serving: a trained model, run by LiteRT, without TensorFlow."""

import dataclasses
import threading
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

from digitrec.errors import ModelError
from digitrec.runs import Run

Pictures = NDArray[np.float32] | NDArray[np.uint8]

AT_ONCE = 128
A_DIGIT = 0.5


@dataclass(frozen=True)
class Outputs:
    """What a model says of N pictures.

    probabilities: float32 (N, 10), each row summing to 1.
    drawn: The same for digits that were drawn with the app's own pen, float32 (N, 10); equal to `probabilities` where
        the model was never taught those.
    features: float32 (N, F).
    digit: How much each looks like a digit at all, float32 (N,) in [0, 1], from A_DIGIT on like one; 1 where the model
        was made before it was asked that.
    """

    probabilities: NDArray[np.float32]
    drawn: NDArray[np.float32]
    features: NDArray[np.float32]
    digit: NDArray[np.float32]


class Recogniser:
    """A served model that several threads may ask. Raises ModelError if the file cannot be served."""

    def __init__(self, path: Path, threads: int = 1) -> None:
        try:
            self._interpreter = Interpreter(model_path=str(path), num_threads=threads)
            self._runner = self._interpreter.get_signature_runner()
            (self._input,) = self._runner.get_input_details()
        except (ValueError, RuntimeError, OSError) as error:
            raise _damaged(path) from error
        if {"probabilities", "features"} - set(self._runner.get_output_details()):
            raise ModelError(f"{path.name} was not made by this program: it lacks probabilities and features.")
        self._path, self._lock = path, threading.Lock()

    def __call__(self, pictures: Pictures) -> Outputs:
        """Read pictures (N, 28, 28), bright on black: float32 in [0, 1], or uint8."""
        chunks = [self._run(pictures[n : n + AT_ONCE]) for n in range(0, max(len(pictures), 1), AT_ONCE)]
        names = (field.name for field in dataclasses.fields(Outputs))
        return Outputs(**{name: np.concatenate([chunk[name] for chunk in chunks]) for name in names})

    def _run(self, pictures: Pictures) -> dict[str, NDArray[np.float32]]:
        scaled = np.divide(pictures, 255 if pictures.dtype == np.uint8 else 1, dtype=np.float32)
        try:
            with self._lock:
                outputs: dict[str, NDArray[np.float32]] = self._runner(**{self._input: scaled})
                untaught = {"drawn": outputs["probabilities"], "digit": np.ones(len(pictures), np.float32)}
                return untaught | outputs
        except (ValueError, RuntimeError) as error:  # some damage shows only now
            raise _damaged(self._path) from error


def _damaged(path: Path) -> ModelError:
    return ModelError(f"{path.name} is damaged and cannot be served; train the model again.")


def recogniser_for(run: Run, threads: int = 1) -> Recogniser:
    """The run's model, once its checksum was compared. Raises ModelError or RunError."""
    return Recogniser(run.served(), threads)
