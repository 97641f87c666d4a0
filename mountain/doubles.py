"""Doubles: a TIFF's numbers of 64 bits, which Pillow does not read, from its strips and tiles.

Adobe, "TIFF 6.0" (strips, tiles, predictor 2) and Technical Note 3 (predictor 3).
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mountain.deflated import Deflated
from mountain.elevation import MOST_CELLS, ElevationError, check_packing
from mountain.ground import Floats

_WIDTH, _LENGTH, _COMPRESSION, _PREDICTOR = 256, 257, 259, 317
_STRIP_PLACES, _STRIP_ROWS, _STRIP_SIZES = 273, 278, 279
_TILE_WIDTH, _TILE_LENGTH, _TILE_PLACES, _TILE_SIZES = 322, 323, 324, 325
_NO_COMPRESSION, _DEFLATE = 1, (8, 32946)
#: LZW, deflate and Zstandard, before which numbers may be foretold from those to the left.
_FORETOLD = (5, *_DEFLATE, 50000)
_PLAIN, _DIFFERENCES, _FLOATING = 1, 2, 3
_BYTES = 8
#: What takes more memory than this is refused before it is unpacked, in bytes.
_LARGEST = MOST_CELLS * _BYTES // 2
#: So much is unpacked at once, in bytes.
_AT_ONCE = 2**22
#: Larger strips or tiles are not unpacked at once, in bytes.
_MOST_AT_ONCE = 2**26
#: More than this behind the last number is no padding, in bytes.
_MOST_PADDING = 2**26
Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Blocks:
    """The strips or tiles that a map is cut into, from the first row on, and from the left.

    Attributes
    ----------
    shape : (int, int)
        Rows and columns of the map.
    tall, wide : int
        Rows and columns of a block; the last ones may reach beyond the map.
    places, sizes : tuple of int
        Where each begins in the file, and how many bytes it takes there.
    is_tiled : bool
        Whether the lowest blocks are of full height as well.
    """

    shape: tuple[int, int]
    tall: int
    wide: int
    places: tuple[int, ...]
    sizes: tuple[int, ...]
    is_tiled: bool


def double_numbers(data: bytes, tags: Mapping[int, Any]) -> Floats:
    """Read the numbers of a TIFF's page that has one of 64 bits, a floating one, to a cell.

    Parameters
    ----------
    data : bytes
        The file, whose first byte tells which byte of a number comes first.
    tags : mapping of int to value
        Of the page. Its shape is known to be a map's.

    Returns
    -------
    array, shape (rows, columns)

    Raises
    ------
    ElevationError
        When it is too large, cut short, or packed in a way that is not known.
    """
    packing, predictor = tags.get(_COMPRESSION, _NO_COMPRESSION), tags.get(_PREDICTOR, _PLAIN)
    if predictor not in (_PLAIN, _DIFFERENCES, _FLOATING):
        raise ElevationError(f"its predictor {predictor} is not known; save it with 1, 2 or 3")
    if packing not in _FORETOLD:
        # Others pass over it there, too.
        predictor = _PLAIN
    blocks = _checked(_blocks(tags), len(data))
    kind = np.dtype(">f8" if data[:1] == b"M" else "<f8")
    numbers = np.empty(blocks.shape)
    for row, left, rows in _unpacked(memoryview(data), packing, blocks):
        part = numbers[row : row + len(rows), left : left + blocks.wide]
        part[:] = _foretold(rows, kind, predictor)[:, : part.shape[1]]
    return numbers


def _blocks(tags: Mapping[int, Any]) -> Blocks:
    """Return how a page is cut up."""
    rows, columns = shape = int(tags[_LENGTH]), int(tags[_WIDTH])
    if _TILE_WIDTH in tags:
        tall, wide = int(tags[_TILE_LENGTH]), int(tags[_TILE_WIDTH])
        places, sizes = _all(tags[_TILE_PLACES]), _all(tags[_TILE_SIZES])
        return Blocks(shape, tall, wide, places, sizes, is_tiled=True)
    tall = min(int(tags.get(_STRIP_ROWS, rows)), rows)
    places, sizes = _all(tags[_STRIP_PLACES]), _all(tags[_STRIP_SIZES])
    return Blocks(shape, tall, columns, places, sizes, is_tiled=False)


def _all(value: Any) -> tuple[int, ...]:
    return tuple(value) if isinstance(value, tuple | list) else (int(value),)


def _checked(blocks: Blocks, length: int) -> Blocks:
    """Refuse what is too large or cannot be, before any of it is unpacked."""
    if min(blocks.tall, blocks.wide) < 1:
        raise ElevationError("its strips or tiles are empty; save it anew")
    down, across = (
        -(-whole // part)
        for whole, part in zip(blocks.shape, (blocks.tall, blocks.wide), strict=True)
    )
    size = down * blocks.tall * across * blocks.wide * _BYTES
    if blocks.shape[0] * blocks.shape[1] * _BYTES > _LARGEST or size > 2 * _LARGEST:
        raise ElevationError(
            f"its numbers take {size:,} bytes unpacked, more than can be read; save it as float32"
        )
    check_packing(size, length)
    if len(blocks.places) != down * across or len(blocks.sizes) != down * across:
        raise ElevationError(
            f"it has {len(blocks.places):,} strips or tiles where {down * across:,} belong; "
            "save it anew"
        )
    if any(place + size > length for place, size in zip(blocks.places, blocks.sizes, strict=True)):
        raise ElevationError("this TIFF is cut short; fetch it again")
    return blocks


def _unpacked(data: memoryview, packing: int, blocks: Blocks) -> Iterator[tuple[int, int, Bytes]]:
    """Give rows of bytes, some at a time, with the first one's place in the map and its column's.

    What reaches beyond the lower edge is left out.
    """
    across = -(-blocks.shape[1] // blocks.wide)
    parts = _by_pillow if packing not in (_NO_COMPRESSION, *_DEFLATE) else _one_by_one
    for index, content in enumerate(parts(data, packing, blocks)):
        top, left = index // across * blocks.tall, index % across * blocks.wide
        row, last = top, min(top + blocks.tall, blocks.shape[0])
        width = blocks.wide * _BYTES
        while row < last:
            count = min(max(1, _AT_ONCE // width), last - row)
            part = content.read(count * width)
            if len(part) != count * width:
                raise ElevationError("this TIFF is cut short; fetch it again")
            yield row, left, np.frombuffer(part, np.uint8).reshape(count, width)
            row += count
        content.check()


def _one_by_one(data: memoryview, packing: int, blocks: Blocks) -> Iterator[_Plain | _Packed]:
    """Give the blocks that are not packed, or by deflate."""
    kind = _Packed if packing in _DEFLATE else _Plain
    for place, size in zip(blocks.places, blocks.sizes, strict=True):
        yield kind(data[place : place + size])


def _by_pillow(data: memoryview, packing: int, blocks: Blocks) -> Iterator[_Plain]:
    """Give the blocks that Pillow unpacks, as many at once as do not take much memory.

    It knows no such numbers, but their bytes are a picture of bytes, one block below the other.
    """
    # Pillow takes time to load, which only those pay who open a picture.
    from PIL import TiffImagePlugin

    size = blocks.tall * blocks.wide * _BYTES
    if size > _MOST_AT_ONCE:
        raise ElevationError("its strips or tiles are too large; save it with deflate")
    most = max(1, _AT_ONCE // size)
    for first in range(0, len(blocks.places), most):
        file = _picture(data, packing, blocks, range(first, min(first + most, len(blocks.places))))
        picture = np.asarray(TiffImagePlugin.TiffImageFile(io.BytesIO(file)))
        for top in range(0, len(picture), blocks.tall):
            yield _Plain(memoryview(picture[top : top + blocks.tall].tobytes()))


def _picture(data: memoryview, packing: int, blocks: Blocks, which: range) -> bytes:
    """Return a TIFF of some blocks as pictures of bytes, one below the other."""
    rows = blocks.tall * len(which)
    if not blocks.is_tiled and which.stop == len(blocks.places):
        # The last strip ends where the map does.
        rows -= which.stop * blocks.tall - blocks.shape[0]
    sizes = [blocks.sizes[index] for index in which]
    lists, count = 8 + 2 + 12 * 9 + 4, len(which)
    places = [lists + 8 * count + sum(sizes[:index]) for index in range(count)]
    told = {256: blocks.wide * _BYTES, 257: rows, 258: 8, 259: packing, 262: 1, 277: 1}
    entries = [(tag, 1, value) for tag, value in told.items()]
    # A list of one stands in the place of its own.
    entries.append((273, count, lists if count > 1 else places[0]))
    entries.append((278, 1, blocks.tall))
    entries.append((279, count, lists + 4 * count if count > 1 else sizes[0]))
    page = b"".join(struct.pack("<HHII", tag, 4, *rest) for tag, *rest in sorted(entries))
    begin = b"II*\0" + struct.pack("<IH", 8, len(entries)) + page + bytes(4)
    numbers = struct.pack(f"<{2 * count}I", *places, *sizes)
    packed = [data[blocks.places[index] :][: blocks.sizes[index]] for index in which]
    return b"".join([begin, numbers, *packed])


class _Plain:
    """What is not packed, or not any more."""

    def __init__(self, data: memoryview) -> None:
        self._rest = data

    def read(self, size: int) -> memoryview:
        """Return so many bytes, or all that there are."""
        part, self._rest = self._rest[:size], self._rest[size:]
        return part

    def check(self) -> None:
        """Find nothing to check."""


class _Packed:
    """What deflate packed."""

    def __init__(self, data: memoryview) -> None:
        self._content = Deflated([data])

    def read(self, size: int) -> bytes:
        """Return so many bytes, or all that there are."""
        try:
            return self._content.read(size)
        except zlib.error as error:
            raise ElevationError("this TIFF is damaged; fetch it again") from error

    def check(self) -> None:
        """Check the sum that stands behind the last number; some pad their last strip."""
        try:
            self._content.padding(_MOST_PADDING)
        except zlib.error as error:
            raise ElevationError("this TIFF is damaged; fetch it again") from error
        if not self._content.has_ended:
            raise ElevationError("this TIFF is damaged or cut short; fetch it again")


def _foretold(rows: Bytes, kind: np.dtype[Any], predictor: int) -> NDArray[Any]:
    """Turn rows of bytes into rows of numbers, of which only what was not foretold is told."""
    if predictor == _DIFFERENCES:
        whole = rows.view(kind.str.replace("f", "u")).astype(np.uint64)
        return np.add.accumulate(whole, axis=1, dtype=np.uint64, out=whole).view(np.float64)
    if predictor == _FLOATING:
        summed = np.add.accumulate(rows, axis=1, dtype=np.uint8)
        # First all highest bytes of a row, then all second ones, whatever the file's order.
        planes = summed.reshape(len(rows), _BYTES, -1).transpose(0, 2, 1)
        return np.ascontiguousarray(planes).view(">f8")[..., 0]
    return rows.view(kind)
