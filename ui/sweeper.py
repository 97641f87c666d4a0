"""The sweeper: garbage is collected in the window's thread, and in no other."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_SWEEP_MS = 200


class Sweeper(QObject):
    """Collects garbage from time to time, as seldom as Python itself would.

    Python collects in whichever thread happens to make many objects. What is swept up there may be
    a part of the window that nobody needs any more, and Qt's widgets must only be destroyed in the
    thread that they live in.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_SWEEP_MS)
        self._timer.timeout.connect(self._sweep)
        self._timer.start()

    def _sweep(self) -> None:
        for generation, (made, most) in enumerate(
            zip(gc.get_count(), gc.get_threshold(), strict=True)
        ):
            if made <= most:
                return
            gc.collect(generation)
