"""Smoothing: an elevation map's steps of whole metres are not the mountain's; this rounds them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mountain.elevation import Elevation
from mountain.errand import go_on
from mountain.ground import Floats

#: Wider ones than this leave nothing of a mountain, in cells.
WIDEST_SMOOTHING = 100.0
#: Beyond so many standard deviations a bell curve is taken for 0.
_REACH = 4.0
#: So many rows are smoothed at once.
_AT_ONCE = 16
#: With more weights the means are found by Fourier transforms, whose cost hardly grows.
_MANY = 60
#: Lengths that are multiples of this are transformed fast.
_FAST = 128
Places = NDArray[np.intp]


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
    heights = _blurred(elevation, _weights(sigma))
    heights.flags.writeable = False
    note = f"Smoothed over {sigma:g} cells: the mountain's sharpest edges are rounder than real."
    origin = elevation.origin
    if origin is not None:
        origin = replace(origin, smoothing=(*origin.smoothing, float(sigma)))
    return replace(elevation, heights=heights, notes=(*elevation.notes, note), origin=origin)


def _weights(sigma: float) -> Floats:
    reach = math.floor(_REACH * sigma + 0.5)
    bell: Floats = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    bell /= bell.sum()
    return bell


def _blurred(elevation: Elevation, weights: Floats) -> Floats:
    """Return means along both axes, each weighed; mirrored at the edges.

    Strip by strip: besides the map and its means there is never much in the memory.
    """
    heights, reach = elevation.heights, len(weights) // 2
    low, high = elevation.height_range
    # Means of small numbers lose less to rounding.
    middle = 0.5 * (low + high)
    means = np.empty(heights.shape)
    down, across = (_images(length, reach) for length in heights.shape)
    # The rows around a strip, which only lend their heights, are not to be most of it.
    strip = max(_AT_ONCE, 2 * reach if len(weights) > _MANY else reach)
    for first in range(0, len(heights), strip):
        go_on()
        last = min(first + strip, len(heights))
        land = heights[down[first : last + 2 * reach]] - middle
        holes = np.isnan(land)
        if holes.any():
            land[holes] = 0.0
            shares = _mean_of_strip((~holes).astype(float), weights, across)
            with np.errstate(invalid="ignore", divide="ignore"):
                part = _mean_of_strip(land, weights, across) / shares
            part[holes[reach : len(holes) - reach]] = np.nan
        else:
            part = _mean_of_strip(land, weights, across)
        np.add(part, middle, out=means[first:last])
    return means


def _images(length: int, reach: int) -> Places:
    """Return which row stands in for one beyond an edge, which lies between a row and its image."""
    return np.pad(np.arange(length), reach, "symmetric")


def _mean_of_strip(land: Floats, weights: Floats, across: Places) -> Floats:
    """Return the means of a strip's rows but for those that only lend their heights."""
    reach = len(weights) // 2
    if len(weights) > _MANY:
        return _transformed(_transformed(land, weights, 0)[:, across], weights, 1)
    rows, columns = len(land) - 2 * reach, land.shape[1]
    means = _weighed([land[k : k + rows] for k in range(len(weights))], weights)
    wide = means[:, across]
    return _weighed([wide[:, k : k + columns] for k in range(len(weights))], weights)


def _weighed(lands: Sequence[Floats], weights: Floats) -> Floats:
    """Return the weighed mean of pieces of land, the middle one's neighbours alike in weight."""
    reach = len(weights) // 2
    means: Floats = weights[reach] * lands[reach]
    pair = np.empty(means.shape)
    for k in range(reach):
        np.add(lands[k], lands[-1 - k], out=pair)
        pair *= weights[k]
        means += pair
    return means


def _transformed(land: Floats, weights: Floats, axis: int) -> Floats:
    """Return weighed means along an axis, but for the places near its ends that lend heights.

    A product of Fourier transforms is that of a convolution; what comes round from the other end
    reaches only the places that are left out.
    """
    length = land.shape[axis]
    size = -(-length // _FAST) * _FAST
    spectrum = np.fft.rfft(land, size, axis)
    weighing = np.fft.rfft(weights, size)
    spectrum *= weighing[:, None] if axis == 0 else weighing
    means = np.fft.irfft(spectrum, size, axis)
    whole = slice(len(weights) - 1, length)
    return means[whole] if axis == 0 else means[:, whole]
