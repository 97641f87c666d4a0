"""Critical places: where Newton's method leads to zero slope, and what is rounding there."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mountain.ground import Floats, Ground

_NEWTON_STEPS = 40
#: Up to this share of the curvature all around a place, a curvature is rounding.
_ROUNDING = 1e-9
#: Of what the ground rises in one direction, this share is rounding in another.
_UNEVEN = 1e-12
_EPSILON = float(np.finfo(float).eps)


def newton(ground: Ground, points: Floats, reach: float, narrow: float = 1e-12) -> Floats:
    """Refine points towards zero slope.

    Parameters
    ----------
    ground : Ground
    points : array, shape (n, 2)
    reach : float
        How far a point may stray.
    narrow : float
        A direction that bends less than this share of the other is not gone along.

    Returns
    -------
    array, shape (n, 2)
        NaN for those that strayed, and those that led to no level place.
    """
    places, moving = points.copy(), np.arange(len(points))
    steepness, bend = np.full(len(points), np.inf), np.zeros(len(points))
    with np.errstate(all="ignore"):
        for _ in range(_NEWTON_STEPS):
            x, y = places[moving].T
            slope = np.stack(ground.gradient(x, y), -1)
            hessian = ground.hessian(x, y)
            bad = ~(np.isfinite(slope).all(-1) & np.isfinite(hessian).all((-2, -1)))
            hessian[bad] = np.eye(2)
            # Along a level valley the Hessian is singular; the shortest step still leads to it.
            move = -(np.linalg.pinv(hessian, rcond=narrow) @ slope[..., None])[..., 0]
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


def rises(ground: Ground, places: Floats, radius: float, directions: int | Floats) -> Floats:
    """Return how far the ground rises around places, shape (n, 2), in shape (n, directions).

    In so many directions evenly spread, or in each place's own, shape (n, directions) in radians.
    """
    x, y = _around(places, radius, directions)
    with np.errstate(invalid="ignore"):
        return ground.height(x, y) - ground.height(*places.T[..., None])


def uneven(
    ground: Ground, places: Floats, radius: float, directions: int | Floats = 32
) -> NDArray[np.int_]:
    """Tell in directions around places where the ground rises: 1, falls: -1, or neither: 0.

    A rise that is rounding counts as 0, and so does one to where there is no ground. The directions
    are those of `rises`.
    """
    rise = np.nan_to_num(rises(ground, places, radius, directions), nan=0.0)
    heights = np.abs(ground.height(*places.T))
    rounding = _UNEVEN * np.abs(rise).max(-1, initial=0.0) + 8 * _EPSILON * heights
    return np.where(np.abs(rise) > rounding[:, None], np.sign(rise), 0).astype(int)


def bends(ground: Ground, places: Floats, radius: float) -> Floats:
    """Return the curvatures at places, shape (n, 2), ascending; those that are rounding are 0.

    A curvature is measured against the largest that the ground has a radius away.
    """
    curvatures: Floats = np.linalg.eigvalsh(ground.hessian(*places.T)).astype(np.float64)
    curvatures[np.abs(curvatures) <= _ROUNDING * _bend_around(ground, places, radius)] = 0.0
    return curvatures


def floors(ground: Ground, points: Floats, reach: float, radius: float) -> Floats:
    """Refine points, shape (n, 2), across a valley or a ridge, to where it is level along it.

    Newton's method alone may lead far along a level floor. Who goes across it alone stays where
    they are; but most valleys fall or rise along the floor, and there the place is NaN.
    """
    places = newton(ground, points, reach, narrow=0.5)
    found = np.isfinite(places).all(-1)
    bent = _bend_around(ground, places[found], radius)[:, 0]
    steepness = np.hypot(*ground.gradient(*places[found].T))
    level = (bends(ground, places[found], radius) == 0).any(-1)
    places[found] = np.where(
        (level & (steepness <= _UNEVEN * bent * radius))[:, None], places[found], np.nan
    )
    return places


def level_along(ground: Ground, places: Floats, radius: float) -> NDArray[np.bool_]:
    """Tell for critical places, shape (n, 2), whether the ground goes on level both ways."""
    hessian = ground.hessian(*places.T)
    # Right on a floor without curvature it takes its direction from the ground beside it.
    even = np.abs(hessian).max((-2, -1), initial=0.0) == 0
    hessian[even] = _squared_around(ground, places[even], radius)
    curvatures, axes = np.linalg.eigh(hessian)
    strongest = np.abs(curvatures).argmax(-1)
    along = np.take_along_axis(axes, (1 - strongest)[:, None, None], -1)[..., 0]
    level = np.ones(len(places), bool)
    for way in (radius, -radius):
        beside = places + way * along
        # A place that only seems level leads straight back to itself.
        level &= np.isfinite(floors(ground, beside, 0.5 * radius, radius)).all(-1)
    return level


def beside_the_level(ground: Ground, places: Floats) -> Floats:
    """Return directions ever closer to those in which places bend least, shape (n, 96), in radians.

    The ground may fall along a bent line whose sides rise, as that of Peano's surface does.
    """
    _, axes = np.linalg.eigh(_squared(np.nan_to_num(ground.hessian(*places.T))[:, None]))
    off = np.geomspace(1e-5, 0.3, 24)
    along = np.arctan2(axes[:, 1, 0], axes[:, 0, 0])[:, None]
    return np.asarray(along + np.concatenate([off, -off, np.pi + off, np.pi - off]))


def _around(places: Floats, radius: float, directions: int | Floats) -> tuple[Floats, Floats]:
    """Return the points of circles around places, shape (n, 2), each in shape (n, directions)."""
    angles = directions
    if isinstance(directions, int):
        angles = np.linspace(0, 2 * np.pi, directions, endpoint=False)
    x, y = places.T[..., None]
    return x + radius * np.cos(angles), y + radius * np.sin(angles)


def _hessians_around(ground: Ground, places: Floats, radius: float) -> Floats:
    """Return the Hessians, shape (n, 8, 2, 2), a radius from places; 0 where there is none."""
    with np.errstate(all="ignore"):
        hessians = ground.hessian(*_around(places, radius, 8))
    return np.where(np.isfinite(hessians), hessians, 0.0)


def _squared_around(ground: Ground, places: Floats, radius: float) -> Floats:
    """Return the sums, shape (n, 2, 2), of the squares of the Hessians around places, to scale."""
    return _squared(_hessians_around(ground, places, radius))


def _squared(hessians: Floats) -> Floats:
    """Return the sums of the squares of Hessians, shape (n, m, 2, 2), to scale: (n, 2, 2)."""
    largest = np.abs(hessians).max((-3, -2, -1), keepdims=True, initial=0.0)
    hessians = hessians / np.where(largest > 0, largest, 1.0)
    return np.asarray((hessians @ hessians).sum(-3))


def _bend_around(ground: Ground, places: Floats, radius: float) -> Floats:
    """Return the largest finite curvature a radius from places, shape (n, 2), in shape (n, 1)."""
    hessians = _hessians_around(ground, places, radius)
    return np.asarray(np.abs(hessians).max((-3, -2, -1), initial=0.0))[:, None]
