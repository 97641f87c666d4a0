"""Holes: an elevation map's empty cells, filled so that a spline can be laid, and yet no ground."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mountain.elevation import Elevation, Missing
from mountain.errand import go_on
from mountain.grid import Grid
from mountain.ground import Floats
from mountain.spline import Spline, spline_through

#: How often a filled height is set to the mean of those beside it, at each size of cells.
_SWEEPS = 12


def filled(heights: Floats) -> Floats:
    """Return heights with smooth ones where there are none; the others as they are.

    Cells of twice the size are filled first, from which the smaller ones begin; then each height
    in a hole becomes the mean of its neighbours', again and again: nearly a soap film.

    Parameters
    ----------
    heights : array, shape (rows, columns)
        NaN where there are none; one at least is a number.
    """
    holes = np.isnan(heights)
    if not holes.any():
        return heights
    rows, columns = heights.shape
    whole = heights.copy()
    if min(rows, columns) > 1:
        coarse = filled(_halved(heights))
        row, column = ((each.astype(float) - 0.5) / 2.0 for each in np.nonzero(holes))
        whole[holes] = _between(coarse, row, column)
    else:
        whole[holes] = np.nanmean(heights)
    _relax(whole, holes)
    return whole


def _halved(heights: Floats) -> Floats:
    """Return cells of twice the size, each the mean of the numbers in it."""
    rows, columns = heights.shape
    even = np.pad(heights, ((0, rows % 2), (0, columns % 2)), constant_values=np.nan)
    parts = [even[down::2, across::2] for down in (0, 1) for across in (0, 1)]
    counts = sum(np.isfinite(part).astype(float) for part in parts)
    sums = sum(np.where(np.isfinite(part), part, 0.0) for part in parts)
    halved: Floats = np.full(parts[0].shape, np.nan)
    np.divide(sums, counts, out=halved, where=np.asarray(counts) > 0)
    return halved


def _between(heights: Floats, row: Floats, column: Floats) -> Floats:
    """Return heights between cells, which change evenly from one to the next."""
    (low, high, down), (left, right, across) = (
        _neighbours(place, length)
        for place, length in zip((row, column), heights.shape, strict=True)
    )
    near = heights[low, left] * (1.0 - across) + heights[low, right] * across
    far = heights[high, left] * (1.0 - across) + heights[high, right] * across
    between: Floats = near * (1.0 - down) + far * down
    return between


def _neighbours(place: Floats, length: int) -> tuple[Missing, Missing, Floats]:
    place = np.clip(place, 0.0, length - 1.0)
    low = place.astype(int)
    return low, np.minimum(low + 1, length - 1), place - low


def _relax(whole: Floats, holes: Missing) -> None:
    """Set heights in holes to the means of those beside them; an edge mirrors."""
    rows, columns = whole.shape
    row, column = np.nonzero(holes)
    up, down = np.maximum(row - 1, 0), np.minimum(row + 1, rows - 1)
    left, right = np.maximum(column - 1, 0), np.minimum(column + 1, columns - 1)
    for _ in range(_SWEEPS):
        go_on()
        across = whole[row, left] + whole[row, right]
        whole[row, column] = 0.25 * (across + whole[up, column] + whole[down, column])


@dataclass(frozen=True, eq=False)
class HoledGrid(Grid):
    """A grid with holes, in which there is no ground: heights and slopes are NaN there.

    A place is in a hole where any of the sixteen heights around it is missing, which a spline
    leans on most: nobody walks on what was made up to fill the hole.

    Attributes
    ----------
    missing : array of bool, shape (rows, columns)
        Where the heights are made up; read-only.
    """

    missing: Missing

    def __post_init__(self) -> None:
        """Check the heights, and make the holes read-only."""
        super().__post_init__()
        missing = np.array(self.missing, bool)
        missing.flags.writeable = False
        object.__setattr__(self, "missing", missing)

    @cached_property
    def fingerprint(self) -> str:
        """A SHA-256 of all that it is made of, in hexadecimal."""
        # Without super(), which would leave the whole grid's here for others to see meanwhile.
        whole = Grid(self.heights, self.edges, self.name, origin=self.origin).fingerprint
        return hashlib.sha256(whole.encode() + np.packbits(self.missing).tobytes()).hexdigest()

    @property
    def solid_place(self) -> tuple[float, float] | None:
        """The middle of a cell that has ground; None where there are holes all over."""
        rim = np.pad(self.missing, 1)
        rows = rim[:-3] | rim[1:-2] | rim[2:-1] | rim[3:]
        holes = rows[:, :-3] | rows[:, 1:-2] | rows[:, 2:-1] | rows[:, 3:]
        if holes.all():
            return None
        row, column = np.unravel_index(int(holes.argmin()), holes.shape)
        west, east, south, north = self.edges
        down, across = holes.shape
        return (
            west + (float(column) + 0.5) * (east - west) / across,
            south + (float(row) + 0.5) * (north - south) / down,
        )

    @cached_property
    def _spline(self) -> Spline:
        spline = spline_through(self.heights, self.edges)
        coefficients = spline.coefficients.copy()
        coefficients[1:-1, 1:-1][self.missing] = np.nan
        coefficients.flags.writeable = False
        return Spline(coefficients, spline.edges)


def elevation_ground(elevation: Elevation) -> Grid:
    """Return the ground that an elevation map shows, in metres from its south-western height.

    Between the heights lies a bicubic spline; where they are missing there is no ground.
    """
    missing, edges, name = elevation.missing, elevation.edges, elevation.source
    if missing is None:
        return Grid(elevation.heights, edges, name, origin=elevation.origin, in_metres=True)
    whole = filled(elevation.heights)
    return HoledGrid(whole, edges, name, missing, origin=elevation.origin, in_metres=True)
