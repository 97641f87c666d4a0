"""The lowest places: where the ground is lowest around, told by heights alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mountain.critical import newton, rises
from mountain.grid import Grid
from mountain.ground import Floats
from mountain.hollows import lowest_hollows
from mountain.terrain import Terrain

_ZOOMS = 34
#: How near a place is looked at, in cells of the map, to tell a sharp point from a smooth bottom.
_FINE = 1e-4
#: Of a grid's heights so many lowest and highest are looked at, and zoomed in on so often.
_EXTREMES, _NEARER = 200, 6
#: Of more places than this only the lowest and the highest are told.
_MOST = 4000


def foremost(terrain: Terrain, places: Floats) -> Floats:
    """Return the lowest and the highest of very many places, shape (n, 2): home is among them."""
    if len(places) <= _MOST:
        return places
    order = np.argsort(terrain.ground.height(*places.T), kind="stable")
    ends: Floats = places[np.concatenate([order[: _MOST // 2], order[-(_MOST // 2) :]])]
    return ends


def lowest_places(terrain: Terrain, known: Floats, cells: int, sign: float) -> Floats:
    """Find where the ground is lowest around, away from known places.

    Parameters
    ----------
    terrain : Terrain
    known : array, shape (n, 2)
    cells : int
        Of how many cells a side the grid is from whose lowest nodes they are found.
    sign : float
        -1 to find where it is highest.

    Returns
    -------
    array, shape (n, 2)
    """
    x, y = terrain.window.grid(cells + 1, cells + 1)
    row, column = _lowest_nodes(sign * terrain.ground.height(x, y))
    points = foremost(terrain, np.stack([x[0, column], y[row, 0]], -1))
    cell = np.array([x[0, 1] - x[0, 0], y[1, 0] - y[0, 0]])
    return zoomed(terrain, points[~_are_near(points, known, cell)], cell, sign)


def sharp_and_smooth(
    terrain: Terrain, places: Floats, cell: float, sign: float
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell of lowest places, shape (n, 2), which are sharp points, and which smooth bottoms.

    Some are neither: poles, kinked valleys, ends of the ground.
    """
    far = sign * rises(terrain.ground, places, cell, 720)
    with np.errstate(all="ignore"):
        share = sign * rises(terrain.ground, places, _FINE * cell, 720) / far
    # A smooth bottom rises with the distance's square, a pole all at once, a valley not all round.
    is_point = (far > 0.01 * far.max(-1, keepdims=True)).all(-1)
    is_point &= (share > 0.1 * _FINE).any(-1) & (share < 0.1).all(-1) & (share >= 0).all(-1)
    is_smooth = (np.abs(share) < 0.1 * _FINE).all(-1)
    return np.asarray(is_point), np.asarray(is_smooth)


def _lowest_nodes(heights: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return rows and columns of inner grid nodes lower than the eight around them."""
    inner = heights[1:-1, 1:-1]
    rows, columns = inner.shape
    lowest = np.isfinite(inner)
    for shift in range(9):
        down, right = divmod(shift, 3)
        other = heights[down : down + rows, right : right + columns]
        # Of two equals the first counts, so that a bottom between two nodes has one.
        if shift != 4:
            lowest &= inner < other if shift < 4 else inner <= other
    row, column = np.nonzero(lowest)
    return row + 1, column + 1


def zoomed(
    terrain: Terrain, points: Floats, cell: Floats, sign: float, zooms: int = _ZOOMS
) -> Floats:
    """Search ever smaller squares around points for their lowest places.

    Parameters
    ----------
    terrain : Terrain
    points : array, shape (n, 2)
    cell : array, shape (2,)
        How far the first square reaches to each side.
    sign : float
        -1 to search for the highest.
    zooms : int
        How often the square is made three times smaller.

    Returns
    -------
    array, shape (n, 2)
    """
    across, along = np.meshgrid(np.linspace(-1, 1, 9), np.linspace(-1, 1, 9))
    square = np.stack([across.ravel(), along.ravel()], -1) * cell
    for zoom in range(zooms):
        tried = points[:, None, :] + square / 3**zoom
        heights = sign * terrain.ground.height(tried[..., 0], tried[..., 1])
        best = np.where(np.isfinite(heights), heights, np.inf).argmin(1)
        points = tried[np.arange(len(points)), best]
    return points


def extremes(terrain: Terrain, grid: Grid, sign: float) -> Floats:
    """Return the lowest bottoms (sign -1: highest tops) of a grid's surface, shape (n, 2)."""
    rows, columns = lowest_hollows(grid.heights, sign, _EXTREMES)
    west, east, south, north = grid.edges
    down, across = grid.heights.shape
    cell = np.array([(east - west) / (across - 1), (north - south) / (down - 1)])
    points = np.stack([west + columns * cell[0], south + rows * cell[1]], -1)
    near = zoomed(terrain, points, cell, sign, _NEARER)
    places = newton(terrain.ground, near, 0.1 * float(cell.min()))
    return places[np.isfinite(places).all(-1)]


def _are_near(points: Floats, known: Floats, cell: Floats) -> NDArray[np.bool_]:
    """Tell of points, shape (n, 2), whether known ones lie within a cell of them on both axes."""
    known = known[np.argsort(known[:, 0])]
    begin = np.searchsorted(known[:, 0], points[:, 0] - cell[0])
    end = np.searchsorted(known[:, 0], points[:, 0] + cell[0], side="right")
    spans = zip(begin.tolist(), end.tolist(), points[:, 1].tolist(), strict=True)
    near = [bool((np.abs(known[a:b, 1] - y) <= cell[1]).any()) for a, b, y in spans]
    return np.array(near, bool)
