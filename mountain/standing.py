"""How hikers stand: whether they walk on, or what has stopped them."""

from __future__ import annotations

import math

import numpy as np

from mountain.compilation import kernel
from mountain.records import FLAT, LOST, NIGHT, OFF_THE_MAP, WALKING, Pair

#: West, east, south and north.
Edges = tuple[float, float, float, float]


@kernel
def placed(edges: Edges, place: Pair) -> int:
    """Return what stops a hiker in a place: nothing on the map, and its edges are still on it."""
    (x, y), (west, east, south, north) = place, edges
    if west <= x <= east and south <= y <= north:
        return WALKING
    return OFF_THE_MAP if math.isfinite(x) and math.isfinite(y) else LOST


@kernel
def after_reading(plan: np.void, slope: Pair, minutes: float, stopped: int) -> int:
    """Return what stops a hiker who has just read a slope, where nothing else had."""
    if not (math.isfinite(slope[0]) and math.isfinite(slope[1])):
        return LOST
    flat = slope[0] * slope[0] + slope[1] * slope[1] < plan["flat"] * plan["flat"]
    # What is read by the last light still counts.
    return FLAT if flat and stopped == WALKING and minutes <= plan["daylight"] else stopped


@kernel
def judged(
    plan: np.void,
    edges: Edges,
    place: Pair,
    slope: Pair,
    minutes: float,
    read: bool,
    night: bool,
) -> int:
    """Return what has stopped a hiker; `_hike` tells the order."""
    if not (math.isfinite(slope[0]) and math.isfinite(slope[1])):
        return LOST
    stopped = placed(edges, place)
    if read:
        stopped = after_reading(plan, slope, minutes, stopped)
    return NIGHT if night and stopped == WALKING else stopped
