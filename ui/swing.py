"""The swing: the left button and Shift with the arrow keys turn what is looked at."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

#: A key turns by so much of a drag across the whole view.
KEY_SWING = 0.06
_SWINGS = {
    Qt.Key.Key_Left: (KEY_SWING, 0.0),
    Qt.Key.Key_Right: (-KEY_SWING, 0.0),
    Qt.Key.Key_Up: (0.0, KEY_SWING),
    Qt.Key.Key_Down: (0.0, -KEY_SWING),
}


class Swing(QObject):
    """Turns drags and keys on a view into how far the eye is to swing around it.

    Signals
    -------
    swung : (float, float)
        How far to the right and down, in parts of the view's shorter side.
    pulled : QPointF
        How far the ground is to move instead, in pixels: with Shift.
    """

    swung = Signal(float, float)
    pulled = Signal(QPointF)

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self._at: QPointF | None = None
        view.installEventFilter(self)

    @property
    def is_held(self) -> bool:
        """Whether the button is held down."""
        return self._at is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what turns the view; who reads it sees the pointer move all the same."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press_key(event)
        if isinstance(event, QMouseEvent):
            self._drag(event)
        return False

    def _press_key(self, event: QKeyEvent) -> bool:
        swing = _SWINGS.get(Qt.Key(event.key()))
        if swing is None or not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return False
        self.swung.emit(*swing)
        return True

    def _drag(self, event: QMouseEvent) -> None:
        kind, left = event.type(), Qt.MouseButton.LeftButton
        if kind == QEvent.Type.MouseButtonPress and event.button() == left:
            self._at = event.position()
        elif kind == QEvent.Type.MouseButtonRelease and event.button() == left:
            self._at = None
        elif kind == QEvent.Type.MouseMove and self._at is not None:
            by, self._at = event.position() - self._at, event.position()
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.pulled.emit(by)
            else:
                side = max(min(self._view.width(), self._view.height()), 1)
                self.swung.emit(by.x() / side, by.y() / side)
