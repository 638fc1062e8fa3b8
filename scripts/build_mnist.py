#!/usr/bin/env python3
"""Build assets/mnist.npz from MNIST's four original idx files.

    python scripts/build_mnist.py SOURCE_FOLDER

The files may be plain or gzipped. The bytes that come out depend on the idx files and
on the zlib that compresses them, on nothing else: no clock, no file system.
"""

import gzip
import hashlib
import io
import math
import sys
import zipfile
from pathlib import Path

import numpy as np

TARGET = Path(__file__).resolve().parent.parent / "assets" / "mnist.npz"
SOURCES = {
    "x_train": ("train-images-idx3-ubyte", "6bbc9ace898e44ae57da46a324031adb"),
    "y_train": ("train-labels-idx1-ubyte", "a25bea736e30d166cdddb491f175f624"),
    "x_test": ("t10k-images-idx3-ubyte", "2646ac647ad5339dbf082846283269ea"),
    "y_test": ("t10k-labels-idx1-ubyte", "27ae3e4e09519cfbb04c329615203637"),
}


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("Usage: python scripts/build_mnist.py SOURCE_FOLDER")
    folder = Path(sys.argv[1])
    arrays = {key: from_idx(checked(folder, name, md5)) for key, (name, md5) in SOURCES.items()}
    built = npz(arrays)
    TARGET.write_bytes(built)
    print(f"{TARGET}: {len(built):,} bytes, sha256 {hashlib.sha256(built).hexdigest()}")


def checked(folder: Path, name: str, md5: str) -> bytes:
    """The idx file's bytes, unpacked; exits if they are not the original ones."""
    plain, packed = folder / name, folder / f"{name}.gz"
    if not (plain.exists() or packed.exists()):
        sys.exit(f"{folder} holds neither {plain.name} nor {packed.name}.")
    content = plain.read_bytes() if plain.exists() else gzip.decompress(packed.read_bytes())
    found = hashlib.md5(content).hexdigest()
    if found != md5:
        sys.exit(f"{name} is not the original file: its md5 sum is {found}, not {md5}.")
    return content


def from_idx(content: bytes) -> np.ndarray:
    """The uint8 array in an idx file: two zero bytes, the type (8), the rank, each size as big-endian uint32, data."""
    rank = content[3]
    shape = np.frombuffer(content, ">u4", rank, offset=4).astype(int)
    return np.frombuffer(content, np.uint8, math.prod(shape), offset=4 + 4 * rank).reshape(shape)


def npz(arrays: dict[str, np.ndarray]) -> bytes:
    """As np.savez_compressed, but with one fixed date instead of now, so that the same digits give the same bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for key, array in arrays.items():
            member = zipfile.ZipInfo(f"{key}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            member.create_system = 3
            raw = io.BytesIO()
            np.lib.format.write_array(raw, array, allow_pickle=False)
            archive.writestr(member, raw.getvalue(), zipfile.ZIP_DEFLATED, compresslevel=9)
    return file.getvalue()


if __name__ == "__main__":
    main()
