"""Heightmaps: grey pictures, black for the lowest height and white for the highest.

A picture tells neither in metres, so whoever opens it has to.
"""

from __future__ import annotations

import io
import math
import re
import struct
import warnings
import zlib
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mountain.deflated import Deflated
from mountain.elevation import (
    Elevation,
    ElevationError,
    check_packing,
    check_shape,
)
from mountain.geotiff import BROKEN, tiff_numbers, void_of
from mountain.scale import Scale, charted

PNG_BEGINNING = b"\x89PNG\r\n\x1a\n"
PGM_BEGINNING = b"P5"
#: Lowest and highest height, in metres: what is black and what is white.
HeightRange = tuple[float, float]
_WIDEST = 100_000.0
_GREY, _PALETTE, _GREY_ALPHA = 0, 3, 4
#: A number of a PGM's header, after blanks and remarks; no text is tried in two ways.
_NEXT = rb"\s+(?:#[^\n]*\n\s*)*(\d+)"
_PGM = re.compile(rb"P5" + 3 * _NEXT + rb"\s")
_LONGEST_HEADER = 4096
#: Whole numbers of so many bytes are no greys.
_LONG = 4
#: The passes of a PNG that shows itself coarsely first: first column and row, and steps.
_PASSES = (
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
)
#: Programs cut a picture up into parts of 8192 bytes, and few of the largest there are.
_MOST_CHUNKS = 2**17
#: So much is unpacked at once, in bytes.
_AT_ONCE = 2**20
#: So many numbers are copied at once.
_CELLS_AT_ONCE = 2**20
Numbers = NDArray[Any]


class RangeError(ElevationError):
    """A heightmap was opened without the heights of its black and white."""


def check_range(height_range: HeightRange) -> None:
    """Refuse a range that is none.

    Raises
    ------
    ElevationError
        When it is not finite, is the wrong way round, or is wider than any mountain is high.
    """
    low, high = height_range
    if not (math.isfinite(low) and math.isfinite(high) and 0 < high - low <= _WIDEST):
        raise ElevationError(
            f"heights from {low:g} to {high:g} m make no mountain; try the lowest and the highest, "
            "as 200 and 1100"
        )


def png_elevation(
    data: bytes, name: str, spacing: float, height_range: HeightRange | None
) -> Elevation:
    """Read a grey PNG of 8 or 16 bits.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        The file's.
    spacing : float
        How far apart its pixels lie, in metres.
    height_range : (float, float) or None
        What black and white stand for, in metres.

    Returns
    -------
    Elevation

    Raises
    ------
    RangeError
        When there is no height range.
    ElevationError
        When the picture is broken, coloured, or of too few greys.
    """
    numbers, deepest, void = _png_numbers(data)
    return _stretched(numbers, deepest, (f"{name}, a PNG", spacing, void), height_range)


def pgm_elevation(
    data: bytes, name: str, spacing: float, height_range: HeightRange | None
) -> Elevation:
    """Read a binary PGM; parameters and errors as in `png_elevation`."""
    found = _PGM.match(data[:_LONGEST_HEADER])
    if not found:
        raise ElevationError("this PGM has no width, height and whitest number; save it anew")
    # The header is short, so that these have no more digits than Python reads.
    columns, rows, white = (int(each) for each in found.groups())
    check_shape((rows, columns))
    if not 1 < white < 65536:
        raise ElevationError("this PGM's white is no number from 2 to 65535; save it anew")
    kind = np.dtype(">u2" if white > 255 else "u1")
    if len(data) - found.end() < rows * columns * kind.itemsize:
        raise ElevationError("this PGM is cut short; fetch it again")
    numbers = np.frombuffer(data, kind, rows * columns, found.end()).reshape(rows, columns)
    if int(numbers.max()) > white:
        raise ElevationError(f"this PGM has pixels whiter than its white of {white}; save it anew")
    return _stretched(numbers, white, (f"{name}, a PGM", spacing, None), height_range)


def picture_tiff_elevation(
    data: bytes, name: str, spacing: float, height_range: HeightRange | None
) -> Elevation:
    """Read a TIFF that does not tell where it lies; parameters and errors as in `png_elevation`.

    Numbers with signs or fractions are heights in metres; others are greys.
    """
    numbers, tags = tiff_numbers(data)
    void, source = void_of(tags), f"{name}, a TIFF"
    if numbers.dtype.kind == "u" and numbers.itemsize < _LONG:
        deepest = int(np.iinfo(numbers.dtype).max)
        return _stretched(numbers, deepest, (source, spacing, void), height_range)
    notes = (_assumed(spacing), "Its numbers are taken for heights in metres.")
    return charted(numbers, (spacing, spacing), source, notes, Scale(void))


def _assumed(spacing: float) -> str:
    return f"The file does not tell how far apart its cells lie: it is taken for {spacing:g} m."


def _stretched(
    numbers: Numbers,
    white: int,
    about: tuple[str, float, float | None],
    height_range: HeightRange | None,
) -> Elevation:
    """Turn greys into heights; about them are told their source, spacing and void."""
    source, spacing, void = about
    if height_range is None:
        raise RangeError(
            "a grey picture does not tell its heights; give the lowest and the highest in metres, "
            "as 200 and 1100"
        )
    check_range(height_range)
    low, high = height_range
    step = (high - low) / white
    notes = [_assumed(spacing), f"Black is {low:g} m and white is {high:g} m."]
    if white < 256:
        notes.append(f"It has {white + 1} greys: heights come in steps of {step:.3g} m.")
    scale = Scale(void, step, low, measured=False)
    return charted(numbers, (spacing, spacing), source, tuple(notes), scale)


def _chunks(data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Give a PNG's parts by name, each once its check sum is found right."""
    place, view = len(PNG_BEGINNING), memoryview(data)
    while place + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, place)
        end = place + 12 + length
        if end > len(data):
            break
        (expected,) = struct.unpack_from(">I", data, end - 4)
        if zlib.crc32(view[place + 4 : end - 4]) != expected:
            raise ElevationError("this PNG is damaged, a check sum is wrong; fetch it again")
        yield data[place + 4 : place + 8], view[place + 8 : end - 4]
        if data[place + 4 : place + 8] == b"IEND":
            return
        place = end
    raise ElevationError("this PNG is cut short; fetch it again")


def _png_numbers(data: bytes) -> tuple[Numbers, int, float | None]:
    """Return a PNG's greys, its white, and its transparent grey, if any."""
    chunks = list(islice(_chunks(data), _MOST_CHUNKS))
    if len(chunks) == _MOST_CHUNKS:
        raise ElevationError("this PNG is cut into too many parts; save it anew")
    if not chunks or chunks[0][0] != b"IHDR" or len(chunks[0][1]) != 13:
        raise ElevationError("this PNG has no beginning; save it anew")
    columns, rows, bits, colour, _, _, woven = struct.unpack(">IIBBBBB", chunks[0][1])
    check_shape((rows, columns))
    _check_colours(bits, colour)
    check_packing(rows * columns * bits // 8, len(data))
    packed = [content for name, content in chunks if name == b"IDAT"]
    _check_whole(packed, _unpacked_size((rows, columns), bits // 8, bool(woven)))
    voids = [content for name, content in chunks if name == b"tRNS"]
    if any(len(content) != 2 for content in voids):
        raise ElevationError("this PNG's transparent grey is none; save it anew")
    void = float(struct.unpack(">H", voids[0])[0]) if voids else None
    numbers = _decoded(data)
    if numbers.shape != (rows, columns) or numbers.itemsize * 8 < bits:
        raise ElevationError("this PNG's pixels are no greys; save it as 16-bit grey")
    return numbers, 2**bits - 1, void


def _decoded(data: bytes) -> Numbers:
    # Pillow takes time to load, which only those pay who open a picture.
    from PIL import Image, PngImagePlugin

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            # The size has been checked, by our own limit.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with PngImagePlugin.PngImageFile(io.BytesIO(data)) as image:
                return _pixels(image)
    except BROKEN as error:
        raise ElevationError("this PNG is broken; save it anew") from error


def _pixels(image: Any) -> NDArray[Any]:
    """Return the numbers of a picture of Pillow's, which would copy all of it twice at once."""
    image.load()
    columns, rows = image.size
    at_once = max(1, _CELLS_AT_ONCE // columns)
    parts = (
        np.asarray(image.crop((0, row, columns, min(row + at_once, rows))))
        for row in range(0, rows, at_once)
    )
    first = next(parts)
    numbers = np.empty((rows, *first.shape[1:]), first.dtype)
    row = 0
    for part in chain([first], parts):
        numbers[row : row + len(part)] = part
        row += len(part)
    return numbers


def _unpacked_size(shape: tuple[int, int], width: int, woven: bool) -> int:
    """Return how many bytes a PNG unpacks to: each row, of each pass, has one more for itself."""
    rows, columns = shape
    size = 0
    for left, top, across, down in _PASSES if woven else ((0, 0, 1, 1),):
        length = -(-(columns - left) // across)
        size += max(0, -(-(rows - top) // down)) * (1 + length * width) if length > 0 else 0
    return size


def _check_whole(packed: list[memoryview], size: int) -> None:
    """Refuse pixels that are too few, which Pillow would make up in black, or too many."""
    unpacked, found = Deflated(packed), 0
    try:
        while found < size and (part := unpacked.read(_AT_ONCE)):
            found += len(part)
        found += unpacked.padding(0)
    except zlib.error as error:
        raise ElevationError("this PNG's pixels are damaged; fetch it again") from error
    if found != size or not unpacked.has_ended:
        raise ElevationError("this PNG is broken, it has too few or too many pixels; save it anew")


def _check_colours(bits: int, colour: int) -> None:
    if colour == _GREY and bits in (8, 16):
        return
    what = {_GREY: f"has {2**bits} greys", _PALETTE: "has a palette"}.get(colour, "has colours")
    what = "is partly transparent" if colour == _GREY_ALPHA else what
    raise ElevationError(
        f"this PNG {what}, which tell no heights rightly; save it as 8- or 16-bit grey"
    )
