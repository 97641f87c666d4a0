"""The press: makes the map's sheets in a thread of its own; of what is wanted, the last counts."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock

from PySide6.QtCore import QObject, Signal

from ui.sheet import Order, Sheet, SheetMaker


class Press(QObject):
    """Makes sheets one after the other, and leaves out those that nobody waits for any more.

    Signals
    -------
    printed
        There is another sheet.
    """

    printed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._maker = SheetMaker()
        self._lock = Lock()
        self._wanted: Order | None = None
        self._sheet: Sheet | None = None
        self._asked: Order | None = None
        self._ended = False
        # Python's own: a pool of Qt's that is destroyed with its map would wait for a thread that
        # waits for the interpreter.
        self._worker = ThreadPoolExecutor(1, "press")
        self._job: Future[None] | None = None

    @property
    def sheet(self) -> Sheet | None:
        """The sheet that was made last."""
        return self._sheet

    @property
    def is_busy(self) -> bool:
        """Whether there may be another sheet."""
        return self._job is not None and not self._job.done()

    def has_been_asked(self, order: Order) -> bool:
        """Tell whether this is what was wanted last."""
        return order == self._asked

    def want(self, order: Order) -> None:
        """Have a sheet made; those that were wanted before and not begun are not made."""
        if order == self._asked or self._ended:
            return
        with self._lock:
            self._asked = self._wanted = order
        self._job = self._worker.submit(self._work)

    def wait(self) -> None:
        """Wait until all that is wanted is made, as well as it can be."""
        if self._job is not None:
            self._job.result()

    def end(self) -> None:
        """Make nothing more."""
        with self._lock:
            self._wanted, self._ended = None, True
        self._worker.shutdown()

    def _work(self) -> None:
        """Make what is wanted, if it is not made yet; then work out what makes it better."""
        with self._lock:
            order, self._wanted = self._wanted, None
        if order is not None:
            self._print(order)
            if self._refine(order):
                self._print(order)

    def _print(self, order: Order) -> None:
        self._sheet = self._maker.make(order)
        self.printed.emit()

    def _refine(self, order: Order) -> bool:
        """Tell whether a sheet would be better now, and nothing else is wanted meanwhile."""
        better = False
        for _ in self._maker.refinement(order):
            self._maker.forget_sections()
            better = True
            if self._wanted is not None or self._ended:
                return False
        return better
