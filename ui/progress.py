"""Progress: how far hikes have been walked, and which step of them is shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

import mountain
from mountain import Floats, Lineup, Plan
from ui.coming import LOOK_AHEAD

if TYPE_CHECKING:
    from mountain import Race


@dataclass(frozen=True)
class Progress:
    """Hikes, some way ahead of what is shown.

    Attributes
    ----------
    race : Race
        The hikes.
    step : int
        The step that is shown.
    furthest : int
        The last step that has been shown.
    """

    race: Race
    step: int = 0
    furthest: int = 0

    @property
    def has_ended(self) -> bool:
        """Whether the last step of the last hike is shown."""
        return self.race.ended and self.step == self.race.steps

    @property
    def walked(self) -> Race:
        """The hikes as far as they have been shown."""
        return self.race.until(self.furthest)

    def own_step(self, number: int) -> int:
        """Return which step of a hiker is shown: their last, when others walk on."""
        return min(self.step, self.race.tracks[number].steps)

    def has_arrived(self, number: int) -> bool:
        """Tell whether a hiker's last step is shown."""
        track = self.race.tracks[number]
        return track.ended and self.step >= track.steps

    def at(self, step: int) -> Progress:
        """Show a step, as far as the hikers go."""
        race = self.race
        if step > race.steps:
            race = mountain.advance_race(race, step - race.steps)
        step = max(0, min(step, race.steps))
        return Progress(race, step, max(self.furthest, step)).looking_ahead()

    def at_end(self) -> Progress:
        """Walk to the end of all hikes at once."""
        most = max(track.plan.steps for track in self.race.tracks)
        race = mountain.advance_race(self.race, most)
        return replace(self, race=race).at(race.steps)

    def looking_ahead(self) -> Progress:
        """Walk some way ahead of what is shown."""
        race = self.race
        if race.ended or race.steps - self.step >= LOOK_AHEAD:
            return self
        return replace(self, race=mountain.advance_race(race, LOOK_AHEAD))

    def by_plan(self, number: int, plan: Plan) -> Progress:
        """Have a hiker walk by another plan from the next step on; a hike that is over stays."""
        race, track = self.race, self.race.tracks[number]
        if self.step == 0:
            start = float(track.x[0]), float(track.y[0])
            anew = mountain.start(track.terrain, plan, start, number)
            race = race.with_track(mountain.advance(anew, race.steps))
            return replace(self, race=race).looking_ahead()
        if self.has_arrived(number):
            return self.looking_ahead()
        race = mountain.fork_race(race, number, plan, self.step)
        return Progress(race, self.step, self.step).looking_ahead()

    def plans_of(self, lineup: Lineup) -> Lineup:
        """Return a lineup with the plans as they are at the step that is shown."""
        taken = lineup
        for track in self.race.tracks:
            plan = track.plan_at(self.step + 1)
            if not self.has_arrived(track.number) and plan != taken.entrants[track.number].plan:
                taken = taken.choosing(track.number).with_plan(plan)
        return lineup if taken is lineup else taken.choosing(lineup.chosen)

    def ways(self, hidden: frozenset[int]) -> tuple[Floats, ...]:
        """Return the ways that have been shown, each of shape (n, 2), but for those of some."""
        if self.furthest == 0:
            return ()
        seen = [track for track in self.walked.tracks if track.number not in hidden]
        return tuple(np.stack([track.x, track.y], -1) for track in seen)
