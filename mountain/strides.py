"""Strides: η·k beside the limit, and why a step led off the map, in words."""

from __future__ import annotations

import math

import numpy as np

from mountain.batches import batch_limit, reads_batches
from mountain.landmarks import Landmark, nearest_home
from mountain.regression import Regression
from mountain.track import Track
from mountain.wording import counted, figure, length


def stride_clause(track: Track) -> str:
    """Tell η and k, in words that end a sentence."""
    plan = track.plan
    if not plan.plain or not math.isfinite(plan.stride):
        return f"η = {figure(plan.learning_rate, '.3g', '')}, k = {plan.measure_every}"
    return f"η·k = {figure(plan.stride, '.3g', 'endless')}"


def limit_clause(track: Track, place: Landmark | None) -> str:
    """Compare η·k with the limit at a place, in a sentence."""
    stride, told = track.plan.stride, stride_clause(track)
    if not track.plan.plain or place is None or math.isnan(place.limit):
        return f"{told}."
    if place.limit == math.inf:
        where = "top" if track.plan.ascend else "bottom"
        return f"{told}, and for a {where} that does not bend no limit is known."
    if place.limit == 0:
        return f"{told}, and at a sharp point no stride is short enough to settle."
    relation = "above" if stride > place.limit else "below"
    if math.isclose(stride, place.limit, rel_tol=1e-9):
        relation = "exactly"
    return f"{told} is {relation} the limit 2/λ = {figure(place.limit, '.3g', 'endless')}."


def batch_clause(track: Track) -> str:
    """Tell, in a sentence after others, what readings of batches do; of all points there is none.

    The limit 2/λ is that of all points, and batches may be steeper than all.
    """
    ground, plan = track.terrain.ground, track.plan
    if not isinstance(ground, Regression) or not reads_batches(ground, plan):
        return ""
    points, limit = counted(plan.batch, "point"), batch_limit(ground, plan.batch)
    is_steeper = plan.plain and not plan.ascend and limit < ground.limit * (1 - 1e-9)
    if not is_steeper or plan.stride < limit:
        return f" Readings look at a batch of {points}, and batches disagree on the way."
    alone = "point alone" if plan.batch == 1 else "batch"
    told = figure(limit, ".2g", "endless")
    return f" A batch of {points} may be steeper than all: for the steepest {alone} 2/λ is {told}."


def why_off(track: Track, before: int, step: int) -> str:
    """Tell why a step left the map: too long a stride, or a way that leads off it."""
    return _why_off(track, before, step) + batch_clause(track)


def _why_off(track: Track, before: int, step: int) -> str:
    if _leads_on(track, before, step):
        onward, told = ("rises", "up") if track.plan.ascend else ("falls", "down")
        why = f"The ground still {onward} there: the way {told} leads off this map"
        return f"{why}. {stride_clause(track)}."
    x, y = float(track.x[step]), float(track.y[step])
    home = nearest_home(track.terrain, x, y, track.plan.ascend)
    if track.plan.plain and home is not None and 0 < home.limit <= track.plan.stride:
        return limit_clause(track, home)
    heights = (float(track.height[each]) for each in (before, step))
    nowhere, unit = "where there is no ground", track.terrain.ground.unit
    low, high = (length(each, ".3g", nowhere, unit) for each in heights)
    why = f"The step led from a height of {low} to {high}, and over the edge"
    if home is not None and home.limit == math.inf:
        return f"{why}. {limit_clause(track, home)}"
    return f"{why}. {stride_clause(track)}."


def _leads_on(track: Track, before: int, step: int) -> bool:
    """Tell whether the ground goes the hiker's way at both ends of a step, and from end to end."""
    ends, sign = [before, step], 1.0 if track.plan.ascend else -1.0
    x, y = track.x[ends], track.y[ends]
    slope_x, slope_y = track.terrain.ground.gradient(x, y)
    with np.errstate(all="ignore"):
        along = sign * (slope_x * np.diff(x) + slope_y * np.diff(y))
        return bool((along > 0).all() and sign * np.diff(track.height[ends])[0] > 0)
