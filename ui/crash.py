"""What happens when something fails that should not: a log, a dialog, and the hike goes on."""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QObject,
    QStandardPaths,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QMessageBox, QWidget

LARGEST_LOG = 1_000_000
LOG = logging.getLogger("misty-mountain")
_QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def log_path() -> Path:
    """Return the file that failures are written to."""
    location = QStandardPaths.StandardLocation.StateLocation
    return Path(QStandardPaths.writableLocation(location)) / "misty-mountain.log"


def open_log() -> None:
    """Write failures, and what Qt says, to the log; to standard error where there is no log."""
    handler: logging.Handler
    try:
        log_path().parent.mkdir(parents=True, exist_ok=True)
        # Begun anew when it has grown large, so that it never fills a disk.
        grown = log_path().exists() and log_path().stat().st_size > LARGEST_LOG
        handler = logging.FileHandler(log_path(), mode="w" if grown else "a", encoding="utf-8")
    except OSError:
        handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    qInstallMessageHandler(lambda kind, _, message: LOG.log(_QT_LEVELS[kind], "%s", message))


class Failures(QObject):
    """Takes what nobody caught, from any thread.

    Signals
    -------
    failed : str
        One line for a person; emitted once for each kind of failure.
    """

    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told: set[str] = set()

    def install(self) -> None:
        """Become the program's last resort."""
        sys.excepthook = self._take

    def _take(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        LOG.error("%s", text)
        line = f"{kind.__name__}: {error}"
        # What fails in every frame must not open a dialog in every frame.
        if line not in self._told:
            self._told.add(line)
            self.failed.emit(line)


def watch_failures(window: QWidget) -> Failures:
    """Have what nobody caught shown in a dialog and written to the log; the hike goes on."""
    failures = Failures(window)

    def tell(line: str) -> None:
        box = QMessageBox(window)
        box.setObjectName("failure")
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("Misty Mountain")
        box.setText(f"Something failed, and the hike goes on.\n{line}")
        box.setInformativeText(f"The details are in {log_path()}")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    failures.failed.connect(tell)
    failures.install()
    return failures
