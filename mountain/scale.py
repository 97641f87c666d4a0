"""Scales: how a file's numbers become an elevation map's heights."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mountain.elevation import (
    Elevation,
    ElevationError,
    check_shape,
    check_slopes,
    check_spacing,
    range_of,
)
from mountain.errand import go_on
from mountain.ground import Floats
from mountain.wording import counted

#: Maps with more rows or columns are read in blocks, of which each becomes one cell.
MOST_ALONG = 8192
#: Deeper than any trench and higher than any mountain of the planets, in metres.
DEEPEST, HIGHEST = -12_000.0, 30_000.0
#: What most programs write where nothing was measured, even where they do not say so.
_CUSTOMARY_VOID = -9999.0
#: So many cells are turned into heights at once.
_AT_ONCE = 2**18
#: So many cells are looked at at once, and told from so few numbers, to see whether all are level.
_LOOKED_AT, _FEW = 2**17, 8
#: The largest share of numbers that can be no heights and are no voids: more tell of a mistake.
_MOST_STRAYS = 0.05


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
    check_spacing(*spacing)
    scale = scale or Scale()
    _check_numbers(numbers, scale)
    block = -(-max(numbers.shape) // MOST_ALONG)
    rows, columns = (length // block for length in numbers.shape)
    check_shape((rows, columns))
    heights = np.empty((rows, columns))
    impossible = _Impossible()
    strip = max(1, _AT_ONCE // (numbers.shape[1] * block))
    for first in range(0, rows, strip):
        go_on()
        part = numbers[first * block : min(first + strip, rows) * block, : columns * block]
        measured, wrong = _measured(part, scale)
        impossible.add(wrong)
        heights[rows - first - len(part) // block : rows - first] = _means(measured, block)[::-1]
    impossible.check(heights, block)
    # What cannot change need not be copied.
    heights.flags.writeable = False
    notes += _remarks(impossible.count, numbers.shape, block)
    return Elevation(heights, spacing[0] * block, spacing[1] * block, source, notes)


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
            low, high = range_of(_measured(seen, scale)[0])
            if low < high or len(seen) > _FEW:
                return
    check_slopes(*range_of(_measured(seen, scale)[0]))


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


class _Impossible:
    """Numbers that can be no heights: how many there are, and how many of them are no voids."""

    def __init__(self) -> None:
        self.count = self._strays = 0
        self._voids: list[float] = []

    def add(self, wrong: Floats) -> None:
        """Count some, in the order of their cells."""
        self.count += wrong.size
        for void in self._voids:
            wrong = wrong[wrong != void]
        while wrong.size and len(self._voids) < _FEW:
            self._voids.append(float(wrong[0]))
            wrong = wrong[wrong != wrong[0]]
        # A void that was not among the first lies beside others of its kind.
        self._strays += int(np.count_nonzero(wrong[1:] != wrong[:-1]))

    def check(self, heights: Floats, block: int) -> None:
        """Refuse heights beside which too many numbers stray, each another way."""
        if not self._strays:
            return
        cells = int(np.count_nonzero(np.isfinite(heights))) * block**2 + self.count
        if self._strays > _MOST_STRAYS * cells:
            some = " or ".join(f"{each:.6g}" for each in self._voids[:2])
            raise ElevationError(
                f"{self.count / cells:.0%} of its numbers can be no heights in metres, such as "
                f"{some}; its bytes may be swapped, or its unit another one"
            )


def _measured(part: NDArray[Any], scale: Scale) -> tuple[Floats, Floats]:
    """Return heights, NaN where there is none, and what numbers there were impossible."""
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
        return heights, np.empty(0)
    impossible = customary | (heights < DEEPEST) | (heights > HIGHEST)
    wrong = heights[impossible]
    heights[impossible] = np.nan
    return heights, wrong


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
