"""Landmarks: where a terrain is flat, and what kind of place that is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from mountain.critical import bends, beside_the_level, level_along, newton, uneven
from mountain.grid import Grid
from mountain.ground import Floats, Ground
from mountain.large import cached_while_small
from mountain.lowest_places import extremes, foremost, lowest_places, sharp_and_smooth
from mountain.terrain import Terrain, Window

MINIMUM, MAXIMUM, PASS = "minimum", "maximum", "pass"

_CELLS = 160
_EPSILON = float(np.finfo(float).eps)


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
        The eigenvalues of the Hessian, ascending; 0 where they are rounding, and infinite at a
        sharp point.
    level : bool
        Whether the ground goes on level both ways: the floor of a valley, the top of a ridge.
    """

    x: float
    y: float
    height: float
    kind: str
    curvatures: tuple[float, float]
    level: bool = False

    @property
    def is_sharp(self) -> bool:
        """Whether the ground comes to a point, which has no slope."""
        return math.isinf(self.curvatures[0])

    @property
    def limit(self) -> float:
        """The largest η·k that settles here: 2 over the largest curvature; 0 at a sharp point.

        Infinite where the ground does not bend at all: there a limit is not known.
        """
        sharpest = max(abs(curvature) for curvature in self.curvatures)
        return 2.0 / sharpest if sharpest > 0 else float("inf")


def beside(window: Window) -> float:
    """Return how far beside a place it is looked whether the ground bends, in map units."""
    return 0.01 * min(window.width, window.tall)


def described(terrain: Terrain, places: Floats) -> list[Landmark]:
    """Describe places of zero slope, shape (n, 2), but for level ground and terraces."""
    ground, near = terrain.ground, beside(terrain.window)
    curvatures = bends(ground, places, near)
    sizes = np.sort(np.abs(curvatures), axis=-1)
    # Where a curvature vanishes the ground around decides.
    doubtful = ~(sizes[:, 0] > 1e-6 * sizes[:, 1])
    ways = np.sign(curvatures)
    ways[doubtful] = _ways(terrain, places[doubtful], ways[doubtful])
    level = np.zeros(len(places), bool)
    level[doubtful] = level_along(ground, places[doubtful], near)
    heights, found = ground.height(*places.T).tolist(), []
    for number, (x, y) in enumerate(places.tolist()):
        (down, up), along = ways[number].tolist(), bool(level[number])
        kind = PASS if down < 0 < up else MINIMUM if up > 0 else MAXIMUM
        if (down, up) != (0, 0) and not (kind == PASS and along):
            low, high = curvatures[number].tolist()
            found.append(Landmark(x, y, heights[number], kind, (low, high), along))
    return found


def _ways(terrain: Terrain, places: Floats, signs: Floats) -> Floats:
    """Tell, shape (n, 2), whether the ground around places falls, -1, and whether it rises, 1."""
    radius = 1e-3 * terrain.window.width
    fine = beside_the_level(terrain.ground, places)
    near = [uneven(terrain.ground, places, radius, directions) for directions in (32, fine)]
    around = np.concatenate(near, -1)
    even = (around == 0).all(-1)
    around[even, :32] = uneven(terrain.ground, places[even], 0.01 * terrain.window.width)
    found = np.stack([around.min(-1, initial=0), around.max(-1, initial=0)], -1)
    # Where heights are too coarse to tell, the curvature that there is does.
    return np.where((found == 0).all(-1)[:, None], signs, found)


def _candidates(terrain: Terrain) -> Floats:
    """Return the middles, shape (n, 2), of map cells in which both slopes change sign."""
    x, y = terrain.window.grid(_CELLS + 1, _CELLS + 1)
    changes, level = [], []
    for slope in terrain.ground.gradient(x, y):
        corners = np.stack([slope[:-1, :-1], slope[1:, :-1], slope[:-1, 1:], slope[1:, 1:]])
        # A corner may be right on a place without a slope, as the middle of a cone is.
        low, high = np.fmin.reduce(corners), np.fmax.reduce(corners)
        changes.append((low <= 0) & (high >= 0))
        level.append((corners == 0).all(0))
    row, column = np.nonzero(changes[0] & changes[1] & ~(level[0] & level[1]))
    return np.stack([(x[0, column] + x[0, column + 1]) / 2, (y[row, 0] + y[row + 1, 0]) / 2], -1)


def _distinct(places: Floats, apart: float) -> Floats:
    """Return the first of all places, shape (n, 2), that lie closer together than `apart`."""
    # Most lead to the same few, to the last bits.
    _, first = np.unique(np.round(places / (0.01 * apart)), axis=0, return_index=True)
    places = places[np.sort(first)]
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
    return np.array(found).reshape(-1, 2)


def landmarks(terrain: Terrain) -> tuple[Landmark, ...]:
    """Find the critical points inside a terrain's window, lowest first; level ground has none.

    Newton's method on the exact derivatives, from every cell of a grid in which both slopes change
    sign; for sharp points, where there is no derivative, and needles, ever finer grids around the
    grid's lowest and highest nodes. What is narrower than a 160th of the window can be missed; but
    not the lowest bottoms and the highest tops of a grid of heights, however fine it is. The time
    that it takes grows with a grid only by that of comparing its heights once. Of very many
    critical points the lowest and the highest are kept, so that home and summit are among them.
    """
    return _landmarks(terrain.ground, terrain.window)


@cached_while_small(maxsize=64)
def _landmarks(ground: Ground, window: Window) -> tuple[Landmark, ...]:
    """Find them once, whatever a terrain is called and where one sets out on it."""
    terrain = Terrain("", "", ground, window)
    cell = max(window.width, window.tall) / _CELLS
    places = newton(terrain.ground, _candidates(terrain), 4 * cell)
    if isinstance(ground, Grid):
        ends = [extremes(terrain, ground, sign) for sign in (1.0, -1.0)]
        places = np.concatenate([*ends, places])
    places = _distinct(_inside(terrain, places), 0.1 * cell)
    found: list[Landmark] = []
    # Through heights a spline is laid, which has no sharp points.
    for sign in () if isinstance(ground, Grid) else (1.0, -1.0):
        sharp, smooth = _by_height(terrain, places, sign)
        found += sharp
        places = _distinct(np.concatenate([places, smooth]), 0.1 * cell)
    found += described(terrain, foremost(terrain, places))
    return tuple(sorted(found, key=lambda each: each.height))


def _inside(terrain: Terrain, places: Floats) -> Floats:
    """Return those of critical places, shape (n, 2), that lie on the map and on no level ground."""
    places = places[[terrain.window.holds(x, y) for x, y in places.tolist()]]
    return places[~_is_level(terrain, places)]


def _by_height(terrain: Terrain, known: Floats, sign: float) -> tuple[list[Landmark], Floats]:
    """Find bottoms (sign -1: tops) away from known places: the sharp ones, and where others are."""
    window = terrain.window
    cell = min(window.width, window.tall) / _CELLS
    places = lowest_places(terrain, known, _CELLS, sign)
    is_point, is_smooth = sharp_and_smooth(terrain, places, cell, sign)
    kind, bend = (MINIMUM, np.inf) if sign > 0 else (MAXIMUM, -np.inf)
    sharp = [
        Landmark(px, py, float(terrain.ground.height(px, py)), kind, (bend, bend))
        for px, py in places[is_point].tolist()
        if window.holds(px, py)
    ]
    # A needle is so narrow that the slopes of a grid do not tell of it.
    return sharp, _inside(terrain, newton(terrain.ground, places[is_smooth], cell))


def _is_level(terrain: Terrain, places: Floats) -> NDArray[np.bool_]:
    """Tell of places, shape (n, 2), whether they lie in level ground or at its edge."""
    ground, near = terrain.ground, beside(terrain.window)
    bend = np.abs(ground.hessian(*places.T)).max((-2, -1))
    # What changes no height, however far one looks, is rounding.
    level = bend * near**2 <= _EPSILON * np.abs(ground.height(*places.T))
    # A level floor is even in two directions.
    even = (uneven(ground, places[level], near) == 0).mean(-1) > 0.25
    level[level] = (bend[level] == 0) | even
    around = uneven(ground, places[level], 1e-3 * terrain.window.width)
    level[level] = (around == 0).mean(-1) > 0.25
    return np.asarray(level)


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
