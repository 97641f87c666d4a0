"""The resting place: the landmark that a hiker has settled on."""

from __future__ import annotations

import math

import numpy as np

from mountain.critical import floors, newton, rises
from mountain.ground import Floats, Ground
from mountain.landmarks import MAXIMUM, MINIMUM, Landmark, beside, described, landmarks
from mountain.large import cached_while_small
from mountain.lowest_places import zoomed
from mountain.terrain import Terrain, Window

#: How near a landmark somebody has settled on it: a share of the window.
_NEAR = 0.05
#: By what share a slope may differ from the one that a landmark's curvatures lead to expect.
_STRAIGHT = 0.1
#: How far a kink is looked for, in shares of the window; and up to which share of what the ground
#: rises across the kink it is level along it.
_KINK, _LEVEL = 1e-5, 1e-6


def landmark_near(terrain: Terrain, x: float, y: float) -> Landmark | None:
    """Return the critical point that a hiker at a place has settled on, within 5 % of the map."""
    reach = _NEAR * max(terrain.window.width, terrain.window.tall)
    known = _known_near(terrain, x, y, 0.01 * reach)
    if known is not None:
        return known
    point = np.array([[x, y]])
    across = floors(terrain.ground, point, reach, beside(terrain.window))
    places = np.concatenate([across, newton(terrain.ground, point, reach)])
    near = described(terrain, places[np.isfinite(places).all(-1)])
    near += [each for each in landmarks(terrain) if each.is_sharp]
    nearest = min(near, key=lambda each: np.hypot(each.x - x, each.y - y), default=None)
    if nearest is None or np.hypot(nearest.x - x, nearest.y - y) > reach:
        return _kink_near(terrain, x, y)
    return nearest


def _known_near(terrain: Terrain, x: float, y: float, reach: float) -> Landmark | None:
    """Return the landmark to which the slope at a place leads as straight as in a round bowl."""
    known = landmarks(terrain)
    if not known:
        return None
    away = _places(terrain.ground, terrain.window) - (x, y)
    nearest = int(np.hypot(*away.T).argmin())
    landmark, (low, high) = known[nearest], sorted(map(abs, known[nearest].curvatures))
    if landmark.level or np.hypot(*away[nearest]) > reach or not 1e-3 * high < low < math.inf:
        return None
    # Elsewhere something else may be nearer, too narrow for the grid of the landmarks.
    slope = np.stack(terrain.ground.gradient(x, y))
    with np.errstate(all="ignore"):
        lacking = slope + terrain.ground.hessian(landmark.x, landmark.y) @ away[nearest]
        is_straight = np.hypot(*lacking) <= _STRAIGHT * np.hypot(*slope)
    return landmark if is_straight else None


@cached_while_small(maxsize=64)
def _places(ground: Ground, window: Window) -> Floats:
    """Return where the landmarks are, shape (n, 2)."""
    return np.array([(each.x, each.y) for each in landmarks(Terrain("", "", ground, window))])


def _kink_near(terrain: Terrain, x: float, y: float) -> Landmark | None:
    """Return the floor of a kinked valley, or the top of a kinked ridge, that a hiker stands on.

    The slope jumps there from one side to the other, and is zero nowhere.
    """
    radius = _KINK * min(terrain.window.width, terrain.window.tall)
    for sign, kind in ((1.0, MINIMUM), (-1.0, MAXIMUM)):
        place = zoomed(terrain, np.array([[x, y]]), np.full(2, radius), sign)
        least, most = _rise_between(terrain.ground, place, radius, sign)
        # A smooth valley is flatter the nearer one looks.
        least_near, most_near = _rise_between(terrain.ground, place, 0.1 * radius, sign)
        is_kinked = most_near > 0.05 * most > 0
        if is_kinked and min(least, least_near) >= -_LEVEL * most:
            (px, py), bend = place[0].tolist(), sign * math.inf
            height = float(terrain.ground.height(px, py))
            ends = min(bend, 0.0), max(bend, 0.0)
            return Landmark(px, py, height, kind, ends, least <= _LEVEL * most)
    return None


def _rise_between(ground: Ground, place: Floats, radius: float, sign: float) -> tuple[float, float]:
    """Return the least and the most that the ground rises (sign -1: falls) around one place."""
    angles, step = np.linspace(0, 2 * np.pi, 64, endpoint=False), np.pi / 32
    rise = sign * rises(ground, place, radius, angles[None])[0]
    most = float(rise.max())
    while step > 1e-9:
        angles = angles[int(rise.argmin())] + np.linspace(-step, step, 17)
        rise, step = sign * rises(ground, place, radius, angles[None])[0], step / 8
    return float(rise.min()), most
