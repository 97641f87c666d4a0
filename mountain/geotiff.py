"""GeoTIFF: elevation maps in a TIFF that tells where they lie; and what a TIFF's numbers are."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mountain.cells import cells_of
from mountain.directories import pages
from mountain.elevation import (
    Elevation,
    ElevationError,
    check_shape,
)
from mountain.geokeys import Tags, factor_and_offset, height_unit, is_placed, placed
from mountain.scale import Scale, charted

#: How TIFFs begin: either byte order, small or large ones.
BEGINNINGS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
#: What a broken picture raises in Pillow, which trusts much of what it reads.
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    AssertionError,
    RuntimeError,
    EOFError,
    MemoryError,
    struct.error,
    Warning,
)
_SUBFILE, _WIDTH, _LENGTH, _BITS, _COMPRESSION, _PHOTOMETRIC = 254, 256, 257, 258, 259, 262
_FILL_ORDER, _SAMPLES, _FORMAT, _VOID = 266, 277, 339, 42113
_BYTE_COUNTS = (279, 325)
_MASK = 4
_UNSIGNED, _SIGNED, _FLOAT = 1, 2, 3
_NO_COMPRESSION = 1
#: LZW, both numbers of deflate, PackBits and Zstandard: what loses nothing.
_COMPRESSIONS = (_NO_COMPRESSION, 5, 8, 32946, 32773, 50000)
#: What is read rightly, and as what numbers.
_KINDS = {
    (_UNSIGNED, 8): np.uint8,
    (_UNSIGNED, 16): np.uint16,
    (_UNSIGNED, 32): np.uint32,
    (_SIGNED, 16): np.int16,
    (_SIGNED, 32): np.int32,
    (_FLOAT, 32): np.float32,
    (_FLOAT, 64): np.float64,
}


def tiff_elevation(data: bytes, name: str) -> Elevation | None:
    """Read a GeoTIFF; None where it is a picture of heights that does not tell where it lies.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        The file's.

    Raises
    ------
    ElevationError
        When it is broken, has several bands or a mask, is packed in a way that loses heights or
        that is not known, or is turned or sheared.
    """
    numbers, tags = tiff_numbers(data)
    if not is_placed(tags):
        return None
    spacing, north_first, notes = placed(tags, (numbers.shape[0], numbers.shape[1]))
    unit, (factor, offset) = height_unit(tags), factor_and_offset(tags)
    scale = Scale(void_of(tags), factor * unit, offset * unit)
    numbers = numbers if north_first else numbers[::-1]
    return charted(numbers, spacing, f"{name}, a GeoTIFF", notes, scale)


def void_of(tags: Tags) -> float | None:
    """Return the number that GDAL says stands for nothing measured, if any."""
    if _VOID not in tags:
        return None
    try:
        return float(str(tags[_VOID]).strip(" \0").replace(",", "."))
    except ValueError as error:
        raise ElevationError("what stands for empty cells is no number; write it anew") from error


def tiff_numbers(data: bytes) -> tuple[NDArray[Any], Tags]:
    """Read the numbers of a TIFF's first page, shape (rows, columns), and its tags.

    Raises
    ------
    ElevationError
        When it is broken, or of a kind that would be read wrongly.
    """
    try:
        with warnings.catch_warnings():
            # What Pillow only warns of, such as a tag cut short, may change what a number means.
            warnings.simplefilter("error")
            tags, *others = pages(data)
            kind = _kind(tags)
            _check_others(others)
            return cells_of(data, tags, kind), tags
    except ElevationError:
        raise
    except BROKEN as error:
        raise ElevationError(
            "this TIFF is broken or packed in an unusual way; save it anew as float32 with deflate"
        ) from error


def _kind(tags: Tags) -> np.dtype[Any]:
    """Return what numbers a TIFF holds; refuse those that would be read wrongly."""
    check_shape((int(tags[_LENGTH]), int(tags[_WIDTH])))
    if tags.get(_SAMPLES, 1) != 1:
        raise ElevationError(
            f"it has {tags[_SAMPLES]} bands, such as colours; save the one with the heights"
        )
    bits, form = int(tags.get(_BITS, (1,))[0]), int(tags.get(_FORMAT, (_UNSIGNED,))[0])
    compression = tags.get(_COMPRESSION, _NO_COMPRESSION)
    if (form, bits) not in _KINDS:
        names = {_UNSIGNED: "unsigned", _SIGNED: "signed", _FLOAT: "floating"}
        raise ElevationError(
            f"its numbers are {names.get(form, 'unknown')}, of {bits} bits; save it as float32"
        )
    if compression not in _COMPRESSIONS:
        raise ElevationError(
            f"it is packed by method {compression}; save it with deflate, LZW or Zstandard"
        )
    if tags.get(_PHOTOMETRIC, 1) != 1:
        raise ElevationError("its numbers are colours, or stand for ink; save it as heights")
    if tags.get(_FILL_ORDER, 1) != 1:
        raise ElevationError("its bits run backwards; save it anew")
    if any(0 in tags.get(tag, ()) for tag in _BYTE_COUNTS):
        raise ElevationError("parts of it were left out; save it anew, with all its cells")
    return np.dtype(_KINDS[form, bits])


def _check_others(others: Sequence[Tags]) -> None:
    """Refuse a page of holes, which would be passed over; smaller copies of the map may follow."""
    if any(int(page.get(_SUBFILE, 0)) & _MASK for page in others):
        raise ElevationError(
            "it has a page that masks its empty cells; save one page, with a nodata value for them"
        )
