"""The survey: where to set out, and with which knobs, on ground that nobody has prepared."""

from __future__ import annotations

import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import product

import numpy as np

from mountain.fate import ending
from mountain.gallery import plan_on
from mountain.ground import Floats, Ground
from mountain.hike import advance, start
from mountain.landmarks import Landmark, homes
from mountain.terrain import LARGEST, Edges, Terrain, TerrainError, Window
from mountain.track import surfaces_of

#: Places are looked at on a grid of so many a side, this share of the window away from its edges.
_PLACES, _MARGIN = 17, 0.1
#: So many a side where no ground has been found.
_FINE = 201
#: Starts are as high as these shares of the places, and this share of the window away from home.
_HIGH, _FAR = (0.75, 0.5, 0.9, 0.25), 0.3
#: What is tried of the longest stride, and what a hike can be worth: the first is best.
_SHARES = (1.0, 0.4, 0.15)
_WORTH = ("home", "false_bottom", "")
#: The stride is this part of what settles at home, and its first step this part of the window.
_GLIDE, _FIRST = 0.4, 0.25
#: Typical slopes within these bounds need no other meaning of flat.
_GENTLE, _STEEP = 0.1, 100.0
#: No learning rate is smaller than this, or larger than one part of it.
_LEAST = 1e-300


def surveyed(name: str, title: str, ground: Ground, window: Window) -> Terrain:
    """Make a terrain of any ground, with a start and settings from which a hike is worth watching.

    Parameters
    ----------
    name, title : str
        The name in files, and the one on the screen.
    ground : Ground
        Its heights.
    window : Window
        What the map shows.

    Returns
    -------
    Terrain
        Its start is high up and away from home, its learning rate at most 0.4 of what settles at
        home, and so small that the first step stays on the map. Of some such starts and rates the
        first is taken whose hike gets home by sunset, else one that settles, else the first. Where
        no place has a slope, start and settings are those of any terrain.
    """
    bare = on_ground(Terrain(name, title, ground, window))
    best, least = bare, len(_WORTH)
    with ThreadPoolExecutor(1) as beside:
        # Compiling takes as long as looking for home, and does not need it.
        compiling = beside.submit(surfaces_of, ground)
        for terrain in _candidates(bare):
            compiling.result()
            worth = _worth(terrain)
            if worth < least:
                best, least = terrain, worth
            if worth == 0:
                break
    return best


def grounded(terrain: Terrain) -> Terrain:
    """Return a terrain whose start has ground, as it is.

    Raises
    ------
    TerrainError
        When its start has none: a survey looked for some all over the window, and found none. It
        tells of a window with ground, if one is found around or within this one.
    """
    if np.isfinite(terrain.ground.height(*terrain.start)):
        return terrain
    window = terrain.window
    reason = (
        f"no ground was found in it, from {window.x0:g} to {window.x1:g} in x "
        f"and {window.y0:g} to {window.y1:g} in y"
    )
    edges = next(filter(partial(_has_ground, terrain), _other_windows(window)), None)
    raise TerrainError("window", reason, "try another formula, or look elsewhere", edges)


def _other_windows(window: Window) -> Iterator[Edges]:
    """Yield the edges of squares around the origin, of ever other sizes."""
    largest = max(map(abs, (window.x0, window.x1, window.y0, window.y1)))
    for side in (3.0, 10.0, 100.0, 1000.0, 1.0, 0.1, 1e6, 10.0 * largest):
        yield -side, side, -side, side


def _has_ground(terrain: Terrain, edges: Edges) -> bool:
    """Tell whether there is ground within some edges."""
    if not max(edges) <= LARGEST:
        return False
    other = on_ground(Terrain("", "", terrain.ground, Window(*edges)))
    return bool(np.isfinite(terrain.ground.height(*other.start)))


def on_ground(terrain: Terrain) -> Terrain:
    """Move a start that has no ground to the highest place that has, if there is one."""
    if np.isfinite(terrain.ground.height(*terrain.start)):
        return terrain
    # Ground may be a strip along an edge: this is looked at finely, and edge to edge.
    x, y = np.meshgrid(*(each.ravel() for each in terrain.window.grid(_FINE, _FINE)))
    places = np.stack([x.ravel(), y.ravel()], -1)
    heights = terrain.ground.height(*places.T)
    solid = np.isfinite(heights)
    if not solid.any():
        return terrain
    east, north = places[solid][int(heights[solid].argmax())].tolist()
    return replace(terrain, starts=((east, north),))


def _candidates(bare: Terrain) -> Iterator[Terrain]:
    """Yield the terrain with some starts, each with a learning rate that is ever smaller."""
    places, heights, slopes = sloping(bare)
    if not len(places):
        return
    home = next(iter(homes(bare)), None)
    settings: dict[str, object] = {}
    typical = float(np.median(slopes))
    if not _GENTLE <= typical <= _STEEP:
        settings["flat"] = rounded(1e-3 * typical)
    starts = [_start(places, heights, home, bare.window, high) for high in _HIGH]
    for share, place in product(_SHARES, starts):
        x, y = (float(f"{each:.3g}") for each in places[place])
        stride = share * _stride(bare.window, home, float(slopes[place]))
        # On ground that hardly slopes the stride may be too long for numbers.
        rate = rounded(min(max(stride / plan_on(bare).measure_every, _LEAST), 1.0 / _LEAST))
        yield replace(bare, starts=((x, y),), settings={**settings, "learning_rate": rate})


def _stride(window: Window, home: Landmark | None, steepness: float) -> float:
    """Return the longest η·k to try."""
    stride = _FIRST * min(window.width, window.tall) / steepness
    if home is not None and 0 < home.limit < math.inf:
        stride = min(stride, _GLIDE * home.limit)
    return stride


def _worth(terrain: Terrain) -> int:
    """Walk, and return the place of the fate in `_WORTH`."""
    track = start(terrain, plan_on(terrain))
    fate = ending(advance(track, track.plan.steps)).fate.name
    return _WORTH.index(fate) if fate in _WORTH else len(_WORTH) - 1


def rounded(value: float, figures: int = 2) -> float:
    """Round to some figures, and keep what cannot be rounded."""
    return float(f"{value:.{figures}g}") or value


def sloping(terrain: Terrain) -> tuple[Floats, Floats, Floats]:
    """Return places, shape (n, 2), where there is ground and a slope, with height and slope."""
    places, heights = _looked_at(terrain)
    with np.errstate(over="ignore"):
        slopes = np.hypot(*terrain.ground.gradient(*places.T))
    good = np.isfinite(heights) & np.isfinite(slopes) & (slopes > 0)
    return places[good], heights[good], slopes[good]


def _looked_at(terrain: Terrain) -> tuple[Floats, Floats]:
    """Return places all over the window, shape (n, 2), and their heights."""
    window = terrain.window
    shares = np.linspace(_MARGIN, 1 - _MARGIN, _PLACES)
    x, y = np.meshgrid(window.x0 + shares * window.width, window.y0 + shares * window.tall)
    places = np.stack([x.ravel(), y.ravel()], -1)
    return places, terrain.ground.height(*places.T)


def _start(
    places: Floats, heights: Floats, home: Landmark | None, window: Window, high: float
) -> int:
    """Choose the place that is nearest to a good height, among those far from home if there are."""
    far = np.ones(len(places), bool)
    if home is not None:
        away = (places - (home.x, home.y)) / (window.width, window.tall)
        far = np.hypot(*away.T) >= _FAR
    if not far.any():
        far[:] = True
    off = np.abs(heights - np.quantile(heights[far], high))
    return int(np.where(far, off, np.inf).argmin())
