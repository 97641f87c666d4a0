"""Fates: how a hike ended, and the sentence that gives the reason with its numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mountain import kernels
from mountain.clock import time_of_day
from mountain.landmarks import (
    MAXIMUM,
    MINIMUM,
    PASS,
    Landmark,
    homes,
    landmark_near,
    landmarks,
    nearest_home,
)
from mountain.track import Track

#: How many readings that turn back without getting anywhere make a bounce.
BOUNCES = 10


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


def turned_back(track: Track) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell for every reading after the first whether it sent the hiker back the way they came."""
    taken = np.flatnonzero(track.measured)
    grad_x, grad_y = track.grad_x[taken], track.grad_y[taken]
    with np.errstate(all="ignore"):
        turned: np.ndarray[tuple[int], np.dtype[np.bool_]] = (
            grad_x[1:] * grad_x[:-1] + grad_y[1:] * grad_y[:-1] < 0
        )
    return turned


def is_bouncing(track: Track) -> bool:
    """Tell whether the last `BOUNCES` readings turned back without getting anywhere.

    They get somewhere when the best height of the later half beats that of the earlier half by more
    than a thousandth of what one reading is worth: η·k·|g|², the way walked times the slope.
    """
    turned = turned_back(track)
    if len(turned) < BOUNCES or not turned[-BOUNCES:].all():
        return False
    taken = np.flatnonzero(track.measured)[-BOUNCES:]
    heights = track.height[taken]
    climbed = heights if track.plan.ascend else -heights
    # The spread of the heights is no measure: between two places of one height it is nothing.
    with np.errstate(all="ignore"):
        gained = climbed[BOUNCES // 2 :].max() - climbed[: BOUNCES // 2].max()
        worth = track.plan.stride * (track.grad_x[taken] ** 2 + track.grad_y[taken] ** 2).mean()
        return bool(gained <= 1e-3 * worth)


def ending(track: Track) -> Ending:
    """Tell the fate of a hike as far as it has gone, and the reason."""
    tell = _STORIES[int(track.rows[-1]["stopped"])]
    return tell(track)


def _ended(name: str, reason: str) -> Ending:
    return Ending(FATES[name], reason)


def _slope(track: Track) -> float:
    return math.hypot(track.grad_x[-1], track.grad_y[-1])


def _limit_clause(track: Track, place: Landmark | None) -> str:
    """Compare η·k with the limit at a place, in words that begin a sentence."""
    stride = track.plan.stride
    if not track.plan.plain:
        return f"η = {track.plan.learning_rate:.3g}, k = {track.plan.measure_every}."
    if place is None or not math.isfinite(place.limit):
        return f"η·k = {stride:.3g}."
    if place.limit == 0:
        return f"η·k = {stride:.3g}, and at a sharp point no stride is short enough to settle."
    relation = "above" if stride > place.limit else "below"
    if math.isclose(stride, place.limit, rel_tol=1e-9):
        relation = "exactly"
    return f"η·k = {stride:.3g} is {relation} the limit 2/λ = {place.limit:.3g}."


def _flat(track: Track) -> Ending:
    x, y, ascend = float(track.x[-1]), float(track.y[-1]), track.plan.ascend
    place = landmark_near(track.terrain, x, y)
    felt = f"The slope you measured is flat ({_slope(track):.2g})"
    if place is None:
        goal, way = ("summit", "climbs") if ascend else ("bottom", "falls")
        reason = (
            f"{felt}, below the {track.plan.flat:g} at which you stop, "
            f"but no {goal} is near: the ground still {way} by {track.slope[-1]:.2g} a unit."
        )
        return _ended("plateau", reason)
    if place.kind != (MAXIMUM if ascend else MINIMUM):
        return _on_a_pass(felt, place)
    return _settled(track, felt, place)


def _on_a_pass(felt: str, place: Landmark) -> Ending:
    low, high = place.curvatures
    shape = {
        PASS: f"bends down one way ({low:+.2g}) and up the other ({high:+.2g})",
        MAXIMUM: f"falls away on every side ({low:+.2g}, {high:+.2g})",
        MINIMUM: f"rises on every side ({low:+.2g}, {high:+.2g})",
    }[place.kind]
    return _ended("pass", f"{felt}, yet the ground {shape}: one step aside, and the way goes on.")


def _settled(track: Track, felt: str, place: Landmark) -> Ending:
    ascend = track.plan.ascend
    home = nearest_home(track.terrain, place.x, place.y, ascend)
    best = "higher" if ascend else "lower"
    if home is None or abs(place.height - home.height) <= 1e-9 * max(1.0, abs(home.height)):
        equals = _equals(place, len(homes(track.terrain, ascend)) - 1)
        goal = "top on the map is higher" if ascend else "hollow on the map is lower"
        reason = f"{felt}, and no {goal} than this {place.height:.2f}{equals}."
        return _ended("summit" if ascend else "home", reason + _smoothed(track, place))
    distance = math.hypot(home.x - place.x, home.y - place.y)
    there = "the summit" if ascend else "home"
    reason = (
        f"{felt}, but this {'top' if ascend else 'hollow'} at {place.height:.2f} is not the end: "
        f"{there} is {abs(home.height - place.height):.2f} {best}, {distance:.1f} away."
    )
    return _ended("false_summit" if ascend else "false_bottom", reason + _smoothed(track, place))


def _equals(place: Landmark, others: int) -> str:
    """Tell how many other places are as good; along a level ridge or valley there is no number."""
    low, high = sorted(abs(curvature) for curvature in place.curvatures)
    if others <= 0 or low <= 1e-6 * high:
        return ""
    return f" ({others} other place{'s' * (others > 1)} as good)"


def _smoothed(track: Track, place: Landmark) -> str:
    """Tell where the reading called flat what is not: a wide stance smooths, and noise misleads."""
    slope = float(track.slope[-1])
    if slope <= 10 * track.plan.flat or place.limit == 0:
        return ""
    distance = math.hypot(place.x - track.x[-1], place.y - track.y[-1])
    return f" The reading misled you: it is {distance:.2g} from here, and the slope is {slope:.2g}."


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
        f"{_limit_clause(track, place)}"
    )
    return _ended("bouncing", reason)


def _night(track: Track) -> Ending:
    if is_bouncing(track):
        return _bounced(track)
    plan, readings = track.plan, int(track.readings[-1])
    goal = nearest_home(track.terrain, float(track.x[-1]), float(track.y[-1]), plan.ascend)
    spent = track.minutes_reading(track.steps)
    reason = (
        f"The sun set at {time_of_day(plan.daylight)}, after {track.steps} steps and "
        f"{readings} readings; readings took {spent:.0f} of the {track.minutes[-1]:.0f} minutes."
    )
    if goal is not None:
        distance = math.hypot(goal.x - track.x[-1], goal.y - track.y[-1])
        away = "underfoot" if distance < 1e-3 else f"{distance:.2g} away"
        reason += f" {'The summit' if plan.ascend else 'Home'} is {away}."
    return _ended("night", reason)


def _off_the_map(track: Track) -> Ending:
    window = track.terrain.window
    # A hike that does not stop at the edge may have left long before its last step.
    inside = (window.x0 <= track.x) & (track.x <= window.x1)
    inside &= (window.y0 <= track.y) & (track.y <= window.y1)
    step = len(inside) - int(np.argmax(inside[::-1])) if inside.any() else 0
    x, y = float(track.x[step]), float(track.y[step])
    before = max(step - 1, 0)
    stride = math.hypot(x - track.x[before], y - track.y[before])
    home = nearest_home(track.terrain, x, y, track.plan.ascend)
    return _ended(
        "off_the_map",
        f"Step {step} was {stride:.2g} long and left the map at ({x:.3g}, {y:.3g}). "
        f"{_limit_clause(track, home)}",
    )


def _lost(track: Track) -> Ending:
    x, y = float(track.x[-1]), float(track.y[-1])
    return _ended("lost", f"At ({x:.3g}, {y:.3g}) there is no ground: no height, no slope.")


def _walking(track: Track) -> Ending:
    if track.steps < track.plan.steps:
        return _ended("walking", f"The slope you walk on is {_slope(track):.2g}.")
    if is_bouncing(track):
        return _bounced(track)
    still = "still " if _slope(track) >= track.plan.flat else ""
    slope = f"the slope you walk on is {still}{_slope(track):.2g}"
    return _ended("walking", f"All {track.steps} steps are used up; {slope}.")


_STORIES: dict[int, Callable[[Track], Ending]] = {
    kernels.WALKING: _walking,
    kernels.FLAT: _flat,
    kernels.OFF_THE_MAP: _off_the_map,
    kernels.NIGHT: _night,
    kernels.LOST: _lost,
}
