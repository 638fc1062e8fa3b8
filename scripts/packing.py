"""Smaller model files to ship: weights of 12 bits, compressed."""

import io
import zipfile
from pathlib import Path

import h5py
import numpy as np
from numpy.typing import NDArray

# The bits of a float32's fraction that stay: the served files round their weights more coarsely.
FRACTION = 12
_WEIGHTS = "model.weights.h5"


def pack(source: Path, target: Path) -> None:
    """Write a model file of Keras' anew, of less than two thirds the size; Keras reads it like any other."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry, _packed(data) if entry.filename == _WEIGHTS else data)


def _packed(weights: bytes) -> bytes:
    packed = io.BytesIO()
    with h5py.File(io.BytesIO(weights)) as old, h5py.File(packed, "w") as new:

        def copy(name: str, one: h5py.Group | h5py.Dataset) -> None:
            made = _dataset(new, name, one[()]) if isinstance(one, h5py.Dataset) else new.require_group(name)
            made.attrs.update(one.attrs)

        old.visititems(copy)
    return packed.getvalue()


def _dataset(file: h5py.File, name: str, values: NDArray[np.generic]) -> h5py.Dataset:
    if values.ndim == 0:
        return file.create_dataset(name, data=values)  # a single number cannot be compressed
    rounded = coarse(values) if values.dtype == np.float32 else values
    return file.create_dataset(name, data=rounded, compression="gzip", shuffle=True)


def coarse(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Finite values rounded to FRACTION bits of their fraction, so to within a 2**-(FRACTION + 1)-th of themselves."""
    dropped = 23 - FRACTION
    whole = (values.view(np.uint32) + np.uint32(1 << (dropped - 1))) >> np.uint32(dropped) << np.uint32(dropped)
    return whole.view(np.float32)
