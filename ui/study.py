"""The study: the desk and its pages, told of the session, and what they ask for done."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal

import mountain
from mountain import Formula, Terrain, Window
from ui.outset import FORMULA, OWN

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.gradient_page import Slopes
    from ui.window import MainWindow

#: So often is looked whether the algebra is done.
_LOOK_MS = 60


class Study(QObject):
    """Makes the desk when it is first wanted, and keeps it up to date while it is seen.

    Signals
    -------
    surveyed : (Terrain, int)
        A formula is a mountain now, and how many were asked for by then.
    """

    surveyed = Signal(object, int)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._is_open = False
        self._turn = 0
        self._surveyors = QThreadPool(self)
        self._surveyors.setMaxThreadCount(1)
        self._algebra: mountain.Algebra | None = None
        self._simplified: object = None
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._looking.timeout.connect(self._look)
        self.surveyed.connect(self._arrive)
        window.session.terrain_changed.connect(self._forget_survey)

    @property
    def is_busy(self) -> bool:
        """Whether formulas are being set or simplified."""
        return self._is_open and (self._typesetter.is_busy or self._looking.isActive())

    @property
    def shows_gradient(self) -> bool:
        """Whether the gradient is looked at."""
        return self._is_open and self.desk.page == "gradient"

    @cached_property
    def desk(self) -> Desk:
        """The desk, which loads what it needs when it is first opened."""
        from ui.cost_desk import CostDesk
        from ui.cost_page import CostPage
        from ui.desk import Desk
        from ui.exercise_page import ExercisePage
        from ui.formula_page import FormulaPage
        from ui.gradient_page import GradientPage
        from ui.typesetter import Typesetter

        self._typesetter = Typesetter(self)
        self._formula = FormulaPage(self._typesetter)
        self._gradient = GradientPage(self._typesetter)
        self._formula.written.connect(self._survey)
        self._formula.done.connect(self._window.map.setFocus)
        self._exercises = ExercisePage(self._typesetter)
        self._exercises.walk_wanted.connect(
            lambda exercise: self._survey(exercise.formula, exercise.window)
        )
        cost = CostPage()
        self._cost = CostDesk(self._window, cost)
        pages = {"formula": self._formula, "gradient": self._gradient}
        desk = Desk({**pages, "cost": cost, "exercises": self._exercises})
        desk.turned.connect(self._turned)
        return desk

    def open(self, is_open: bool) -> None:
        """Show the desk, or put it away."""
        self._is_open = is_open
        if is_open:
            self.show_terrain()
            self.show_step()

    def turn_to(self, page: str) -> None:
        """Put a page on top."""
        self.desk.turn_to(page)

    def show_terrain(self) -> None:
        """Tell the pages of another mountain."""
        if self._is_open:
            terrain = self._window.session.terrain
            self._formula.show_terrain(terrain)
            self._exercises.show_terrain(terrain)
            self._write_gradient(terrain)

    def show_step(self) -> None:
        """Tell the pages of another step."""
        if self.shows_gradient:
            self._gradient.show_slopes(self._slopes())
        elif self._is_open and self.desk.page == "cost":
            self._cost.show()

    def wait(self) -> None:
        """Wait until what was typed has been looked at."""
        self._surveyors.waitForDone()

    def close(self) -> None:
        """End what works for the desk."""
        self._looking.stop()
        self._forget_survey()
        self._surveyors.waitForDone()
        if "desk" in self.__dict__:
            self._typesetter.close()
            self._exercises.wait()
            self._cost.close()
        if self._algebra is not None:
            self._algebra.close()

    def _turned(self) -> None:
        self.show_terrain()
        self.show_step()
        self._window.show_uphill()

    def _survey(self, formula: Formula, window: Window) -> None:
        """Find out where one could set out on a formula; only the last one typed counts."""
        self._turn = turn = self._turn + 1

        def work() -> None:
            if turn == self._turn:
                terrain = mountain.surveyed(FORMULA, OWN, formula, window)
                self.surveyed.emit(terrain, turn)

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
        self._looking.stop()
        if isinstance(terrain.ground, Formula):
            if self._algebra is None:
                self._algebra = mountain.Algebra()
            window = terrain.window
            reach = (window.x0, window.x1, window.y0, window.y1)
            self._algebra.ask_derivatives(terrain.ground.node, reach)
            self._looking.start()

    def _look(self) -> None:
        """Take the simplified derivatives when they are there."""
        simplified = None if self._algebra is None else self._algebra.poll()
        if simplified is not None:
            self._looking.stop()
            self._gradient.show_simplified(simplified)

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
