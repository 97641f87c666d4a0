"""Landmarks: where a terrain is flat, and what kind of place that is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from mountain.grid import Grid
from mountain.ground import Floats, Ground
from mountain.hollows import lowest_hollows
from mountain.large import cached_while_small
from mountain.terrain import Terrain, Window

MINIMUM, MAXIMUM, PASS = "minimum", "maximum", "pass"

_CELLS = 160
_NEWTON_STEPS = 40
_NEAR = 0.05
_MOST = 2000
_ZOOMS = 34
_FINE = 1e-4
#: Of a grid's heights so many lowest and highest are looked at, and zoomed in on so often.
_EXTREMES, _NEARER = 200, 6


@dataclass(frozen=True)
class Landmark:
    """A critical point: the slope is zero there, or the ground comes to a sharp point.

    Attributes
    ----------
    x, y, height : float
        The place, in map units.
    kind : str
        `MINIMUM`, `MAXIMUM` or `PASS`.
    curvatures : (float, float)
        The eigenvalues of the Hessian, ascending; infinite at a sharp point.
    """

    x: float
    y: float
    height: float
    kind: str
    curvatures: tuple[float, float]

    @property
    def limit(self) -> float:
        """The largest η·k that settles here: 2 over the largest curvature; 0 at a sharp point."""
        sharpest = max(abs(curvature) for curvature in self.curvatures)
        return 2.0 / sharpest if sharpest > 0 else float("inf")


def _newton(terrain: Terrain, points: Floats, reach: float) -> Floats:
    """Refine points, shape (n, 2), towards zero slope; NaN for those that strayed beyond reach."""
    places, moving = points.copy(), np.arange(len(points))
    steepness, bend = np.full(len(points), np.inf), np.zeros(len(points))
    with np.errstate(all="ignore"):
        for _ in range(_NEWTON_STEPS):
            x, y = places[moving].T
            slope = np.stack(terrain.ground.gradient(x, y), -1)
            hessian = terrain.ground.hessian(x, y)
            bad = ~(np.isfinite(slope).all(-1) & np.isfinite(hessian).all((-2, -1)))
            hessian[bad] = np.eye(2)
            # Along a level valley the Hessian is singular; the shortest step still leads to it.
            move = -(np.linalg.pinv(hessian, rcond=1e-12) @ slope[..., None])[..., 0]
            there = places[moving] + move
            strayed = bad | (np.hypot(*(there - points[moving]).T) > reach)
            places[moving] = np.where(strayed[:, None], np.nan, there)
            steepness[moving], bend[moving] = np.hypot(*slope.T), np.abs(hessian).max((-2, -1))
            moving = moving[~strayed & (np.abs(move) > 1e-12 * reach).any(-1)]
            if not len(moving):
                break
        # Beside a kink the steps end where the slope is far from zero.
        places[~(steepness <= 0.01 * reach * bend)] = np.nan
        return places


def _rises(terrain: Terrain, places: Floats, radius: float, directions: int) -> Floats:
    """Return how far the ground rises around places, shape (n, 2), in shape (n, directions)."""
    angles = np.linspace(0, 2 * np.pi, directions, endpoint=False)
    x, y = places.T[..., None]
    around = terrain.ground.height(x + radius * np.cos(angles), y + radius * np.sin(angles))
    with np.errstate(invalid="ignore"):
        return around - terrain.ground.height(x, y)


def _kind(terrain: Terrain, place: Floats, curvatures: tuple[float, float]) -> str:
    low, high = curvatures
    if min(abs(low), abs(high)) > 1e-6 * max(abs(low), abs(high)):
        return MINIMUM if low > 0 else MAXIMUM if high < 0 else PASS
    # Where a curvature vanishes the ground around decides.
    rise = _rises(terrain, place[None], 1e-3 * terrain.window.width, 32)
    return MINIMUM if (rise >= 0).all() else MAXIMUM if (rise <= 0).all() else PASS


def _smooth(terrain: Terrain, places: Floats) -> list[Landmark]:
    """Describe places of zero slope, shape (n, 2), but for level ground."""
    bends = np.linalg.eigvalsh(terrain.ground.hessian(*places.T))
    heights = terrain.ground.height(*places.T)
    found = []
    for place, height, (low, high) in zip(places, heights.tolist(), bends.tolist(), strict=True):
        kind = _kind(terrain, place, (low, high))
        found.append(Landmark(float(place[0]), float(place[1]), height, kind, (low, high)))
    return [each for each in found if each.limit < np.inf]


def _candidates(terrain: Terrain) -> Floats:
    """Return the middles, shape (n, 2), of map cells in which both slopes change sign."""
    x, y = terrain.window.grid(_CELLS + 1, _CELLS + 1)
    changes, level = [], []
    for slope in terrain.ground.gradient(x, y):
        corners = np.stack([slope[:-1, :-1], slope[1:, :-1], slope[:-1, 1:], slope[1:, 1:]])
        changes.append((corners.min(0) <= 0) & (corners.max(0) >= 0))
        level.append((corners == 0).all(0))
    row, column = np.nonzero(changes[0] & changes[1] & ~(level[0] & level[1]))
    return np.stack([(x[0, column] + x[0, column + 1]) / 2, (y[row, 0] + y[row + 1, 0]) / 2], -1)


def _distinct(places: Floats, apart: float) -> Floats:
    """Return the first of all places, shape (n, 2), that lie closer together than `apart`."""
    squares: dict[tuple[int, int], list[tuple[float, float]]] = {}
    found: list[tuple[float, float]] = []
    for x, y in places.tolist():
        column, row = math.floor(x / apart), math.floor(y / apart)
        around = product(range(column - 1, column + 2), range(row - 1, row + 2))
        near = (other for square in around for other in squares.get(square, ()))
        if any(math.hypot(other[0] - x, other[1] - y) < apart for other in near):
            continue
        squares.setdefault((column, row), []).append((x, y))
        found.append((x, y))
        if len(found) == _MOST:
            break
    return np.array(found).reshape(-1, 2)


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


def _zoomed(
    terrain: Terrain, points: Floats, cell: Floats, sign: float, zooms: int = _ZOOMS
) -> Floats:
    """Search ever smaller squares around points, shape (n, 2), for their lowest places."""
    across, along = np.meshgrid(np.linspace(-1, 1, 9), np.linspace(-1, 1, 9))
    square = np.stack([across.ravel(), along.ravel()], -1) * cell
    for zoom in range(zooms):
        tried = points[:, None, :] + square / 3**zoom
        heights = sign * terrain.ground.height(tried[..., 0], tried[..., 1])
        best = np.where(np.isfinite(heights), heights, np.inf).argmin(1)
        points = tried[np.arange(len(points)), best]
    return points


def _extremes(terrain: Terrain, grid: Grid, sign: float) -> Floats:
    """Return the lowest bottoms (sign -1: highest tops) of a grid's surface, shape (n, 2)."""
    rows, columns = lowest_hollows(grid.heights, sign, _EXTREMES)
    west, east, south, north = grid.edges
    down, across = grid.heights.shape
    cell = np.array([(east - west) / (across - 1), (north - south) / (down - 1)])
    points = np.stack([west + columns * cell[0], south + rows * cell[1]], -1)
    near = _zoomed(terrain, points, cell, sign, _NEARER)
    places = _newton(terrain, near, 0.1 * float(cell.min()))
    return places[np.isfinite(places).all(-1)]


def _sharp(terrain: Terrain, known: Floats, sign: float) -> list[Landmark]:
    """Find bottoms (sign -1: tops) where the ground comes to a sharp point, away from the known."""
    x, y = terrain.window.grid(_CELLS + 1, _CELLS + 1)
    row, column = _lowest_nodes(sign * terrain.ground.height(x, y))
    points = np.stack([x[0, column], y[row, 0]], -1)[:_MOST]
    cell = np.array([x[0, 1] - x[0, 0], y[1, 0] - y[0, 0]])
    near = np.abs(points[:, None] - known[None]) <= cell
    places = _zoomed(terrain, points[~near.all(-1).any(-1)], cell, sign)
    far = sign * _rises(terrain, places, float(cell.min()), 720)
    with np.errstate(all="ignore"):
        share = sign * _rises(terrain, places, _FINE * float(cell.min()), 720) / far
    # A smooth bottom rises with the distance's square, a pole all at once, a valley not all round.
    is_point = (far > 0.01 * far.max(-1, keepdims=True)).all(-1)
    is_point &= (share > 0.1 * _FINE).any(-1) & (share < 0.1).all(-1) & (share >= 0).all(-1)
    kind, bend = (MINIMUM, np.inf) if sign > 0 else (MAXIMUM, -np.inf)
    return [
        Landmark(px, py, float(terrain.ground.height(px, py)), kind, (bend, bend))
        for px, py in places[is_point].tolist()
        if terrain.window.holds(px, py)
    ]


def landmarks(terrain: Terrain) -> tuple[Landmark, ...]:
    """Find the critical points inside a terrain's window, lowest first; level ground has none.

    Newton's method on the exact derivatives, from every cell of a grid in which both slopes change
    sign; for sharp points, where there is no derivative, ever finer grids around the grid's lowest
    and highest nodes. Features narrower than a 160th of the window can be missed; but not the
    lowest bottoms and the highest tops of a grid of heights, however fine it is. The time that it
    takes grows with a grid only by that of comparing its heights once.
    """
    return _landmarks(terrain.ground, terrain.window)


@cached_while_small(maxsize=64)
def _landmarks(ground: Ground, window: Window) -> tuple[Landmark, ...]:
    """Find them once, whatever a terrain is called and where one sets out on it."""
    terrain = Terrain("", "", ground, window)
    cell = max(window.width, window.tall) / _CELLS
    places = _newton(terrain, _candidates(terrain), 4 * cell)
    if isinstance(ground, Grid):
        extremes = [_extremes(terrain, ground, sign) for sign in (1.0, -1.0)]
        places = np.concatenate([*extremes, places])
    places = places[[window.holds(x, y) for x, y in places.tolist()]]
    places = places[np.abs(terrain.ground.hessian(*places.T)).max((-2, -1)) > 0]
    places = _distinct(places, 0.1 * cell)
    found = _smooth(terrain, places)
    # Through heights a spline is laid, which has no sharp points.
    if not isinstance(ground, Grid):
        found += _sharp(terrain, places, 1.0) + _sharp(terrain, places, -1.0)
    return tuple(sorted(found, key=lambda each: each.height))


def homes(terrain: Terrain, ascend: bool = False) -> tuple[Landmark, ...]:
    """Return the lowest minima on the map (climbing: the highest maxima); equals are all home."""
    sign, kind = (-1.0, MAXIMUM) if ascend else (1.0, MINIMUM)
    places = [each for each in landmarks(terrain) if each.kind == kind]
    if not places:
        return ()
    best = min(sign * each.height for each in places)
    heights = [each.height for each in landmarks(terrain)]
    margin = 1e-9 * max(max(heights) - min(heights), abs(best), 1e-6)
    return tuple(each for each in places if sign * each.height <= best + margin)


def nearest_home(terrain: Terrain, x: float, y: float, ascend: bool = False) -> Landmark | None:
    """Return the home (climbing: the summit) nearest to a place; None where there is none."""
    places = homes(terrain, ascend)
    return min(places, key=lambda each: np.hypot(each.x - x, each.y - y), default=None)


def landmark_near(terrain: Terrain, x: float, y: float) -> Landmark | None:
    """Return the critical point that a hiker at a place has settled on, within 5 % of the map."""
    reach = _NEAR * max(terrain.window.width, terrain.window.tall)
    place = _newton(terrain, np.array([[x, y]]), reach)
    near = _smooth(terrain, place[np.isfinite(place).all(-1)])
    near += [each for each in landmarks(terrain) if each.limit == 0]
    nearest = min(near, key=lambda each: np.hypot(each.x - x, each.y - y), default=None)
    if nearest is None or np.hypot(nearest.x - x, nearest.y - y) > reach:
        return None
    return nearest
