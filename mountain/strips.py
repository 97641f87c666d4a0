"""Strips and tiles: how a TIFF's page is cut up. Adobe, "TIFF 6.0"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mountain.elevation import ElevationError, check_packing

_WIDTH, _LENGTH = 256, 257
_STRIP_PLACES, _STRIP_ROWS, _STRIP_SIZES = 273, 278, 279
_TILE_WIDTH, _TILE_LENGTH, _TILE_PLACES, _TILE_SIZES = 322, 323, 324, 325
#: What takes more memory than this is refused before it is unpacked, in bytes.
_LARGEST = 2**29


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

    @property
    def count(self) -> tuple[int, int]:
        """How many there should be, from north to south and from west to east."""
        return -(-self.shape[0] // self.tall), -(-self.shape[1] // self.wide)

    def lie_in_order(self, width: int) -> bool:
        """Tell whether the file has all rows in order, with nothing between them, if unpacked."""
        size = self.tall * self.wide * width
        starts = range(self.places[0], self.places[0] + size * len(self.places), size)
        whole = self.shape[0] * self.wide * width
        return (
            not self.is_tiled
            and self.places == tuple(starts)
            and set(self.sizes[:-1]) <= {size}
            and self.sizes[-1] >= whole - size * (len(self.places) - 1)
        )


def blocks_of(tags: Mapping[int, Any], width: int, length: int) -> Blocks:
    """Tell how a page is cut up.

    Parameters
    ----------
    tags : mapping of int to value
        Of the page. Its shape is known to be a map's.
    width : int
        How many bytes a number takes.
    length : int
        How many bytes the file has.

    Raises
    ------
    ElevationError
        When it is too large, cannot be, or lies outside of the file.
    """
    blocks = _blocks(tags)
    if min(blocks.tall, blocks.wide) < 1:
        raise ElevationError("its strips or tiles are empty; save it anew")
    down, across = blocks.count
    size = down * blocks.tall * across * blocks.wide * width
    if blocks.shape[0] * blocks.shape[1] * width > _LARGEST or size > 2 * _LARGEST:
        raise ElevationError(
            f"its numbers take {size:,} bytes unpacked, more than can be read; "
            "save it as float32, or a part of it"
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


def _blocks(tags: Mapping[int, Any]) -> Blocks:
    """Return how a page is said to be cut up."""
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
