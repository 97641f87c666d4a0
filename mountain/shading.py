"""Shading: a map's picture in colours by height, lit from one side, in one pass."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mountain.compilation import kernel
from mountain.fields import (
    Heights,
    checked_heights,
    checked_out,
    field_type,
    readable,
    with_neighbours,
    work_through,
)
from mountain.light import Light
from mountain.tints import BINS, COLOURS, LIGHTS, Pixels, Tints, pixels_of

_COLOUR_BITS, _BIN_BITS, _ANY_BIN = 8, 12, 2**12 - 1
#: Comes after the last of `LIGHTS`, and has the pixels of no ground.
_NOT_LIT = 256
#: So few columns have cells with none beside them but the ends.
_FEW = 4
#: The largest number in single precision.
_MOST = float(np.finfo(np.float32).max)
Singles = NDArray[np.float32]
Wholes = NDArray[np.int32]
Rows = tuple[Singles, Singles, Singles]
Numbers = tuple[np.float32, ...]
#: The lowest height, one over the height of a bin, and how many bins there are.
Scale = tuple[np.float32, np.float32, np.int32]
#: Each bin's colour, and the pixels.
Tables = tuple[Wholes, Pixels]


def shaded_picture(
    height: ArrayLike,
    dx: float,
    dy: float,
    tints: Tints,
    light: Light,
    *,
    out: Pixels | None = None,
    north_first: bool = True,
) -> Pixels:
    """Paint a map: colours by height, lit as dull ground is (Lambert 1760).

    Parameters
    ----------
    height : array, shape (rows, columns)
        Row 0 lies in the south; NaN where there is no ground. Float32 and float64 of any strides
        are read where they are: ``height[::4, ::4]`` with four times the spacing costs no copy.
    dx, dy : float
        The spacing from west to east and from south to north, in the unit of the heights.
    tints : Tints
        The colours.
    light : Light
        Where the light comes from. Exaggeration 0 and equal `dimmest` and `brightest` of 1 leave
        the colours as they are.
    out : array of uint32, shape (rows, columns), optional
        Where the picture goes, C-contiguous; a new array when not given. Keep one for a picture
        that is painted often: fresh memory costs more than the painting.
    north_first : bool
        Whether row 0 of the picture is the northernmost, as on a screen.

    Returns
    -------
    array of uint32, shape (rows, columns)
        A pixel is 0xffRRGGBB, which is Qt's `Format_RGB32`: in memory blue, green, red and 255 on
        all usual processors. Flat grey where there is no ground. At an edge, and beside missing
        ground, the slope is that to the neighbour that is there.

    Raises
    ------
    FieldError
        When the heights make no surface, a spacing is not positive, or `out` does not fit.
    """
    heights = checked_heights(height, dx, dy)
    rows, columns = heights.shape
    picture = checked_out(out, heights.shape, np.dtype(np.uint32))
    numbers, bins, tables = _numbers((dx, dy), light), _bins(tints), _tables(tints, light)
    nothing = np.full(columns, np.nan, np.float32)
    nothing.flags.writeable = False

    def paint(first: int, last: int) -> None:
        around = with_neighbours(first, last, rows, 1)
        part, low = _in_single(heights[around], tints.height_range[0])
        where = (rows - 1 - first, -1) if north_first else (first, 1)
        band = (first - around.start, last - first, *where)
        _paint(part, nothing, band, (low, *bins), numbers, tables, picture)

    work_through(paint, (rows, columns))
    return picture


def _in_single(heights: Heights, low: float) -> tuple[Singles, np.float32]:
    """Return heights of one band in single precision, and what is the lowest of them.

    What has more digits is counted from the lowest on, or they would be lost.
    """
    if field_type(heights.dtype) == np.float32:
        return readable(heights), np.float32(min(max(low, -_MOST), _MOST))
    if heights.dtype != np.float64 or not heights.dtype.isnative:
        heights = readable(heights)
    # Kernels are compiled for what may be written and for what may not.
    heights = heights.view()
    heights.flags.writeable = False
    above = np.empty(heights.shape, np.float32)
    _lower(heights, low, above)
    above.flags.writeable = False
    return above, np.float32(0)


def _numbers(spacing: tuple[float, float], light: Light) -> Numbers:
    """Return what a slope and its light are worked out with, in single precision.

    One over twice the spacing, exaggerated, for both axes; and the direction of the light, so long
    that straight on is the brightest of `LIGHTS`.
    """
    steep = [light.exaggeration / 2 / each for each in spacing]
    lit = [(LIGHTS - 1) * each for each in light.direction]
    return tuple(map(np.float32, (*steep, *lit)))


def _tables(tints: Tints, light: Light) -> Tables:
    # No ranks are an empty table: colours go with the value then, and each has one bin.
    ranks = np.empty(0, np.int32) if tints.ranks is None else tints.ranks.astype(np.int32)
    return ranks, pixels_of(tints, light.dimmest, light.brightest)


def _bins(tints: Tints) -> tuple[np.float32, np.int32]:
    """Return one over the height of a bin, and how many there are."""
    low, high = tints.height_range
    bins = COLOURS if tints.ranks is None else BINS
    # A range of almost nothing still has colours, if only two.
    return np.float32(min(bins / (high - low), 1e30)), np.int32(bins)


@kernel
def _lower(heights: Heights, low: float, above: Singles) -> None:
    """Count heights from the lowest on."""
    for i in range(above.shape[0]):
        for j in range(above.shape[1]):
            above[i, j] = np.float32(heights[i, j] - low)


@kernel
def _rise(behind: np.float32, here: np.float32, ahead: np.float32) -> np.float32:
    """Return the rise over two cells; where a neighbour is missing, that to the other, twice."""
    rise = ahead - behind
    rise = rise if rise == rise else np.float32(2) * (ahead - here)
    rise = rise if rise == rise else np.float32(2) * (here - behind)
    return rise if rise == rise else np.float32(0)


@kernel
def _weighed(
    height: np.float32, across: np.float32, along: np.float32, scale: Scale, numbers: Numbers
) -> np.int32:
    """Return the light on ground that rises so much, times how many bins there are, and its bin."""
    (low, per_bin, bins), (per_x, per_y, to_east, to_north, up) = scale, numbers
    zero, one, half = np.float32(0), np.float32(1), np.float32(0.5)
    across, along = across * per_x, along * per_y
    length = np.float32(math.sqrt(one + across * across + along * along))
    light = (up - across * to_east - along * to_north) / length
    # Written so that what is no number becomes 0; no light is brighter than straight on.
    light = max(zero, light)
    place = (height - low) * per_bin
    place = min(place, np.float32(bins - 1)) if place > zero else zero
    return np.int32(np.int32(light + half) * bins + np.int32(place))


@kernel
def _weigh(rows: Rows, scale: Scale, numbers: Numbers, weighed: Wholes) -> bool:
    """Weigh the cells of a row but for its ends; tell of missing heights, which need care."""
    south, here, north = rows
    missing = False
    for j in range(1, weighed.size - 1):
        across, along = here[j + 1] - here[j - 1], north[j] - south[j]
        # Where a height itself is missing, so is the rise of the cell beside it.
        missing |= (across != across) | (along != along)
        weighed[j] = _weighed(here[j], across, along, scale, numbers)
    return missing


@kernel
def _weighed_carefully(
    height: np.float32, beside: Numbers, scale: Scale, numbers: Numbers
) -> np.int32:
    """Weigh a cell from the heights to its west, south, north and east that are there."""
    west, south, north, east = beside
    across, along = _rise(west, height, east), _rise(south, height, north)
    found = _weighed(height, across, along, scale, numbers)
    return found if height == height else np.int32(_NOT_LIT * scale[2])


@kernel
def _weigh_carefully(rows: Rows, scale: Scale, numbers: Numbers, weighed: Wholes) -> None:
    """Weigh the cells of a row but for its ends, where heights may be missing."""
    south, here, north = rows
    for j in range(1, weighed.size - 1):
        beside = here[j - 1], south[j], north[j], here[j + 1]
        weighed[j] = _weighed_carefully(here[j], beside, scale, numbers)


@kernel
def _weigh_row(rows: Rows, scale: Scale, numbers: Numbers, weighed: Wholes) -> None:
    """Weigh the cells of a row, between the row to its south and that to its north."""
    south, here, north = rows
    if _weigh(rows, scale, numbers, weighed) or weighed.size < _FEW:
        _weigh_carefully(rows, scale, numbers, weighed)
    end, nothing = weighed.size - 1, np.float32(np.nan)
    beside = nothing, south[0], north[0], here[1]
    weighed[0] = _weighed_carefully(here[0], beside, scale, numbers)
    beside = here[end - 1], south[end], north[end], nothing
    weighed[end] = _weighed_carefully(here[end], beside, scale, numbers)


@kernel
def _look_up(weighed: Wholes, tables: Tables, row: Pixels) -> None:
    """Look up each cell's pixel: by itself, or cells would not be weighed in vectors."""
    ranks, pixels = tables
    # Indices are unsigned, or each would first be asked whether it counts from the end.
    if ranks.size == 0:
        for j in range(row.size):
            row[j] = pixels[np.uint32(weighed[j])]
        return
    for j in range(row.size):
        light, colour = weighed[j] >> _BIN_BITS, ranks[np.uint32(weighed[j] & _ANY_BIN)]
        row[j] = pixels[np.uint32(light << _COLOUR_BITS | colour)]


@kernel
def _paint(
    heights: Singles,
    nothing: Singles,
    band: tuple[int, int, int, int],
    scale: Scale,
    numbers: Numbers,
    tables: Tables,
    picture: Pixels,
) -> None:
    """Paint a band: from which row of the heights, how many, to which row, and in which order.

    Beyond the map's edges are rows of nothing.
    """
    first, count, top, step = band
    columns, end = heights.shape[1], len(heights) - 1
    weighed = np.empty(columns, np.int32)
    for i in range(first, first + count):
        south = heights[i - 1] if i > 0 else nothing
        north = heights[i + 1] if i < end else nothing
        _weigh_row((south, heights[i], north), scale, numbers, weighed)
        _look_up(weighed, tables, picture[top + step * (i - first)])
