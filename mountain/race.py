"""Races: hikers on one mountain, each with a plan and a start of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mountain.fate import Ending, ending
from mountain.hike import advance, replan, start
from mountain.lineup import MOST_HIKERS, Entrant
from mountain.plan import Plan
from mountain.terrain import Terrain
from mountain.track import Track


@dataclass(frozen=True)
class Standing:
    """How one hiker of a race is doing.

    Attributes
    ----------
    number : int
        Who of the race; 0 is the first.
    rank : int
        In which place they arrived, 1 is the first; 0 for who has not arrived.
    ending : Ending
        What has become of them so far.
    minutes, steps, readings, height, slope : numbers
        Where they are.
    """

    number: int
    rank: int
    ending: Ending
    minutes: float
    steps: int
    readings: int
    height: float
    slope: float


@dataclass(frozen=True, eq=False)
class Race:
    """Hikers who set out together, each numbered by their place; a value, as a track is.

    Attributes
    ----------
    tracks : tuple of Track
        Where each has been; a hiker whose hike is over has no more steps.
    """

    tracks: tuple[Track, ...]

    @property
    def terrain(self) -> Terrain:
        """The mountain."""
        return self.tracks[0].terrain

    @property
    def steps(self) -> int:
        """Steps walked by who has walked the most."""
        return max(track.steps for track in self.tracks)

    @property
    def rows(self) -> int:
        """How many positions there are, of all hikers together."""
        return sum(len(track) for track in self.tracks)

    @property
    def ended(self) -> bool:
        """Whether all hikes are over."""
        return all(track.ended for track in self.tracks)

    def until(self, step: int) -> Race:
        """Return the race as it was after that many steps."""
        return Race(tuple(track.until(min(step, track.steps)) for track in self.tracks))

    def with_track(self, track: Track) -> Race:
        """Return the race with another track of the hiker of the same number."""
        before, after = self.tracks[: track.number], self.tracks[track.number + 1 :]
        return Race((*before, track, *after))


def start_race(terrain: Terrain, entrants: Iterable[Entrant]) -> Race:
    """Put hikers down, and let each take the first reading.

    Raises
    ------
    TerrainError
        When a start is off the map or has no ground.
    ValueError
        When there is nobody, or there are more than `MOST_HIKERS`.
    """
    everybody = list(entrants)
    if not 1 <= len(everybody) <= MOST_HIKERS:
        raise ValueError(f"race: must have 1 to {MOST_HIKERS} hikers, not {len(everybody)}")
    return Race(
        tuple(
            start(terrain, entrant.plan, entrant.start, number)
            for number, entrant in enumerate(everybody)
        )
    )


def advance_race(race: Race, steps: int) -> Race:
    """Have everybody walk on for at most so many steps from where the foremost is."""
    goal = race.steps + steps
    return Race(tuple(advance(track, goal - track.steps) for track in race.tracks))


def replan_race(race: Race, number: int, plan: Plan) -> Race:
    """Change one hiker's plan in mid-race."""
    return race.with_track(replan(race.tracks[number], plan))


def fork_race(race: Race, number: int, plan: Plan, step: int) -> Race:
    """Change one hiker's plan from a step on that has been walked; the others walk on as they did.

    What was changed after that step is forgotten, whoever it was. Everybody has walked as far as
    before, or to their end.
    """
    tracks = [_without_changes_after(track, step) for track in race.tracks]
    tracks[number] = replan(race.tracks[number].until(step), plan)
    return Race(tuple(advance(track, race.steps - track.steps) for track in tracks))


def _without_changes_after(track: Track, step: int) -> Track:
    if track.legs[-1].first <= step + 1:
        return track
    return replan(track.until(step), track.plan_at(step + 1))


def standings(race: Race) -> tuple[Standing, ...]:
    """Return how each hiker is doing, in the order of their numbers.

    Who has arrived is ranked by the minutes that it took; equal minutes are an equal rank.
    """
    endings = [ending(track) for track in race.tracks]
    arrivals = sorted(
        float(track.minutes[-1])
        for track, end in zip(race.tracks, endings, strict=True)
        if end.fate.arrived
    )
    return tuple(
        _standing(track, end, arrivals) for track, end in zip(race.tracks, endings, strict=True)
    )


def _standing(track: Track, end: Ending, arrivals: Sequence[float]) -> Standing:
    minutes = float(track.minutes[-1])
    return Standing(
        number=track.number,
        rank=arrivals.index(minutes) + 1 if end.fate.arrived else 0,
        ending=end,
        minutes=minutes,
        steps=track.steps,
        readings=int(track.readings[-1]),
        height=float(track.height[-1]),
        slope=float(track.slope[-1]),
    )
