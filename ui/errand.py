"""An errand: something that is worked out away from the window's thread, if still wanted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QThreadPool, Signal

import mountain

#: What works tells by this whether anybody still waits for it.
Wanted = Callable[[], bool]
_PROBLEMS = (mountain.FileError, mountain.SamplesError, mountain.TerrainError)


class Errand(QObject):
    """Runs one thing at a time; only the newest counts.

    Signals
    -------
    done : object
        What came of it.
    failed : str
        Why nothing came of it, in one line.
    """

    done = Signal(object)
    failed = Signal(str)
    _ended = Signal(object, str, int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._asked = 0
        self._is_running = False
        self._workers = QThreadPool(self)
        self._workers.setMaxThreadCount(1)
        self._ended.connect(self._tell)

    @property
    def is_running(self) -> bool:
        """Whether somebody waits for what comes of it."""
        return self._is_running

    def begin(self, work: Callable[[Wanted], object]) -> None:
        """Have something worked out, in place of what was asked for before."""
        self._asked = asked = self._asked + 1
        self._is_running = True

        def run() -> None:
            if asked != self._asked:
                return
            try:
                found = work(lambda: asked == self._asked)
            except _PROBLEMS as error:
                self._ended.emit(None, str(error), asked)
            else:
                self._ended.emit(found, "", asked)

        self._workers.start(run)

    def cancel(self) -> None:
        """Want nothing any more."""
        self._asked += 1
        self._is_running = False

    def close(self) -> None:
        """Want nothing any more, and wait until nothing runs."""
        self.cancel()
        self._workers.waitForDone()

    def _tell(self, found: object, problem: str, asked: int) -> None:
        if asked != self._asked:
            return
        self._is_running = False
        if problem:
            self.failed.emit(problem)
        else:
            self.done.emit(found)
