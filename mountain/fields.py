"""Fields: what is worked out of a map's heights for every cell, in bands of rows on all cores.

Bands are handed to threads of our own, which run kernels that need no interpreter: numba's own
threads abort the process when two windows ask at once.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: Bytes that the memory takes at once.
LINE = 64
#: A band has at least so many cells, and a large map so many bands: few calls from Python, and yet
#: no core waits long for another.
BAND_CELLS, BANDS = 2**17, 64
#: Work that tells of its progress, or can be stopped, does so after about so many cells.
SLICE_CELLS = 2**22
Heights = NDArray[np.floating[Any]]
#: What is worked out for the rows from the first on, and before the last.
Band = Callable[[int, int], object]


class FieldError(ValueError):
    """Heights, or a place for results, that no field can be made of; the message is one line."""


def checked_heights(height: ArrayLike, dx: float, dy: float) -> Heights:
    """Return heights as an array of two axes that kernels can read.

    Float32 and float64 are left where they are, whatever their strides; other byte orders and
    types of numbers are looked at as they are, and `readable` converts them band by band. What is
    masked becomes NaN.

    Raises
    ------
    FieldError
        When there are fewer than two rows or columns, or the heights are no real numbers, or a
        spacing is not positive.
    """
    if isinstance(height, np.ma.MaskedArray):
        height = np.ma.filled(height.astype(field_type(height.dtype)), np.nan)
    array: NDArray[Any] = np.asarray(height)
    if array.ndim != 2 or min(array.shape) < 2:
        shape = " × ".join(map(str, array.shape)) or "no"
        raise FieldError(f"height: {shape} cells make no surface; try two rows and columns or more")
    if array.dtype.kind not in "biuf":
        raise FieldError(f"height: {array.dtype} is no type of heights; try float64")
    for name, spacing in (("dx", dx), ("dy", dy)):
        if not (math.isfinite(spacing) and spacing > 0):
            raise FieldError(f"{name}: cells cannot lie {spacing:g} apart; try more than 0")
    return array


def field_type(kind: np.dtype[Any]) -> np.dtype[Any]:
    """Return what fields of heights of a type are worked out in: float32 stays, others do not."""
    single = kind.kind == "f" and kind.itemsize == 4
    return np.dtype(np.float32 if single else np.float64)


def readable(heights: Heights) -> Heights:
    """Return heights of one band side by side and in this processor's own numbers, read-only."""
    packed = np.ascontiguousarray(heights, field_type(heights.dtype)).view()
    packed.flags.writeable = False
    return packed


def checked_out(
    out: NDArray[Any] | None, shape: tuple[int, ...], kind: np.dtype[Any]
) -> NDArray[Any]:
    """Return where results go: a new array when none was given.

    Raises
    ------
    FieldError
        When what was given is not of that shape and type, has gaps, or is read-only.
    """
    if out is None:
        # From the beginning of a line of memory on, so that fields lie alike in their lines.
        size = math.prod(shape) * kind.itemsize
        room = np.empty(size + LINE, np.uint8)
        start = -room.ctypes.data % LINE
        return room[start : start + size].view(kind).reshape(shape)
    fits = out.shape == shape and out.dtype == kind and out.dtype.isnative
    if not (fits and out.flags.c_contiguous and out.flags.writeable):
        raise FieldError(
            f"out: must be a C-contiguous, writeable array of {kind}, shape {shape}; "
            f"not of {out.dtype}, shape {out.shape}"
        )
    return out


def with_neighbours(first: int, last: int, rows: int, reach: int) -> slice:
    """Return the rows of a band together with so many before and behind it, where there are."""
    return slice(max(first - reach, 0), min(last + reach, rows))


def work_through(band: Band, shape: tuple[int, int]) -> None:
    """Work out all rows of a map, on all cores."""
    _together(band, 0, shape[0], shape[1])


def work_in_slices(band: Band, shape: tuple[int, int]) -> Iterator[float]:
    """Work out all rows of a map a slice at a time; iterating is progress, stopping is cancelling.

    Yields
    ------
    float
        The share of the map that is done, above 0 and at last 1.
    """
    rows, columns = shape
    size = max(1, SLICE_CELLS // columns)
    for first in range(0, rows, size):
        last = min(first + size, rows)
        _together(band, first, last, columns)
        yield last / rows


def _together(band: Band, first: int, last: int, columns: int) -> None:
    """Work out rows in bands: each thread takes the next as soon as it can."""
    size = max(1, BAND_CELLS // columns, (last - first) // BANDS)
    numbers = count()

    def take_bands() -> None:
        # Counting on is one step of the interpreter: no two threads get the same number.
        while (start := first + next(numbers) * size) < last:
            band(start, min(start + size, last))

    bands = math.ceil((last - first) / size)
    helpers = [_helpers().submit(take_bands) for _ in range(min(_CORES, bands) - 1)]
    try:
        take_bands()
    finally:
        # Also when this thread is interrupted: nobody may write on when we have returned.
        for _ in range(bands):
            next(numbers)
        for helper in helpers:
            helper.result()


_CORES = os.cpu_count() or 1


@lru_cache(maxsize=1)
def _helpers() -> ThreadPoolExecutor:
    """Return the threads that work beside the one that asks."""
    return ThreadPoolExecutor(max(1, _CORES - 1), "fields")
