"""Detail: heights of the part of a terrain that is seen, no finer than they can be shown."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

import mountain
from mountain import Floats, Grid, Ground, Terrain, Window
from ui.contours import Scale
from ui.relief import CELLS

#: Averages are kept of so many cells a side and more; what is finer is read where it is.
_FIRST_AVERAGE = 4
#: Rows that are averaged at once, in rows of the average.
_BAND = 64
#: Where fewer cells are seen, the smooth ground between them is shown, at so many places.
_COARSE, _SMOOTH = CELLS // 2, CELLS * 5 // 4
#: Cells around a piece that a spline through it alone would bend.
_RIM = 6
#: How steep three quarters of the ground are at most, as it is lit; and what it is found on.
_LIT, _PIECES, _PIECE = 0.8, 4, 32


@dataclass(frozen=True, eq=False)
class Section:
    """Heights on an even grid.

    Attributes
    ----------
    x, y : arrays, shape (columns,) and (rows,)
        From west to east and from south to north, in map units.
    heights : array, shape (rows, columns)
        NaN where there is no ground.
    step : int
        How many cells of a grid lie from one height to the next; 1 where there are none.
    """

    x: Floats
    y: Floats
    heights: Floats
    step: int = 1

    @property
    def spacing(self) -> tuple[float, float]:
        """The distance between heights, from west to east and from south to north."""
        wide, tall = self.x[-1] - self.x[0], self.y[-1] - self.y[0]
        return float(wide) / (len(self.x) - 1), float(tall) / (len(self.y) - 1)

    @property
    def reach(self) -> Window:
        """From the first height to the last, in map units."""
        return Window(*map(float, (self.x[0], self.x[-1], self.y[0], self.y[-1])))

    def area(self, scale: Scale) -> QRectF:
        """Return where its picture lies, in pixels; each height is in the middle of its own."""
        across, along = self.spacing
        corner = scale.point(float(self.x[0]) - across / 2, float(self.y[-1]) + along / 2)
        return QRectF(corner, scale.point(self.x[-1] + across / 2, self.y[0] - along / 2))

    def thinned(self, most: int) -> Section:
        """Return every second or third height, so that no side has more than about so many."""
        step = max(1, round(max(self.heights.shape) / most))
        if step == 1:
            return self
        heights = self.heights[::step, ::step]
        return Section(self.x[::step], self.y[::step], heights, self.step * step)


class Detail(Protocol):
    """The heights of one terrain, coarser or finer."""

    def section(self, seen: Window, across: int) -> Section:
        """Return what is seen, fine enough for a picture of about so many columns."""
        ...

    def refinement(self) -> Iterator[None]:
        """Work out what makes sections better, a little at a time."""
        ...


def detail_of(terrain: Terrain) -> Detail:
    """Return a terrain's heights, coarser or finer."""
    ground = terrain.ground
    return GridDetail(ground) if isinstance(ground, Grid) else SampledDetail(ground)


@dataclass(frozen=True, eq=False)
class SampledDetail:
    """Heights of a ground that knows them everywhere: they are asked for where it is seen."""

    ground: Ground

    def section(self, seen: Window, across: int) -> Section:
        """Return what is seen on a grid of few cells: such ground is smooth between them."""
        x, y = seen.grid(CELLS, CELLS)
        return Section(x[0], y[:, 0], self.ground.height(x, y))

    def refinement(self) -> Iterator[None]:
        """There is nothing that could be better."""
        return iter(())


@dataclass(frozen=True, eq=False)
class GridDetail:
    """Heights of a grid, of which only those are read that are seen, and of many, averages."""

    grid: Grid

    def section(self, seen: Window, across: int) -> Section:
        """Return what is seen; of the whole of a large grid, averages once they are there."""
        wide, tall = self._cell
        cells = min(seen.width / wide, seen.tall / tall)
        if cells < _COARSE:
            return self._smooth(seen)
        step = 2 ** max(0, round(math.log2(max(seen.width / wide / across, 1.0))))
        averages = self._averages.get(step)
        if averages is None:
            rows, columns = self._around(seen, step, 0.0, self.grid.heights.shape)
            heights = self._read(rows, columns, step)
            return self._placed(heights, rows[0] * step, columns[0] * step, step)
        middle = (step - 1) / 2
        shape = (averages.shape[0] * step, averages.shape[1] * step)
        rows, columns = self._around(seen, step, middle, shape)
        heights = averages[slice(*rows), slice(*columns)].astype(float)
        return self._placed(heights, rows[0] * step + middle, columns[0] * step + middle, step)

    def exaggeration(self, step: int) -> float:
        """Return how much steeper a picture of every so manieth height is lit, to be told from it.

        The finer the heights, the steeper they are from one to the next; how steep, is found on
        pieces all over the grid, so that it stays when one looks elsewhere.
        """
        if step not in self._exaggerations:
            reach = step * _PIECE
            rows, columns = self.grid.heights.shape
            steep = []
            for row in np.linspace(0, max(rows - reach, 0), _PIECES).astype(int):
                for column in np.linspace(0, max(columns - reach, 0), _PIECES).astype(int):
                    part = (slice(row, row + reach, step), slice(column, column + reach, step))
                    piece = self.grid.heights[part]
                    if min(piece.shape) > 1:
                        north, east = np.gradient(piece, step * self._cell[1], step * self._cell[0])
                        steep.append(np.hypot(east, north).ravel())
            typical = float(np.quantile(np.concatenate(steep), 0.75)) if steep else 0.0
            self._exaggerations[step] = min(max(_LIT / typical, 1e-6), 1e6) if typical else 1.0
        return self._exaggerations[step]

    def refinement(self) -> Iterator[None]:
        """Average more and more cells, until a picture of the whole can be made of them."""
        step, rows, columns = _FIRST_AVERAGE, *self.grid.heights.shape
        if min(rows, columns) // step < CELLS or step in self._averages:
            return
        averages = np.empty((rows // step, columns // step), np.float32)
        for first in range(0, len(averages), _BAND):
            last = min(first + _BAND, len(averages))
            averages[first:last] = self._averaged(first, last, step)
            yield
        while min(averages.shape) >= CELLS:
            self._averages[step] = averages
            yield
            averages, step = _halved(averages), 2 * step

    @cached_property
    def _exaggerations(self) -> dict[int, float]:
        return {}

    @cached_property
    def _averages(self) -> dict[int, NDArray[np.float32]]:
        return {}

    @cached_property
    def _cell(self) -> tuple[float, float]:
        (rows, columns), (west, east, south, north) = self.grid.heights.shape, self.grid.edges
        return (east - west) / (columns - 1), (north - south) / (rows - 1)

    @cached_property
    def _missing(self) -> NDArray[np.bool_] | None:
        missing: NDArray[np.bool_] | None = getattr(self.grid, "missing", None)
        return missing

    def _around(
        self, seen: Window, step: int, middle: float, shape: tuple[int, int]
    ) -> tuple[tuple[int, int], tuple[int, int]]:
        """Return the first and the last row and column around what is seen, in steps."""
        west, _, south, _ = self.grid.edges
        spans = []
        for low, high, edge, cell, count in (
            (seen.y0, seen.y1, south, self._cell[1], shape[0]),
            (seen.x0, seen.x1, west, self._cell[0], shape[1]),
        ):
            first = math.floor(((low - edge) / cell - middle) / step) - 1
            last = math.ceil(((high - edge) / cell - middle) / step) + 2
            most = math.ceil(count / step)
            spans.append((min(max(first, 0), most - 2), max(min(last, most), 2)))
        return spans[0], spans[1]

    def _read(self, rows: tuple[int, int], columns: tuple[int, int], step: int) -> Floats:
        """Read every so many cells, where they are; missing ones as NaN."""
        each = tuple(slice(first * step, last * step, step) for first, last in (rows, columns))
        heights = self.grid.heights[each]
        if self._missing is not None and (holes := self._missing[each]).any():
            return np.where(holes, np.nan, heights)
        return heights

    def _placed(self, heights: Floats, row: float, column: float, step: int) -> Section:
        west, _, south, _ = self.grid.edges
        places = [np.arange(count, dtype=float) * step for count in heights.shape]
        x: Floats = west + (column + places[1]) * self._cell[0]
        y: Floats = south + (row + places[0]) * self._cell[1]
        return Section(x, y, heights, step)

    def _smooth(self, seen: Window) -> Section:
        """Return the smooth ground between few cells."""
        rows, columns = self._around(seen, 1, 0.0, self.grid.heights.shape)
        spans = [
            (max(first - _RIM, 0), min(last + _RIM, count))
            for (first, last), count in zip((rows, columns), self.grid.heights.shape, strict=True)
        ]
        (south, north), (west, east) = spans
        piece = self._placed(self.grid.heights[south:north, west:east], south, west, 1)
        reach = piece.reach
        edges = (reach.x0, reach.x1, reach.y0, reach.y1)
        x, y = seen.grid(_SMOOTH, _SMOOTH)
        heights = mountain.Grid(piece.heights, edges, "").height(x, y)
        if self._missing is not None:
            row = np.rint((y[:, 0] - self.grid.edges[2]) / self._cell[1]).astype(int)
            column = np.rint((x[0] - self.grid.edges[0]) / self._cell[0]).astype(int)
            heights[self._missing[np.ix_(row, column)]] = np.nan
        return Section(x[0], y[:, 0], heights)

    def _averaged(self, first: int, last: int, step: int) -> NDArray[np.float32]:
        """Average cells of some rows; where most are missing, there is none."""
        wide = self.grid.heights.shape[1] // step * step
        part = (slice(first * step, last * step), slice(0, wide))
        means: NDArray[np.float32] = _mean_of_blocks(self.grid.heights[part], step).astype(
            np.float32
        )
        if self._missing is not None:
            means[_mean_of_blocks(self._missing[part].astype(float), step) > 0.5] = np.nan
        return means


def _mean_of_blocks(heights: Floats, step: int) -> Floats:
    """Average so many by so many; rows first, which lie along the memory."""
    rows = heights[::step].copy()
    for first in range(1, step):
        rows += heights[first::step]
    means: Floats = rows[:, ::step].copy()
    for first in range(1, step):
        means += rows[:, first::step]
    return means / step**2


def _halved(averages: NDArray[np.float32]) -> NDArray[np.float32]:
    """Average two by two; beside missing ground the average is missing too."""
    rows, columns = (length // 2 for length in averages.shape)
    pairs = averages[: 2 * rows, : 2 * columns].reshape(rows, 2, columns, 2)
    halved: NDArray[np.float32] = pairs.mean((1, 3))
    return halved
