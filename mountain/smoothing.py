"""Smoothing: an elevation map's steps of whole metres are not the mountain's; this rounds them."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from mountain.elevation import Elevation
from mountain.ground import Floats

#: Wider ones than this leave nothing of a mountain, in cells.
WIDEST_SMOOTHING = 100.0
#: Beyond so many standard deviations a bell curve is taken for 0.
_REACH = 4.0
#: So many rows are smoothed at once.
_AT_ONCE = 256


def smoothed(elevation: Elevation, sigma: float) -> Elevation:
    """Return a map whose heights are means over a bell curve; empty cells stay empty.

    At the edges the land is mirrored; what is empty has no part in the means.

    Parameters
    ----------
    elevation : Elevation
        The map.
    sigma : float
        The bell curve's standard deviation, in cells; 0 leaves the map as it is.

    Raises
    ------
    ValueError
        When sigma is negative, or more than `WIDEST_SMOOTHING`.
    ElevationError
        When nothing is left but level land.
    """
    if not 0 <= sigma <= WIDEST_SMOOTHING:
        raise ValueError(f"smoothing by {sigma:g} cells is none; try 0 to {WIDEST_SMOOTHING:g}")
    if sigma == 0:
        return elevation
    missing, middle = elevation.missing, float(np.nanmean(elevation.heights))
    # Means of small numbers lose less to rounding.
    heights = elevation.heights - middle
    weights = _weights(sigma)
    if missing is None:
        heights = _blurred(heights, weights)
    else:
        heights[missing] = 0.0
        shares = _blurred((~missing).astype(float), weights)
        with np.errstate(invalid="ignore", divide="ignore"):
            heights = _blurred(heights, weights) / shares
        heights[missing] = np.nan
    heights += middle
    heights.flags.writeable = False
    note = f"Smoothed over {sigma:g} cells: the mountain's sharpest edges are rounder than real."
    return replace(elevation, heights=heights, notes=(*elevation.notes, note))


def pits(heights: ArrayLike) -> int:
    """Count the cells that lie lower than all eight around them.

    Parameters
    ----------
    heights : array_like, shape (rows, columns)
        Those at the rim, and beside an empty cell (NaN), are none.
    """
    rows = np.asarray(heights)
    inner = rows[1:-1, 1:-1]
    lower = np.ones(inner.shape, bool)
    for down in range(3):
        for across in range(3):
            if (down, across) != (1, 1):
                beside = rows[down : down + inner.shape[0], across : across + inner.shape[1]]
                lower &= inner < beside
    return int(lower.sum())


def _weights(sigma: float) -> Floats:
    reach = math.floor(_REACH * sigma + 0.5)
    bell: Floats = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    bell /= bell.sum()
    return bell


def _blurred(heights: Floats, weights: Floats) -> Floats:
    """Return means along both axes, each weighed; mirrored at the edges."""
    return _along_columns(_along_columns(heights, weights).T, weights).T


def _along_columns(heights: Floats, weights: Floats) -> Floats:
    rows, reach = len(heights), len(weights) // 2
    means = np.empty(heights.shape)
    # Which row stands in for one beyond an edge: the edge lies between a row and its image.
    images = np.pad(np.arange(rows), reach, "symmetric")
    for first in range(0, rows, _AT_ONCE):
        last = min(first + _AT_ONCE, rows)
        land = heights[images[first : last + 2 * reach]]
        part = weights[0] * land[: last - first]
        for k in range(1, len(weights)):
            part += weights[k] * land[k : k + last - first]
        means[first:last] = part
    return means
