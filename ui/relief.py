"""The relief: a terrain as a hill-shaded picture in colours that every eye can order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QImage

from mountain import Floats, Terrain, cached_while_small
from ui.measured import grid_of
from ui.tint import FROM_NORTH_WEST, STEEPNESS, lit, painted, spread_of, tint_of

CELLS = 320
#: Enough for what the mist leaves to be seen while the window opens.
FEW_CELLS = 100
#: Grids with so many times more cells are much finer.
_MUCH_FINER = 4


@dataclass(frozen=True, eq=False)
class Relief:
    """A terrain's heights on a grid, and their picture.

    Attributes
    ----------
    x, y : arrays, shape (n,)
        The grid, from west to east and from south to north.
    heights : array, shape (n, n)
        By row (y) and column (x).
    image : QImage
        North up.
    levels : tuple of float
        Heights at which contour lines are drawn.
    """

    x: Floats
    y: Floats
    heights: Floats
    image: QImage
    levels: tuple[float, ...]


@cached_while_small(maxsize=16)
def relief_of(terrain: Terrain, cells: int = CELLS) -> Relief:
    """Shade a terrain on a grid of so many cells; kept for the terrains used last."""
    return shaded(terrain, cells)


def shaded(terrain: Terrain, cells: int) -> Relief:
    """Shade a terrain on a grid of so many cells."""
    x, y = terrain.window.grid(cells, cells)
    heights = _heights_of(terrain, x, y)
    tint = tint_of(heights)
    rank, steep = tint.rank(heights), STEEPNESS * terrain.window.width
    north, east = (np.asarray(each) for each in np.gradient(rank))
    north *= steep * (cells - 1) / terrain.window.tall
    east *= steep * (cells - 1) / terrain.window.width
    shade = lit(east, north, FROM_NORTH_WEST)
    image = painted((rank * 255).astype(np.uint8), shade, np.isfinite(heights))
    return Relief(x[0], y[:, 0], heights, image, levels_of(heights))


def _heights_of(terrain: Terrain, x: Floats, y: Floats) -> Floats:
    """Return heights on a grid, of a much finer one the nearest: a spline through all takes long.

    Parameters
    ----------
    x, y : arrays, shape (1, columns) and (rows, 1)
        Within the window.
    """
    ground = grid_of(terrain)
    if ground is None or max(ground.heights.shape) < _MUCH_FINER * x.size:
        return terrain.ground.height(x, y)
    west, east, south, north = ground.edges
    places = []
    for at, low, high, count in zip(
        (y, x), (south, west), (north, east), ground.heights.shape, strict=True
    ):
        place = np.rint((at.ravel() - low) / (high - low) * (count - 1)).astype(int)
        places.append(np.clip(place, 0, count - 1))
    cells = np.ix_(*places)
    heights = ground.heights[cells]
    missing = getattr(ground, "missing", None)
    return heights if missing is None else np.where(missing[cells], np.nan, heights)


def levels_of(heights: Floats) -> tuple[float, ...]:
    """Choose about 14 round heights that part the map into bands of like area."""
    ground = heights[np.isfinite(heights)]
    spread = spread_of(ground)
    if spread == 0:
        return ()
    ordered = np.sort(ground)
    edges = ordered[(np.linspace(0.03, 0.97, 14) * (ordered.size - 1)).astype(int)]
    # The least that is counted as a difference is nothing beside the map's own.
    least = 1e-12 * min(1.0, spread)
    digits = int(np.ceil(-np.log10(np.sort(np.diff(edges))[6] + least)))
    rounded = {round(float(edge), max(digits, 0)) + 0.0 for edge in edges}
    # Where much of the map lies as low as it gets, what is a little above that is rounding.
    low, high = ordered[0] + 1e-9 * spread, ordered[-1] - 1e-9 * spread
    return tuple(sorted(level for level in rounded if low < level < high))
