"""Arrays that NumPy saved, and files that only say so."""

import io
import zipfile

import numpy as np
import pytest

from mountain import FileError, read_elevation
from mountain.elevation import ElevationError
from mountain.numpy_grid import npy_elevation

STEPS = np.arange(12.0).reshape(3, 4)


def saved(numbers: object) -> bytes:
    file = io.BytesIO()
    np.save(file, numbers, allow_pickle=True)
    return file.getvalue()


def headed(header: str, content: bytes = b"") -> bytes:
    text = header.encode()
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + content


@pytest.mark.parametrize("kind", ["i1", "u1", "<i2", ">i2", ">u4", "i8", "f2", ">f4", "f8", ">f8"])
@pytest.mark.parametrize("by_columns", [False, True])
def test_arrays_of_every_type_are_heights_in_metres(kind, by_columns):
    numbers = np.asarray(STEPS.astype(kind), order="F" if by_columns else "C")
    ours = npy_elevation(saved(numbers), "map.npy", 25)
    np.testing.assert_array_equal(ours.heights, STEPS[::-1])
    assert (ours.dx, ours.dy) == (25, 25)
    assert "taken for 25 m" in ours.notes[0]


def test_empty_cells_are_not_a_number():
    numbers = STEPS.copy()
    numbers[0, 1] = np.nan
    ours = npy_elevation(saved(numbers), "map.npy", 25)
    assert np.argwhere(ours.missing).tolist() == [[2, 1]]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (saved(STEPS[0]), "it has 1 axes"),
        (saved(STEPS[:, :, None]), "it has 3 axes"),
        (saved(np.array([[1, None], [2, 3]])), "it holds objects of Python"),
        (saved(STEPS.astype(complex)), "complex numbers of type '<c16'"),
        (saved(STEPS > 3), "truth values"),
        (saved(STEPS.astype("U5")), "it holds texts of type '<U5'"),
        (saved(STEPS.astype("m8[s]")), "it holds times"),
        (saved(STEPS.astype([("a", "f8")])), "of other than plain numbers"),
        (saved(STEPS)[:-1], "it has 95; fetch it again"),
        (saved(STEPS) + b"x", "it has 97; fetch it again"),
        (saved(STEPS)[:40], "header is broken"),
        (saved(STEPS)[:9], "no NumPy array"),
        (headed("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000, 1000000)}"), "than"),
        (headed("{'descr': '<f8', 'fortran_order': False, 'shape': (-3, -3)}"), "no shape"),
        (headed("{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2.5)}"), "no shape"),
        (headed("{'descr': '<f8', 'fortran_order': False, 'shape': 3}"), "broken"),
        (headed("{'descr': '|O', 'fortran_order': False, 'shape': (2, 2)}", bytes(32)), "object"),
        (
            headed("{'descr': 'zz', 'fortran_order': False, 'shape': (2, 2)}"),
            "numbers of type 'zz'",
        ),
        (headed("__import__('os').abort()"), "broken"),
        (headed("(" * 5000), "broken"),
        (headed("[]"), "broken"),
    ],
)
def test_what_is_no_array_of_heights_is_refused(data, message):
    with pytest.raises(ElevationError, match=message) as caught:
        npy_elevation(data, "map.npy", 25)
    assert "\n" not in str(caught.value)


def test_the_heights_are_the_only_array_with_two_axes_or_named_so(tmp_path):
    path = tmp_path / "map.npz"
    for arrays in (
        {"something": STEPS, "x": np.arange(4)},
        {"heights": STEPS, "colours": STEPS + 1},
        {"elevation": STEPS, "z": STEPS + 1},
    ):
        np.savez_compressed(path, **arrays)
        np.testing.assert_array_equal(read_elevation(path).heights, STEPS[::-1])
    for arrays in ({"a": STEPS, "b": STEPS}, {"a": np.arange(3)}):
        np.savez(path, **arrays)
        with pytest.raises(FileError, match="one array with two axes"):
            read_elevation(path)


def test_an_archive_tells_its_spacing_in_metres(tmp_path):
    path = tmp_path / "map.npz"
    np.savez(path, heights=STEPS, spacing_metres=[74.4, 92.6])
    ours = read_elevation(path)
    assert (ours.dx, ours.dy, ours.notes) == (74.4, 92.6, ())
    np.savez(path, heights=STEPS, spacing_metres=3.0)
    with pytest.raises(FileError, match=r"'spacing_metres.npy' in it: it must be two numbers"):
        read_elevation(path)
    np.savez(path, heights=STEPS, spacing_metres=[0.0, np.nan])
    with pytest.raises(FileError, match=r"both must be from 0\.001"):
        read_elevation(path)


def test_an_archive_with_a_bomb_or_an_array_of_another_length_is_refused(tmp_path):
    path = tmp_path / "map.npz"
    huge = headed("{'descr': '<f8', 'fortran_order': False, 'shape': (100000, 100000)}")
    for content, message in (
        (huge + bytes(50_000_000), "its array takes over 536,870,912 bytes"),
        (saved(STEPS) + bytes(50_000_000), "fetch it again"),
        (saved(STEPS)[:-8], "fetch it again"),
        (b"none", "no NumPy array"),
    ):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("heights.npy", content)
        with pytest.raises(FileError, match=message):
            read_elevation(path)


def test_a_broken_array_in_an_archive_is_named(tmp_path):
    with zipfile.ZipFile(tmp_path / "map.npz", "w") as archive:
        for number in range(3000):
            archive.writestr(f"a{number}.npy", b"\x93NUMPY")
    with pytest.raises(FileError, match=r"'a0\.npy' in it: it is no NumPy array"):
        read_elevation(tmp_path / "map.npz")
