"""Terrains of elevation maps: where to set out on a real mountain, and with which stride."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np

from mountain.elevation import Elevation
from mountain.errand import go_on
from mountain.fate import ending
from mountain.gallery import plan_on
from mountain.grid import Grid
from mountain.ground import Floats
from mountain.hike import advance, outcomes, start
from mountain.holes import HoledGrid, elevation_ground
from mountain.landmarks import Landmark, homes
from mountain.records import FLAT
from mountain.smoothing import smoothed
from mountain.survey import on_ground, rounded, sloping
from mountain.terrain import Terrain, TerrainError, Window
from mountain.track import Track
from mountain.turning import turned_back

#: The name of a mountain from an elevation map, in files.
ELEVATION = "elevation"
#: Nobody walks farther in a day, in metres: of a larger map this much is of interest.
_COUNTRY = 30_000.0
#: A hike on a real mountain: steps take as long as they are long and steep.
_PACE: dict[str, object] = {"measure_every": 5, "reading_minutes": 2.0, "clock": "tobler"}
#: A step on a typical slope is one of these parts of the map, and at most so many metres long.
_STEPS, _LONGEST_STEP = (1 / 500, 1 / 1000, 1 / 2000, 1 / 250, 1 / 120, 1 / 8000), 60.0
#: Around home, starts are tried this far away, in parts of the map, in so many directions.
_AROUND, _DIRECTIONS = (0.04, 0.06, 0.08, 0.1), 12
#: A way shorter than this part of the map, or that takes more of the day, is not worth watching.
_SHORTEST, _OF_THE_DAY = 0.003, 0.7
#: To come home counts from this far, in parts of the map; from so much farther nothing is better.
_HOMEWARD, _FAR = 0.03, 0.3
#: Nor is one of which more readings than this part sent the hiker back, or with more steps.
_TO_AND_FRO, _MOST_STEPS = 0.2, 2000
#: So many of the best are looked at closely; home is where they end this near to it.
_TRIED, _BESIDE = 8, 0.005
#: Slopes are called flat below this, and on gentle land below this part of a typical one.
_FLAT, _FLAT_SHARE = 1e-3, 0.02


class Worth(NamedTuple):
    """What a hike is worth watching: coming home first, then how far it went or down it led."""

    home: bool
    metres: float


Best = tuple[Terrain, Worth]


def elevation_terrain(elevation: Elevation, smoothing: float = 0.0) -> Terrain:
    """Make a terrain of an elevation map: metres on both axes, the map's edges the window.

    Start and learning rate are those of a hike that was tried: some hundred starts at a few rates.
    The best settles well before sunset, without leaping to and fro: at home, from afar, or where
    none does, in the false bottom that lies deepest below its start. On ground where nobody
    settles the hike is one from the highest place looked at. The time that it takes hardly grows
    with the map.

    Parameters
    ----------
    elevation : Elevation
        The map.
    smoothing : float
        Over how many cells its heights are smoothed first, see `smoothed`; 0 for none.

    Returns
    -------
    Terrain
        Called `ELEVATION`, with a title from the name of the map's file. Its ground is a `Grid`
        whose `origin` is the map's: what is recorded on it can be walked again, if it has one.

    Raises
    ------
    ValueError
        When the smoothing is negative, or more than `WIDEST_SMOOTHING`.
    ElevationError
        When smoothing leaves nothing but level land.
    TerrainError
        When it has so many holes that there is no ground between them.
    """
    return map_terrain(elevation_ground(smoothed(elevation, smoothing)))


def map_terrain(ground: Grid, title: str | None = None) -> Terrain:
    """Make a terrain of a grid in metres; otherwise as `elevation_terrain`.

    Parameters
    ----------
    ground : Grid
        The ground; its edges become the window.
    title : str or None
        What it is called on the screen; None for words from its file's name.

    Raises
    ------
    TerrainError
        When it has so many holes that there is no ground between them.
    """
    called = title or _title(ground)
    terrain = _prepared(Terrain(ELEVATION, called, ground, Window(*ground.edges), settings=_PACE))
    if np.isfinite(ground.height(*terrain.start)):
        return terrain
    place = ground.solid_place if isinstance(ground, HoledGrid) else None
    if place is None:
        reason = "there is no ground between its empty cells"
        raise TerrainError(ground.name, reason, "fill them first, or try a part of the map")
    return replace(terrain, starts=(place,))


def _title(ground: Grid) -> str:
    """Make a title of the name of a map's file: its words, the first with a capital."""
    file = ground.name if ground.origin is None else ground.origin.file
    words = re.sub(r"[\W_]+", " ", Path(file).name.partition(".")[0]).strip() or "Elevation map"
    return words[0].upper() + words[1:]


def _prepared(bare: Terrain) -> Terrain:
    """Return the terrain with the start and the learning rate of the best hike of those tried."""
    places, heights, slopes = sloping(bare)
    if not len(places):
        return on_ground(bare)
    typical = float(np.median(slopes))
    flat = min(_FLAT, rounded(_FLAT_SHARE * typical))
    settings = bare.settings | ({"flat": flat} if flat < _FLAT else {})
    home = next(iter(homes(bare)), None)
    (x, y), *_ = places[[int(heights.argmax())]].tolist()
    all_over = [*_around(bare, home), *places.tolist()]
    tried = np.array([[rounded(each, 4) for each in place] for place in all_over])
    tried = tried[np.isfinite(bare.ground.height(*tried.T))]
    rates = _rates(bare.window, typical)
    best = replace(bare, starts=((x, y),), settings=settings | {"learning_rate": rates[0]})
    most = Worth(home=False, metres=0.0)
    for rate in rates:
        go_on()
        terrain = replace(bare, settings=settings | {"learning_rate": rate})
        best, most = _better(terrain, tried, home, (best, most))
        if most.home and most.metres >= _FAR * _side(bare.window):
            break
    return best


def _side(window: Window) -> float:
    """Return by what all ways are measured: the map's shorter side, or a day's country."""
    return min(window.width, window.tall, _COUNTRY)


def _rates(window: Window, typical: float) -> list[float]:
    """Return learning rates to try, by how long a step on a typical slope is to be."""
    side = _side(window)
    steps = [min(share * side, _LONGEST_STEP) for share in _STEPS]
    return list(dict.fromkeys(rounded(step / typical) for step in steps))


def _around(bare: Terrain, home: Landmark | None) -> list[list[float]]:
    """Return places on circles around home that are on the map."""
    if home is None:
        return []
    side = _side(bare.window)
    turns = product(_AROUND, np.linspace(0, math.tau, _DIRECTIONS, endpoint=False))
    circles = [
        [home.x + share * side * math.cos(angle), home.y + share * side * math.sin(angle)]
        for share, angle in turns
    ]
    return [place for place in circles if bare.window.holds(*place)]


def _better(terrain: Terrain, places: Floats, home: Landmark | None, best: Best) -> Best:
    """Walk from places, shape (n, 2), and return the best of these hikes and the one before."""
    for x, y in _promising(terrain, places, home).tolist():
        go_on()
        tried = replace(terrain, starts=((x, y),))
        worth = _worth(tried, home)
        if worth is not None and worth > best[1]:
            best = tried, worth
    return best


def _promising(terrain: Terrain, places: Floats, home: Landmark | None) -> Floats:
    """Return the starts of the hikes that settle in time: to home, and to those that sink most."""
    plan = plan_on(terrain)
    ends = outcomes(terrain, [plan] * len(places), places, _MOST_STEPS)
    arrived = np.stack([ends["x"], ends["y"]], -1)
    far = np.hypot(*(arrived - places).T)
    side = _side(terrain.window)
    good = (ends["stopped"] == FLAT) & (far >= _SHORTEST * side)
    good &= ends["minutes"] <= _OF_THE_DAY * plan.daylight
    places, arrived, far = places[good], arrived[good], far[good]
    sunk = terrain.ground.height(*places.T) - terrain.ground.height(*arrived.T)
    order = np.argsort(-sunk)[:_TRIED]
    if home is not None:
        beside = np.hypot(*(arrived - (home.x, home.y)).T) < _BESIDE * side
        homeward = np.flatnonzero(beside)
        order = np.concatenate([homeward[np.argsort(-far[homeward])][:_TRIED], order])
    return places[order]


def _worth(terrain: Terrain, home: Landmark | None) -> Worth | None:
    """Walk, and tell what it was worth; None where it went to and fro."""
    track = advance(start(terrain, plan_on(terrain)), _MOST_STEPS)
    turned = turned_back(track)
    if turned.sum() > _TO_AND_FRO * len(turned):
        return None
    far = math.hypot(track.x[-1] - track.x[0], track.y[-1] - track.y[0])
    beside = home is not None and _is_beside(home, track)
    from_afar = far >= _HOMEWARD * _side(terrain.window)
    if beside and from_afar and ending(track).fate.name == "home":
        return Worth(home=True, metres=far)
    return Worth(home=False, metres=float(track.height[0] - track.height[-1]))


def _is_beside(home: Landmark, track: Track) -> bool:
    """Tell whether a hike has ended close to home."""
    window = track.terrain.window
    apart = math.hypot(home.x - track.x[-1], home.y - track.y[-1])
    return apart < _BESIDE * _side(window)
