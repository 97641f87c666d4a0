"""The session: the one object with a life. It steps the model and tells the views, once a frame."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QElapsedTimer, QObject, Qt, QThreadPool, QTimer, Signal

import mountain
from mountain import Plan, Preset, Terrain
from ui.tape import Notice, Tape

if TYPE_CHECKING:
    from mountain import Track

FRAME_MS = 16
LOOK_AHEAD = 2_000
#: Pace, in minutes of the hike to a second of the class.
SLOWEST, DEFAULT_PACE, FASTEST = 1.0, 20.0, 2_000.0


class Session(QObject):
    """What is happening: terrain, plan, track, and the step that is shown.

    Attributes
    ----------
    terrain : Terrain
        The mountain.
    plan : Plan
        In force from the step that is shown.
    start : (float, float)
        Where the hiker sets out.
    track : Track or None
        The hike, some way ahead of what is shown; None while its kernels are being prepared.
    step : int
        The step that is shown.
    playing, mist_lifted : bool
        Whether the hiker is walking by the clock; whether the class sees through the mist.
    pace : float
        Minutes of the hike to a second.

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
    _prepared = Signal(object, object)

    def __init__(self, preset: Preset, first_step: int = 0) -> None:
        super().__init__()
        self._first_step = first_step
        self.preset: Preset | None = preset
        self.terrain: Terrain = mountain.terrain_named(preset.terrain)
        self.plan: Plan = mountain.plan_on(self.terrain, preset.settings)
        self.start: tuple[float, float] = preset.start
        self.track: Track | None = None
        self.step = 0
        self.playing = False
        self.pace = DEFAULT_PACE
        self.mist_lifted = False
        self.tape = Tape(self)
        self.tape.noticed.connect(self._tell_of_tape)
        self._lifted_by_end = False
        self._record_next = False
        self._furthest = 0
        self._clock = 0.0
        self._ready: set[object] = set()
        self._frame = QTimer(self, interval=FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        self._frame.timeout.connect(self._play_frame)
        self._elapsed = QElapsedTimer()
        self._workers = QThreadPool(self)
        # One compute thread: numba's kernels must not be compiled or run in parallel.
        self._workers.setMaxThreadCount(1)
        self._prepared.connect(self._begin_when_prepared)

    @property
    def has_ended(self) -> bool:
        """Whether the last step of a finished hike is shown."""
        track = self.track
        return track is not None and track.ended and self.step == track.steps

    @property
    def recording(self) -> bool:
        """Whether rows are being written as the hike goes on, or will be when it begins."""
        return self.tape.running or self._record_next

    @property
    def shown(self) -> Track | None:
        """The track up to the step that is shown."""
        return self.track.until(self.step) if self.track is not None else None

    def prepare(self) -> None:
        """Have the kernels loaded and the terrain compiled, off this thread, then begin."""
        terrain = self.terrain
        if terrain.formula in self._ready:
            self._begin()
            return
        plan, start = self.plan, self.start

        def work() -> None:
            try:
                mountain.start(terrain, plan, start)
                mountain.landmarks(terrain)
            except ValueError as error:
                self._prepared.emit(terrain, str(error))
            else:
                self._prepared.emit(terrain, None)

        self._workers.start(work)

    def choose_preset(self, preset: Preset) -> None:
        """Set terrain, start and knobs as a preset has them."""
        same = preset.terrain == self.terrain.name
        terrain = mountain.terrain_named(preset.terrain)
        plan = mountain.plan_on(terrain, preset.settings)
        self._set_out(terrain, plan, preset.start, preset)
        if not same:
            self.terrain_changed.emit()
        self.plan_changed.emit()
        self.prepare()

    def choose_terrain(self, name: str) -> None:
        """Go to another mountain of the gallery, with its own start and knobs."""
        if name != self.terrain.name:
            self.choose_preset(_opening_preset(name))

    def choose_start(self, x: float, y: float) -> None:
        """Set out anew from another place, if there is ground."""
        try:
            start = self.terrain.checked_start(x, y)
        except mountain.TerrainError as error:
            self.noticed.emit(Notice(str(error)))
            return
        self._set_out(self.terrain, self.plan, start, None)
        self.plan_changed.emit()
        self.prepare()

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
        self.plan, self.preset = plan, None
        if self.track is not None and self.step == 0:
            self.track = mountain.start(self.terrain, plan, self.start)
        elif self.track is not None and not self.has_ended:
            self.track = mountain.replan(self.track.until(self.step), plan)
            self._furthest = self.step
        self._look_ahead()
        self._append_to_tape()
        self.plan_changed.emit()
        self.advanced.emit()
        if self.has_ended and not was_at_end:
            self._end()

    def coming(self) -> mountain.Floats:
        """Return the way to come, shape (n, 2); after the end, that of a hike with other knobs."""
        track, first = self.track, self.step
        if track is not None and self.has_ended and self.plan != track.plan:
            begun = mountain.start(self.terrain, self.plan, self.start)
            track, first = mountain.advance(begun, LOOK_AHEAD), 0
        if track is None:
            return np.empty((0, 2))
        last = first + LOOK_AHEAD + 1
        return np.stack([track.x[first:last], track.y[first:last]], -1)

    def play(self, playing: bool) -> None:
        """Walk by the clock, or stand still; at the end of a hike, playing sets out anew."""
        if playing and self.has_ended:
            self.restart()
        self.playing = playing = playing and not self.has_ended
        self._elapsed.start()
        self._clock = self._minutes_at(self.step)
        if playing:
            self._frame.start()
        else:
            self._frame.stop()
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
        self._show(min(step, self._furthest))

    def go_to_end(self) -> None:
        """Walk to the end of the hike at once."""
        if self.track is not None:
            if self.playing:
                self.play(False)
            self.track = mountain.advance(self.track, self.track.plan.steps)
            self._show(self.track.steps)

    def restart(self) -> None:
        """Set out anew from the start with the present plan."""
        self._set_out(self.terrain, self.plan, self.start, self.preset)
        self.prepare()

    def set_pace(self, pace: float) -> None:
        """Change how many minutes of the hike go into a second."""
        self.pace = min(max(pace, SLOWEST), FASTEST)
        self.status_changed.emit()

    def lift_mist(self, lifted: bool) -> None:
        """Lift or lower the mist."""
        self.mist_lifted = lifted
        self._lifted_by_end = False
        self.status_changed.emit()

    def record(self, recording: bool) -> None:
        """Begin or end writing the trajectory, row by row as the hike goes on."""
        if recording and not self.tape.running:
            self._record_next = self.track is None
            if self.track is not None:
                self.tape.begin(self.track.until(self._furthest))
        elif not recording:
            self._record_next = False
            self._end_tape()
        self.status_changed.emit()

    def save(self, path: Path) -> None:
        """Write the trajectory as far as it is shown."""
        if (shown := self.shown) is None:
            return
        try:
            mountain.save_track(shown, path)
        except mountain.RecordingError as error:
            self.noticed.emit(Notice(str(error)))
            return
        self.noticed.emit(Notice(f"Saved {len(shown)} rows: {path}", path))

    def close(self) -> None:
        """End what is going on: the clock, the recording, the worker."""
        if self.playing:
            self.play(False)
        self._end_tape()
        self._workers.waitForDone()

    def _set_out(
        self, terrain: Terrain, plan: Plan, start: tuple[float, float], preset: Preset | None
    ) -> None:
        if self.playing:
            self.play(False)
        self._record_next = self.recording
        self._end_tape()
        self.terrain, self.plan, self.start, self.preset = terrain, plan, start, preset
        self.track, self.step, self._furthest, self._clock = None, 0, 0, 0.0
        if self._lifted_by_end:
            self.mist_lifted = self._lifted_by_end = False
        self.status_changed.emit()

    def _begin_when_prepared(self, terrain: Terrain, problem: str | None) -> None:
        if problem is not None:
            self.noticed.emit(Notice(problem))
            return
        self._ready.add(terrain.formula)
        if terrain == self.terrain and self.track is None:
            self._begin()

    def _begin(self) -> None:
        self.track = mountain.start(self.terrain, self.plan, self.start)
        self._look_ahead()
        self._clock = self._minutes_at(0)
        self._elapsed.start()
        if self._record_next:
            self._record_next = False
            self.tape.begin(self.track.until(0))
        first, self._first_step = self._first_step, 0
        self._show(first)
        if self.has_ended and self.step == 0:
            # Whoever stands on flat ground never sets out.
            self._end()

    def _look_ahead(self) -> None:
        track = self.track
        if track is not None and not track.ended and track.steps - self.step < LOOK_AHEAD:
            self.track = mountain.advance(track, LOOK_AHEAD)

    def _show(self, step: int) -> None:
        """Show a step, as far as the hike goes."""
        track = self.track
        if track is None:
            return
        was_at_end = self.has_ended
        if step > track.steps:
            track = self.track = mountain.advance(track, step - track.steps)
        self.step = max(0, min(step, track.steps))
        self._furthest = max(self._furthest, self.step)
        self._look_ahead()
        self._append_to_tape()
        plan = track.plan_at(self.step + 1)
        if plan != self.plan and not self.has_ended:
            self.plan = plan
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

    def _minutes_at(self, step: int) -> float:
        return float(self._hours(self.track)[step]) if self.track is not None else 0.0

    @staticmethod
    def _hours(track: Track) -> mountain.Floats:
        """Return the clock by which a track is played; steps that cost nothing take time too."""
        if track.plan.step_minutes > 0:
            return track.minutes
        return track.minutes + 0.5 * np.arange(len(track))

    def _play_frame(self) -> None:
        seconds = self._elapsed.restart() / 1000
        if self.track is None:
            return
        # A window that was held up walks on from where it was; it does not leap.
        self._clock += self.pace * min(seconds, 0.1)
        hours = self._hours(self.track)[self.step :]
        ahead = int(np.searchsorted(hours, self._clock, side="right")) - 1
        if ahead > 0:
            self._show(self.step + ahead)

    def _append_to_tape(self) -> None:
        if self.tape.running and self.track is not None:
            self.tape.append(self.track.until(self._furthest))

    def _end_tape(self) -> None:
        if self.tape.running and self.track is not None:
            self.tape.end(self.track.until(self._furthest))

    def _tell_of_tape(self, notice: Notice) -> None:
        self.noticed.emit(notice)
        self.status_changed.emit()


def _opening_preset(name: str) -> Preset:
    """Return a terrain's own start and knobs as a preset."""
    terrain = mountain.terrain_named(name)
    presets = mountain.presets_of(name)
    good = next((preset for preset in presets if preset.name == "good"), None)
    if good is not None:
        return good
    return Preset("opening", terrain.title, terrain.caption, name, terrain.start, "walking")
