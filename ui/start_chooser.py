"""Choosing where to set out, on the map: by a click, a drag, or Shift and the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from mountain import Window
from ui.groundwork import Groundwork

#: Share of what is seen that an arrow key moves the start by.
NUDGE = 0.02
_NUDGES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class StartChooser(QObject):
    """Takes the hiker along while the left button is held down on a map.

    Attributes
    ----------
    dragged : (float, float) or None
        Where the hiker is held just now, in map units.

    Signals
    -------
    chosen : (float, float)
        Where to set out, in map units.
    """

    chosen = Signal(float, float)

    def __init__(self, view: QWidget, ground: Groundwork) -> None:
        super().__init__(view)
        self._view, self._ground = view, ground
        self._start = ground.terrain.start
        self.dragged: tuple[float, float] | None = None
        view.installEventFilter(self)

    @property
    def place(self) -> tuple[float, float]:
        """Where the hiker would set out, or is held."""
        return self._start if self.dragged is None else self.dragged

    def show_start(self, start: tuple[float, float]) -> None:
        """Have keys move this start."""
        self._start = start

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what chooses a start; who reads the map sees the pointer move all the same."""
        if isinstance(event, QKeyEvent):
            return event.type() == QEvent.Type.KeyPress and self._nudge(event)
        if not isinstance(event, QMouseEvent):
            return False
        left, kind = Qt.MouseButton.LeftButton, event.type()
        moves = kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove)
        if moves and event.buttons() & left and event.button() in (left, Qt.MouseButton.NoButton):
            self._drag_to(event.position())
        elif kind == QEvent.Type.MouseButtonRelease and event.button() == left:
            self._let_go()
        return False

    def _drag_to(self, point: QPointF) -> None:
        x, y = self._ground.scale.place(point)
        self.dragged = _held(self._ground.zoom.seen, x, y)
        self._view.update()

    def _let_go(self) -> None:
        if self.dragged is not None:
            place, self.dragged = self.dragged, None
            self.chosen.emit(*place)

    def _nudge(self, event: QKeyEvent) -> bool:
        way = _NUDGES.get(Qt.Key(event.key()))
        if way is None or not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return False
        seen, (x, y) = self._ground.zoom.seen, self._start
        moved = (x + way[0] * NUDGE * seen.width, y + way[1] * NUDGE * seen.tall)
        self.chosen.emit(*_held(self._ground.terrain.window, *moved))
        return True


def _held(window: Window, x: float, y: float) -> tuple[float, float]:
    """Return a place, or the one at a window's edge that is nearest to it."""
    return min(max(x, window.x0), window.x1), min(max(y, window.y0), window.y1)
