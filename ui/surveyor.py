"""The surveyor: looks over formulas that are typed, away from the window's thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, QThreadPool, Signal

import mountain
from mountain import Formula, Terrain, TerrainError, Window
from ui.outset import FORMULA, OWN


class Surveyor(QObject):
    """Makes mountains of formulas, and finds what may surprise on them; the last one counts.

    Signals
    -------
    found : Terrain
        The formula that was asked for last is a mountain now.
    remarked : (Formula, Window, tuple of str)
        What may surprise on a formula's map.
    refused : (Formula, Window)
        It has no ground.
    """

    found = Signal(object)
    remarked = Signal(object, object, object)
    refused = Signal(object, object)
    _surveyed = Signal(object, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._turn = self._looked = 0
        # One each: remarks are wanted at once, a survey takes its time.
        self._surveyors, self._lookers = QThreadPool(self), QThreadPool(self)
        for workers in (self._surveyors, self._lookers):
            workers.setMaxThreadCount(1)
        self._surveyed.connect(self._arrive)

    def look_over(self, formula: Formula, window: Window) -> None:
        """Find out what may surprise on a formula's map."""
        self._looked = looked = self._looked + 1

        def work() -> None:
            if looked == self._looked:
                self.remarked.emit(formula, window, formula.warnings(window))

        self._lookers.start(work)

    def survey(self, formula: Formula, window: Window) -> None:
        """Find out where one could set out on a formula."""
        self._turn = turn = self._turn + 1

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
                self._surveyed.emit(terrain, turn)
                # Afterwards: who waits for the hiker must not wait for remarks.
                self.remarked.emit(formula, window, formula.warnings(window))

        self._surveyors.start(work)

    def forget(self) -> None:
        """Make no mountain of what was asked for before."""
        self._turn += 1

    def wait(self) -> None:
        """Wait until what was typed has been looked at."""
        self._lookers.waitForDone()
        self._surveyors.waitForDone()

    def _arrive(self, terrain: Terrain, turn: int) -> None:
        if turn == self._turn:
            self.found.emit(terrain)
