"""Walking: start and advance make tracks, for one hiker or for a crowd."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mountain import kernels
from mountain.plan import PARAMETERS, Plan
from mountain.terrain import Terrain
from mountain.track import Leg, Track, surfaces_of


def _records(plans: Sequence[Plan]) -> NDArray[np.void]:
    """Number the plans' settings as the kernels need them, shape (n,)."""
    records = np.zeros(len(plans), kernels.PLAN)
    for name in kernels.PLAN.names or ():
        choices = list(PARAMETERS[name].choices)
        values = [getattr(plan, name) for plan in plans]
        records[name] = [choices.index(value) for value in values] if choices else values
    return records


def _edges(terrain: Terrain) -> NDArray[np.float64]:
    window = terrain.window
    return np.array([window.x0, window.x1, window.y0, window.y1], float)


def start(terrain: Terrain, plan: Plan, position: tuple[float, float] | None = None) -> Track:
    """Put a hiker down, and let them take the first reading.

    Parameters
    ----------
    terrain : Terrain
        The mountain.
    plan : Plan
        What the hiker has decided.
    position : (float, float), optional
        Where; the terrain's own start when not given.

    Returns
    -------
    Track
        Of one position.

    Raises
    ------
    TerrainError
        When the position is off the map or has no ground.
    """
    x, y = terrain.checked_start(*(terrain.start if position is None else position))
    hikers = np.zeros(1, kernels.HIKER)
    hikers["x"], hikers["y"] = x, y
    nothing = np.empty((1, 0), kernels.HIKER)
    kernels.walk(
        *surfaces_of(terrain.formula), _edges(terrain), _records([plan]), hikers, True, 0, nothing
    )
    hikers.flags.writeable = False
    return Track(terrain, (Leg(0, plan),), hikers)


def advance(track: Track, steps: int) -> Track:
    """Walk on for at most so many steps; the track that was given stays as it is."""
    room = min(steps, track.plan.steps - track.steps)
    if track.ended or room <= 0:
        return track
    hikers = track.rows[-1:].copy()
    rows = np.empty(len(track) + room, kernels.HIKER)
    # As bytes: field by field, a long track takes ten times as long to copy.
    rows[: len(track)].view(np.uint8)[:] = track.rows.view(np.uint8)
    kernels.walk(
        *surfaces_of(track.terrain.formula),
        _edges(track.terrain),
        _records([track.plan]),
        hikers,
        False,
        room,
        rows[None, len(track) :],
    )
    rows = rows[: int(hikers[0]["step"]) + 1]
    rows.flags.writeable = False
    return replace(track, rows=rows)


def replan(track: Track, plan: Plan) -> Track:
    """Change the plan in mid-hike: it holds from the next step on."""
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
    array of `kernels.HIKER`, shape (n,)
        The same numbers, bit for bit, as each would have got alone.
    """
    hikers = np.zeros(len(plans), kernels.HIKER)
    hikers["x"], hikers["y"] = np.asarray(positions, float).T
    nothing = np.empty((len(plans), 0), kernels.HIKER)
    surfaces = surfaces_of(terrain.formula)
    kernels.walk(*surfaces, _edges(terrain), _records(plans), hikers, True, steps, nothing)
    return hikers
