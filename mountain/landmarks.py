"""Landmarks: where a terrain is flat, and what kind of place that is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from mountain.formula import Floats
from mountain.terrain import Terrain

MINIMUM, MAXIMUM, PASS = "minimum", "maximum", "pass"

_CELLS = 160
_NEWTON_STEPS = 40
_NEAR = 0.05


@dataclass(frozen=True)
class Landmark:
    """A critical point: the slope is zero there.

    Attributes
    ----------
    x, y, height : float
        The place, in map units.
    kind : str
        `MINIMUM`, `MAXIMUM` or `PASS`.
    curvatures : (float, float)
        The eigenvalues of the Hessian, ascending.
    """

    x: float
    y: float
    height: float
    kind: str
    curvatures: tuple[float, float]

    @property
    def limit(self) -> float:
        """The largest η·k that settles here: 2 over the largest curvature."""
        sharpest = max(abs(curvature) for curvature in self.curvatures)
        return 2.0 / sharpest if sharpest > 0 else float("inf")


def _newton(terrain: Terrain, points: Floats, reach: float) -> Floats:
    """Refine points, shape (n, 2), towards zero slope; NaN for those that strayed beyond reach."""
    formula = terrain.formula
    places = points.copy()
    with np.errstate(all="ignore"):
        for _ in range(_NEWTON_STEPS):
            x, y = places.T
            slope = np.stack(formula.gradient(x, y), -1)
            hessian = formula.hessian(x, y)
            bad = ~(np.isfinite(slope).all(-1) & np.isfinite(hessian).all((-2, -1)))
            hessian[bad] = np.eye(2)
            # Along a level valley the Hessian is singular; the shortest step still leads to it.
            move = -(np.linalg.pinv(hessian, rcond=1e-12) @ slope[..., None])[..., 0]
            places = places + move
            strayed = bad | (np.hypot(*(places - points).T) > reach)
            places[strayed] = np.nan
        return places


def _kind(terrain: Terrain, x: float, y: float, curvatures: tuple[float, float]) -> str:
    low, high = curvatures
    if min(abs(low), abs(high)) > 1e-6 * max(abs(low), abs(high)):
        return MINIMUM if low > 0 else MAXIMUM if high < 0 else PASS
    # Where a curvature vanishes the ground around decides.
    angles = np.linspace(0, 2 * np.pi, 32, endpoint=False)
    radius = 1e-3 * terrain.window.width
    around = terrain.formula.height(x + radius * np.cos(angles), y + radius * np.sin(angles))
    rise = around - terrain.formula.height(x, y)
    return MINIMUM if (rise >= 0).all() else MAXIMUM if (rise <= 0).all() else PASS


def _landmark(terrain: Terrain, x: float, y: float) -> Landmark:
    low, high = np.linalg.eigvalsh(terrain.formula.hessian(x, y)).tolist()
    height = float(terrain.formula.height(x, y))
    curvatures = (low, high)
    return Landmark(x, y, height, _kind(terrain, x, y, curvatures), curvatures)


def _candidates(terrain: Terrain) -> Floats:
    """Return the middles, shape (n, 2), of map cells in which both slopes change sign."""
    window = terrain.window
    x, y = window.grid(_CELLS + 1, _CELLS + 1)
    changes = []
    for slope in terrain.formula.gradient(x, y):
        corners = np.stack([slope[:-1, :-1], slope[1:, :-1], slope[:-1, 1:], slope[1:, 1:]])
        changes.append((corners.min(0) <= 0) & (corners.max(0) >= 0))
    row, column = np.nonzero(changes[0] & changes[1])
    return np.stack([(x[0, column] + x[0, column + 1]) / 2, (y[row, 0] + y[row + 1, 0]) / 2], -1)


@lru_cache(maxsize=64)
def landmarks(terrain: Terrain) -> tuple[Landmark, ...]:
    """Find the critical points inside a terrain's window, lowest first.

    Newton's method on the exact derivatives, from every cell of a grid in which both slopes change
    sign: features narrower than a 160th of the window can be missed. Level ground has none.
    """
    window = terrain.window
    cell = max(window.width, window.tall) / _CELLS
    places = _newton(terrain, _candidates(terrain), 4 * cell)
    curved = np.abs(terrain.formula.hessian(*places.T)).max((-2, -1)) > 0
    found: list[Landmark] = []
    for x, y in places[curved].tolist():
        known = any(np.hypot(x - each.x, y - each.y) < 0.1 * cell for each in found)
        if window.holds(x, y) and not known and len(found) < 2000:
            landmark = _landmark(terrain, x, y)
            if landmark.limit < np.inf:
                found.append(landmark)
    return tuple(sorted(found, key=lambda each: each.height))


def homes(terrain: Terrain, ascend: bool = False) -> tuple[Landmark, ...]:
    """Return the lowest minima on the map (climbing: the highest maxima); equals are all home."""
    sign, kind = (-1.0, MAXIMUM) if ascend else (1.0, MINIMUM)
    places = [each for each in landmarks(terrain) if each.kind == kind]
    if not places:
        return ()
    best = min(sign * each.height for each in places)
    heights = [each.height for each in landmarks(terrain)]
    margin = 1e-9 * max(max(heights) - min(heights), abs(best), 1e-300)
    return tuple(each for each in places if sign * each.height <= best + margin)


def nearest_home(terrain: Terrain, x: float, y: float, ascend: bool = False) -> Landmark | None:
    """Return the home (climbing: the summit) nearest to a place; None where there is none."""
    places = homes(terrain, ascend)
    return min(places, key=lambda each: np.hypot(each.x - x, each.y - y), default=None)


def landmark_near(terrain: Terrain, x: float, y: float) -> Landmark | None:
    """Return the critical point that a hiker at a place has settled on, within 5 % of the map."""
    reach = _NEAR * max(terrain.window.width, terrain.window.tall)
    place = _newton(terrain, np.array([[x, y]]), reach)[0]
    if not np.isfinite(place).all():
        return None
    landmark = _landmark(terrain, float(place[0]), float(place[1]))
    return landmark if landmark.limit < np.inf else None
