"""An errand: something that is worked out away from the window's thread, if still wanted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QThreadPool, Signal

import mountain

#: What works tells by this whether anybody still waits for it.
Wanted = Callable[[], bool]
PROBLEMS = (
    mountain.ElevationError,
    mountain.FileError,
    mountain.SamplesError,
    mountain.TerrainError,
    MemoryError,
)


class Errand(QObject):
    """Runs one thing at a time; only the newest counts, and the others are left.

    Attributes
    ----------
    turn : int
        How often something has been asked for, or cancelled.

    Signals
    -------
    done : object
        What came of it.
    failed : str
        Why nothing came of it, in one line.
    broken
        Nothing came of it, as nobody foresaw: the program's last resort tells why.
    """

    done = Signal(object)
    failed = Signal(str)
    broken = Signal()
    _ended = Signal(object, int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.turn = self._running = 0
        self._is_awaited = False
        self._workers = QThreadPool(self)
        self._workers.setMaxThreadCount(1)
        self._ended.connect(self._tell)

    @property
    def is_running(self) -> bool:
        """Whether somebody waits for what comes of it."""
        return self._is_awaited

    @property
    def is_busy(self) -> bool:
        """Whether something is worked out, or just being left."""
        return self._running > 0

    def begin(self, work: Callable[[Wanted], object]) -> None:
        """Have something worked out, in place of what was asked for before."""
        self.turn = turn = self.turn + 1
        self._running += 1
        self._is_awaited = True

        def is_wanted() -> bool:
            return turn == self.turn

        def run() -> None:
            ended: tuple[object, str] | None = None
            try:
                if is_wanted():
                    with mountain.errand(is_wanted):
                        ended = work(is_wanted), ""
            except mountain.AbandonedError:
                # Whoever asked for it has gone.
                return
            except PROBLEMS as error:
                ended = None, told(error)
            finally:
                # Whoever waits must not wait for ever, whatever went wrong.
                self._ended.emit(ended, turn)

        self._workers.start(run)

    def cancel(self) -> None:
        """Want nothing any more."""
        self.turn += 1
        self._is_awaited = False

    def close(self) -> None:
        """Want nothing any more, and wait until nothing runs."""
        self.cancel()
        self._workers.waitForDone()

    def _tell(self, ended: tuple[object, str] | None, turn: int) -> None:
        self._running -= 1
        if turn != self.turn:
            return
        self._is_awaited = False
        if ended is None:
            self.broken.emit()
            return
        found, problem = ended
        if problem:
            self.failed.emit(problem)
        else:
            self.done.emit(found)


def told(error: Exception) -> str:
    """Tell a problem in one line."""
    full = isinstance(error, MemoryError)
    return "The memory is full: try something smaller" if full else str(error)
