"""Fates: how a hike ended, and the sentence that gives the reason with its numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mountain import records
from mountain.clock import time_of_day
from mountain.landmarks import (
    MAXIMUM,
    MINIMUM,
    Landmark,
    homes,
    landmarks,
    nearest_home,
)
from mountain.resting_place import landmark_near
from mountain.strides import batch_clause, limit_clause, stride_clause, why_off
from mountain.track import Track
from mountain.turning import BOUNCES, is_bouncing, turned_back
from mountain.underfoot import chance_clause, is_by_chance, shape, smoothed, underfoot
from mountain.wording import counted, distance, figure, length


@dataclass(frozen=True)
class Fate:
    """One way for a hike to end.

    Attributes
    ----------
    name, title : str
        The name in code and files, and the word on the screen.
    arrived : bool
        Whether it is what the hiker set out for.
    """

    name: str
    title: str
    arrived: bool = False


FATES: dict[str, Fate] = {
    fate.name: fate
    for fate in (
        Fate("walking", "Walking"),
        Fate("home", "Home", arrived=True),
        Fate("false_bottom", "False bottom"),
        Fate("summit", "Summit", arrived=True),
        Fate("false_summit", "False summit"),
        Fate("pass", "On a pass"),
        Fate("plateau", "On a plateau"),
        Fate("bouncing", "Bouncing"),
        Fate("off_the_map", "Off the map"),
        Fate("night", "Night"),
        Fate("lost", "Lost"),
    )
}


@dataclass(frozen=True)
class Ending:
    """What became of a hike.

    Attributes
    ----------
    fate : Fate
        One of `FATES`.
    reason : str
        One sentence or two for a learner, with the numbers.
    """

    fate: Fate
    reason: str


def ending(track: Track) -> Ending:
    """Tell the fate of a hike as far as it has gone, and the reason."""
    tell = _STORIES[int(track.rows[-1]["stopped"])]
    return tell(track)


def _ended(name: str, reason: str) -> Ending:
    return Ending(FATES[name], reason)


def _at(x: float, y: float) -> str:
    return f"({figure(x, '.3g', '')}, {figure(y, '.3g', '')})"


def _slope(track: Track) -> float:
    return math.hypot(track.grad_x[-1], track.grad_y[-1])


def _flat(track: Track) -> Ending:
    x, y, ascend = float(track.x[-1]), float(track.y[-1]), track.plan.ascend
    place = landmark_near(track.terrain, x, y)
    felt = f"The slope you measured is flat ({_slope(track):.2g})"
    if place is None:
        goal = "summit" if ascend else "bottom"
        reason = (
            f"{felt}, below the {track.plan.flat:g} at which you stop, "
            f"but no {goal} is near: {underfoot(track)}."
        )
        return _ended("plateau", reason)
    if is_by_chance(track, place):
        return _ended("plateau", f"{felt}, but {chance_clause(track, place)}")
    if place.kind != (MAXIMUM if ascend else MINIMUM):
        return _on_a_pass(felt, place)
    return _settled(track, felt, place)


def _on_a_pass(felt: str, place: Landmark) -> Ending:
    reason = f"{felt}, yet the ground {shape(place)}: one step aside, and the way goes on."
    return _ended("pass", reason)


def _settled(track: Track, felt: str, place: Landmark) -> Ending:
    ascend, unit = track.plan.ascend, track.terrain.ground.unit
    height = length(place.height, "z.2f", "", unit)
    sign = -1.0 if ascend else 1.0
    home = nearest_home(track.terrain, place.x, place.y, ascend)
    best = "higher" if ascend else "lower"
    lacking = 0.0 if home is None else sign * (place.height - home.height)
    if home is None or lacking <= 1e-9 * max(1.0, abs(home.height)):
        equals = _equals(place, len(homes(track.terrain, ascend)) - 1)
        goal = "top on the map is higher" if ascend else "hollow on the map is lower"
        this = f"{'ridge' if ascend else 'valley floor'} at {height}" if place.level else height
        reason = f"{felt}, and no {goal} than this {this}{equals}."
        return _ended("summit" if ascend else "home", reason + smoothed(track, place))
    lower = length(abs(home.height - place.height), ".2f", "endlessly", unit)
    away = math.hypot(home.x - place.x, home.y - place.y)
    far = distance(away, ".1f", "endlessly far", unit)
    there = "the summit" if ascend else "home"
    this = ("ridge" if ascend else "valley floor") if place.level else "top" if ascend else "hollow"
    reason = (
        f"{felt}, but this {this} at {height} is not the end: "
        f"{there} is {lower} {best}, {far} away."
    )
    return _ended("false_summit" if ascend else "false_bottom", reason + smoothed(track, place))


def _equals(place: Landmark, others: int) -> str:
    """Tell how many other places are as good; along a level ridge or valley there is no number."""
    low, high = sorted(abs(curvature) for curvature in place.curvatures)
    if others <= 0 or place.level or low <= 1e-6 * high:
        return ""
    return f" ({counted(others, 'other place')} as good)"


def _bounced(track: Track) -> Ending:
    turned = turned_back(track)[-50:]
    taken = np.flatnonzero(track.measured)[-BOUNCES:]
    middle_x, middle_y = float(track.x[taken].mean()), float(track.y[taken].mean())
    kind = MAXIMUM if track.plan.ascend else MINIMUM
    place = min(
        (each for each in landmarks(track.terrain) if each.kind == kind),
        key=lambda each: math.hypot(each.x - middle_x, each.y - middle_y),
        default=None,
    )
    reason = (
        f"{int(turned.sum())} of the last {len(turned)} readings sent you back the way you came. "
        f"{limit_clause(track, place)}{batch_clause(track)}"
    )
    return _ended("bouncing", reason)


def _night(track: Track) -> Ending:
    if is_bouncing(track):
        return _bounced(track)
    plan, readings = track.plan, counted(int(track.readings[-1]), "reading")
    x, y, spent = float(track.x[-1]), float(track.y[-1]), track.minutes_reading(track.steps)
    goal = nearest_home(track.terrain, x, y, plan.ascend)
    reason = (
        f"The sun set at {time_of_day(plan.daylight)}, "
        f"after {counted(track.steps, 'step')} and {readings}"
    )
    if math.isfinite(spent):
        # No clock shows a minute that is not over.
        times = np.floor([spent, track.minutes[-1]]).tolist()
        took, minutes = (figure(each, ".0f", "") for each in times)
        reason += f"; readings took {took} of the {minutes} minutes"
    if goal is not None:
        far = math.hypot(goal.x - x, goal.y - y)
        away = distance(far, ".2g", "endlessly far", track.terrain.ground.unit) + " away"
        there = "The summit" if plan.ascend else "Home"
        reason += f". {there} is {'underfoot' if far < 1e-3 else away}"
    return _ended("night", f"{reason}.")


def _off_the_map(track: Track) -> Ending:
    window = track.terrain.window
    # A hike that does not stop at the edge may have left long before its last step.
    inside = (window.x0 <= track.x) & (track.x <= window.x1)
    inside &= (window.y0 <= track.y) & (track.y <= window.y1)
    step = len(inside) - int(np.argmax(inside[::-1])) if inside.any() else 0
    x, y = float(track.x[step]), float(track.y[step])
    before = max(step - 1, 0)
    stride = math.hypot(x - track.x[before], y - track.y[before])
    long = distance(stride, ".2g", "endlessly", track.terrain.ground.unit)
    return _ended(
        "off_the_map",
        f"Step {step} was {long} long and left the map at {_at(x, y)}. "
        f"{why_off(track, before, step)}",
    )


def _lost(track: Track) -> Ending:
    # Who is lost stays so, wherever a walk without a stop leads from there.
    step = int(np.argmax(track.rows["stopped"] == records.LOST))
    x, y, height = (float(each[step]) for each in (track.x, track.y, track.height))
    if not (math.isfinite(x) and math.isfinite(y)):
        last = step - 1
        reason = (
            f"Step {step} became too large for numbers: "
            f"the last place that has any was {_at(track.x[last], track.y[last])}. "
            f"{stride_clause(track)}."
        )
    elif not math.isfinite(height):
        reason = f"At {_at(x, y)} there is no ground: no height, no slope."
    else:
        exact = "the slope there has no number"
        felt = f"no slope came of what lies h = {track.plan_at(step).probe_length:.3g} around it"
        why = exact if track.plan_at(step).reading == "exact" else felt
        high = length(height, ".3g", "", track.terrain.ground.unit)
        reason = f"At {_at(x, y)} the height is {high}, but the reading failed: {why}."
    return _ended("lost", reason)


def _walking(track: Track) -> Ending:
    slope = _slope(track)
    told = figure(slope, ".2g", "too steep for a number")
    if track.steps < track.plan.steps:
        return _ended("walking", f"The slope you walk on is {told}.")
    if is_bouncing(track):
        return _bounced(track)
    steps = f"All {track.steps} steps are used up"
    if track.steps < 2:
        steps = "The only step is used up" if track.steps else "There was no step to walk"
    if slope == 0:
        return _ended("walking", f"{steps}; the ground you read is level.")
    still = "still " if slope >= track.plan.flat else ""
    return _ended("walking", f"{steps}; the slope you walk on is {still}{told}.")


_STORIES: dict[int, Callable[[Track], Ending]] = {
    records.WALKING: _walking,
    records.FLAT: _flat,
    records.OFF_THE_MAP: _off_the_map,
    records.NIGHT: _night,
    records.LOST: _lost,
}
