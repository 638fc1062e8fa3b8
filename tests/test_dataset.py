import gzip
import hashlib
import io
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digitrec import dataset
from digitrec.dataset import MNIST_SHA256, Mnist
from digitrec.errors import DatasetError
from digitrec.recipes import Data, training_digits
from digitrec.settings import ASSETS
from scripts import build_mnist

IMAGES = np.arange(3 * 28 * 28, dtype=np.uint8).reshape(3, 28, 28)
LABELS = np.array([7, 0, 9])


def npz(**arrays: object) -> io.BytesIO:
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    file.seek(0)
    return file


def zipped(**members: bytes) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.npy", content)
    return file


def header(shape: tuple[int, ...], dtype: str) -> bytes:
    file = io.BytesIO()
    np.lib.format.write_array_header_1_0(file, {"shape": shape, "fortran_order": False, "descr": dtype})
    return file.getvalue()


class TestMnist:
    def test_is_complete(self, mnist: Mnist) -> None:
        assert mnist.train_images.shape == (60_000, 28, 28)
        assert mnist.test_images.shape == (10_000, 28, 28)
        assert {array.dtype for array in vars(mnist).values()} == {np.dtype(np.uint8)}
        # The counts of each digit that are published for the training and the test set.
        train = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
        assert np.bincount(mnist.train_labels).tolist() == train
        assert np.bincount(mnist.test_labels).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]

    def test_holds_the_bytes_of_the_original_idx_files(self, mnist: Mnist) -> None:
        def md5(array: np.ndarray) -> str:
            sizes = b"".join(size.to_bytes(4, "big") for size in array.shape)
            return hashlib.md5(bytes([0, 0, 8, array.ndim]) + sizes + array.tobytes()).hexdigest()

        assert md5(mnist.train_images) == "6bbc9ace898e44ae57da46a324031adb"
        assert md5(mnist.train_labels) == "a25bea736e30d166cdddb491f175f624"
        assert md5(mnist.test_images) == "2646ac647ad5339dbf082846283269ea"
        assert md5(mnist.test_labels) == "27ae3e4e09519cfbb04c329615203637"

    def test_is_bright_on_black_and_starts_with_a_five(self, mnist: Mnist) -> None:
        assert mnist.train_labels[0] == 5
        assert mnist.train_images[:, 0, 0].max() == 0
        assert mnist.train_images[0].max() == 255

    def test_cannot_be_changed(self, mnist: Mnist) -> None:
        with pytest.raises(ValueError, match="read-only"):
            mnist.train_images[0, 0, 0] = 1

    def test_a_missing_file_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(DatasetError, match=r"nowhere\.npz \(No such file.*git checkout"):
            dataset.load(tmp_path / "nowhere.npz")

    @pytest.mark.parametrize("change", [lambda b: b[:-1], lambda b: b + b"x", lambda b: b[:99] + b"!" + b[100:]])
    def test_a_damaged_file_is_named(self, tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
        damaged = tmp_path / "mnist.npz"
        damaged.write_bytes(change((ASSETS / "mnist.npz").read_bytes()))
        with pytest.raises(DatasetError, match=f"is damaged: its .* not {MNIST_SHA256[:12]}"):
            dataset.load(damaged)


class TestSplit:
    def test_five_sixtieths_leave_exactly_five_thousand(self, mnist: Mnist) -> None:
        made = dataset.split(mnist.train_labels, 5 / 60, seed=0)
        assert (len(made.train), len(made.validation)) == (55_000, 5_000)

    def test_is_stratified(self) -> None:
        labels = np.repeat([0, 1, 2], [10, 20, 30])
        made = dataset.split(labels, 0.2, seed=1, share=0.5)
        assert np.bincount(labels[made.validation]).tolist() == [2, 4, 6]
        assert np.bincount(labels[made.train]).tolist() == [4, 8, 12]

    def test_the_seed_alone_decides_who_is_left_out(self) -> None:
        labels = np.arange(1000) % 10
        first, again, other, less = (
            dataset.split(labels, 0.2, seed=seed, share=share) for seed, share in [(3, 1), (3, 1), (4, 1), (3, 0.1)]
        )
        assert np.array_equal(first.train, again.train)
        assert not np.array_equal(first.validation, other.validation)
        assert np.array_equal(first.validation, less.validation)
        assert set(less.train) < set(first.train)

    @given(
        labels=st.lists(st.integers(0, 9), max_size=200).map(np.array),
        validation=st.floats(0, 1),
        share=st.floats(0, 1),
        seed=st.integers(0, 2**31 - 1),
    )
    def test_totals_are_exact_and_parts_disjoint(
        self, labels: np.ndarray, validation: float, share: float, seed: int
    ) -> None:
        made = dataset.split(labels, validation, seed, share)
        left_out = round(len(labels) * validation)
        assert len(made.validation) == left_out
        assert len(made.train) == round((len(labels) - left_out) * share)
        both = np.concatenate([made.train, made.validation])
        assert len(np.unique(both)) == len(both)
        assert set(both) <= set(range(len(labels)))
        assert (np.diff(made.train) > 0).all()

    @given(validation=st.floats(0.01, 0.5), share=st.floats(0.01, 1))
    @example(validation=5 / 60, share=1.0)
    def test_agrees_with_the_recipe(self, mnist: Mnist, validation: float, share: float) -> None:
        made = dataset.split(mnist.train_labels, validation, 0, share)
        assert len(made.train) == training_digits(Data(validation, share))


@pytest.mark.parametrize(
    ("total", "sizes", "expected"),
    [(5, [10, 10], [3, 2]), (4, [1, 5, 4], [0, 2, 2]), (0, [3, 0], [0, 0]), (3, [3, 0], [3, 0]), (0, [0, 0], [0, 0])],
)
def test_apportion_gives_the_rest_to_the_largest_remainders(total: int, sizes: list[int], expected: list[int]) -> None:
    assert dataset.apportion(total, np.array(sizes)).tolist() == expected


class TestOwnFile:
    def test_is_read_from_a_path_and_from_an_open_file(self, tmp_path: Path) -> None:
        np.savez(tmp_path / "own.npz", x=IMAGES, y=LABELS, more=np.zeros(3))
        for source in (tmp_path / "own.npz", str(tmp_path / "own.npz"), npz(x=IMAGES, y=LABELS.astype(">i2"))):
            images, labels = dataset.load_npz(source)
            assert np.array_equal(images, IMAGES)
            assert labels.tolist() == [7, 0, 9]
            assert (images.dtype, labels.dtype) == (np.uint8, np.uint8)

    def test_may_be_in_fortran_order(self) -> None:
        images, _ = dataset.load_npz(npz(x=np.asfortranarray(IMAGES), y=LABELS))
        assert np.array_equal(images, IMAGES)

    @pytest.mark.parametrize(
        ("arrays", "message"),
        [
            ({"x": IMAGES}, "has no array y"),
            ({"y": LABELS}, "has no array x"),
            ({"x": IMAGES / 255, "y": LABELS}, "x must be uint8.* it is float64"),
            ({"x": IMAGES.reshape(3, 784), "y": LABELS}, r"shape \(N, 28, 28\), but it has \(3, 784\)"),
            ({"x": IMAGES[0], "y": LABELS}, r"it has \(28, 28\)"),
            ({"x": IMAGES, "y": LABELS / 1}, "y must be whole numbers, but it is float64"),
            ({"x": IMAGES, "y": LABELS > 3}, "y must be whole numbers, but it is bool"),
            ({"x": IMAGES, "y": LABELS[:2]}, r"each of the 3 images, but it has the shape \(2,\)"),
            ({"x": IMAGES, "y": LABELS[:, None]}, r"it has the shape \(3, 1\)"),
            ({"x": IMAGES, "y": np.array([1, 10, 3])}, "y must be 0 to 9, but it has a 10"),
            ({"x": IMAGES, "y": np.array([1, 2, -1])}, "y must be 0 to 9, but it has a -1"),
            ({"x": IMAGES, "y": np.array([1, 2, 2**64 - 1], np.uint64)}, "it has a 18446744073709551615"),
            ({"x": IMAGES[:0], "y": LABELS[:0]}, "must hold 1 to 1,000,000 digits, but it has 0"),
        ],
    )
    def test_what_is_wrong_is_said(self, arrays: dict[str, np.ndarray], message: str) -> None:
        with pytest.raises(DatasetError, match=message):
            dataset.load_npz(npz(**arrays))

    def test_a_missing_one_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(DatasetError, match=r"There is no file .*own\.npz"):
            dataset.load_npz(tmp_path / "own.npz")

    def test_a_bomb_is_refused_by_its_header(self) -> None:
        # Nothing but the header is there: to be refused with this message, the data cannot have been read.
        bomb = zipped(x=header((10**9, 28, 28), "|u1"), y=header((10**9,), "|u1"))
        with pytest.raises(DatasetError, match="but it has 1,000,000,000"):
            dataset.load_npz(bomb)

    def test_a_pickle_is_never_opened(self, tmp_path: Path) -> None:
        class Trap:
            def __reduce__(self) -> tuple[Callable[[], None], tuple[()]]:
                return (tmp_path / "sprung").touch, ()

        raw = pickle.dumps(Trap())
        for trap in (npz(x=IMAGES, y=np.array([Trap()] * 3)), zipped(x=raw, y=raw)):
            with pytest.raises(DatasetError):
                dataset.load_npz(trap)
        assert not (tmp_path / "sprung").exists()

    @pytest.mark.parametrize(
        "content",
        [b"", b"PK", b"not a zip", npz(x=IMAGES, y=LABELS).getvalue()[:-40]],
        ids=["empty", "two bytes", "text", "truncated"],
    )
    def test_no_zip_is_said(self, content: bytes) -> None:
        with pytest.raises(DatasetError, match="cannot be read as an"):
            dataset.load_npz(io.BytesIO(content))

    def test_a_folder_and_an_encrypted_member_are_said(self, tmp_path: Path) -> None:
        locked = bytearray(npz(x=IMAGES, y=LABELS).getvalue())
        start = locked.index(b"PK\x01\x02")
        locked[start + 8] |= 1
        for source in (tmp_path, io.BytesIO(bytes(locked))):
            with pytest.raises(DatasetError, match="cannot be read as an"):
                dataset.load_npz(source)

    @pytest.mark.parametrize(
        "text", ["-" * 9000 + "1", "(" * 9000, "{'shape': 3", "{1: 2, 'a': 3}", "\x00", "'''", "\t("]
    )
    def test_a_made_up_header_is_refused(self, text: str) -> None:
        raw = text.encode("latin1")
        made_up = b"\x93NUMPY\x01\x00" + len(raw).to_bytes(2, "little") + raw
        with pytest.raises(DatasetError):
            dataset.load_npz(zipped(x=made_up, y=made_up))

    @given(place=st.integers(0, 10_000), value=st.integers(0, 255))
    def test_a_changed_byte_is_refused_or_harmless(self, place: int, value: int) -> None:
        changed = bytearray(npz(x=IMAGES, y=LABELS).getvalue())
        changed[place % len(changed)] = value
        try:
            images, labels = dataset.load_npz(io.BytesIO(bytes(changed)))
        except DatasetError as error:
            assert str(error).endswith(".")
        else:
            assert np.array_equal(images, IMAGES)
            assert np.array_equal(labels, LABELS)


class TestBuilding:
    def test_an_idx_file_is_read(self) -> None:
        content = bytes([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6])
        assert build_mnist.from_idx(content).tolist() == [[1, 2, 3], [4, 5, 6]]

    @pytest.mark.parametrize("packed", [False, True])
    def test_only_the_original_file_will_do(self, tmp_path: Path, packed: bool) -> None:
        (tmp_path / "digits.gz" if packed else tmp_path / "digits").write_bytes(gzip.compress(b"7") if packed else b"7")
        assert build_mnist.checked(tmp_path, "digits", hashlib.md5(b"7").hexdigest()) == b"7"
        with pytest.raises(SystemExit, match="digits is not the original file"):
            build_mnist.checked(tmp_path, "digits", hashlib.md5(b"1").hexdigest())
        with pytest.raises(SystemExit, match=r"holds neither nothing nor nothing\.gz"):
            build_mnist.checked(tmp_path, "nothing", "")

    def test_the_same_digits_give_the_same_bytes(self) -> None:
        built = build_mnist.npz({"x": IMAGES, "y": LABELS})
        assert built == build_mnist.npz({"x": IMAGES, "y": LABELS})
        assert b"\x00\x00\x21\x00" in built  # the fixed date, 1 January 1980
        images, _ = dataset.load_npz(io.BytesIO(built))
        assert np.array_equal(images, IMAGES)
