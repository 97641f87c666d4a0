"""The keyboard and the wheel: which control of the window may have them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QScrollBar,
    QWidget,
)

_KINDS = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox)
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right)


class Keyboard(QObject):
    """Lets a control keep the keys that it needs, and nothing else take them or the wheel.

    Parameters
    ----------
    home : QWidget
        Where the keyboard belongs while nothing is typed.
    """

    def __init__(self, home: QWidget) -> None:
        super().__init__(home)
        self._home = home

    def watch(self, window: QWidget) -> None:
        """Watch all controls that are in a window now."""
        for kind in _KINDS:
            for control in window.findChildren(kind):
                if isinstance(control, QScrollBar):
                    continue
                control.installEventFilter(self)
                # A click leaves the keyboard where it is, except where something is typed.
                if not isinstance(control, QAbstractSpinBox):
                    control.setFocusPolicy(control.focusPolicy() & Qt.FocusPolicy.TabFocus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep keys for who has the keyboard; the wheel scrolls what the control lies in."""
        kind = event.type()
        if kind == QEvent.Type.Wheel:
            # Who does not take an event leaves it to the widget around.
            event.ignore()
            return True
        if kind == QEvent.Type.MouseButtonPress and not isinstance(watched, QAbstractSpinBox):
            if isinstance(QApplication.focusWidget(), QAbstractSpinBox):
                self._home.setFocus()
        elif kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            slides = isinstance(watched, (QAbstractSlider, QComboBox)) and event.key() in _ARROWS
            pressed = isinstance(watched, (QAbstractButton, QComboBox))
            if slides or (pressed and event.key() == Qt.Key.Key_Space):
                event.accept()
                return True
        return super().eventFilter(watched, event)
