"""Underfoot: how the ground goes on where a hiker called it flat, in words."""

from __future__ import annotations

import math

import numpy as np

from mountain.batches import batch_at
from mountain.landmarks import MAXIMUM, PASS, Landmark
from mountain.track import Track
from mountain.wording import distance, figure, length

#: Whoever stopped by chance is well off a place from this share of its height below (climbing:
#: above) the middle height of the map, taken from so many columns and rows.
_WELL_OFF, _MEDIAN_OF = 0.02, (41, 41)


def underfoot(track: Track) -> str:
    """Tell how the ground goes on where it was called flat."""
    slope = float(track.slope[-1])
    if not math.isfinite(slope):
        return "what is underfoot has no slope at all"
    if slope == 0:
        return "the ground is level here"
    return f"the ground still {'climbs' if track.plan.ascend else 'falls'} by {slope:.2g} a unit"


def is_by_chance(track: Track, place: Landmark) -> bool:
    """Tell whether it was by chance that a reading was flat: on a slope, well off the place."""
    by_chance = track.plan.noise > 0 or bool(batch_at(track, track.steps))
    if not by_chance or not float(track.slope[-1]) > 10 * track.plan.flat:
        return False
    heights = track.terrain.ground.height(*track.terrain.window.grid(*_MEDIAN_OF))
    known = heights[np.isfinite(heights)]
    relief = abs(float(np.median(known)) - place.height) if known.size else 0.0
    return abs(float(track.height[-1]) - place.height) > _WELL_OFF * relief


def chance_clause(track: Track, place: Landmark) -> str:
    """Tell what is so where a reading was flat by chance, in words that end a reason."""
    unit, onward = track.terrain.ground.unit, "climbs" if track.plan.ascend else "falls"
    steep = figure(float(track.slope[-1]), ".2g", "endlessly")
    here, there = (
        length(each, "z.2f", "", unit) for each in (float(track.height[-1]), place.height)
    )
    return (
        f"the reading misled you: here, at {here}, the ground {onward} by {steep} a unit. "
        f"The nearest level place, at {there}, is {_away(track, place)} away."
    )


def shape(place: Landmark) -> str:
    """Tell how the ground goes on from a place; of a curvature that is 0 nothing is told."""
    low, high = (f"{each:+.2g}" if each else "" for each in place.curvatures)
    both = f" ({low}, {high})" if low and high else f" ({low or high})" if low or high else ""
    bends = both if place.limit else " from this sharp point"
    if place.kind == PASS:
        if low and high:
            return f"bends down one way ({low}) and up the other ({high})"
        return "falls away one way and rises another"
    falls = "falls away" if place.kind == MAXIMUM else "rises"
    if place.level:
        floor = "ridge" if place.kind == MAXIMUM else "valley floor"
        return f"{falls} on both sides of this level {floor}{bends}"
    return f"{falls} on every side{bends}"


def smoothed(track: Track, place: Landmark) -> str:
    """Tell where the reading called flat what is not: a wide stance smooths, and noise misleads."""
    slope = float(track.slope[-1])
    if not slope > 10 * track.plan.flat or place.limit == 0:
        return ""
    steep = figure(slope, ".2g", "too steep for a number")
    here = length(float(track.height[-1]), "z.2f", "", track.terrain.ground.unit)
    return (
        f" The reading misled you: it is {_away(track, place)} from here, "
        f"and the slope is {steep} where you stand, at {here}."
    )


def _away(track: Track, place: Landmark) -> str:
    """Tell how far a place is from where the hiker stands."""
    far = math.hypot(place.x - track.x[-1], place.y - track.y[-1])
    return distance(far, ".2g", "endlessly far", track.terrain.ground.unit)
