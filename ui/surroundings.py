"""Surroundings: how much of a large map a hike needs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

import mountain
from mountain import Lineup, Plan, Terrain
from ui.measured import grid_of

#: So many steps are walked to find out how far a hike goes.
_STEPS = 2_000
#: Prepared hikes that set out within such a share of the map show as much of it as one another.
_BESIDE = 0.02


@dataclass(frozen=True)
class Surroundings:
    """A hike's start, and how far around it there may be something to see.

    They tell how far one may get, and not where to.

    Attributes
    ----------
    x, y : float
        Where the chosen hiker sets out, in map units.
    reach : float
        How far away from there somebody gets, in map units.
    """

    x: float
    y: float
    reach: float


def surroundings_of(terrain: Terrain, lineup: Lineup) -> Surroundings | None:
    """Return the surroundings of a hike on an elevation map; None on other ground.

    A hiker whose steps are too small gets nowhere, and it shall be seen that they do: so those
    count as well who set out from there as the terrain suggests, or in another prepared hike.
    """
    if grid_of(terrain) is None:
        return None
    x, y = lineup.start
    reach = max(_reach(terrain, start, plan, (x, y)) for start, plan in _hikes(terrain, lineup))
    return Surroundings(x, y, reach)


def still_hold(
    surroundings: Surroundings | None, before: Terrain, now: Terrain, start: tuple[float, float]
) -> bool:
    """Tell whether somebody sets out in the same surroundings: the map may be smoothed anew."""
    if before == now:
        return True
    if (before.name, before.title, before.window) != (now.name, now.title, now.window):
        return False
    around = surroundings
    return around is not None and math.dist(start, (around.x, around.y)) <= around.reach


def _hikes(terrain: Terrain, lineup: Lineup) -> Iterator[tuple[tuple[float, float], Plan]]:
    yield lineup.start, mountain.plan_on(terrain)
    for entrant in lineup.entrants:
        yield entrant.start, entrant.plan
    if terrain.name not in mountain.terrain_names():
        return
    beside = _BESIDE * max(terrain.window.width, terrain.window.tall)
    for preset in mountain.presets_of(terrain.name):
        if math.dist(preset.start, lineup.start) <= beside:
            yield preset.start, mountain.plan_on(terrain, preset.settings)


def _reach(
    terrain: Terrain, start: tuple[float, float], plan: Plan, centre: tuple[float, float]
) -> float:
    """Return how far from a place on the map a hike gets."""
    track = mountain.advance(mountain.start(terrain, plan, start), _STEPS)
    window = terrain.window
    x = np.clip(track.x, window.x0, window.x1) - centre[0]
    y = np.clip(track.y, window.y0, window.y1) - centre[1]
    return float(np.nanmax(np.hypot(x, y)))
