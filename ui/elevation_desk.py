"""Elevation maps and the session: which file the hiker stands on, read away from the window."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThreadPool, Signal
from PySide6.QtWidgets import QFileDialog

import mountain
from mountain import ElevationFacts, Grid, Origin, Terrain
from ui.elevation_sheet import ElevationSheet, Question, length_text
from ui.tape import Notice

if TYPE_CHECKING:
    from ui.window import MainWindow

_PROBLEMS = (mountain.FileError, mountain.ElevationError, mountain.TerrainError)
#: What the worker is to do; it returns what is to be told of it.
Work = Callable[[], object]
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
    _done = Signal(object, int)
    _seen = Signal(object, int)

    def __init__(self, window: MainWindow, sheet: ElevationSheet) -> None:
        super().__init__(window)
        self._window, self._sheet = window, sheet
        self._asked = 0
        self._in_question: Path | None = None
        self._from_afar = False
        self._running = 0
        self._is_same_map = False
        self._facts: dict[Origin, ElevationFacts] = {}
        # Of which map facts are being found, and how many things had been asked for by then.
        self._telling: tuple[Origin, int] | None = None
        self._workers = QThreadPool(self)
        self._workers.setMaxThreadCount(1)
        self._done.connect(self._take)
        self._seen.connect(self._show_from_afar)
        sheet.open_wanted.connect(self.choose)
        sheet.smoothing_chosen.connect(self._smooth)
        sheet.answered.connect(self._answer)
        sheet.cancelled.connect(self._cancel)
        window.session.terrain_changed.connect(self._forget)

    @property
    def is_busy(self) -> bool:
        """Whether a map is being read."""
        return self._running > 0

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

        def work() -> Found:
            try:
                return Found(find(), "", waiting)
            except _PROBLEMS as error:
                return Found(None, str(error), waiting)

        self._in_question = None
        self._tell(f"Reading {file} …")
        self._begin(work)

    def show(self) -> None:
        """Tell of the mountain that the hiker stands on, if it is an elevation map."""
        ground = self._window.session.terrain.ground
        if self._in_question is not None:
            return
        if not isinstance(ground, Grid) or ground.origin is None:
            self._sheet.show_nothing()
        elif (facts := self._facts.get(ground.origin)) is not None:
            self._sheet.show_facts(facts)
        elif self._telling != (ground.origin, self._asked):
            self._sheet.show_reading(Path(ground.origin.file).name)
            self._begin(lambda: (ground.origin, mountain.elevation_facts(ground)))
            self._telling = ground.origin, self._asked

    def close(self) -> None:
        """End what is being read."""
        self._asked += 1
        self._workers.waitForDone()

    def _read(self, path: Path, height_range: tuple[float, float] | None, spacing: float) -> None:
        asked = self._asked + 1

        def work() -> object:
            afar = seen_from_afar(path, spacing)
            if afar is not None:
                self._seen.emit(afar, asked)
            try:
                elevation = mountain.read_elevation(path, height_range, spacing)
            except mountain.HeightRangeError as error:
                return Question(path.name, str(error) if height_range else "")
            except mountain.FileError as error:
                if height_range is None:
                    raise
                return Question(path.name, str(error))
            return mountain.elevation_terrain(elevation)

        self._tell(f"Reading {path.name} …")
        self._is_same_map = False
        self._sheet.show_reading(path.name)
        self._begin(work)

    def _show_from_afar(self, terrain: Terrain, asked: int) -> None:
        """Show what a map is of while it is being read."""
        if asked == self._asked:
            self._from_afar = True
            self._window.map.show_terrain(terrain, terrain.start)

    def _smooth(self, cells: float) -> None:
        """Go to the mountain that the same map is with more or less smoothing."""
        ground = self._window.session.terrain.ground
        if isinstance(ground, Grid) and (origin := ground.origin) is not None:

            def work() -> Terrain:
                measured = mountain.measured_elevation(origin)
                return mountain.elevation_terrain(measured, cells)

            self._is_same_map = True
            self._begin(work)

    def _answer(self, black: str, white: str, spacing: str) -> None:
        """Read a grey picture with the heights that were typed."""
        path = self._in_question
        if path is None:
            return
        try:
            numbers = [_metres(text) for text in (black, white, spacing)]
        except ValueError:
            problem = "Type three numbers: metres, such as 0, 1200 and 30."
            self._sheet.show_question(Question(path.name, problem))
            return
        self._read(path, (numbers[0], numbers[1]), numbers[2])

    def _cancel(self) -> None:
        """Ask no more, and tell of the mountain that the hiker stands on still."""
        self._in_question = None
        self.show()

    def _begin(self, work: Work) -> None:
        """Do something away from the window; only the last thing wanted counts."""
        self._asked = asked = self._asked + 1
        self._running += 1

        def run() -> None:
            try:
                done = work() if asked == self._asked else None
            except _PROBLEMS as error:
                done = Notice(str(error))
            except MemoryError:
                done = Notice("The memory is full: try a part of the map")
            self._done.emit(done, asked)

        self._workers.start(run)

    def _take(self, done: object, asked: int) -> None:
        """Take what the worker has done, unless something else is wanted by now."""
        self._running -= 1
        if asked != self._asked:
            return
        if isinstance(done, Question):
            # What is being read is told no longer, now that somebody is asked.
            self._window.notice.hide()
            self.question_asked.emit()
            self._sheet.show_question(done)
            return
        self._in_question = None
        if self._from_afar and not isinstance(done, Terrain):
            session, self._from_afar = self._window.session, False
            self._window.map.show_terrain(session.terrain, session.start)
            self._window.reporter.show_step()
        if isinstance(done, Terrain):
            self._go_to(done)
            self.show()
        elif isinstance(done, Notice):
            self._window.session.noticed.emit(done)
            self.show()
        elif isinstance(done, Found):
            done.waiting(done.terrain, done.problem)
            self.show()
        elif isinstance(done, tuple):
            origin, facts = done
            self._facts = {origin: facts}
            self._sheet.show_facts(facts)

    def _go_to(self, terrain: Terrain) -> None:
        """Go to a mountain; where only its smoothing is new, with the same plan and start."""
        session = self._window.session
        if self._is_same_map and math.isfinite(terrain.ground.height(*session.start)):
            session.stand_on(terrain)
            return
        session.go_to(terrain, ready=bool(terrain.starts))
        self._tell(_opened(terrain))

    def _forget(self) -> None:
        """Want no map any more: the hiker has gone elsewhere."""
        self._asked += 1
        self._in_question, self._from_afar = None, False
        # What was asked for to be told of the new mountain is wanted still.
        if self._window.study.is_open:
            self.show()

    def _tell(self, text: str) -> None:
        self._window.session.noticed.emit(Notice(text))


def seen_from_afar(path: Path, spacing: float) -> Terrain | None:
    """Return what a large map looks like, long before it has been read; None if it is small."""
    elevation = mountain.overview(path, spacing)
    if elevation is None:
        return None
    ground = mountain.elevation_ground(elevation)
    window = mountain.Window(*ground.edges)
    return Terrain(mountain.ELEVATION, elevation.source, ground, window)


def _metres(text: str) -> float:
    """Read a number of metres, with a comma too, or raise `ValueError`."""
    number = float(text.replace("−", "-").replace(",", ".").removesuffix("m").strip())
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _opened(terrain: Terrain) -> str:
    """Tell of a map that has just been opened, in one line."""
    window, ground = terrain.window, terrain.ground
    told = f"{terrain.title}: {length_text(window.width)} by {length_text(window.tall)}"
    smooth = isinstance(ground, Grid) and ground.origin is not None and ground.origin.smoothing
    hint = "" if smooth else "; key D offers to smooth its false pits"
    return f"{told}{hint}."
