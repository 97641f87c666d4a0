"""Elevation maps and the session: which file the hiker stands on, read away from the window."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

import mountain
from mountain import ElevationFacts, Grid, Ground, Origin, Terrain
from ui.elevation_sheet import ElevationSheet, Question
from ui.errand import PROBLEMS, Errand, Wanted, told
from ui.first_look import seen_from_afar
from ui.metres import MetresError, length_text, metres_of
from ui.tape import Notice

if TYPE_CHECKING:
    from ui.window import MainWindow

#: Who waits for a mountain: told it, or why there is none.
Waiting = Callable[[Terrain | None, str], None]


@dataclass(frozen=True)
class Found:
    """A mountain that was looked for, or why it is not there, and who waits for it."""

    terrain: Terrain | None
    problem: str
    waiting: Waiting


class ElevationDesk(QObject):
    """Reads elevation maps, and tells the sheet of the one that the hiker stands on.

    Signals
    -------
    question_asked
        The sheet asks something, and must be seen.

    Parameters
    ----------
    window : MainWindow
        Whose session it is.
    sheet : ElevationSheet
        The sheet.
    """

    question_asked = Signal()
    _seen = Signal(object, object)

    def __init__(self, window: MainWindow, sheet: ElevationSheet) -> None:
        super().__init__(window)
        self._window, self._sheet = window, sheet
        self._in_question: Path | None = None
        self._is_same_map = False
        self._facts: dict[Origin, ElevationFacts] = {}
        # Of which map facts are being found, and how many things had been asked for by then.
        self._telling: tuple[Origin, int] | None = None
        self._errand = Errand(self)
        self._errand.done.connect(self._take)
        self._errand.failed.connect(self._fail)
        self._errand.broken.connect(self._break_off)
        self._seen.connect(self._show_from_afar)
        sheet.open_wanted.connect(self.choose)
        sheet.smoothing_chosen.connect(self._smooth)
        sheet.answered.connect(self._answer)
        sheet.cancelled.connect(self._cancel)
        window.session.terrain_changed.connect(self._forget)

    @property
    def is_busy(self) -> bool:
        """Whether a map is being read."""
        return self._errand.is_busy

    def choose(self) -> None:
        """Have a file chosen, and open it."""
        endings = " ".join(f"*{ending}" for ending in mountain.ENDINGS)
        name, _ = QFileDialog.getOpenFileName(
            self._window, "Open an elevation map", str(Path.home()), f"Elevation maps ({endings})"
        )
        if name:
            self.open(Path(name))

    def open(self, path: Path) -> None:
        """Go to the mountain of an elevation map, or ask what its greys mean."""
        self._in_question = path
        self._read(path, None, mountain.USUAL_SPACING)

    def find(self, file: str, find: Callable[[], Terrain], waiting: Waiting) -> None:
        """Have a mountain found whose elevation map must be read, unless something else is wanted.

        Parameters
        ----------
        file : str
            What is read, as a person is told.
        find : function
            Finds it, away from the window; it may raise as `found_terrain` does.
        waiting : function
            What is called with it in the window's thread.
        """

        def work(_: Wanted) -> Found:
            try:
                return Found(find(), "", waiting)
            except PROBLEMS as error:
                return Found(None, told(error), waiting)

        self._in_question = None
        self._tell_reading(file)
        self._errand.begin(work)

    def show(self) -> None:
        """Tell of the mountain that the hiker stands on, if it is an elevation map."""
        ground = self._window.session.terrain.ground
        if self._in_question is not None:
            return
        if not isinstance(ground, Grid) or ground.origin is None:
            self._sheet.show_nothing()
        elif (facts := self._facts.get(ground.origin)) is not None:
            self._sheet.show_facts(facts)
        elif self._telling != (ground.origin, self._errand.turn):
            self._sheet.show_reading(Path(ground.origin.file).name)
            self._errand.begin(lambda _: (ground.origin, mountain.elevation_facts(ground)))
            self._telling = ground.origin, self._errand.turn
        elif not self.is_busy:
            self._sheet.show_untold(Path(ground.origin.file).name)

    def close(self) -> None:
        """Leave what is being read; what cannot be left at once is waited for."""
        self._errand.close()

    def _read(self, path: Path, height_range: tuple[float, float] | None, spacing: float) -> None:
        def work(is_wanted: Wanted) -> object:
            afar = seen_from_afar(path, spacing)
            if afar is not None:
                self._seen.emit(afar, is_wanted)
            try:
                elevation = mountain.read_elevation(path, height_range, spacing)
                return mountain.elevation_terrain(elevation)
            except mountain.HeightRangeError as error:
                return Question(path.name, str(error) if height_range else "")
            except PROBLEMS as error:
                if height_range is None:
                    raise
                # What was typed may be what is wrong: it can be typed anew.
                return Question(path.name, told(error))

        self._tell_reading(path.name)
        self._is_same_map = False
        self._sheet.show_reading(path.name)
        self._errand.begin(work)

    def _show_from_afar(self, terrain: Terrain, is_wanted: Wanted) -> None:
        """Show what a map is of while it is being read; in relief it is not shown."""
        if is_wanted() and self._window.scenery.shown is self._window.map:
            self._window.reporter.show_first_look(terrain)

    def _smooth(self, cells: float) -> None:
        """Go to the mountain that the same map is with more or less smoothing."""
        ground = self._window.session.terrain.ground
        if isinstance(ground, Grid) and (origin := ground.origin) is not None:

            def work(_: Wanted) -> Terrain:
                measured = mountain.measured_elevation(origin)
                return mountain.elevation_terrain(measured, cells)

            self._is_same_map = True
            self._errand.begin(work)

    def _answer(self, black: str, white: str, spacing: str) -> None:
        """Read a grey picture with the heights that were typed."""
        path = self._in_question
        if path is None:
            return
        try:
            numbers = [metres_of(text) for text in (black, white, spacing)]
        except MetresError as error:
            self._sheet.show_question(Question(path.name, str(error)))
            return
        self._read(path, (numbers[0], numbers[1]), numbers[2])

    def _cancel(self) -> None:
        """Ask no more, and tell of the mountain that the hiker stands on still."""
        self._in_question = None
        self.show()

    def _take(self, done: object) -> None:
        """Take what was wanted."""
        self._end_first_look()
        if isinstance(done, Question):
            # What is being read is told no longer, now that somebody is asked.
            self._window.notice.show_elsewhere()
            self.question_asked.emit()
            self._sheet.show_question(done)
            return
        self._in_question = None
        if isinstance(done, Terrain):
            self._go_to(done)
            self.show()
        elif isinstance(done, Found):
            done.waiting(done.terrain, done.problem)
            self.show()
        elif isinstance(done, tuple):
            origin, facts = done
            self._facts = {origin: facts}
            self._sheet.show_facts(facts)

    def _fail(self, problem: str) -> None:
        """Say why there is no other mountain, and tell of the one that there is."""
        self._break_off()
        self._window.session.noticed.emit(Notice(problem))

    def _break_off(self) -> None:
        """Say no longer that something is read, and tell of the mountain that there is."""
        self._end_first_look()
        self._in_question = None
        self._window.notice.show_elsewhere()
        self.show()

    def _go_to(self, terrain: Terrain) -> None:
        """Go to a mountain; where only its smoothing is new, with the same plan and start."""
        session = self._window.session
        if self._is_same_map and math.isfinite(terrain.ground.height(*session.start)):
            session.stand_on(terrain)
            return
        session.go_to(terrain, ready=bool(terrain.starts))
        opened = f"{_opened(terrain)}{self._hint(terrain.ground)}."
        session.noticed.emit(Notice(opened, passing=True))

    def _forget(self) -> None:
        """Want no map any more: the hiker has gone elsewhere."""
        self._errand.cancel()
        self._in_question = None
        self._window.notice.show_elsewhere()
        # What was asked for to be told of the new mountain is wanted still.
        if self._window.study.is_open:
            self.show()

    def _hint(self, ground: Ground) -> str:
        """Tell where a map's pits are smoothed, if it may have some and nobody looks there yet."""
        origin = ground.origin if isinstance(ground, Grid) else None
        if origin is None or origin.smoothing or self._window.study.is_open:
            return ""
        facts = self._facts.get(origin)
        if facts is None:
            return "; key D counts its pits"
        return "; key D offers to smooth its false pits" if facts.pits else ""

    def _tell_reading(self, file: str) -> None:
        """Say that a file is being read, and show no other one's first look any more."""
        self._end_first_look()
        self._window.session.noticed.emit(Notice(f"Reading {file} …", passing=True))

    def _end_first_look(self) -> None:
        """Show the mountain of the hike again, with all that belongs to it."""
        if self._window.scenery.has_first_look:
            self._window.reporter.show_step()


def _opened(terrain: Terrain) -> str:
    """Tell of a map that has just been opened: what it is called, and how large it is."""
    window = terrain.window
    return f"{terrain.title}: {length_text(window.width)} by {length_text(window.tall)}"
