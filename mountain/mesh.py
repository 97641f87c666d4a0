"""Meshes: a terrain as a block of triangles, as tall as it looks right."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mountain.ground import Floats
from mountain.terrain import Terrain, Window

#: Heights are sampled at so many places from west to east, and from south to north.
CELLS = 200
#: Triangles are drawn by patches of so many cells from west to east, and from south to north.
_PATCH = 16
#: A block's longer side is 1. This is how tall most of it is, and the most that all of it may be.
_TALL, _TALLEST = 0.3, 0.5
#: How steep half of it may be at most: rough ground would be all needles.
_STEEPEST = 0.6
#: What is between these shares of all heights is most of them.
_MOST = (0.03, 0.97)
#: Peaks and pits further out than so many times the reach of most heights are cut off.
_FURTHEST = 6.0
#: How far below the lowest ground the block is cut.
_FOOT = 0.035
#: Sides that differ by more than this are drawn as if they did not.
_LONGEST = 4.0
_ROUND = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


@dataclass(frozen=True, eq=False)
class Mesh:
    """A terrain's surface as triangles, with walls down from wherever it ends.

    The block's middle lies at (0, 0) in the plan, its lowest ground at height 0.

    Attributes
    ----------
    window : Window
        What of the terrain it shows.
    heights : array, shape (CELLS, CELLS)
        Of the block, by row from the south and column from the west; NaN where there is no ground.
    sides : (float, float)
        The block's, from west to east and from south to north; the longer is 1.
    lowest : float
        The height that lies at 0, in the terrain's units.
    rise : float
        How much a unit of height rises in the block.
    """

    window: Window
    heights: Floats
    sides: tuple[float, float]
    lowest: float
    rise: float

    @cached_property
    def top(self) -> float:
        """The height of the block's highest ground; 0 where there is none."""
        return float(np.nanmax(self.heights)) if np.isfinite(self.heights).any() else 0.0

    @property
    def exaggeration(self) -> float:
        """How many times steeper the block is than the terrain; 1 is true to nature."""
        return self.rise * self.window.width / self.sides[0]

    def placed(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Return where places on the map lie in the block's plan."""
        window, (across, along) = self.window, self.sides
        return (
            ((x - window.x0) / window.width - 0.5) * across,
            ((y - window.y0) / window.tall - 0.5) * along,
        )

    def raised(self, height: Floats) -> Floats:
        """Return how high heights lie in the block; at most a little beyond its ends."""
        with np.errstate(over="ignore", invalid="ignore"):
            raised: Floats = np.clip((height - self.lowest) * self.rise, -_FOOT, _TALLEST + _TALL)
        return raised

    def on_ground(self, x: Floats, y: Floats, above: float = 0.0) -> Floats:
        """Return points of the block's surface over places on the map, shape (n, 3).

        Their heights are those between the mesh's points; NaN where there is no ground.
        """
        across, along = self.placed(x, y)
        columns = (across / self.sides[0] + 0.5) * (CELLS - 1)
        rows = (along / self.sides[1] + 0.5) * (CELLS - 1)
        off = ~((columns >= 0) & (columns <= CELLS - 1) & (rows >= 0) & (rows <= CELLS - 1))
        columns, rows = np.where(off, 0.0, columns), np.where(off, 0.0, rows)
        left = np.minimum(columns.astype(int), CELLS - 2)
        upper = np.minimum(rows.astype(int), CELLS - 2)
        right, below = columns - left, rows - upper
        heights = self.heights
        first = heights[upper, left] * (1 - right) + heights[upper, left + 1] * right
        last = heights[upper + 1, left] * (1 - right) + heights[upper + 1, left + 1] * right
        height = np.where(off, np.nan, first * (1 - below) + last * below)
        return np.stack([across, along, height + above], -1)

    @cached_property
    def points(self) -> NDArray[np.float32]:
        """The corners of all triangles, shape (n, 3): the surface's, and the walls' feet."""
        across = np.linspace(-0.5, 0.5, CELLS) * self.sides[0]
        along = np.linspace(-0.5, 0.5, CELLS) * self.sides[1]
        plan = np.broadcast_arrays(across[None, :], along[:, None], self.heights)
        surface = np.stack(plan, -1).reshape(-1, 3)
        feet = surface[np.unique(self._rim)]
        feet[:, 2] = -_FOOT
        # Points without ground are corners of no triangle.
        points: NDArray[np.float32] = np.nan_to_num(np.concatenate([surface, feet])).astype("f4")
        return points

    @cached_property
    def corners(self) -> NDArray[np.int32]:
        """The triangles, shape (m, 3), anticlockwise from outside: the surface, then the walls."""
        return np.ascontiguousarray(np.concatenate([self._surface, self._walls]), np.int32)

    @property
    def walls(self) -> int:
        """The first triangle that is part of a wall."""
        return len(self._surface)

    @cached_property
    def _surface(self) -> NDArray[np.int64]:
        cells = np.arange(CELLS * CELLS).reshape(CELLS, CELLS)
        # Patch by patch: what is drawn one after another then lies close together in the picture,
        # and in the processor's memory.
        row, column = np.divmod(np.arange((CELLS - 1) ** 2), CELLS - 1)
        patches = np.lexsort((column, row, column // _PATCH, row // _PATCH))
        west, east = cells[:-1, :-1].ravel()[patches], cells[:-1, 1:].ravel()[patches]
        far_west, far_east = cells[1:, :-1].ravel()[patches], cells[1:, 1:].ravel()[patches]
        height = self.heights.ravel()
        # Each cell is cut along its flatter diagonal, or ridges would look like saws; beside a
        # corner without ground, so that half of the cell is kept.
        other_way = np.abs(height[east] - height[far_west])
        along = np.abs(height[west] - height[far_east]) <= np.nan_to_num(other_way, nan=np.inf)
        one = np.where(along, [west, east, far_east], [west, east, far_west])
        other = np.where(along, [west, far_east, far_west], [east, far_east, far_west])
        triangles = np.stack([one, other], -1).reshape(3, -1).T
        kept: NDArray[np.int64] = triangles[np.isfinite(height[triangles]).all(1)]
        return kept

    @cached_property
    def _walls(self) -> NDArray[np.int64]:
        here, there = self._rim.T
        feet = np.unique(self._rim)
        foot, next_foot = (CELLS * CELLS + np.searchsorted(feet, end) for end in (here, there))
        return np.concatenate(
            [np.stack([here, foot, next_foot], 1), np.stack([here, next_foot, there], 1)]
        )

    @cached_property
    def _rim(self) -> NDArray[np.int64]:
        """The edges at which the surface ends, shape (n, 2), with the ground to their left."""
        edges = np.concatenate([self._surface[:, [0, 1]], self._surface[:, [1, 2]]])
        edges = np.concatenate([edges, self._surface[:, [2, 0]]])
        count = CELLS * CELLS
        ways, ways_back = edges @ (count, 1), edges @ (1, count)
        alone: NDArray[np.int64] = edges[~np.isin(ways, ways_back, assume_unique=True)]
        return alone


def mesh_of(terrain: Terrain) -> Mesh:
    """Return a terrain as a block of triangles."""
    window = terrain.window
    x, y = window.grid(CELLS, CELLS)
    with np.errstate(all="ignore"):
        heights = np.broadcast_to(terrain.ground.height(x, y), (CELLS, CELLS))
    sides = _sides(window)
    lowest, highest, most = _reach(heights)
    with np.errstate(all="ignore"):
        cut = np.clip(heights, lowest, highest)
        limits = (most / _TALL, (highest - lowest) / _TALLEST, _steepness(cut, sides) / _STEEPEST)
        rise = _rise(max(limits), window.width / sides[0])
        raised = np.where(np.isfinite(heights), (cut - lowest) * rise, np.nan)
    return Mesh(window, raised, sides, lowest, rise)


def _sides(window: Window) -> tuple[float, float]:
    """Return how long the block's sides are."""
    aspect = window.width / window.tall
    if not 1 / _LONGEST <= aspect <= _LONGEST:
        return 1.0, 1.0
    return (1.0, 1.0 / aspect) if aspect > 1 else (aspect, 1.0)


def _reach(heights: Floats) -> tuple[float, float, float]:
    """Return the lowest and the highest height shown, and what most of them differ by."""
    # Beyond this, differences are no longer numbers.
    ground = np.clip(heights[np.isfinite(heights)], -1e307, 1e307)
    if ground.size == 0:
        return 0.0, 0.0, 0.0
    low, high = (float(each) for each in np.quantile(ground, _MOST, method="nearest"))
    most = high - low
    lowest, highest = float(ground.min()), float(ground.max())
    if most > 0:
        lowest = max(lowest, low - min(_FURTHEST * most, 1e308))
        highest = min(highest, high + min(_FURTHEST * most, 1e308))
    return lowest, highest, most


def _steepness(heights: Floats, sides: tuple[float, float]) -> float:
    """Return by how much half of the ground rises at least, by a unit of the block."""
    across = np.abs(np.diff(heights, axis=1)) * ((CELLS - 1) / sides[0])
    along = np.abs(np.diff(heights, axis=0)) * ((CELLS - 1) / sides[1])
    rises = np.concatenate([across.ravel(), along.ravel()])
    rises = rises[np.isfinite(rises)]
    return float(np.median(rises)) if rises.size else 0.0


def _rise(least: float, unit: float) -> float:
    """Return how much a unit of height rises, so that the block is a round number times as steep.

    Parameters
    ----------
    least : float
        How many units of height a unit of the block must be at least.
    unit : float
        How many map units it is.
    """
    rise = 1.0 / least if least > 0 else math.inf
    if not math.isfinite(rise):
        return 0.0
    exaggeration = rise * unit
    if not (math.isfinite(exaggeration) and exaggeration > 0):
        return rise
    power = 10.0 ** math.floor(math.log10(exaggeration))
    below = [step * power for step in _ROUND if step * power <= exaggeration * 1.001]
    return max(below, default=exaggeration) / unit
