"""The reporter: tells the window's views what is the case in the session, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

import mountain
from mountain import Ground, Plan, Terrain
from ui.hikers_view import HikersView
from ui.home_mark import Homes, homes_of
from ui.readout import clock_at, reading_at, saying_of
from ui.standings import roster_rows
from ui.verdict import Saying

if TYPE_CHECKING:
    from ui.window import MainWindow

#: Charts are for the eye: they follow a walk at this interval.
CHART_MS = 80


class Reporter(QObject):
    """Turns the session's signals into what the views show.

    Parameters
    ----------
    window : MainWindow
        Whose views, and whose session.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._named = ""
        self._sought: tuple[Ground, bool] | None = None
        self._homes: Homes | None = None
        self._chart_timer = QTimer(self, interval=CHART_MS, singleShot=True)
        self._chart_timer.timeout.connect(self.show_charts)
        session = window.session
        session.terrain_changed.connect(self.show_terrain)
        session.plan_changed.connect(self.show_plan)
        session.advanced.connect(self.show_step)
        session.status_changed.connect(self.show_status)
        session.noticed.connect(window.show_notice)

    def show_all(self) -> None:
        """Tell the views everything."""
        self.show_terrain()
        self.show_plan()
        self.show_status()
        self.show_step()

    def show_terrain(self) -> None:
        """Tell of another mountain."""
        self._window.scenery.show_terrain(self._window.session.terrain, self._window.session.start)
        self._window.scenery.show_others({})
        self._window.study.show_terrain()
        if self._window.is_furnished:
            self._window.controls.show_terrain(self._window.session.terrain)
        name = self._window.session.terrain.name
        if name != self._named:
            # Another terrain brings other buttons; another formula of one's own does not.
            self._named = name
            self._window.keep_keys()

    def show_plan(self) -> None:
        """Tell of another plan or start."""
        session = self._window.session
        if self._window.is_furnished:
            self._window.controls.show_plan(session.plan, session.preset)
        if session.race is None:
            self._window.scenery.show_terrain(session.terrain, session.start)
            if (
                len(session.lineup.entrants) > 1
                and not self._window.actions_by_name["race"].isChecked()
            ):
                self._window.show_roster(True)
            self.show_step()
        self._show_limit(session.plan)

    def _show_limit(self, plan: Plan) -> None:
        if not self._window.is_furnished:
            return
        session, limit = self._window.session, None
        # Only where a step is η times the reading is there a limit that anybody knows.
        if session.track is not None and plan.plain:
            home = mountain.nearest_home(session.terrain, *session.place, plan.ascend)
            limit = home.limit if home is not None else None
        batches = limit is not None and mountain.reads_batches(session.terrain.ground, plan)
        self._window.controls.show_limit(plan.stride, limit, batches=batches)

    def show_status(self) -> None:
        """Tell of playing, pace, mist and recording."""
        session = self._window.session
        self._window.transport.show_playing(session.playing)
        self._window.transport.show_pace(session.pace)
        self._window.actions_by_name["together"].setChecked(session.together)
        self._window.actions_by_name["mist"].setChecked(not session.mist_lifted)
        self._window.actions_by_name["record"].setChecked(session.recording)
        self._window.scenery.show_mist(session.mist_lifted)
        self._show_homes()

    def show_step(self) -> None:
        """Tell of another step."""
        self._window.scenery.end_first_look()
        session = self._window.session
        track, step = session.track, session.own_step
        self._window.scenery.show_surroundings(session.surroundings)
        self._window.scenery.show_hikers(self.hikers_view())
        self._show_homes()
        self._window.clock.show_clock(clock_at(track, step, session.plan))
        self._window.phone.show_reading(reading_at(track, step, session.plan))
        self._window.verdict.show_saying(saying_of(session))
        self._window.study.show_step()
        if self._window.shows_numbers:
            self._window.blackboard.show_step(track, step)
            self._window.place_floating()
        if not session.playing or session.step == 0:
            self._show_limit(session.plan)
            self.show_charts()
        elif not self._chart_timer.isActive():
            self._chart_timer.start()

    def show_first_look(self, terrain: Terrain) -> None:
        """Tell of a map that is still being read, and of the hike nothing until it goes on."""
        window = self._window
        window.scenery.show_first_look(terrain)
        window.clock.show_clock(clock_at(None, 0, window.session.plan))
        window.phone.show_reading(None)
        said = "A hiker will set out on it as soon as all of it has been read."
        window.verdict.show_saying(Saying("walking", f"Reading {terrain.title} …", said))
        if window.shows_numbers:
            window.blackboard.show_step(None, 0)
        if window.charts is not None:
            window.charts.show_hikers(HikersView())

    def _show_homes(self) -> None:
        """Tell map and relief where home is, as long as the class is to see it."""
        session = self._window.session
        track = session.track if session.mist_lifted else None
        sought = None if track is None else (track.terrain.ground, track.plan.ascend)
        if track is None:
            self._sought, self._homes = None, None
        elif self._sought is None or sought != self._sought:
            self._sought, self._homes = sought, homes_of(track)
        self._window.scenery.show_homes(self._homes)

    def hikers_view(self) -> HikersView:
        """Return what the map and the charts are told of the hikers."""
        session = self._window.session
        return HikersView(
            race=session.race,
            step=session.step,
            chosen=session.lineup.chosen,
            hidden=session.hidden,
            coming=session.coming(),
            past=session.past,
            inner_life=self._window.shows_numbers,
            uphill=self._window.study.shows_gradient,
        )

    def show_charts(self) -> None:
        """Tell the charts and the roster."""
        session, is_studied = self._window.session, self._window.study.is_open
        if session.race is not None:
            rows = roster_rows(session.race, session.step, session.hidden)
            self._window.roster.show_race(
                rows, session.lineup.chosen, ghosts=bool(session.past), alone=is_studied
            )
        # The desk lies in their place, and they are drawn when it is put away.
        if self._window.charts is not None and not is_studied:
            self._window.charts.show_hikers(self.hikers_view())
