"""Walking: start and advance make tracks, for one hiker or for a crowd."""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mountain.callees import CROWD_LANES, Phone
from mountain.crowd import CROWD, walk_in_step
from mountain.ground import Ground
from mountain.large import cached_while_small
from mountain.native import compiled_phone, compiled_rule
from mountain.optimizers import OPTIMIZERS
from mountain.plan import PARAMETERS, Plan
from mountain.records import HIKER, MEMORY, PLAN
from mountain.regression import Regression
from mountain.terrain import Terrain
from mountain.track import MEMORIES, Leg, Track, surfaces_of
from mountain.walk import walk

_NO_ROWS = np.empty((1, 0), HIKER)
_NO_SAMPLES = np.empty((2, 0))
_NO_PAGES = np.zeros((1, 1), MEMORY)
#: From so many alike on, hikers walk in step; so many at a time, at most, are handed to a thread.
_LEAST_CROWD = 16
_SLICE = 16384
_THREADS = 2


def _records(plans: Sequence[Plan]) -> NDArray[np.void]:
    """Number the plans' settings as the kernels need them, shape (n,)."""
    records = np.zeros(len(plans), PLAN)
    for name in PLAN.names or ():
        values = [getattr(plan, name) for plan in plans]
        choices = list(PARAMETERS[name].choices) if name in PARAMETERS else []
        records[name] = [choices.index(value) for value in values] if choices else values
    return records


def _edges(terrain: Terrain) -> NDArray[np.float64]:
    window = terrain.window
    return np.array([window.x0, window.x1, window.y0, window.y1], float)


def _samples(terrain: Terrain) -> NDArray[np.float64]:
    """Return the points that a terrain is made of, shape (2, n); most are made of none."""
    ground = terrain.ground
    return ground.points if isinstance(ground, Regression) else _NO_SAMPLES


def _beginnings(optimizer: str, count: int) -> NDArray[np.void]:
    """Return what an optimizer remembers at first, for so many hikers."""
    memories, rule = np.zeros(count, MEMORY), OPTIMIZERS[optimizer]
    for name, symbol in zip(MEMORIES, rule.memory, strict=False):
        for axis in "xy":
            memories[f"{name}_{axis}"] = rule.begins.get(symbol, 0.0)
    return memories


@cached_while_small(maxsize=8)
def _phone_of(ground: Ground) -> Phone:
    """Compile a crowd's reading of a ground's slope, once."""
    return compiled_phone(ground.node)


@dataclass(frozen=True)
class _Group:
    """Hikers with one optimizer, and the states and memories that they are left at."""

    terrain: Terrain
    plans: Sequence[Plan]
    hikers: NDArray[np.void]
    memories: NDArray[np.void]

    def walk(self, steps: int, rows: NDArray[np.void], pages: NDArray[np.void]) -> None:
        """Walk so many steps, and fill in rows and pages where there is room."""
        walk(
            *surfaces_of(self.terrain.ground),
            compiled_rule(OPTIMIZERS[self.plans[0].optimizer]),
            _edges(self.terrain),
            _samples(self.terrain),
            _records(self.plans),
            self.hikers,
            self.memories,
            steps,
            rows,
            pages,
        )


def _put_down(
    terrain: Terrain, plans: Sequence[Plan], positions: NDArray[np.float64], numbers: ArrayLike
) -> _Group:
    """Put hikers with one optimizer down; they have read nothing yet."""
    hikers = np.zeros(len(plans), HIKER)
    _put_in(hikers, positions, numbers)
    return _Group(terrain, plans, hikers, _beginnings(plans[0].optimizer, len(plans)))


def _put_in(hikers: NDArray[np.void], positions: NDArray[np.float64], numbers: ArrayLike) -> None:
    hikers["x"], hikers["y"] = positions.T
    hikers["hiker"], hikers["step"] = numbers, -1


def _walk_in_step(
    terrain: Terrain, plan: Plan, places: NDArray[np.float64], steps: int
) -> NDArray[np.void]:
    """Walk hikers who all have one plan and read by phone, on two threads; keep no track."""
    numbers, hikers = np.arange(len(places)), np.zeros(len(places), HIKER)
    moving = plan.stride_cap == math.inf
    walk_some_in_step = partial(
        walk_in_step,
        _phone_of(terrain.ground),
        compiled_rule(OPTIMIZERS[plan.optimizer], CROWD_LANES, moving=moving),
        _edges(terrain),
        _records([plan])[0],
    )

    size = min(_SLICE, math.ceil(len(places) / _THREADS / CROWD) * CROWD)

    def walk_some(first: int) -> None:
        some = slice(first, first + size)
        _put_in(hikers[some], places[some], numbers[some])
        walk_some_in_step(hikers[some], _beginnings(plan.optimizer, len(hikers[some])), steps)

    with ThreadPoolExecutor(_THREADS) as pool:
        list(pool.map(walk_some, range(0, len(places), size)))
    return hikers


def start(
    terrain: Terrain,
    plan: Plan,
    position: tuple[float, float] | None = None,
    number: int = 0,
) -> Track:
    """Put a hiker down, and let them take the first reading.

    Parameters
    ----------
    terrain : Terrain
        The mountain.
    plan : Plan
        What the hiker has decided.
    position : (float, float), optional
        Where; the terrain's own start when not given.
    number : int
        Who of a race it is; noise depends on it.

    Returns
    -------
    Track
        Of one position.

    Raises
    ------
    TerrainError
        When the position is off the map or has no ground.
    """
    place = terrain.checked_start(*(terrain.start if position is None else position))
    alone = _put_down(terrain, [plan], np.array([place]), [number])
    alone.walk(0, _NO_ROWS, _NO_PAGES)
    alone.hikers.flags.writeable = alone.memories.flags.writeable = False
    return Track(terrain, (Leg(0, plan),), alone.hikers, alone.memories)


def advance(track: Track, steps: int) -> Track:
    """Walk on for at most so many steps; the track that was given stays as it is."""
    room = min(steps, track.plan.steps - track.steps)
    if track.ended or room <= 0:
        return track
    rows = np.empty(len(track) + room, HIKER)
    # As bytes: field by field, a long track takes ten times as long to copy.
    rows[: len(track)].view(np.uint8)[:] = track.rows.view(np.uint8)
    pages = _pages(track, room)
    memories = track.pages[-1:].copy()
    if track.plan_at(track.steps).optimizer != track.plan.optimizer:
        memories = _beginnings(track.plan.optimizer, 1)
    alone = _Group(track.terrain, [track.plan], track.rows[-1:].copy(), memories)
    kept = _NO_PAGES if track.plan.plain else pages[None, len(track) :]
    alone.walk(room, rows[None, len(track) :], kept)
    walked = int(alone.hikers[0]["step"]) + 1
    rows, pages = rows[:walked], pages[:walked]
    rows.flags.writeable = pages.flags.writeable = False
    return replace(track, rows=rows, pages=pages)


def _pages(track: Track, room: int) -> NDArray[np.void]:
    """Return a track's pages with so many more; for plain hikers they are all one empty page."""
    if track.plan.plain and not track.remembers:
        return np.broadcast_to(_NO_PAGES[0, :1], len(track) + room)
    pages = np.zeros(len(track) + room, MEMORY)
    pages[: len(track)] = track.pages
    return pages


def replan(track: Track, plan: Plan) -> Track:
    """Change the plan in mid-hike: it holds from the next step on.

    Another optimizer begins anew: it knows nothing of what the one before remembered.
    """
    if plan == track.plan:
        return track
    first = track.steps + 1
    earlier = tuple(leg for leg in track.legs if leg.first < first)
    # A change that is taken back before a step was walked is no change.
    changes = () if plan == earlier[-1].plan else (Leg(first, plan),)
    return replace(track, legs=(*earlier, *changes))


def outcomes(
    terrain: Terrain, plans: Sequence[Plan], positions: NDArray[np.float64], steps: int
) -> NDArray[np.void]:
    """Walk a crowd, one plan each, and return their last states.

    Parameters
    ----------
    terrain : Terrain
        The mountain.
    plans : sequence of Plan, length n
        One for each hiker.
    positions : array, shape (n, 2)
        Where each sets out.
    steps : int
        How many steps each walks at most.

    Returns
    -------
    array of `records.HIKER`, shape (n,)
        The same numbers, bit for bit, as each would have got alone; they are numbered in order.
    """
    places = np.asarray(positions, float)
    # Of a million plans, those that are one object are found equal at a glance.
    if len(plans) >= _LEAST_CROWD and plans.count(plans[0]) == len(plans):
        of_all_points = plans[0].batch == 0 or not _samples(terrain).size
        in_step = plans[0].reading == "phone" and plans[0].clock == "even"
        if in_step and of_all_points:
            return _walk_in_step(terrain, plans[0], places, steps)
    left = np.zeros(len(plans), HIKER)
    optimizers = np.array([plan.optimizer for plan in plans])
    for optimizer in dict.fromkeys(optimizers.tolist()):
        alike = np.flatnonzero(optimizers == optimizer).tolist()
        group = _put_down(terrain, [plans[index] for index in alike], places[alike], alike)
        group.walk(steps, np.empty((len(alike), 0), HIKER), _NO_PAGES)
        left[alike] = group.hikers
    return left
