"""The hand that moves the map: wheel, pinch, drags with the other buttons, and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

if TYPE_CHECKING:
    from ui.groundwork import Groundwork

#: Of the wheel, in eighths of a degree, that make everything twice as long.
_DOUBLING = 240.0
#: What a key makes longer, and how far one looks aside, as a share of the map.
KEY_FACTOR, KEY_SHARE = 2**0.5, 0.1
_PULLING = Qt.MouseButton.RightButton | Qt.MouseButton.MiddleButton
_NEARER = (Qt.Key.Key_Plus, Qt.Key.Key_Equal)
_AWAY = (Qt.Key.Key_Minus, Qt.Key.Key_Underscore)
_WHOLE = (Qt.Key.Key_0, Qt.Key.Key_Home)
_ASIDE = {
    Qt.Key.Key_Left: (1.0, 0.0),
    Qt.Key.Key_Right: (-1.0, 0.0),
    Qt.Key.Key_Up: (0.0, 1.0),
    Qt.Key.Key_Down: (0.0, -1.0),
}


class Hand(QObject):
    """Turns what is done to a map into what it is to show.

    The left button is left to whoever chooses a start.

    Parameters
    ----------
    view : QWidget
        The map.

    Signals
    -------
    zoomed : (float, QPointF or None)
        By which factor to go nearer, and where; None for the middle.
    pulled : QPointF
        How far the ground is to move, in pixels.
    pushed : (float, float)
        How far the ground is to move to the right and down, in parts of the map.
    whole_wanted
        All of the map is to be seen.
    """

    zoomed = Signal(float, object)
    pulled = Signal(QPointF)
    pushed = Signal(float, float)
    whole_wanted = Signal()

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self._held: QPointF | None = None
        view.grabGesture(Qt.GestureType.PinchGesture)
        view.installEventFilter(self)

    def move(self, ground: Groundwork) -> None:
        """Have a map's ground do what is wanted."""
        self.zoomed.connect(ground.go_nearer)
        self.pulled.connect(ground.pull)
        self.pushed.connect(ground.push)
        self.whole_wanted.connect(ground.see_whole)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what moves the map, and leave the rest to it."""
        if isinstance(event, QWheelEvent):
            return self._turn_wheel(event)
        if isinstance(event, QMouseEvent):
            return self._drag(event)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press_key(event)
        if isinstance(event, (QNativeGestureEvent, QGestureEvent)):
            return self._pinch(event)
        return False

    def _turn_wheel(self, event: QWheelEvent) -> bool:
        turned = event.angleDelta().y()
        if turned:
            self.zoomed.emit(2.0 ** (turned / _DOUBLING), event.position())
        event.accept()
        return True

    def _drag(self, event: QMouseEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseButtonDblClick and event.button() & _PULLING:
            self._let_go()
            self.whole_wanted.emit()
            return True
        if kind == QEvent.Type.MouseButtonPress and event.button() & _PULLING:
            self._held = event.position()
            self._view.setCursor(Qt.CursorShape.ClosedHandCursor)
            return True
        if self._held is None:
            return False
        if kind == QEvent.Type.MouseMove:
            self.pulled.emit(event.position() - self._held)
            self._held = event.position()
            return True
        if kind == QEvent.Type.MouseButtonRelease and event.button() & _PULLING:
            self._let_go()
            return True
        return False

    def _let_go(self) -> None:
        self._held = None
        self._view.unsetCursor()

    def _press_key(self, event: QKeyEvent) -> bool:
        key, control = Qt.Key(event.key()), Qt.KeyboardModifier.ControlModifier
        if event.modifiers() & control and key in _ASIDE:
            right, down = _ASIDE[key]
            self.pushed.emit(KEY_SHARE * right, KEY_SHARE * down)
        elif key in _NEARER or key in _AWAY:
            self.zoomed.emit(KEY_FACTOR if key in _NEARER else 1 / KEY_FACTOR, None)
        elif key in _WHOLE:
            self.whole_wanted.emit()
        else:
            return False
        return True

    def _pinch(self, event: QNativeGestureEvent | QGestureEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
                return False
            self.zoomed.emit(1.0 + event.value(), event.position())
            return True
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if not isinstance(pinch, QPinchGesture):
            return False
        middle = self._view.mapFromGlobal(pinch.centerPoint())
        self.pulled.emit(pinch.centerPoint() - pinch.lastCenterPoint())
        self.zoomed.emit(pinch.scaleFactor(), middle)
        return True
