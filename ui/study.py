"""The study: the desk and its pages, told of the session, and what they ask for done."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from mountain import Formula, Terrain, Window
from ui.surveyor import Surveyor

if TYPE_CHECKING:
    from pathlib import Path

    from ui.cost_desk import CostDesk
    from ui.cost_page import CostPage
    from ui.desk import Desk, Page
    from ui.elevation_desk import ElevationDesk
    from ui.exercise_page import ExercisePage
    from ui.formula_page import FormulaPage
    from ui.gradient_desk import GradientDesk
    from ui.gradient_page import GradientPage
    from ui.typesetter import Typesetter
    from ui.window import MainWindow


class Study(QObject):
    """Makes the desk when it is first wanted, and keeps it up to date while it is seen."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.is_open = False
        self._surveyor = Surveyor(self)
        self._surveyor.found.connect(self._go_to)
        # On another mountain nothing counts that was typed before.
        window.session.terrain_changed.connect(self._surveyor.forget)

    @property
    def is_busy(self) -> bool:
        """Whether formulas are being set or simplified, or an elevation map is read."""
        if self._has("elevation") and self.elevation.is_busy:
            return True
        simplifies = self._has("_gradient_desk") and self._gradient_desk.is_busy
        return self.is_open and (self._typesetter.is_busy or simplifies)

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
        page.understood.connect(self._surveyor.look_over)
        page.written.connect(self._survey)
        page.done.connect(self._window.map.setFocus)
        self._surveyor.remarked.connect(page.show_remarks)
        self._surveyor.refused.connect(page.refuse)
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
    def _gradient_desk(self) -> GradientDesk:
        from ui.gradient_desk import GradientDesk

        return GradientDesk(self._window, self._gradient)

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

    def _has(self, name: str) -> bool:
        """Tell whether what is made when it is first wanted has been made."""
        return name in self.__dict__

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
            if self._has("_formula"):
                self._formula.show_terrain(terrain)
                self.elevation.show()
            if self._has("_exercises"):
                self._exercises.show_terrain(terrain)
            if self.shows_gradient:
                self._gradient_desk.show_terrain()

    def show_step(self) -> None:
        """Tell the pages of another step."""
        if self.shows_gradient:
            self._gradient_desk.show_step()
        elif self.is_open and self.desk.page == "cost":
            self._cost_desk.show()

    def wait(self) -> None:
        """Wait until what was typed has been looked at."""
        self._surveyor.wait()

    def close(self) -> None:
        """End what works for the desk."""
        self._surveyor.forget()
        self.wait()
        if self._has("_typesetter"):
            self._typesetter.close()
        if self._has("_exercises"):
            self._exercises.wait()
        if self._has("_cost_desk"):
            self._cost_desk.close()
        if self._has("elevation"):
            self.elevation.close()
        if self._has("_gradient_desk"):
            self._gradient_desk.close()

    def _turned(self) -> None:
        # The page may be a new one.
        self._window.keep_keys()
        self.show_terrain()
        self.show_step()
        self._window.show_uphill()

    def _survey(self, formula: Formula, window: Window) -> None:
        """Find out where one could set out on a formula, to go there."""
        self._window.map.ground.expect_terrain()
        self._surveyor.survey(formula, window)

    def _go_to(self, terrain: Terrain) -> None:
        # Where nobody could set out, the survey has not tried it.
        self._window.session.go_to(terrain, ready=bool(terrain.starts))
