"""The study: the desk and its pages, told of the session, and what they ask for done."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal

import mountain
from mountain import Formula, Terrain, TerrainError, Window
from ui.outset import FORMULA, OWN

if TYPE_CHECKING:
    from pathlib import Path

    from ui.cost_desk import CostDesk
    from ui.cost_page import CostPage
    from ui.desk import Desk, Page
    from ui.elevation_desk import ElevationDesk
    from ui.exercise_page import ExercisePage
    from ui.formula_page import FormulaPage
    from ui.gradient_page import GradientPage, Slopes
    from ui.typesetter import Typesetter
    from ui.window import MainWindow

#: So often is looked whether the algebra is done.
_LOOK_MS = 60


class Study(QObject):
    """Makes the desk when it is first wanted, and keeps it up to date while it is seen.

    Signals
    -------
    surveyed : (Terrain, int)
        A formula is a mountain now, and how many were asked for by then.
    remarked : (Formula, Window, tuple of str)
        What may surprise on a formula's map.
    refused : (Formula, Window)
        It has no ground.
    """

    surveyed = Signal(object, int)
    remarked = Signal(object, object, object)
    refused = Signal(object, object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.is_open = False
        self._turn = self._looked = 0
        # One each: remarks are wanted at once, a survey takes its time.
        self._surveyors, self._lookers = QThreadPool(self), QThreadPool(self)
        for workers in (self._surveyors, self._lookers):
            workers.setMaxThreadCount(1)
        self._algebra: mountain.Algebra | None = None
        self._simplified: Terrain | None = None
        self._asked = False
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._looking.timeout.connect(self._look)
        self.surveyed.connect(self._arrive)
        window.session.terrain_changed.connect(self._forget_survey)

    @property
    def is_busy(self) -> bool:
        """Whether formulas are being set or simplified, or an elevation map is read."""
        if self._has_elevation and self.elevation.is_busy:
            return True
        return self.is_open and (self._typesetter.is_busy or self._looking.isActive())

    @property
    def _has_elevation(self) -> bool:
        return "elevation" in self.__dict__

    @property
    def shows_gradient(self) -> bool:
        """Whether the gradient is looked at."""
        return self.is_open and self.desk.page == "gradient"

    @cached_property
    def desk(self) -> Desk:
        """The desk, which loads what it needs when it is first opened."""
        from ui.cost_page import CostPage
        from ui.desk import Desk
        from ui.exercise_page import ExercisePage
        from ui.formula_page import FormulaPage
        from ui.gradient_page import GradientPage

        kinds: dict[str, type[Page]] = {"formula": FormulaPage, "gradient": GradientPage}
        desk = Desk({**kinds, "cost": CostPage, "exercises": ExercisePage}, self._made)
        desk.turned.connect(self._turned)
        return desk

    def _made(self, page: str) -> Page:
        """Make a page when it is first turned to."""
        made: Page = getattr(self, f"_{page}")
        return made

    @cached_property
    def _typesetter(self) -> Typesetter:
        from ui.typesetter import Typesetter

        return Typesetter(self)

    @cached_property
    def _formula(self) -> FormulaPage:
        from ui.formula_page import FormulaPage

        page = FormulaPage(self._typesetter)
        page.understood.connect(self._look_over)
        page.written.connect(self._survey)
        page.done.connect(self._window.map.setFocus)
        self.remarked.connect(page.show_remarks)
        self.refused.connect(page.refuse)
        return page

    @cached_property
    def elevation(self) -> ElevationDesk:
        """What reads elevation maps, and tells of the one that is the mountain."""
        from ui.elevation_desk import ElevationDesk

        desk = ElevationDesk(self._window, self._formula.elevation)
        desk.question_asked.connect(self._show_question)
        return desk

    def open_elevation(self, path: Path) -> None:
        """Go to the mountain of an elevation map."""
        self.elevation.open(path)

    def _show_question(self) -> None:
        """Turn to what is asked of a map."""
        self._window.show_desk(True)
        self.turn_to("formula")

    @cached_property
    def _gradient(self) -> GradientPage:
        from ui.gradient_page import GradientPage

        return GradientPage(self._typesetter)

    @cached_property
    def _exercises(self) -> ExercisePage:
        from ui.exercise_page import ExercisePage

        page = ExercisePage(self._typesetter)
        page.walk_wanted.connect(lambda exercise: self._survey(exercise.formula, exercise.window))
        return page

    @cached_property
    def _cost(self) -> CostPage:
        from ui.cost_page import CostPage

        return CostPage()

    @cached_property
    def _cost_desk(self) -> CostDesk:
        from ui.cost_desk import CostDesk

        return CostDesk(self._window, self._cost)

    def _has(self, page: str) -> bool:
        """Tell whether a page has been made."""
        return f"_{page}" in self.__dict__

    def open(self, is_open: bool) -> None:
        """Show the desk, or put it away."""
        self.is_open = is_open
        if is_open:
            self.show_terrain()
            self.show_step()
        self._window.reporter.show_charts()

    def turn_to(self, page: str) -> None:
        """Put a page on top."""
        self.desk.turn_to(page)

    def show_terrain(self) -> None:
        """Tell the pages of another mountain."""
        if self.is_open:
            terrain = self._window.session.terrain
            if self._has("formula"):
                self._formula.show_terrain(terrain)
                self.elevation.show()
            if self._has("exercises"):
                self._exercises.show_terrain(terrain)
            self._write_gradient(terrain)

    def show_step(self) -> None:
        """Tell the pages of another step."""
        if self.shows_gradient:
            self._gradient.show_slopes(self._slopes())
        elif self.is_open and self.desk.page == "cost":
            self._cost_desk.show()

    def wait(self) -> None:
        """Wait until what was typed has been looked at."""
        self._lookers.waitForDone()
        self._surveyors.waitForDone()

    def close(self) -> None:
        """End what works for the desk."""
        self._looking.stop()
        self._forget_survey()
        self.wait()
        if self._has("typesetter"):
            self._typesetter.close()
        if self._has("exercises"):
            self._exercises.wait()
        if self._has("cost_desk"):
            self._cost_desk.close()
        if self._has_elevation:
            self.elevation.close()
        if self._algebra is not None:
            self._algebra.close()

    def _turned(self) -> None:
        # The page may be a new one.
        self._window.keep_keys()
        self.show_terrain()
        self.show_step()
        self._window.show_uphill()

    def _look_over(self, formula: Formula, window: Window) -> None:
        """Find out what may surprise on a formula's map."""
        self._looked = looked = self._looked + 1

        def work() -> None:
            if looked == self._looked:
                self.remarked.emit(formula, window, formula.warnings(window))

        self._lookers.start(work)

    def _survey(self, formula: Formula, window: Window) -> None:
        """Find out where one could set out on a formula; only the last one typed counts."""
        self._turn = turn = self._turn + 1
        self._window.map.ground.expect_terrain()

        def work() -> None:
            if turn != self._turn:
                return
            try:
                terrain = mountain.surveyed(FORMULA, OWN, formula, window)
                # It is where there is ground, if there is any.
                terrain.checked_start(*terrain.start)
            except TerrainError:
                self.refused.emit(formula, window)
            else:
                self.surveyed.emit(terrain, turn)
                # Afterwards: who waits for the hiker must not wait for remarks.
                self.remarked.emit(formula, window, formula.warnings(window))

        self._surveyors.start(work)

    def _arrive(self, terrain: Terrain, turn: int) -> None:
        """Go to a formula's mountain, unless something else is wanted by now."""
        if turn == self._turn:
            # Where nobody could set out, the survey has not tried it.
            self._window.session.go_to(terrain, ready=bool(terrain.starts))

    def _forget_survey(self) -> None:
        """Stay on the mountain that it is, whatever was typed before."""
        self._turn += 1

    def _write_gradient(self, terrain: Terrain) -> None:
        """Write the derivatives out, and have them simplified if they are looked at."""
        if not self.shows_gradient or self._simplified == terrain:
            return
        self._simplified = terrain
        self._gradient.show_terrain(terrain)
        self._asked = False
        if isinstance(terrain.ground, Formula):
            self._looking.start()
        else:
            self._looking.stop()

    def _look(self) -> None:
        """Ask for simpler derivatives once the page is seen, and take them when they are there."""
        if not self._asked:
            self._ask()
            return
        simplified = None if self._algebra is None else self._algebra.poll()
        if simplified is not None:
            self._looking.stop()
            self._gradient.show_simplified(simplified)

    def _ask(self) -> None:
        """Ask for simpler derivatives; what was asked before is not wanted any more."""
        self._asked = True
        terrain = self._simplified
        assert terrain is not None
        assert isinstance(terrain.ground, Formula)
        if self._algebra is None:
            self._algebra = mountain.Algebra()
        window = terrain.window
        reach = (window.x0, window.x1, window.y0, window.y1)
        self._algebra.ask_derivatives(terrain.ground.node, reach)

    def _slopes(self) -> Slopes:
        """Return the gradient and the reading at the step that is shown."""
        from ui.gradient_page import Slopes

        session = self._window.session
        ground, here = session.terrain.ground, _slope(session.terrain.ground, *session.place)
        track, step = session.track, session.own_step
        if track is None:
            return Slopes(here)
        row = track.rows[step]
        ago = int(row["on_reading"])
        read_step = max(step - ago, 0)
        read_at = track.rows[read_step]
        read = (float(row["grad_x"]), float(row["grad_y"]))
        method = track.plan_at(read_step).reading
        return Slopes(
            here=here,
            there=_slope(ground, float(read_at["x"]), float(read_at["y"])),
            read=read if all(map(math.isfinite, read)) else None,
            steps_ago=ago,
            instrument=mountain.READINGS[method],
        )


def _slope(ground: mountain.Ground, x: float, y: float) -> tuple[float, float]:
    slope_x, slope_y = ground.gradient(x, y)
    return float(slope_x), float(slope_y)
