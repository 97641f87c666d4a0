"""The session: the one object with a life. It steps the model and tells the views, once a frame."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import mountain
from mountain import Lineup, Preset, Terrain
from ui.outset import Outset, outset_of_preset, outset_of_race, outset_of_terrain, outset_on
from ui.party import Party
from ui.preparer import Preparer
from ui.progress import Progress
from ui.sight import Sight
from ui.situation import Situation
from ui.surroundings import still_hold, surroundings_of
from ui.tape import Notice

#: Of more ways at once nobody could tell one from another.
MOST_GHOSTS = 4 * mountain.MOST_HIKERS


class Session(Situation):
    """Changes what is the case, as it is asked to.

    Parameters
    ----------
    preset : Preset
        The hike that it begins with.
    first_step : int
        The step of it that is shown first.
    """

    def __init__(self, preset: Preset, first_step: int = 0) -> None:
        super().__init__(outset_of_preset(preset))
        self._first_step = first_step
        self._preparer = Preparer(self)
        self._preparer.prepared.connect(self._begin_when_prepared)
        self._preparer.failed.connect(self._tell_why_not)
        self._playback.frame_due.connect(self._play_frame)
        self._tape.noticed.connect(self._tell_of_tape)

    def prepare(self) -> None:
        """Have the kernels loaded and the terrain compiled, off this thread, then begin."""
        if self._preparer.is_ready(self.terrain):
            self._begin()
        else:
            self._preparer.prepare(self.terrain, self.lineup.entrants)

    def choose_preset(self, preset: Preset) -> None:
        """Set terrain, start and knobs as a preset has them."""
        self._set_out(outset_of_preset(preset))

    def choose_terrain(self, name: str) -> None:
        """Go to another mountain of the gallery, with its own start and knobs."""
        if name != self.terrain.name:
            self._set_out(outset_of_terrain(name))

    def go_to(self, terrain: Terrain, *, ready: bool = False) -> None:
        """Go to a mountain that need not be of the gallery, with its own start and knobs.

        It is ready where somebody has walked on it before, so that nothing needs to be prepared.
        """
        if ready:
            self._preparer.know(terrain)
        if terrain != self.terrain:
            self._set_out(outset_on(terrain))

    def stand_on(self, terrain: Terrain) -> None:
        """Have the ground changed under all hikers: they set out anew, by the same plans."""
        if terrain != self.terrain:
            self._set_out(Outset(terrain, self.lineup), self.hidden)

    def choose_race(self, name: str) -> None:
        """Set out on a prepared race."""
        outset = outset_of_race(name)
        starts = {entrant.start for entrant in outset.lineup.entrants}
        self._party = replace(self._party, together=len(starts) == 1)
        self._set_out(outset)

    def choose_start(self, x: float, y: float) -> None:
        """Set out anew from another place, if there is ground."""
        try:
            start = self.terrain.checked_start(x, y)
        except mountain.TerrainError as error:
            self.noticed.emit(Notice(str(error)))
            return
        self._set_out(Outset(self.terrain, self._party.moved(start).lineup), self.hidden)

    def line_up(self, lineup: Lineup) -> None:
        """Set out anew with other hikers, unless they are the same."""
        self._gather(replace(self._party, lineup=lineup, hidden=frozenset()))

    def duplicate(self, number: int) -> None:
        """Have a hiker twice."""
        self._gather(self._party.duplicated(number))

    def remove(self, number: int) -> None:
        """Have a hiker no more."""
        self._gather(self._party.removed(number))

    def multiply(self, number: int) -> None:
        """Put three hikers in one's place: η halved, η, and η doubled."""
        try:
            party = self._party.multiplied(number)
        except mountain.SettingError as error:
            self.noticed.emit(Notice(str(error)))
            return
        self._gather(party)

    def choose_hiker(self, number: int) -> None:
        """Have another hiker's knobs, phone and verdict on the screen."""
        self._party = replace(self._party, lineup=self.lineup.choosing(number))
        self.plan_changed.emit()
        self.advanced.emit()

    def hide(self, number: int, hidden: bool) -> None:
        """Draw a hiker no more, or again."""
        self._party = self._party.hiding(number, hidden)
        self.advanced.emit()

    def set_together(self, together: bool) -> None:
        """Have all set out from one place when it is chosen, or the chosen hiker alone."""
        self._party = replace(self._party, together=together)
        self.status_changed.emit()

    def dismiss_past(self) -> None:
        """Forget the ways of the last runs."""
        self.past = ()
        self.advanced.emit()

    def change_setting(self, name: str, value: object) -> None:
        """Turn a knob: it holds from the next step on, or for the next hike if this one is over."""
        try:
            plan = self.plan.with_settings({name: value})
        except mountain.SettingError as error:
            self.noticed.emit(Notice(str(error)))
            return
        if plan == self.plan:
            return
        was_at_end = self.has_ended
        self._party, self.preset = replace(self._party, lineup=self.lineup.with_plan(plan)), None
        if self._progress is not None:
            self._progress = self._progress.by_plan(self.lineup.chosen, plan)
            self._tape.append(self._progress)
        self.plan_changed.emit()
        self.advanced.emit()
        if self.has_ended and not was_at_end:
            self._end()

    def play(self, playing: bool) -> None:
        """Walk by the clock, or stand still; at the end of a hike, playing sets out anew."""
        if playing and self.has_ended:
            self.restart()
        self._playback.run(playing and not self.has_ended)
        self.status_changed.emit()

    def move(self, steps: int) -> None:
        """Show a step so many further, or (negative) back."""
        self._halt()
        self._show(self.step + steps)

    def show_step(self, step: int) -> None:
        """Show a step that has been walked, or the furthest before it."""
        self._halt()
        if self._progress is not None:
            self._show(min(step, self._progress.furthest))

    def go_to_end(self) -> None:
        """Walk to the end of all hikes at once."""
        if self._progress is not None:
            self._halt()
            self._go_on(self._progress.at_end())

    def restart(self) -> None:
        """Set out anew from the start with the present plan."""
        again = Outset(self.terrain, self.lineup, self.preset, self.introduction)
        self._clear(again, self.hidden)
        self.prepare()

    def set_pace(self, pace: float) -> None:
        """Change how many minutes of the hike go into a second."""
        self._playback.set_pace(pace)
        self.status_changed.emit()

    def lift_mist(self, lifted: bool) -> None:
        """Lift or lower the mist."""
        self._sight = Sight(lifted)
        self.status_changed.emit()

    def record(self, recording: bool) -> None:
        """Begin or end writing the trajectory, row by row as the hike goes on."""
        if recording:
            self._tape.record(self._progress)
        else:
            self._tape.finish(self._progress)
        self.status_changed.emit()

    def save(self, path: Path) -> None:
        """Write the trajectories as far as they are shown."""
        if self.race is None:
            return
        shown = self.race.until(self.step)
        try:
            mountain.save_race(shown, path)
        except mountain.RecordingError as error:
            self.noticed.emit(Notice(str(error)))
            return
        self.noticed.emit(Notice(f"Saved {mountain.counted(shown.rows, 'row')}: {path}", path))

    def close(self) -> None:
        """End what is going on: the clock, the recording, the worker."""
        self._halt()
        self._tape.finish(self._progress)
        self._preparer.wait()

    def _gather(self, party: Party) -> None:
        """Set out anew with other hikers, unless they are the same."""
        if party.lineup != self.lineup:
            self._set_out(Outset(self.terrain, party.lineup), party.hidden)

    def _set_out(self, outset: Outset, hidden: frozenset[int] = frozenset()) -> None:
        """Set out anew, and tell of all that is another."""
        before, around, start = self.terrain, self.surroundings, outset.lineup.start
        if outset.is_prepared or not still_hold(around, before, outset.terrain, start):
            self.surroundings = None
        self._clear(outset, hidden)
        if outset.terrain != before:
            self.terrain_changed.emit()
        self.plan_changed.emit()
        self.prepare()

    def _clear(self, outset: Outset, hidden: frozenset[int]) -> None:
        """Be ready for a hike to begin."""
        self._halt()
        self._remember_past(outset.terrain)
        self._tape.turn_over(self._progress)
        self.terrain, self.preset = outset.terrain, outset.preset
        self.introduction = outset.introduction
        self._party = replace(self._party, lineup=outset.lineup, hidden=hidden)
        self._progress, self.is_stuck = None, False
        self._sight = self._sight.anew()
        self.status_changed.emit()

    def _begin_when_prepared(self, terrain: Terrain) -> None:
        if terrain == self.terrain and self.race is None:
            self._begin()

    def _tell_why_not(self, terrain: Terrain, problem: str) -> None:
        if terrain == self.terrain:
            self.is_stuck = True
        self.noticed.emit(Notice(problem))

    def _remember_past(self, terrain: Terrain) -> None:
        """Keep the ways that were walked as ghosts, as long as it is the same mountain."""
        if terrain != self.terrain:
            self.past = ()
        elif self._progress is not None:
            self.past = (*self.past, *self._progress.ways(self.hidden))[-MOST_GHOSTS:]

    def _halt(self) -> None:
        """Have nobody walk by the clock any more."""
        if self.playing:
            self.play(False)

    def _begin(self) -> None:
        race = mountain.start_race(self.terrain, self.lineup.entrants)
        self._progress = Progress(race).looking_ahead()
        if self.surroundings is None:
            self.surroundings = surroundings_of(self.terrain, self.lineup)
        self._tape.begin(self._progress)
        first, self._first_step = self._first_step, 0
        self._show(first)
        if self.has_ended and self.step == 0:
            # Whoever stands on flat ground never sets out.
            self._end()

    def _show(self, step: int) -> None:
        """Show a step, as far as the hikers go."""
        if self._progress is not None:
            self._go_on(self._progress.at(step))

    def _go_on(self, progress: Progress) -> None:
        """Show how far the hikers are by now, with the knobs as they were then."""
        was_at_end = self.has_ended
        self._progress = progress
        self._tape.append(progress)
        lineup = progress.plans_of(self.lineup)
        if lineup is not self.lineup:
            self._party = replace(self._party, lineup=lineup)
            self.plan_changed.emit()
        self.advanced.emit()
        if self.has_ended and not was_at_end:
            self._end()

    def _end(self) -> None:
        self._halt()
        self._sight = self._sight.at_end()
        self._tape.finish(self._progress)
        self.status_changed.emit()
        self.ended.emit()

    def _play_frame(self, seconds: float) -> None:
        if self.race is not None:
            chosen = self.lineup.chosen
            ahead = self._playback.steps_due(self.race, self.step, chosen, seconds)
            if ahead > 0:
                self._show(self.step + ahead)

    def _tell_of_tape(self, notice: Notice) -> None:
        self.noticed.emit(notice)
        self.status_changed.emit()
