"""Preparing a hike: kernels loaded and a terrain compiled, away from the window's thread."""

from __future__ import annotations

from collections.abc import Sequence
from weakref import WeakSet

from PySide6.QtCore import QObject, QThreadPool, Signal

import mountain
from mountain import Entrant, Ground, Terrain


class Preparer(QObject):
    """Makes terrains ready to be walked on, one after the other.

    Signals
    -------
    prepared : Terrain
        It can be walked on now, at once.
    failed : (Terrain, str)
        Which cannot be walked on, and why.
    """

    prepared = Signal(object)
    failed = Signal(object, str)
    _done = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        # A ground that nobody stands on any more may be large, and goes.
        self._ready: WeakSet[Ground] = WeakSet()
        self._workers = QThreadPool(self)
        # One compute thread: numba's kernels must not be compiled or run in parallel.
        self._workers.setMaxThreadCount(1)
        self._done.connect(self._tell)

    def is_ready(self, terrain: Terrain) -> bool:
        """Tell whether a terrain can be walked on at once."""
        return terrain.ground in self._ready

    def know(self, terrain: Terrain) -> None:
        """Take it from somebody else that a terrain can be walked on at once."""
        self._ready.add(terrain.ground)

    def prepare(self, terrain: Terrain, entrants: Sequence[Entrant]) -> None:
        """Have a first step of some hikers tried in a thread of its own."""

        def work() -> None:
            problem: str | None = "this mountain cannot be walked on"
            try:
                mountain.start_race(terrain, entrants)
                mountain.landmarks(terrain)
                problem = None
            except ValueError as error:
                problem = str(error)
            finally:
                # Whoever waits must not wait for ever, whatever went wrong.
                self._done.emit(terrain, problem)
                mountain.give_back_compiler()

        self._workers.start(work)

    def wait(self) -> None:
        """Wait until nothing is being prepared any more."""
        self._workers.waitForDone()

    def _tell(self, terrain: Terrain, problem: str | None) -> None:
        if problem is not None:
            self.failed.emit(terrain, problem)
            return
        self._ready.add(terrain.ground)
        self.prepared.emit(terrain)
