"""The ways to come: where hikers would get by the knobs as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

import mountain
from mountain import Entrant, Floats, Lineup

if TYPE_CHECKING:
    from mountain import Race, Track

#: So many steps are thought ahead.
LOOK_AHEAD = 2_000


def ways_to_come(race: Race, lineup: Lineup, step: int) -> tuple[Floats, ...]:
    """Return each hiker's way from a step on.

    Parameters
    ----------
    race : Race
        Walked as far ahead as is to be shown.
    lineup : Lineup
        By which plans. After somebody's end, theirs is the way of a hike with other knobs.

    Returns
    -------
    tuple of arrays, shape (n, 3)
        x, y, and 1 where a reading is taken.
    """
    together = zip(race.tracks, lineup.entrants, strict=True)
    return tuple(_way(track, entrant, step) for track, entrant in together)


def _way(track: Track, entrant: Entrant, step: int) -> Floats:
    first = step
    if track.ended and step >= track.steps and entrant.plan != track.plan:
        begun = mountain.start(track.terrain, entrant.plan, entrant.start, track.number)
        track, first = mountain.advance(begun, LOOK_AHEAD), 0
    rows = track.rows[first : first + LOOK_AHEAD + 1]
    return np.stack([rows["x"], rows["y"], rows["on_reading"] == 0], -1)
