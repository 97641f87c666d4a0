"""The left button on the map chooses where to set out; so do Shift and the arrow keys."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from mountain import Window
from ui.groundwork import Groundwork

#: Share of what is seen that an arrow key moves the start by.
NUDGE = 0.02
#: A click may stray by so many pixels; what goes farther pulls the map where it is seen from near.
STRAY = 4
#: Who presses so near to the hiker, in letters, takes the hiker along.
_GRIP = 1.2
_NUDGES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class StartChooser(QObject):
    """Takes the hiker along while the left button is held down on a map.

    On a map that is seen from near, that is so where the hiker is taken hold of; elsewhere there
    the button pulls the map, and a click puts the hiker down.

    Attributes
    ----------
    dragged : (float, float) or None
        Where the hiker is held just now, in map units.

    Signals
    -------
    chosen : (float, float)
        Where to set out, in map units.
    pulled : QPointF
        How far the ground is to move, in pixels.
    """

    chosen = Signal(float, float)
    pulled = Signal(QPointF)

    def __init__(self, view: QWidget, ground: Groundwork) -> None:
        super().__init__(view)
        self._view, self._ground = view, ground
        self._start = ground.terrain.start
        self._hiker, self._grip = self._start, 0.0
        self.dragged: tuple[float, float] | None = None
        self._pressed: QPointF | None = None
        self._is_pulling = False
        view.installEventFilter(self)

    @property
    def place(self) -> tuple[float, float]:
        """Where the hiker would set out, or is held."""
        return self._start if self.dragged is None else self.dragged

    def show_start(self, start: tuple[float, float]) -> None:
        """Have keys move this start."""
        self._start = start

    def show_hiker(self, place: tuple[float, float], letter: float) -> None:
        """Have the hiker stand at a place, painted to suit letters of so many pixels."""
        self._hiker, self._grip = place, _GRIP * letter

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what chooses a start; who reads the map sees the pointer move all the same."""
        if isinstance(event, QKeyEvent):
            return event.type() == QEvent.Type.KeyPress and self._nudge(event)
        if not isinstance(event, QMouseEvent):
            return False
        left, kind = Qt.MouseButton.LeftButton, event.type()
        if kind == QEvent.Type.MouseButtonPress and event.button() == left:
            self._press(event.position())
        elif kind == QEvent.Type.MouseMove and event.buttons() & left:
            self._move(event.position())
        elif kind == QEvent.Type.MouseButtonRelease and event.button() == left:
            self._let_go()
        return False

    def _press(self, point: QPointF) -> None:
        if self._ground.zoom.is_whole or self._is_hiker_at(point):
            self._drag_to(point)
        else:
            self._pressed = point

    def _is_hiker_at(self, point: QPointF) -> bool:
        away = point - self._ground.scale.point(*self._hiker)
        return math.hypot(away.x(), away.y()) <= self._grip

    def _move(self, point: QPointF) -> None:
        if self._pressed is None:
            if self.dragged is not None:
                self._drag_to(point)
            return
        by = point - self._pressed
        if not self._is_pulling:
            if math.hypot(by.x(), by.y()) <= STRAY:
                return
            self._is_pulling = True
            self._view.setCursor(Qt.CursorShape.ClosedHandCursor)
        self._pressed = point
        self.pulled.emit(by)

    def _drag_to(self, point: QPointF) -> None:
        x, y = self._ground.scale.place(point)
        self.dragged = _held(self._ground.zoom.seen, x, y)
        self._view.update()

    def _let_go(self) -> None:
        pressed, self._pressed = self._pressed, None
        if self._is_pulling:
            self._is_pulling = False
            self._view.unsetCursor()
        elif pressed is not None:
            self._drag_to(pressed)
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
