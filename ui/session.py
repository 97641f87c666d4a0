"""The session: the one object with a life. It steps the model and tells the views, once a frame."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

import mountain
from mountain import Lineup, Plan, Preset, Terrain
from ui.coming import ways_to_come
from ui.outset import Outset, outset_of_preset, outset_of_race, outset_of_terrain, outset_on
from ui.playback import Playback
from ui.preparer import Preparer
from ui.progress import Progress
from ui.surroundings import Surroundings, still_hold, surroundings_of
from ui.tape import Notice, Tape

if TYPE_CHECKING:
    from mountain import Race, Track

#: Of more ways at once nobody could tell one from another.
MOST_GHOSTS = 4 * mountain.MOST_HIKERS


class Session(QObject):
    """What is happening: terrain, plan, track, and the step that is shown.

    Attributes
    ----------
    terrain : Terrain
        The mountain.
    lineup : Lineup
        Who walks, by the plans in force from the step that is shown, and who is chosen.
    hidden : frozenset of int
        Which hikers are not drawn.
    past : tuple of arrays, shape (n, 2)
        The ways of the last runs on this mountain, until they are dismissed.
    together : bool
        Whether all set out from one place.
    surroundings : Surroundings or None
        What the hike that was chosen needs of an elevation map; None until it begins.
    is_stuck : bool
        Whether nobody can set out on this mountain, as where there is no ground.
    playing, mist_lifted : bool
        Whether the hiker is walking by the clock; whether the class sees through the mist.

    Signals
    -------
    terrain_changed
        Another mountain; everything else is anew too.
    plan_changed
        A setting or the start has changed.
    advanced
        Another step is shown, or the way ahead has changed; at most once a frame while playing.
    ended
        The last step of a hike is now shown.
    status_changed
        Playing, pace, mist or recording have changed.
    noticed : Notice
        Something to tell the person at the screen.
    """

    terrain_changed = Signal()
    plan_changed = Signal()
    advanced = Signal()
    ended = Signal()
    status_changed = Signal()
    noticed = Signal(object)

    def __init__(self, preset: Preset, first_step: int = 0) -> None:
        super().__init__()
        self._first_step = first_step
        self.preset: Preset | None = preset
        outset = outset_of_preset(preset)
        self.terrain, self.lineup = outset.terrain, outset.lineup
        self._progress: Progress | None = None
        self.hidden: frozenset[int] = frozenset()
        self.past: tuple[mountain.Floats, ...] = ()
        self.together = True
        self.surroundings: Surroundings | None = None
        self.is_stuck = False
        self.playing = False
        self.mist_lifted = False
        self.tape = Tape(self)
        self.tape.noticed.connect(self._tell_of_tape)
        self._lifted_by_end = False
        self._record_next = False
        self.introduction: tuple[str, str] | None = None
        self._playback = Playback(self)
        self._playback.frame_due.connect(self._play_frame)
        self._preparer = Preparer(self)
        self._preparer.prepared.connect(self._begin_when_prepared)
        self._preparer.failed.connect(self._tell_why_not)

    @property
    def race(self) -> Race | None:
        """The hikes, some way ahead of what is shown; None while kernels are being prepared."""
        return None if self._progress is None else self._progress.race

    @property
    def step(self) -> int:
        """The step that is shown."""
        return 0 if self._progress is None else self._progress.step

    @property
    def pace(self) -> float:
        """Minutes of the hike to a second."""
        return self._playback.pace

    @property
    def plan(self) -> Plan:
        """The chosen hiker's plan, in force from the step that is shown."""
        return self.lineup.plan

    @property
    def start(self) -> tuple[float, float]:
        """Where the chosen hiker sets out."""
        return self.lineup.start

    @property
    def track(self) -> Track | None:
        """The chosen hiker's track."""
        return None if self.race is None else self.race.tracks[self.lineup.chosen]

    @property
    def own_step(self) -> int:
        """The chosen hiker's step that is shown: their last, when others walk on."""
        return 0 if self._progress is None else self._progress.own_step(self.lineup.chosen)

    @property
    def place(self) -> tuple[float, float]:
        """Where the chosen hiker stands, in map units."""
        if self.track is None:
            return self.start
        row = self.track.rows[self.own_step]
        return float(row["x"]), float(row["y"])

    @property
    def has_ended(self) -> bool:
        """Whether the last step of the last hike is shown."""
        return self._progress is not None and self._progress.has_ended

    @property
    def has_arrived(self) -> bool:
        """Whether the chosen hiker's last step is shown."""
        return self._progress is not None and self._progress.has_arrived(self.lineup.chosen)

    @property
    def recording(self) -> bool:
        """Whether rows are being written as the hike goes on, or will be when it begins."""
        return self.tape.running or self._record_next

    @property
    def shown(self) -> Track | None:
        """The track up to the step that is shown."""
        return self.track.until(self.own_step) if self.track is not None else None

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
        self.together = len({entrant.start for entrant in outset.lineup.entrants}) == 1
        self._set_out(outset)

    def choose_start(self, x: float, y: float) -> None:
        """Set out anew from another place, if there is ground."""
        try:
            start = self.terrain.checked_start(x, y)
        except mountain.TerrainError as error:
            self.noticed.emit(Notice(str(error)))
            return
        lineup = self.lineup.with_start(start, together=self.together)
        self._set_out(Outset(self.terrain, lineup), self.hidden)

    def line_up(self, lineup: Lineup, hidden: frozenset[int] = frozenset()) -> None:
        """Set out anew with other hikers, some of them hidden, unless they are the same."""
        if lineup != self.lineup:
            self._set_out(Outset(self.terrain, lineup), hidden)

    def duplicate(self, number: int) -> None:
        """Have a hiker twice."""
        if self._takes_part(number):
            self.line_up(self.lineup.duplicated(number), self._hidden_after(number, 1))

    def remove(self, number: int) -> None:
        """Have a hiker no more."""
        if self._takes_part(number):
            hidden = self._hidden_after(number, -1)
            self.line_up(self.lineup.removed(number), hidden)

    def multiply(self, number: int) -> None:
        """Put three hikers in one's place: η halved, η, and η doubled."""
        if self._takes_part(number):
            try:
                lineup = self.lineup.multiplied(number)
            except mountain.SettingError as error:
                self.noticed.emit(Notice(str(error)))
                return
            self.line_up(lineup, self._hidden_after(number, 2))

    def _takes_part(self, number: int) -> bool:
        """Tell whether there is such a hiker: a row of the roster may be of the race before."""
        return number < len(self.lineup.entrants)

    def _hidden_after(self, number: int, more: int) -> frozenset[int]:
        """Return who is hidden when there are so many more hikers, or fewer, after one."""
        others = self.hidden if more > 0 else self.hidden - {number}
        return frozenset(each + more if each > number else each for each in others)

    def choose_hiker(self, number: int) -> None:
        """Have another hiker's knobs, phone and verdict on the screen."""
        self.lineup = self.lineup.choosing(number)
        self.plan_changed.emit()
        self.advanced.emit()

    def hide(self, number: int, hidden: bool) -> None:
        """Draw a hiker no more, or again."""
        self.hidden = self.hidden | {number} if hidden else self.hidden - {number}
        self.advanced.emit()

    def set_together(self, together: bool) -> None:
        """Have all set out from one place when it is chosen, or the chosen hiker alone."""
        self.together = together
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
        self.lineup, self.preset = self.lineup.with_plan(plan), None
        if self._progress is not None:
            self._progress = self._progress.by_plan(self.lineup.chosen, plan)
        self._append_to_tape()
        self.plan_changed.emit()
        self.advanced.emit()
        if self.has_ended and not was_at_end:
            self._end()

    def coming(self) -> tuple[mountain.Floats, ...]:
        """Return each hiker's way to come, shape (n, 3): x, y, and 1 where a reading is taken."""
        return () if self.race is None else ways_to_come(self.race, self.lineup, self.step)

    def play(self, playing: bool) -> None:
        """Walk by the clock, or stand still; at the end of a hike, playing sets out anew."""
        if playing and self.has_ended:
            self.restart()
        self.playing = playing = playing and not self.has_ended
        self._playback.run(playing)
        self.status_changed.emit()

    def move(self, steps: int) -> None:
        """Show a step so many further, or (negative) back."""
        if self.playing:
            self.play(False)
        self._show(self.step + steps)

    def show_step(self, step: int) -> None:
        """Show a step that has been walked, or the furthest before it."""
        if self.playing:
            self.play(False)
        if self._progress is not None:
            self._show(min(step, self._progress.furthest))

    def go_to_end(self) -> None:
        """Walk to the end of all hikes at once."""
        if self._progress is not None:
            if self.playing:
                self.play(False)
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
        self.mist_lifted = lifted
        self._lifted_by_end = False
        self.status_changed.emit()

    def record(self, recording: bool) -> None:
        """Begin or end writing the trajectory, row by row as the hike goes on."""
        if recording and not self.tape.running:
            self._record_next = self._progress is None
            if self._progress is not None:
                self.tape.begin(self._progress.walked)
        elif not recording:
            self._record_next = False
            self._end_tape()
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
        if self.playing:
            self.play(False)
        self._end_tape()
        self._preparer.wait()

    def _set_out(self, outset: Outset, hidden: frozenset[int] = frozenset()) -> None:
        """Set out anew, and tell of all that is another."""
        same = outset.terrain == self.terrain
        around, start = self.surroundings, outset.lineup.start
        if outset.is_prepared or not still_hold(around, self.terrain, outset.terrain, start):
            self.surroundings = None
        self._clear(outset, hidden)
        if not same:
            self.terrain_changed.emit()
        self.plan_changed.emit()
        self.prepare()

    def _clear(self, outset: Outset, hidden: frozenset[int]) -> None:
        """Be ready for a hike to begin."""
        if self.playing:
            self.play(False)
        self._remember_past(outset.terrain)
        self._record_next = self.recording
        self._end_tape()
        self.terrain, self.lineup, self.preset = outset.terrain, outset.lineup, outset.preset
        self.introduction, self.hidden = outset.introduction, hidden
        self._progress = None
        self.is_stuck = False
        if self._lifted_by_end:
            self.mist_lifted = self._lifted_by_end = False
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

    def _begin(self) -> None:
        race = mountain.start_race(self.terrain, self.lineup.entrants)
        self._progress = Progress(race).looking_ahead()
        if self.surroundings is None:
            self.surroundings = surroundings_of(self.terrain, self.lineup)
        if self._record_next:
            self._record_next = False
            self.tape.begin(self._progress.walked)
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
        self._append_to_tape()
        lineup = progress.plans_of(self.lineup)
        if lineup is not self.lineup:
            self.lineup = lineup
            self.plan_changed.emit()
        self.advanced.emit()
        if self.has_ended and not was_at_end:
            self._end()

    def _end(self) -> None:
        if self.playing:
            self.play(False)
        if not self.mist_lifted:
            self.mist_lifted = self._lifted_by_end = True
        self._end_tape()
        self.status_changed.emit()
        self.ended.emit()

    def _play_frame(self, seconds: float) -> None:
        if self.race is not None:
            chosen = self.lineup.chosen
            ahead = self._playback.steps_due(self.race, self.step, chosen, seconds)
            if ahead > 0:
                self._show(self.step + ahead)

    def _append_to_tape(self) -> None:
        if self.tape.running and self._progress is not None:
            self.tape.append(self._progress.walked)

    def _end_tape(self) -> None:
        if self.tape.running and self._progress is not None:
            self.tape.end(self._progress.walked)

    def _tell_of_tape(self, notice: Notice) -> None:
        self.noticed.emit(notice)
        self.status_changed.emit()
