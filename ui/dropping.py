"""Dropping: a file that is dragged from elsewhere onto the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

_COMES = (QEvent.Type.DragEnter, QEvent.Type.DragMove)


class Dropping(QObject):
    """Takes one file of the disk that is dropped on a widget, or on one in it.

    Signals
    -------
    file_dropped : Path
        The file.
    """

    file_dropped = Signal(Path)

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say that one file may be dropped, and take it."""
        if event.type() not in (*_COMES, QEvent.Type.Drop) or not isinstance(event, QDropEvent):
            return False
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if len(files) != 1:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self.file_dropped.emit(Path(files[0]))
        return True
