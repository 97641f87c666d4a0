"""Flats: cells of one height side by side, and which of them are the floors of pits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mountain.errand import go_on

#: So many cells are looked at at once.
_AT_ONCE = 2**20
#: Where the cells around one are, in rows and columns from it.
_AROUND = [
    (down, across) for down in (-1, 0, 1) for across in (-1, 0, 1) if (down, across) != (0, 0)
]
Places = NDArray[np.intp]
Marks = NDArray[np.bool_]


@dataclass(frozen=True)
class _Runs:
    """Level cells beside one another in a row, none of which has a lower neighbour.

    Attributes
    ----------
    first, last : arrays of int, shape (n,)
        The places of the ends of each, counted row by row, in order.
    height : array, shape (n,)
        How high it lies.
    is_open : array of bool, shape (n,)
        Whether it leads to a cell of the same height that has a lower neighbour, or is at a rim.
    """

    first: Places
    last: Places
    height: NDArray[Any]
    is_open: Marks


def pits(heights: ArrayLike) -> int:
    """Count the places with higher ground all around: single cells, and level floors of several.

    A floor is all that hangs together at one height, over sides and corners. A pit touches neither
    the rim of the map nor an empty cell.

    Parameters
    ----------
    heights : array_like, shape (rows, columns)
        NaN where there are none.
    """
    rows = np.asarray(heights)
    if min(rows.shape) < 3:
        return 0
    count, found = 0, []
    for first, last in _strips(rows.shape):
        go_on()
        single, runs = _looked_at(rows, first, last)
        count += single
        found.append(runs)
    return count + _closed(_joined(found), rows.shape[1])


def _strips(shape: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Give the first row of each strip that is looked at, and the row after its last."""
    length, end = max(1, _AT_ONCE // shape[1]), shape[0] - 1
    for first in range(1, end, length):
        yield first, min(first + length, end)


def _looked_at(heights: NDArray[Any], first: int, last: int) -> tuple[int, _Runs]:
    """Return how many single cells in some rows are pits, and the runs that may be parts of pits.

    Of the rows beside them it must be known which cells have a lower neighbour.
    """
    top, columns = max(first - 2, 0), heights.shape[1]
    land = heights[top : last + 2]
    is_lowest = np.zeros(land.shape, bool)
    is_lowest[1:-1, 1:-1] = land[1:-1, 1:-1] <= _lowest_around(land)
    inner = slice(first - top, last - top), slice(1, -1)
    own, lowest = land[inner], is_lowest[inner]
    is_level, is_open = np.zeros(own.shape, bool), np.zeros(own.shape, bool)
    for down, across in _AROUND:
        beside = (
            slice(first - top + down, last - top + down),
            slice(1 + across, columns - 1 + across),
        )
        alike = lowest & (land[beside] == own)
        is_level |= alike
        alike &= ~is_lowest[beside]
        is_open |= alike
    row, column = np.nonzero(is_level)
    places = (row + first) * columns + column + 1
    runs = _runs(places, own[is_level], is_open[is_level])
    return int(lowest.sum()) - len(places), runs


def _lowest_around(land: NDArray[Any]) -> NDArray[Any]:
    """Return the lowest height of each inner cell and the eight around it; NaN if one is empty."""
    down = np.minimum(np.minimum(land[:-2], land[1:-1]), land[2:])
    lowest: NDArray[Any] = np.minimum(np.minimum(down[:, :-2], down[:, 1:-1]), down[:, 2:])
    return lowest


def _runs(places: Places, heights: NDArray[Any], is_open: Marks) -> _Runs:
    """Put level cells together that are beside one another in a row."""
    if not len(places):
        return _Runs(places, places, heights, is_open)
    # No cell at the rim is among them: the last of a row is not beside the first of the next.
    parted = (np.diff(places) != 1) | (heights[1:] != heights[:-1])
    begins = np.flatnonzero(np.concatenate([[True], parted]))
    ends = np.concatenate([begins[1:], [len(places)]]) - 1
    some_open = np.logical_or.reduceat(is_open, begins)
    return _Runs(places[begins], places[ends], heights[begins], some_open)


def _joined(parts: list[_Runs]) -> _Runs:
    names = ("first", "last", "height", "is_open")
    return _Runs(*(np.concatenate([getattr(each, name) for each in parts]) for name in names))


def _closed(runs: _Runs, columns: int) -> int:
    """Count what hangs together among runs, and is nowhere open."""
    one, other = _beside(runs, columns)
    names = np.arange(len(runs.first))
    while len(one):
        # Of two that touch the later takes the earlier's name, and all that had its name as well.
        np.minimum.at(names, other, one)
        while not np.array_equal(names, nearer := names[names]):
            names = nearer
        pairs = np.sort([names[one], names[other]], axis=0)
        one, other = pairs[:, pairs[0] != pairs[1]]
    is_open = np.zeros(len(names), bool)
    is_open[names[runs.is_open]] = True
    return int(np.unique(names[~is_open[names]]).size)


def _beside(runs: _Runs, columns: int) -> tuple[Places, Places]:
    """Return which runs touch one in the next row, over a side or a corner, at the same height."""
    begin = np.searchsorted(runs.last, runs.first + columns - 1)
    end = np.searchsorted(runs.first, runs.last + columns + 1, side="right")
    counts = end - begin
    one = np.repeat(np.arange(len(counts)), counts)
    skipped = np.repeat(np.cumsum(counts) - counts, counts)
    other = np.arange(len(one)) - skipped + begin[one]
    alike = runs.height[one] == runs.height[other]
    return one[alike], other[alike]
