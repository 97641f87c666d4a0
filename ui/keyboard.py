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
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QWidget,
)

_KINDS = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox)
_TEXTS = (QLineEdit, QPlainTextEdit)
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
        texts = (*window.findChildren(QLineEdit), *window.findChildren(QPlainTextEdit))
        for text in texts:
            if not isinstance(text.parentWidget(), QAbstractSpinBox):
                text.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep keys for who has the keyboard; the wheel scrolls what the control lies in."""
        kind = event.type()
        if isinstance(watched, _TEXTS):
            return self._leave(event) or super().eventFilter(watched, event)
        if kind == QEvent.Type.Wheel:
            # Who does not take an event leaves it to the widget around.
            event.ignore()
            return True
        if kind == QEvent.Type.MouseButtonPress and not isinstance(watched, QAbstractSpinBox):
            self._take_from_typing(watched)
        elif kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            slides = isinstance(watched, (QAbstractSlider, QComboBox)) and event.key() in _ARROWS
            pressed = isinstance(watched, (QAbstractButton, QComboBox))
            if slides or (pressed and event.key() == Qt.Key.Key_Space):
                event.accept()
                return True
        return super().eventFilter(watched, event)

    def _leave(self, event: QEvent) -> bool:
        """Give the keyboard back from a text when Escape is pressed in it."""
        typing = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if event.type() not in typing or not isinstance(event, QKeyEvent):
            return False
        if event.key() != Qt.Key.Key_Escape:
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self._home.setFocus()
        return True

    def _take_from_typing(self, pressed: QObject) -> None:
        """Give the keyboard back when a control is pressed, but to one of the same page."""
        focused = QApplication.focusWidget()
        together = isinstance(pressed, QWidget) and _page_of(pressed) is _page_of(focused)
        typed = isinstance(focused, _TEXTS) and not together
        if typed or isinstance(focused, QAbstractSpinBox):
            self._home.setFocus()


def _page_of(widget: QWidget | None) -> QScrollArea | None:
    """Return what a widget scrolls in."""
    while widget is not None and not isinstance(widget, QScrollArea):
        widget = widget.parentWidget()
    return widget
