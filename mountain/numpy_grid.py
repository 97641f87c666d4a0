"""NumPy's files: heights that a program saved, one array (.npy) or several by name (.npz)."""

from __future__ import annotations

import ast
import io
import struct
import zipfile
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mountain.elevation import MOST_CELLS, Elevation, ElevationError, check_shape
from mountain.scale import charted

NPY_BEGINNING = b"\x93NUMPY"
#: Under which name the heights are looked for, where a file holds several arrays.
_NAMES = ("heights", "height", "elevation", "elevations", "dem", "z")
#: Under which name the spacing stands: from column to column and from row to row, in metres.
SPACING = "spacing_metres"
#: No header is longer, with what comes before it, in bytes.
LONGEST_HEADER = 10_012
_LARGEST_NUMBER = 8
_KINDS = "iuf"
#: How an archive ends: with a directory, this, and perhaps a remark.
_END, _LARGE, _LONGEST_END = b"PK\5\6", b"PK\6\7", 22 + 2**16
#: So large is a directory of some thousand files, in bytes.
_LARGEST_DIRECTORY = 2**18
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
#: What a damaged archive raises.
BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    struct.error,
    OSError,
    ValueError,
    LookupError,
)


def npy_elevation(data: bytes, name: str, spacing: float) -> Elevation:
    """Read one array of heights in metres, the first row in the north.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        The file's.
    spacing : float
        How far apart rows and columns lie, in metres.

    Raises
    ------
    ElevationError
        When it is no such array, is too large, or holds objects.
    """
    source = f"{name}, a NumPy array"
    return charted(_array(data), (spacing, spacing), source, (_assumed(spacing),))


def npz_elevation(archive: zipfile.ZipFile, name: str, spacing: float) -> Elevation:
    """Read an archive of arrays; the heights are its only array with two axes, or are so named.

    Parameters
    ----------
    archive : ZipFile
        The file; where it has ``spacing_metres``, two numbers, these are the spacing.
    name, spacing
        As in `npy_elevation`.

    Raises
    ------
    ElevationError
        When it is not told which array has the heights, and as in `npy_elevation`.
    """
    members = {each.filename.removesuffix(".npy"): each for each in archive.infolist()}
    data = _content(archive, members[_heights_name(archive, members)])
    notes: tuple[str, ...] = ()
    if SPACING in members:
        given = _array(_content(archive, members[SPACING]), (2,))
        dx, dy = (float(each) for each in given)
    else:
        dx = dy = spacing
        notes = (_assumed(spacing),)
    return charted(_array(data), (dx, dy), f"{name}, NumPy arrays", notes)


def _assumed(spacing: float) -> str:
    return f"The file does not tell how far apart its cells lie: it is taken for {spacing:g} m."


def _heights_name(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> str:
    for each in _NAMES:
        if each in members:
            return each
    flat = []
    for each, member in members.items():
        with archive.open(member) as file:
            begin = file.read(LONGEST_HEADER)
        if begin.startswith(NPY_BEGINNING) and len(_header(begin)[0]) == 2:
            flat.append(each)
    if len(flat) == 1:
        return flat[0]
    found = ", ".join(flat)[:200] or "none"
    raise ElevationError(
        f"it must hold one array with two axes, or one named heights; it has {found}"
    )


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Unpack an array, as far as an array may be large."""
    largest = MOST_CELLS * _LARGEST_NUMBER // 2
    with archive.open(member) as file:
        begin = file.read(LONGEST_HEADER)
        shape, kind, _, length = _header(begin)
        size = length + int(np.prod(shape, dtype=object)) * kind.itemsize
        if size > largest:
            raise ElevationError(f"its array takes {size:,} bytes, more than can be read")
        # One byte more than there should be, which tells a longer one.
        return begin + file.read(max(0, size - len(begin) + 1))


def _header(data: bytes) -> tuple[tuple[int, ...], np.dtype[Any], bool, int]:
    """Return an array's shape, type, whether it lies by columns, and where its numbers begin."""
    if not data.startswith(NPY_BEGINNING) or len(data) < 12:
        raise ElevationError("it is no NumPy array; save it with numpy.save")
    form, begin = ("<H", 10) if data[6] == 1 else ("<I", 12)
    (length,) = struct.unpack_from(form, data, 8)
    if data[6] not in (1, 2, 3) or begin + length > LONGEST_HEADER or begin + length > len(data):
        raise ElevationError("its header is broken; save it anew with numpy.save")
    try:
        header = ast.literal_eval(data[begin : begin + length].decode("latin-1").strip())
        shape, by_columns = tuple(header["shape"]), bool(header["fortran_order"])
        kind = np.dtype(header["descr"])
    except (ValueError, SyntaxError, KeyError, TypeError, MemoryError, RecursionError) as error:
        raise ElevationError("its header is broken; save it anew with numpy.save") from error
    if not all(type(each) is int and each >= 0 for each in shape):
        raise ElevationError("its header tells of no shape; save it anew with numpy.save")
    return shape, kind, by_columns, begin + length


def npy_layout(begin: bytes) -> tuple[tuple[int, ...], np.dtype[Any], bool, int]:
    """Tell how an array of heights lies in its file.

    Parameters
    ----------
    begin : bytes
        The file's first bytes, `LONGEST_HEADER` at least unless it is shorter.

    Returns
    -------
    shape, kind, by_columns, first
        Rows and columns, the numbers' type, whether they lie column by column, and at which byte
        they begin.

    Raises
    ------
    ElevationError
        When it is no array of two axes, is too large, or holds objects.
    """
    shape, kind, by_columns, first = _header(begin)
    check_shape(shape)
    _check_kind(kind)
    return shape, kind, by_columns, first


def _check_kind(kind: np.dtype[Any]) -> None:
    """Refuse what are no numbers."""
    if kind.hasobject or kind.kind not in _KINDS or kind.itemsize > _LARGEST_NUMBER:
        raise ElevationError(
            f"its numbers are of type {str(kind)[:40]!r}; save it as float64, float32 or integers"
        )


def _array(data: bytes, wanted: tuple[int, ...] | None = None) -> NDArray[Any]:
    """Read an array of two axes, or of a shape."""
    if wanted is None:
        shape, kind, by_columns, begin = npy_layout(data)
    else:
        shape, kind, by_columns, begin = _header(data)
        _check_kind(kind)
        if shape != wanted:
            raise ElevationError(f"{SPACING} must be two numbers, its shape is {shape}")
    count = int(np.prod(shape, dtype=object))
    if len(data) - begin != count * kind.itemsize:
        raise ElevationError(
            f"its header tells of {count * kind.itemsize:,} bytes, it has {len(data) - begin:,}; "
            "fetch it again"
        )
    numbers = np.frombuffer(data, kind, count, begin)
    return numbers.reshape(shape, order="F" if by_columns else "C")


def archive_of(data: bytes) -> zipfile.ZipFile:
    """Open an archive.

    Raises
    ------
    ElevationError
        When it is damaged, has thousands of files in it, or one that is packed by another method
        than deflate, of which more would be unpacked than is asked for.
    """
    _check_directory(data)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN_ARCHIVE as error:
        raise ElevationError("this archive is damaged; fetch it again") from error
    if any(each.compress_type not in _METHODS for each in archive.infolist()):
        raise ElevationError("this archive is packed by another method than deflate; pack it anew")
    return archive


def _check_directory(data: bytes) -> None:
    """Refuse an archive of thousands of files before their names are read."""
    end = data.rfind(_END, max(0, len(data) - _LONGEST_END))
    size = int.from_bytes(data[end + 12 : end + 16], "little")
    # The larger form of an end is for archives beyond 4 GB.
    if end >= 0 and (size > _LARGEST_DIRECTORY or data[max(0, end - 20) : end].startswith(_LARGE)):
        raise ElevationError("this archive has too many files in it; unpack it, and try one map")
