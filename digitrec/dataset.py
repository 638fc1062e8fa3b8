"""The digits: MNIST as it ships, its split for a training, and a person's own .npz file."""

import hashlib
import io
import lzma
import zipfile
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tokenize import TokenError
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from digitrec.errors import DatasetError
from digitrec.settings import ASSETS

MNIST_SHA256 = "ee068f36682cba7f38bafdedc77b0f873ebbcf877036f7ebde566966146ac146"
LARGEST = 1_000_000
SIDE = 28

# All that zipfile, its decompressors and NumPy's header parser raise on made-up bytes.
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, TokenError),
    *(OSError, EOFError, ValueError, TypeError, LookupError, SyntaxError, RuntimeError, MemoryError),
)


@dataclass(frozen=True)
class Mnist:
    """MNIST (LeCun, Cortes and Burges, 1998), bright digits on black.

    Images are uint8 of shape (60000, 28, 28) and (10000, 28, 28), labels uint8 of shape
    (60000,) and (10000,), 0 to 9. All are read-only.
    """

    train_images: NDArray[np.uint8]
    train_labels: NDArray[np.uint8]
    test_images: NDArray[np.uint8]
    test_labels: NDArray[np.uint8]

    def __post_init__(self) -> None:
        for array in vars(self).values():
            array.setflags(write=False)


@cache
def load(path: Path = ASSETS / "mnist.npz") -> Mnist:
    """MNIST from the file that ships, read once. Raises DatasetError unless every byte is as it shipped."""
    content = _shipped_bytes(path)
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return Mnist(*(arrays[key] for key in ("x_train", "y_train", "x_test", "y_test")))


def _shipped_bytes(path: Path) -> bytes:
    mend = "restore it with `git checkout assets/mnist.npz`, or rebuild it with `python scripts/build_mnist.py`."
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DatasetError(f"MNIST cannot be read from {path} ({error.strerror}); {mend}") from error
    found = hashlib.sha256(content).hexdigest()
    if found != MNIST_SHA256:
        raise DatasetError(
            f"{path} is damaged: its {len(content):,} bytes have the SHA-256 sum {found[:12]}…, "
            f"not {MNIST_SHA256[:12]}…; {mend}"
        )
    return content


@dataclass(frozen=True)
class Split:
    """Indices of the digits trained on and of those left out for choosing: int64, ascending, disjoint."""

    train: NDArray[np.int64]
    validation: NDArray[np.int64]


def split(labels: NDArray[np.integer], validation: float, seed: int, share: float = 1.0) -> Split:
    """Leave out a share `validation` in [0, 1] of the N digits, and keep a `share` in [0, 1] of the others.

    Stratified: every digit (0 to 9) has its share of both parts, to within one. The totals are exact,
    as `recipes.training_digits` counts them. The seed alone decides who is left out: `share` does not.
    """
    rng = np.random.default_rng(seed)
    groups = [rng.permutation(np.flatnonzero(labels == digit)) for digit in range(10)]
    sizes = np.array([len(group) for group in groups])
    left_out = apportion(round(len(labels) * validation), sizes)
    trained = apportion(round((len(labels) - int(left_out.sum())) * share), sizes - left_out)
    parts = [np.split(group, [out, out + kept])[:2] for group, out, kept in zip(groups, left_out, trained, strict=True)]
    return Split(
        train=np.sort(np.concatenate([kept for _, kept in parts])),
        validation=np.sort(np.concatenate([out for out, _ in parts])),
    )


def apportion(total: int, sizes: NDArray[np.integer]) -> NDArray[np.int64]:
    """Whole numbers that add up to `total`, in proportion to `sizes`, none above its size (total <= their sum).

    Largest remainder (Hamilton's method), in integers, so that no rounding error can cost a digit.
    """
    sizes = sizes.astype(np.int64)
    parts, remainders = np.divmod(total * sizes, max(int(sizes.sum()), 1))
    parts[np.argsort(-remainders, kind="stable")[: total - int(parts.sum())]] += 1
    return parts


def load_npz(source: str | Path | BinaryIO) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """A person's own digits: images uint8 (N, 28, 28), labels uint8 (N,) 0 to 9, N from 1 to 1,000,000.

    The file is NumPy's .npz with `x` (those images, bright on black) and `y` (whole numbers).
    Nothing in it is unpickled, and nothing is decompressed before its size is known.
    Raises DatasetError, which says what is wrong, for anything else.
    """
    name = str(getattr(source, "name", "The file") if hasattr(source, "read") else source)
    try:
        with zipfile.ZipFile(source) as archive:
            return _digits(archive, name)
    except FileNotFoundError as error:
        raise DatasetError(f"There is no file {name}; check its name and folder.") from error
    except _UNREADABLE as error:
        raise DatasetError(
            f"{name} cannot be read as an .npz file; write it with numpy.savez(file, x=x, y=y)."
        ) from error


def _digits(archive: zipfile.ZipFile, name: str) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    missing = {"x.npy", "y.npy"} - set(archive.namelist())
    if missing:
        raise DatasetError(f"{name} has no array {min(missing)[0]}; it needs x (the images) and y (their labels).")
    problem = _problem(_header(archive, "x"), _header(archive, "y"))
    if problem:
        raise DatasetError(f"{name} does not hold digits: {problem}")
    labels = _array(archive, "y")
    if labels.min() < 0 or labels.max() > 9:
        wrong = labels[(labels < 0) | (labels > 9)][0]
        raise DatasetError(f"{name} does not hold digits: y must be 0 to 9, but it has a {wrong}.")
    return _array(archive, "x").astype(np.uint8, copy=False), labels.astype(np.uint8)


Header = tuple[tuple[int, ...], "np.dtype[np.generic]"]


def _header(archive: zipfile.ZipFile, key: str) -> Header:
    """Shape and type, from the first bytes alone."""
    with archive.open(f"{key}.npy") as member:
        version = np.lib.format.read_magic(member)
        read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        shape, _, dtype = read(member)
        return shape, dtype


def _problem(x: Header, y: Header) -> str:
    (x_shape, x_type), (y_shape, y_type) = x, y
    if x_type != np.uint8:
        return f"x must be uint8 (0 black, 255 bright), but it is {x_type}."
    if len(x_shape) != 3 or x_shape[1:] != (SIDE, SIDE):
        return f"x must have the shape (N, 28, 28), but it has {x_shape}."
    if y_type.kind not in "iu":
        return f"y must be whole numbers, but it is {y_type}."
    if y_shape != x_shape[:1]:
        return f"y must hold one label for each of the {x_shape[0]} images, but it has the shape {y_shape}."
    if not 1 <= x_shape[0] <= LARGEST:
        return f"it must hold 1 to {LARGEST:,} digits, but it has {x_shape[0]:,}."
    return ""


def _array(archive: zipfile.ZipFile, key: str) -> NDArray[np.integer]:
    with archive.open(f"{key}.npy") as member:
        array: NDArray[np.integer] = np.lib.format.read_array(member, allow_pickle=False)
        return array
