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
    several_dropped : int
        So many at once, of which none is taken.
    """

    file_dropped = Signal(Path)
    several_dropped = Signal(int)

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say that files may be dropped, and take one."""
        if event.type() not in (*_COMES, QEvent.Type.Drop) or not isinstance(event, QDropEvent):
            return False
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if not files:
            return False
        # Also of too many: who may not drop them is not told why.
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            if len(files) == 1:
                self.file_dropped.emit(Path(files[0]))
            else:
                self.several_dropped.emit(len(files))
        return True
