"""Elevation: a mountain's heights as an elevation map has them, in metres on all three axes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mountain.ground import Floats
from mountain.origin import Origin
from mountain.wording import counted

#: Maps with more rows or columns are read in blocks, of which each becomes one cell.
MOST_ALONG = 8192
#: Maps with more cells are refused before they are unpacked.
MOST_CELLS = 2**27
#: Deeper than any trench and higher than any mountain of the planets, in metres.
DEEPEST, HIGHEST = -12_000.0, 30_000.0
#: What most programs write where nothing was measured, even where they do not say so.
_CUSTOMARY_VOID = -9999.0
#: Land packs to a tenth at best; a large map that packs to less than this share is level or empty.
_LARGE, _MOST_PACKED = 2**26, 300
#: So many cells are turned into heights at once.
_AT_ONCE = 2**18
#: So many cells are looked at at once, and told from so few numbers, to see whether all are level.
_LOOKED_AT, _FEW = 2**17, 8
Missing = NDArray[np.bool_]


class ElevationError(ValueError):
    """Heights that make no map; the message says what is wrong and what would work."""


@dataclass(frozen=True, eq=False)
class Elevation:
    """Heights at evenly spaced places, with what is known of them.

    Attributes
    ----------
    heights : array, shape (rows, columns)
        In metres; the first row lies in the south, the first column in the west; NaN where
        nothing was measured; read-only.
    dx, dy : float
        How far apart neighbours lie from west to east, and from south to north, in metres.
    source : str
        What it was read from, in a few words.
    notes : tuple of str
        What a person should know about these heights, a sentence each.
    origin : Origin or None
        How they can be read again; None where they come from no file.

    Raises
    ------
    ElevationError
        When there are fewer than two rows or columns, nothing was measured, all heights are equal
        or infinite, or a spacing is not positive.
    """

    heights: Floats
    dx: float
    dy: float
    source: str
    notes: tuple[str, ...] = ()
    origin: Origin | None = None

    def __post_init__(self) -> None:
        """Check the heights, and make them read-only."""
        heights = np.ascontiguousarray(self.heights, float)
        if heights.flags.writeable and np.may_share_memory(heights, self.heights):
            heights = heights.copy()
        heights.flags.writeable = False
        object.__setattr__(self, "heights", heights)
        if not all(math.isfinite(each) and each > 0 for each in (self.dx, self.dy)):
            raise ElevationError(
                f"its cells measure {self.dx:g} m by {self.dy:g} m; both must be more than 0"
            )
        check_shape(heights.shape)
        _check_slopes(*_range(heights))

    @property
    def missing(self) -> Missing | None:
        """Where nothing was measured, in the shape of the heights; None where all was."""
        missing = np.isnan(self.heights)
        return missing if missing.any() else None

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """West, east, south and north, in metres from the first height in the south-west."""
        rows, columns = self.heights.shape
        return 0.0, (columns - 1) * self.dx, 0.0, (rows - 1) * self.dy

    @property
    def height_range(self) -> tuple[float, float]:
        """The lowest and the highest height, in metres."""
        return _range(self.heights)


@dataclass(frozen=True)
class Scale:
    """How a file's numbers become heights: void ones are none, others times factor plus offset.

    Attributes
    ----------
    void : float or None
        The number that stands for nothing measured.
    factor, offset : float
        In metres.
    measured : bool
        Whether heights are as they were measured, so that impossible ones must be voids.
    """

    void: float | None = None
    factor: float = 1.0
    offset: float = 0.0
    measured: bool = True


def check_shape(shape: tuple[int, ...]) -> None:
    """Refuse what is no map, or too large a one, before it is unpacked.

    Raises
    ------
    ElevationError
        When there are not two axes, fewer than two rows or columns, or more than `MOST_CELLS`.
    """
    if len(shape) != 2:
        raise ElevationError(f"it has {len(shape)} axes; a map has 2, rows and columns")
    rows, columns = shape
    if min(shape) < 2:
        raise ElevationError(
            f"{columns} × {rows} cells make no surface; two rows and two columns are the least"
        )
    if rows * columns > MOST_CELLS:
        raise ElevationError(
            f"{columns:,} × {rows:,} cells are more than can be read; "
            f"try a part of it, or every second cell, with at most {MOST_CELLS:,} in all"
        )


def check_packing(size: int, packed: int) -> None:
    """Refuse a map that unpacks to far more than any land would, before it is unpacked.

    Parameters
    ----------
    size, packed : int
        How many bytes its numbers take, and its file.

    Raises
    ------
    ElevationError
        When it is large, and its numbers are nearly all the same.
    """
    if size >= _LARGE and size > _MOST_PACKED * packed:
        raise ElevationError(
            f"{packed:,} bytes unpack to {size:,}: nearly all of it is one height, or empty; "
            "try a map with slopes"
        )


def charted(
    numbers: NDArray[Any],
    spacing: tuple[float, float],
    source: str,
    notes: tuple[str, ...] = (),
    scale: Scale | None = None,
) -> Elevation:
    """Make an elevation map of a file's numbers.

    Parameters
    ----------
    numbers : array, shape (rows, columns)
        Of any real type; the first row lies in the north.
    spacing : (float, float)
        From column to column and from row to row, in metres.
    source, notes
        As in `Elevation`.
    scale : Scale or None
        How numbers become heights; None where they are heights in metres.

    Raises
    ------
    ElevationError
        When they make no map.
    """
    check_shape(numbers.shape)
    scale = scale or Scale()
    _check_numbers(numbers, scale)
    block = -(-max(numbers.shape) // MOST_ALONG)
    rows, columns = (length // block for length in numbers.shape)
    check_shape((rows, columns))
    heights = np.empty((rows, columns))
    impossible = 0
    strip = max(1, _AT_ONCE // (numbers.shape[1] * block))
    for first in range(0, rows, strip):
        part = numbers[first * block : min(first + strip, rows) * block, : columns * block]
        measured, count = _measured(part, scale)
        impossible += count
        heights[rows - first - len(part) // block : rows - first] = _means(measured, block)[::-1]
    # What cannot change need not be copied.
    heights.flags.writeable = False
    notes += _remarks(impossible, numbers.shape, block)
    return Elevation(heights, spacing[0] * block, spacing[1] * block, source, notes)


def _check_slopes(low: float, high: float) -> None:
    """Refuse heights of such a range, if there is no mountain in it."""
    if math.isnan(low):
        raise ElevationError("no height in it, every cell is empty; try another part of it")
    if not (math.isfinite(low) and math.isfinite(high)):
        raise ElevationError("a height in it is infinite; take it out first")
    if low == high:
        raise ElevationError(f"all its heights are {low:g} m; try a map with slopes")


def _check_numbers(numbers: NDArray[Any], scale: Scale) -> None:
    """Refuse numbers of which all are void or one height, before they take memory as heights."""
    by_rows = numbers.T if numbers.flags.f_contiguous else numbers
    strip = max(1, _LOOKED_AT // by_rows.shape[1])
    seen = by_rows[0, :1]
    for first in range(0, len(by_rows), strip):
        part = by_rows[first : first + strip]
        others = part == part
        for each in seen:
            others &= part != each
        while others.any():
            seen = np.append(seen, part.flat[int(others.argmax())])
            others &= part != seen[-1]
            low, high = _range(_measured(seen, scale)[0])
            if low < high or len(seen) > _FEW:
                return
    _check_slopes(*_range(_measured(seen, scale)[0]))


def _remarks(impossible: int, shape: tuple[int, ...], block: int) -> tuple[str, ...]:
    """Return what is to be said of cells left empty or drawn together."""
    remarks: tuple[str, ...] = ()
    if impossible:
        remarks += (
            f"{counted(impossible, 'number')} in it can be no height, such as -9999 or -32768: "
            "taken for empty.",
        )
    if block > 1:
        remarks += (
            f"The map has {shape[1]:,} × {shape[0]:,} cells: "
            f"each height is the mean of {block} × {block} of them.",
        )
    return remarks


def _measured(part: NDArray[Any], scale: Scale) -> tuple[Floats, int]:
    """Return heights, NaN where there is none, and how many were impossible."""
    # Of the many numbers that are none, some would be warned of.
    with np.errstate(invalid="ignore"):
        heights = part.astype(float)
    void = _void_as(part.dtype, scale.void)
    if void is not None:
        heights[part == void] = np.nan
    customary = heights == _CUSTOMARY_VOID
    heights *= scale.factor
    heights += scale.offset
    if not scale.measured:
        return heights, 0
    impossible = customary | (heights < DEEPEST) | (heights > HIGHEST)
    heights[impossible] = np.nan
    return heights, int(impossible.sum())


def _void_as(kind: np.dtype[Any], void: float | None) -> Any:
    """Return a void as a number of a type; None where it is none of it."""
    if void is None or math.isnan(void):
        return None
    if kind.kind in "iu":
        limits = np.iinfo(kind)
        whole = math.isfinite(void) and void == int(void)
        return kind.type(int(void)) if whole and limits.min <= void <= limits.max else None
    with np.errstate(over="ignore"):
        return kind.type(void)


def _means(heights: Floats, block: int) -> Floats:
    """Return the means of square blocks, of what of them was measured."""
    if block == 1:
        return heights
    rows, columns = (length // block for length in heights.shape)
    sums, counts = np.zeros((rows, columns)), np.zeros((rows, columns), int)
    for row, column in np.ndindex(block, block):
        # Sums along short axes take several times as long.
        part = heights[row::block, column::block]
        measured = np.isfinite(part)
        np.add(sums, part, out=sums, where=measured)
        counts += measured
    means: Floats = np.full(sums.shape, np.nan)
    np.divide(sums, counts, out=means, where=counts > 0)
    return means


def _range(heights: Floats) -> tuple[float, float]:
    """Return the lowest and the highest of those that are; NaN where none is."""
    # These pass over NaN, and say nothing where all are.
    return float(np.fmin.reduce(heights, axis=None)), float(np.fmax.reduce(heights, axis=None))
