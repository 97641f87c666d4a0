"""Hollows: the lowest places of a grid of heights, found among millions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mountain.errand import go_on
from mountain.ground import Floats

Places = NDArray[np.intp]
#: So many rows are looked through at once.
_AT_ONCE = 256


def lowest_hollows(heights: Floats, sign: float, most: int) -> tuple[Places, Places]:
    """Find the lowest of the nodes that no neighbour is lower than.

    Parameters
    ----------
    heights : array, shape (rows, columns)
        Of all nodes.
    sign : float
        1, or -1 to find the highest tops instead.
    most : int
        How many are returned.

    Returns
    -------
    (array, array)
        Rows and columns, the lowest first; none at the rim. Of equal neighbours one counts.
    """
    rows, columns = (np.empty(0, np.intp) for _ in range(2))
    found = np.empty(0)
    for first in range(0, len(heights) - 2, _AT_ONCE):
        go_on()
        # Once there are enough, only what is lower than the highest of them is of interest.
        limit = float(found[-1]) if len(found) == most else np.inf
        row, column = _hollows_in(heights[first : first + _AT_ONCE + 2], sign, sign * limit)
        rows, columns = np.append(rows, row + first), np.append(columns, column)
        found = np.append(found, sign * heights[row + first, column])
        best = np.argsort(found, kind="stable")[:most]
        rows, columns, found = rows[best], columns[best], found[best]
    return rows, columns


def _hollows_in(strip: Floats, sign: float, limit: float) -> tuple[Places, Places]:
    """Return the hollows below a limit among the inner nodes of some rows."""
    lower, not_higher = (np.less, np.less_equal) if sign > 0 else (np.greater, np.greater_equal)
    inner = strip[1:-1, 1:-1]
    if np.isfinite(limit):
        candidates = lower(inner, limit)
    else:
        candidates = lower(inner, strip[1:-1, :-2])
        candidates &= not_higher(inner, strip[1:-1, 2:])
        candidates &= lower(inner, strip[:-2, 1:-1])
        candidates &= not_higher(inner, strip[2:, 1:-1])
    row, column = (each + 1 for each in np.nonzero(candidates))
    for down in (-1, 0, 1):
        for across in (-1, 0, 1):
            if (down, across) != (0, 0):
                compare = lower if (down, across) < (0, 0) else not_higher
                keep = compare(strip[row, column], strip[row + down, column + across])
                row, column = row[keep], column[keep]
    return row, column
