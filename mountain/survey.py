"""The survey: where to set out, and with which knobs, on ground that nobody has prepared."""

from __future__ import annotations

import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import product

import numpy as np
from numpy.typing import NDArray

from mountain.fate import ending
from mountain.gallery import plan_on
from mountain.ground import Floats, Ground
from mountain.hike import advance, start
from mountain.landmarks import Landmark, homes
from mountain.terrain import LARGEST, Edges, Terrain, TerrainError, Window
from mountain.track import surfaces_of

Flags = NDArray[np.bool_]

#: Places are looked at on a grid of so many a side, this share of the window away from its edges.
_PLACES, _MARGIN = 17, 0.1
#: So many a side where no ground has been found.
_FINE = 201
#: Starts are as high as these shares of the places, and this share of the window away from home.
_HIGH, _FAR = (0.75, 0.5, 0.9, 0.25), 0.3
#: A plain is where the slope is less than this share of one further down, and there are plains
#: where less than that share of the map is free of them.
_TINY, _NO_PLAINS = 0.03, 0.9
#: In plains so many rings around home are looked at as well, of so many places.
_RINGS, _ON_RING = 7, 8
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
        a home lies in a plain, none of these starts is so level that a lower place is more than
        33 times as steep, and they may be near home: if there are none far from it, or none of
        those settles. A measured slope of a thousandth of the usual one counts as flat, where
        the usual one is no common number. Where no place has a slope, start and settings are those
        of any terrain.
    """
    bare = on_ground(Terrain(name, title, ground, window))
    best, least = bare, len(_WORTH)
    with ThreadPoolExecutor(1) as beside:
        # Compiling takes as long as looking for home, and does not need it.
        compiling = beside.submit(surfaces_of, ground)
        for terrains in _candidates(bare):
            compiling.result()
            for terrain in terrains:
                worth = _worth(terrain)
                if worth < least:
                    best, least = terrain, worth
                if worth == 0:
                    break
            # Nobody is put near home who settles from afar.
            if least < len(_WORTH) - 1:
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


def _candidates(bare: Terrain) -> Iterator[Iterator[Terrain]]:
    """Yield what can be tried with starts all over the map, and then with some around home."""
    wide = sloping(bare)
    if not len(wide[0]):
        return
    home = next(iter(homes(bare)), None)
    rings = _sloped(bare, _around(bare.window, home))
    places, heights, slopes = (np.concatenate(both) for both in zip(wide, rings, strict=True))
    is_wide = np.arange(len(heights)) < len(wide[0])
    pools = _pools(heights, slopes, is_wide) if home is not None else [is_wide]
    settings: dict[str, object] = {}
    typical = float(np.median(slopes[pools[0]]))
    if not _GENTLE <= typical <= _STEEP:
        settings["flat"] = rounded(1e-3 * typical)
    terrain = replace(bare, settings=settings)
    for pool in pools:
        far = _far(places, pool, home, bare.window)
        # Near home the highest are tried first: the way from there is long enough to be watched.
        order = _HIGH if pool is pools[0] else sorted(_HIGH, reverse=True)
        starts = [_start(heights, far, high) for high in order]
        # Where there is another pool to try, shorter strides only take time.
        shares = _SHARES if pool is pools[-1] else _SHARES[:1]
        yield _with_rates(terrain, home, (places[starts], slopes[starts]), shares)


def _pools(heights: Floats, slopes: Floats, is_wide: Flags) -> list[Flags]:
    """Tell among which places to look for a start, first all over the map and then near home.

    On a plain, where the ground below is far steeper, there is nothing to watch.
    """
    order = np.argsort(heights)
    steep = np.empty(len(heights), bool)
    steep[order] = slopes[order] >= _TINY * np.maximum.accumulate(slopes[order])
    if np.mean(steep[is_wide]) >= _NO_PLAINS:
        return [is_wide]
    return [pool for pool in (steep & is_wide, steep & ~is_wide) if pool.any()]


def _with_rates(
    terrain: Terrain,
    home: Landmark | None,
    starts: tuple[Floats, Floats],
    shares: tuple[float, ...],
) -> Iterator[Terrain]:
    """Yield the terrain with some starts of some slopes, and learning rates ever smaller."""
    for share, (place, slope) in product(shares, zip(*starts, strict=True)):
        x, y = (float(f"{each:.3g}") for each in place)
        stride = share * _stride(terrain.window, home, float(slope))
        # On ground that hardly slopes the stride may be too long for numbers.
        rate = rounded(min(max(stride / plan_on(terrain).measure_every, _LEAST), 1.0 / _LEAST))
        settings = {**terrain.settings, "learning_rate": rate}
        yield replace(terrain, starts=((x, y),), settings=settings)


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
    window = terrain.window
    shares = np.linspace(_MARGIN, 1 - _MARGIN, _PLACES)
    x, y = np.meshgrid(window.x0 + shares * window.width, window.y0 + shares * window.tall)
    return _sloped(terrain, np.stack([x.ravel(), y.ravel()], -1))


def _sloped(terrain: Terrain, places: Floats) -> tuple[Floats, Floats, Floats]:
    """Return those of some places that have ground and a slope, with height and slope."""
    heights = terrain.ground.height(*places.T)
    with np.errstate(over="ignore"):
        slopes = np.hypot(*terrain.ground.gradient(*places.T))
    good = np.isfinite(heights) & np.isfinite(slopes) & (slopes > 0)
    return places[good], heights[good], slopes[good]


def _around(window: Window, home: Landmark | None) -> Floats:
    """Return places on ever smaller rings around home, shape (n, 2), none of them far from it."""
    if home is None:
        return np.empty((0, 2))
    # Off the axes, along which the ground of many a formula is a straight way home.
    angles = (np.arange(_ON_RING) + 0.5) * math.tau / _ON_RING
    ring = np.stack([np.cos(angles), np.sin(angles)], -1) * (window.width, window.tall)
    shares = 0.9 * _FAR / 2.0 ** np.arange(_RINGS)
    places = np.array([home.x, home.y]) + (shares[:, None, None] * ring).reshape(-1, 2)
    return places[[window.holds(x, y) for x, y in places.tolist()]]


def _far(places: Floats, among: Flags, home: Landmark | None, window: Window) -> Flags:
    """Tell which of some places are far from home; if none is, all of them will do."""
    if home is None:
        return among
    away = (places - (home.x, home.y)) / (window.width, window.tall)
    far = among & (np.hypot(*away.T) >= _FAR)
    return far if far.any() else among


def _start(heights: Floats, among: Flags, high: float) -> int:
    """Choose among places the one that is nearest to a good height."""
    off = np.abs(heights - np.quantile(heights[among], high))
    return int(np.where(among, off, np.inf).argmin())
