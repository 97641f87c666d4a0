"""The sculptor: makes the block of a mountain, away from the window's thread."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QThreadPool, Signal

import mountain
from mountain import Terrain
from ui.relief import relief_of


class Sculptor(QObject):
    """Makes blocks one after the other; the first time it also loads the kernels that draw them.

    Signals
    -------
    made : (Terrain, Mesh)
        A block can be drawn now.
    """

    made = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._workers = QThreadPool(self)
        self._workers.setMaxThreadCount(1)

    def make(self, terrain: Terrain) -> None:
        """Have a terrain's block made."""

        def work() -> None:
            mesh = mountain.mesh_of(terrain)
            _try_out(mesh)
            # Kept for who draws it in the window's thread.
            relief_of(terrain)
            self.made.emit(terrain, mesh)
            mountain.give_back_compiler()

        self._workers.start(work)

    def close(self) -> None:
        """Wait until nothing is being made any more, and make nothing that was asked for."""
        self._workers.clear()
        self._workers.waitForDone()


def _try_out(mesh: mountain.Mesh) -> None:
    """Draw a block once, very small, with all that there is to draw."""
    picture = np.zeros((2, 2), np.uint32)
    levels = (mesh.lowest, mesh.lowest + 1.0)
    paint = mountain.Paint(picture, (0, 0), (0, 0), levels=levels, opacity=0.5)
    camera = mountain.Camera((0.0, 0.0, 0.0), 0.0, 0.7, 3.0, (8, 6))
    mountain.portray(mesh, camera, paint, mountain.Canvas(8, 6))
