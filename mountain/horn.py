"""Slope, aspect and hillshade after Horn (1981), as GDAL's ``gdaldem`` has them.

The slope towards the east is the mean of three differences over two cells, of which the middle one
counts twice; that towards the north likewise. B. K. P. Horn, "Hill shading and the reflectance
map", Proceedings of the IEEE 69 (1), 1981.

A cell needs all of its eight neighbours: the edges of a map, and cells beside missing ground, have
no value.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mountain.compilation import kernel
from mountain.fields import (
    Band,
    Heights,
    checked_heights,
    checked_out,
    field_type,
    readable,
    with_neighbours,
    work_in_slices,
    work_through,
)
from mountain.light import Light

Field = NDArray[np.floating[Any]]
#: What works out a band's rows of results, from heights with a neighbour around and an offset.
_Rows = Callable[[Heights, int, NDArray[Any]], None]


def horn_slope(height: ArrayLike, dx: float, dy: float, out: Field | None = None) -> Field:
    """Return how steep a map is in every cell, in degrees from 0 (flat) to 90.

    Parameters
    ----------
    height : array, shape (rows, columns)
        Row 0 lies in the south, column 0 in the west; NaN where there is no ground.
    dx, dy : float
        The spacing from west to east and from south to north, in the unit of the heights.
    out : array, shape (rows, columns), optional
        Where the result goes, C-contiguous, of the result's type; a new array when not given.

    Returns
    -------
    array, shape (rows, columns)
        Float32 for heights in float32, float64 for all others; NaN at the edges and beside missing
        ground. Its tangent is the rise over the distance.

    Raises
    ------
    FieldError
        When the heights make no surface, a spacing is not positive, or `out` does not fit.
    """
    heights = checked_heights(height, dx, dy)
    field = checked_out(out, heights.shape, field_type(heights.dtype))
    work_through(_slopes(heights, dx, dy, field), heights.shape)
    return field


def horn_slope_in_slices(height: ArrayLike, dx: float, dy: float, out: Field) -> Iterator[float]:
    """Work out a `horn_slope` a slice at a time: yields the share of the rows that is done.

    Rows are done from the south on; stopping is cancelling. Errors are those of `horn_slope`, and
    are raised when the first slice is asked for.
    """
    heights = checked_heights(height, dx, dy)
    field = checked_out(out, heights.shape, field_type(heights.dtype))
    yield from work_in_slices(_slopes(heights, dx, dy, field), heights.shape)


def horn_aspect(height: ArrayLike, dx: float, dy: float, out: Field | None = None) -> Field:
    """Return which way the ground faces in every cell: the bearing of the steepest way down.

    In degrees clockwise from north, at least 0 and below 360; NaN where the ground is level too.
    Where cells are not square, it is the bearing on the ground; that of ``gdaldem aspect`` is then
    the one in the picture.

    Parameters and errors are those of `horn_slope`.
    """
    heights = checked_heights(height, dx, dy)
    field = checked_out(out, heights.shape, field_type(heights.dtype))
    per = field.dtype.type(0.125 / dx), field.dtype.type(0.125 / dy)

    def work_out(part: Heights, offset: int, rows: Field) -> None:
        _aspect_rows(part, offset, per, rows)

    work_through(_filling(heights, work_out, field), heights.shape)
    return field


def hillshade(
    height: ArrayLike,
    dx: float,
    dy: float,
    light: Light | None = None,
    out: NDArray[np.uint8] | None = None,
) -> NDArray[np.uint8]:
    """Return how brightly a map is lit in every cell, as dull ground is (Lambert 1760).

    Parameters
    ----------
    height, dx, dy
        As in `horn_slope`.
    light : Light, optional
        Where the light comes from; as ``gdaldem hillshade`` has it when not given, from the
        north-west and 45° high. Its `dimmest` and `brightest` do not count here.
    out : array of uint8, shape (rows, columns), optional
        Where the result goes, C-contiguous; a new array when not given.

    Returns
    -------
    array of uint8, shape (rows, columns)
        From 1, where no light falls, to 255, where it falls straight on; 0 at the edges and beside
        missing ground.

    Raises
    ------
    FieldError
        As in `horn_slope`.
    """
    heights = checked_heights(height, dx, dy)
    field = checked_out(out, heights.shape, np.dtype(np.uint8))
    light = Light() if light is None else light
    steep, kind = light.exaggeration / 8, field_type(heights.dtype).type
    per = kind(steep / dx), kind(steep / dy)
    to_east, to_north, up = light.direction
    direction = kind(254 * to_east), kind(254 * to_north), kind(254 * up)

    def work_out(part: Heights, offset: int, rows: NDArray[np.uint8]) -> None:
        _shade_rows(part, offset, per, direction, rows)

    work_through(_filling(heights, work_out, field), heights.shape)
    return field


def _slopes(heights: Heights, dx: float, dy: float, field: Field) -> Band:
    """Return the work of filling a field with slopes."""
    kind: Any = field.dtype.type
    per = kind(0.125 / dx), kind(0.125 / dy)

    def work_out(part: Heights, offset: int, rows: Field) -> None:
        _slope_rows(part, offset, per, rows)

    return _filling(heights, work_out, field)


def _filling(heights: Heights, work_out: _Rows, field: NDArray[Any]) -> Band:
    """Return the work of filling bands of a field, from heights with a neighbour around."""

    def fill(first: int, last: int) -> None:
        around = with_neighbours(first, last, len(heights), 1)
        work_out(readable(heights[around]), first - around.start, field[first:last])

    return fill


@kernel
def _rises(heights: Heights, i: int, j: int, per: tuple[float, float]) -> tuple[float, float]:
    """Return the rise towards the east, and towards the north, of a cell that is at no edge.

    The factors are for sums of eight heights, one for each axis. NaN where a height is missing.
    """
    south_west, north_west = heights[i - 1, j - 1], heights[i + 1, j - 1]
    south_east, north_east = heights[i - 1, j + 1], heights[i + 1, j + 1]
    east, west = heights[i, j + 1], heights[i, j - 1]
    north, south = heights[i + 1, j], heights[i - 1, j]
    across = (south_east + east + east + north_east) - (south_west + west + west + north_west)
    along = (north_west + north + north + north_east) - (south_west + south + south + south_east)
    # The slope does not need the height itself, but where there is none, there is no slope.
    nothing = heights[i, j] - heights[i, j]
    return (across + nothing) * per[0], (along + nothing) * per[1]


@kernel
def _inside(heights: Heights, offset: int, rows: int) -> tuple[int, int]:
    """Return from which to which of so many rows, from an offset on, are at no edge."""
    return max(0, 1 - offset), min(rows, len(heights) - 1 - offset)


@kernel
def _bearing(across: float, along: float) -> float:
    """Return which way ground faces that rises so much, from 0 to below 360; level: none."""
    if across == 0 and along == 0:
        return np.nan
    bearing = math.degrees(math.atan2(-across, -along))
    return bearing if bearing >= 0 else bearing + 360


@kernel
def _slope_rows(heights: Heights, offset: int, per: tuple[float, float], out: Field) -> None:
    """Work out the slope of the rows from an offset on."""
    out[:] = np.nan
    first, last = _inside(heights, offset, len(out))
    for i in range(first, last):
        for j in range(1, out.shape[1] - 1):
            across, along = _rises(heights, offset + i, j, per)
            out[i, j] = math.degrees(math.atan(math.hypot(across, along)))


@kernel
def _aspect_rows(heights: Heights, offset: int, per: tuple[float, float], out: Field) -> None:
    """Work out the aspect of the rows from an offset on."""
    out[:] = np.nan
    first, last = _inside(heights, offset, len(out))
    for i in range(first, last):
        for j in range(1, out.shape[1] - 1):
            across, along = _rises(heights, offset + i, j, per)
            out[i, j] = _bearing(across, along)
            # What is hardly west of north is rounded up to the whole circle.
            if out[i, j] >= 360:
                out[i, j] = 0


@kernel
def _shade_rows(
    heights: Heights,
    offset: int,
    per: tuple[float, float],
    direction: tuple[float, float, float],
    out: NDArray[np.uint8],
) -> None:
    """Work out the light on the rows from an offset on."""
    to_east, to_north, up = direction
    # Of the heights' own type: whole numbers would have all worked out in double precision.
    kind: Any = heights.dtype.type
    zero, one, rounded_up = kind(0), kind(1), kind(1.5)
    out[:] = 0
    first, last = _inside(heights, offset, len(out))
    for i in range(first, last):
        for j in range(1, out.shape[1] - 1):
            across, along = _rises(heights, offset + i, j, per)
            facing = up - across * to_east - along * to_north
            light = facing / math.sqrt(one + across * across + along * along)
            lit = max(zero, light)
            out[i, j] = np.uint8(lit + rounded_up) if light == light else np.uint8(0)
