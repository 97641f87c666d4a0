"""Elevation: a mountain's heights as an elevation map has them, in metres on all three axes."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mountain.ground import Floats
from mountain.origin import Origin

#: Maps with more cells are refused before they are unpacked.
MOST_CELLS = 2**27
#: No cells are narrower or wider, in metres: a degree of the equator is 111 km.
NARROWEST, WIDEST = 0.001, 200_000.0
#: Land packs to a tenth at best; a large map that packs to less than this share is level or empty.
_LARGE, _MOST_PACKED = 2**26, 300
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
        check_slopes(*range_of(heights))

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
        return range_of(self.heights)


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
    if max(shape) > MOST_CELLS:
        raise ElevationError(
            f"it has over {MOST_CELLS:,} rows or columns, more than can be read; "
            "try a part of it, or every second cell"
        )
    if min(shape) < 2:
        raise ElevationError(
            f"{columns} × {rows} cells make no surface; two rows and two columns are the least"
        )
    if rows * columns > MOST_CELLS:
        raise ElevationError(
            f"{columns:,} × {rows:,} cells are more than can be read; "
            f"try a part of it, or every second cell, with at most {MOST_CELLS:,} in all"
        )


def check_spacing(dx: float, dy: float) -> None:
    """Refuse cells that nobody measures heights in.

    Parameters
    ----------
    dx, dy : float
        How far apart columns and rows lie, in metres.

    Raises
    ------
    ElevationError
        When one of them is no number from `NARROWEST` to `WIDEST`.
    """
    if not all(NARROWEST <= each <= WIDEST for each in (dx, dy)):
        raise ElevationError(
            f"its cells measure {dx:g} m by {dy:g} m; "
            f"both must be from {NARROWEST:g} to {WIDEST:,.0f} m, such as 30"
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


def check_slopes(low: float, high: float) -> None:
    """Refuse a range of heights in which there is no mountain.

    Raises
    ------
    ElevationError
        When there is no height, an infinite one, or one alone.
    """
    if math.isnan(low):
        raise ElevationError("no height in it, every cell is empty; try another part of it")
    if not (math.isfinite(low) and math.isfinite(high)):
        raise ElevationError("a height in it is infinite; take it out first")
    if low == high:
        raise ElevationError(f"all its heights are {low:g} m; try a map with slopes")


def range_of(heights: Floats) -> tuple[float, float]:
    """Return the lowest and the highest of the heights that are numbers; NaN where none is."""
    # These pass over NaN, and say nothing where all are.
    return float(np.fmin.reduce(heights, axis=None)), float(np.fmax.reduce(heights, axis=None))
