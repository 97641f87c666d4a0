"""Cells: the numbers of a TIFF's page, put together from its strips or tiles.

Adobe, "TIFF 6.0" (strips, tiles, predictor 2) and Technical Note 3 (predictor 3). Pillow unpacks
what zlib does not; put together by itself, it has no numbers of 64 bits, and keeps them all twice.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mountain.deflated import Deflated
from mountain.elevation import ElevationError
from mountain.strips import Blocks, blocks_of

_COMPRESSION, _PREDICTOR = 259, 317
_NO_COMPRESSION, _DEFLATE = 1, (8, 32946)
#: LZW, deflate and Zstandard, before which numbers may be foretold from those to the left.
_FORETOLD = (5, *_DEFLATE, 50000)
_PLAIN, _DIFFERENCES, _FLOATING = 1, 2, 3
#: So much is unpacked at once, in bytes.
_AT_ONCE = 2**22
#: Larger strips or tiles are not unpacked at once, in bytes.
_MOST_AT_ONCE = 2**26
#: More than this behind the last number is no padding, in bytes.
_MOST_PADDING = 2**26
Bytes = NDArray[np.uint8]
Numbers = NDArray[Any]


def cells_of(data: bytes, tags: Mapping[int, Any], kind: np.dtype[Any]) -> Numbers:
    """Read the numbers of a TIFF's page that has one to a cell.

    Parameters
    ----------
    data : bytes
        The file, whose first byte tells which byte of a number comes first.
    tags : mapping of int to value
        Of the page. Its shape is known to be a map's.
    kind : dtype
        What numbers they are.

    Returns
    -------
    array, shape (rows, columns)
        In the file's order of bytes where nothing is packed.

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
    if predictor == _FLOATING and kind.kind != "f":
        raise ElevationError("its predictor 3 is none for whole numbers; save it with 1 or 2")
    blocks = blocks_of(tags, kind.itemsize, len(data))
    stored = kind.newbyteorder(">" if data[:1] == b"M" else "<")
    if packing == _NO_COMPRESSION and blocks.lie_in_order(kind.itemsize):
        # As they lie there, they need not even be copied.
        count = blocks.shape[0] * blocks.shape[1]
        return np.frombuffer(data, stored, count, blocks.places[0]).reshape(blocks.shape)
    parts = (
        (row, left, _foretold(rows, stored, predictor)[:, : blocks.shape[1] - left])
        for row, left, rows in _unpacked(memoryview(data), packing, blocks, kind.itemsize)
    )
    return _together(parts, blocks.shape, kind)


def _together(
    parts: Iterator[tuple[int, int, Numbers]], shape: tuple[int, int], kind: np.dtype[Any]
) -> Numbers:
    """Put parts where they belong; as long as all are one number, they take no memory."""
    numbers, level = None, None
    for row, left, part in parts:
        is_first, level = level is None, part[0, 0] if level is None else level
        if numbers is None and not (part == level).all():
            # What was passed over is filled in.
            numbers = np.empty(shape, kind) if is_first else np.full(shape, level, kind)
        if numbers is not None:
            numbers[row : row + len(part), left : left + part.shape[1]] = part
    return np.broadcast_to(np.asarray(level, kind), shape) if numbers is None else numbers


def _unpacked(
    data: memoryview, packing: int, blocks: Blocks, width: int
) -> Iterator[tuple[int, int, Bytes]]:
    """Give rows of bytes, some at a time, with the first one's place in the map and its column's.

    What reaches beyond the lower edge is left out.
    """
    across, length = blocks.count[1], blocks.wide * width
    by_pillow = packing not in (_NO_COMPRESSION, *_DEFLATE)
    parts = (
        _by_pillow(data, packing, blocks, length)
        if by_pillow
        else _one_by_one(data, packing, blocks)
    )
    for index, content in enumerate(parts):
        top, left = index // across * blocks.tall, index % across * blocks.wide
        row, last = top, min(top + blocks.tall, blocks.shape[0])
        while row < last:
            count = min(max(1, _AT_ONCE // length), last - row)
            part = content.read(count * length)
            if len(part) != count * length:
                raise ElevationError("this TIFF is cut short; fetch it again")
            yield row, left, np.frombuffer(part, np.uint8).reshape(count, length)
            row += count
        content.check()


def _one_by_one(data: memoryview, packing: int, blocks: Blocks) -> Iterator[_Plain | _Packed]:
    """Give the blocks that are not packed, or by deflate."""
    kind = _Packed if packing in _DEFLATE else _Plain
    for place, size in zip(blocks.places, blocks.sizes, strict=True):
        yield kind(data[place : place + size])


def _by_pillow(data: memoryview, packing: int, blocks: Blocks, length: int) -> Iterator[_Plain]:
    """Give the blocks that Pillow unpacks, as many at once as do not take much memory.

    To it their bytes are a picture of bytes, one block below the other.
    """
    size = blocks.tall * length
    if size > _MOST_AT_ONCE:
        raise ElevationError("its strips or tiles are too large; save it with deflate")
    most = max(1, _AT_ONCE // size)
    former, picture = b"", np.empty((0, length), np.uint8)
    for first in range(0, len(blocks.places), most):
        which = range(first, min(first + most, len(blocks.places)))
        file = _picture(data, packing, blocks, (which, length))
        # Of the sea, and of what is level, one part is packed as the other.
        if file != former:
            former, picture = file, _pixels(file)
        for top in range(0, len(picture), blocks.tall):
            yield _Plain(picture[top : top + blocks.tall].reshape(-1).data)


def _pixels(file: bytes) -> Bytes:
    # Pillow takes time to load, which only those pay who open a picture.
    from PIL import TiffImagePlugin

    with TiffImagePlugin.TiffImageFile(io.BytesIO(file)) as image:
        return np.asarray(image)


def _picture(data: memoryview, packing: int, blocks: Blocks, which: tuple[range, int]) -> bytes:
    """Return a TIFF of some blocks, whose rows have so many bytes, as pictures of bytes."""
    chosen, length = which
    rows = blocks.tall * len(chosen)
    if not blocks.is_tiled and chosen.stop == len(blocks.places):
        # The last strip ends where the map does.
        rows -= chosen.stop * blocks.tall - blocks.shape[0]
    sizes = [blocks.sizes[index] for index in chosen]
    lists, count = 8 + 2 + 12 * 9 + 4, len(chosen)
    places = [lists + 8 * count + sum(sizes[:index]) for index in range(count)]
    told = {256: length, 257: rows, 258: 8, 259: packing, 262: 1, 277: 1}
    entries = [(tag, 1, value) for tag, value in told.items()]
    # A list of one stands in the place of its own.
    entries.append((273, count, lists if count > 1 else places[0]))
    entries.append((278, 1, blocks.tall))
    entries.append((279, count, lists + 4 * count if count > 1 else sizes[0]))
    page = b"".join(struct.pack("<HHII", tag, 4, *rest) for tag, *rest in sorted(entries))
    begin = b"II*\0" + struct.pack("<IH", 8, len(entries)) + page + bytes(4)
    numbers = struct.pack(f"<{2 * count}I", *places, *sizes)
    packed = [data[blocks.places[index] :][: blocks.sizes[index]] for index in chosen]
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


def _foretold(rows: Bytes, stored: np.dtype[Any], predictor: int) -> Numbers:
    """Turn rows of bytes into rows of numbers, of which only what was not foretold is told."""
    if predictor == _DIFFERENCES:
        kind = np.dtype(f"u{stored.itemsize}")
        whole = rows.view(kind.newbyteorder(stored.byteorder)).astype(kind)
        return np.add.accumulate(whole, axis=1, dtype=kind, out=whole).view(
            stored.newbyteorder("=")
        )
    if predictor == _FLOATING:
        summed = np.add.accumulate(rows, axis=1, dtype=np.uint8)
        # First all highest bytes of a row, then all second ones, whatever the file's order.
        planes = summed.reshape(len(rows), stored.itemsize, -1).transpose(0, 2, 1)
        return np.ascontiguousarray(planes).view(stored.newbyteorder(">"))[..., 0]
    return rows.view(stored)
