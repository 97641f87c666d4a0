"""NumPy's files: heights that a program saved, one array (.npy) or several by name (.npz)."""

from __future__ import annotations

import math
import struct
import zipfile
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mountain.archive import members_of
from mountain.elevation import MOST_CELLS, Elevation, ElevationError, check_shape
from mountain.npy_header import Header, header_of
from mountain.scale import charted

NPY_BEGINNING = b"\x93NUMPY"
#: Under which name the heights are looked for, where a file holds several arrays.
_NAMES = ("heights", "height", "elevation", "elevations", "dem", "z")
#: Under which name the spacing stands: from column to column and from row to row, in metres.
SPACING = "spacing_metres"
#: No header is longer, with what comes before it, in bytes.
LONGEST_HEADER = 10_012
_LARGEST_NUMBER = 8


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
    members = {each.filename.removesuffix(".npy"): each for each in members_of(archive)}
    heights = _member(archive, members[_heights_name(archive, members)])
    notes: tuple[str, ...] = ()
    if SPACING in members:
        given = _member(archive, members[SPACING], (2,))
        dx, dy = (float(each) for each in given)
    else:
        dx = dy = spacing
        notes = (_assumed(spacing),)
    return charted(heights, (dx, dy), f"{name}, NumPy arrays", notes)


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
        if begin.startswith(NPY_BEGINNING) and _axes(member, begin) == 2:
            flat.append(each)
    if len(flat) == 1:
        return flat[0]
    found = ", ".join(map(repr, flat))[:200] or "none"
    raise ElevationError(
        f"it must hold one array with two axes, or one named heights; it has {found}"
    )


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, wanted: tuple[int, ...] | None = None
) -> NDArray[Any]:
    """Read an array of an archive; what is wrong with it is said with its name."""
    try:
        return _array(_content(archive, member), wanted)
    except ElevationError as error:
        raise _with_name(member, error) from error


def _with_name(member: zipfile.ZipInfo, error: ElevationError) -> ElevationError:
    return ElevationError(f"{member.filename[:40]!r} in it: {error}")


def _axes(member: zipfile.ZipInfo, begin: bytes) -> int:
    try:
        return len(_header(begin)[0].shape)
    except ElevationError as error:
        raise _with_name(member, error) from error


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Unpack an array, as far as an array may be large."""
    largest = MOST_CELLS * _LARGEST_NUMBER // 2
    with archive.open(member) as file:
        begin = file.read(LONGEST_HEADER)
        header, length = _header(begin)
        size = length + math.prod(header.shape) * header.kind.itemsize
        if size > largest:
            raise ElevationError(f"its array takes over {largest:,} bytes, more than can be read")
        # One byte more than there should be, which tells a longer one.
        return begin + file.read(max(0, size - len(begin) + 1))


def _header(data: bytes) -> tuple[Header, int]:
    """Return what an array's header tells, and where its numbers begin."""
    if not data.startswith(NPY_BEGINNING) or len(data) < 12:
        raise ElevationError("it is no NumPy array; save it with numpy.save")
    form, begin = ("<H", 10) if data[6] == 1 else ("<I", 12)
    (length,) = struct.unpack_from(form, data, 8)
    if data[6] not in (1, 2, 3) or begin + length > LONGEST_HEADER or begin + length > len(data):
        raise ElevationError("its header is broken; save it anew with numpy.save")
    text = data[begin : begin + length].decode("latin-1")
    return header_of(text), begin + length


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
    header, first = _header(begin)
    check_shape(header.shape)
    return header.shape, header.kind, header.by_columns, first


def _array(data: bytes, wanted: tuple[int, ...] | None = None) -> NDArray[Any]:
    """Read an array of two axes, or of a shape."""
    header, begin = _header(data)
    if wanted is None:
        check_shape(header.shape)
    elif header.shape != wanted:
        raise ElevationError(f"it must be two numbers, its shape is {str(header.shape)[:40]}")
    kind, count = header.kind, math.prod(header.shape)
    if len(data) - begin != count * kind.itemsize:
        raise ElevationError(
            f"its header tells of {count * kind.itemsize:,} bytes, it has {len(data) - begin:,}; "
            "fetch it again"
        )
    numbers = np.frombuffer(data, kind, count, begin)
    return numbers.reshape(header.shape, order="F" if header.by_columns else "C")
