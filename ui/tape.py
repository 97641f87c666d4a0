"""The tape: a hike or a race being recorded as it goes on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, QThreadPool, QTimer, Signal

import mountain

if TYPE_CHECKING:
    from mountain import Race, Recorder
    from ui.progress import Progress

SYNC_MS = 1000


@dataclass(frozen=True)
class Notice:
    """One line for the person at the screen.

    Attributes
    ----------
    text : str
        The line.
    file : Path or None
        What it may offer to open.
    passing : bool
        Whether it means nothing any more once another mountain is there.
    """

    text: str
    file: Path | None = None
    passing: bool = False


def recordings_folder() -> Path:
    """Return the folder that recordings are written to."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents) / "Misty Mountain"


class Tape(QObject):
    """Writes each hike or race to a file of its own, whole row by whole row.

    Signals
    -------
    noticed : Notice
        What became of the file.
    """

    noticed = Signal(object)
    _sync_failed = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._recorder: Recorder | None = None
        self._waits = False
        self._sync = QTimer(self, interval=SYNC_MS)
        self._sync.timeout.connect(self._to_disk)
        self._sync_failed.connect(self._give_up)

    @property
    def is_on(self) -> bool:
        """Whether rows are being written, or will be when a hike begins."""
        return self._waits or self._recorder is not None

    def record(self, progress: Progress | None) -> None:
        """Record a hike as far as it is shown; where there is none yet, the next one."""
        if self._recorder is None:
            self._waits = progress is None
            if progress is not None:
                self._open(progress.walked)

    def begin(self, progress: Progress) -> None:
        """Open a file for a hike that begins, if one is to be recorded."""
        if self._waits:
            self._waits = False
            self._open(progress.walked)

    def append(self, progress: Progress) -> None:
        """Write what has been walked since."""
        if self._recorder is None:
            return
        try:
            self._recorder.append(progress.walked)
        except mountain.RecordingError as error:
            self._stop(Notice(str(error)))

    def turn_over(self, progress: Progress | None) -> None:
        """Finish the file of a hike that is left, and go on with the next hike in another."""
        self._waits = self.is_on
        self._close(progress)

    def finish(self, progress: Progress | None) -> None:
        """Record no more; without a fault the file is complete."""
        self._waits = False
        self._close(progress)

    def _open(self, walked: Race) -> None:
        """Open a new file, and write what has been walked."""
        stamp = datetime.now().strftime("%Y-%m-%d-%H%M%S")
        folder = recordings_folder()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path = mountain.new_recording_path(folder, walked.terrain.name, stamp)
            self._recorder = mountain.Recorder(path, walked)
        except OSError as error:
            why = f"no folder can be made at {folder} ({error.strerror}); make one there by hand"
            self.noticed.emit(Notice(f"Not recording: {why}, or save the hike elsewhere"))
            return
        except mountain.FileError as error:
            self.noticed.emit(Notice(f"Not recording: {error}"))
            return
        self._sync.start()
        self.noticed.emit(Notice(f"Recording: {self._recorder.path}"))

    def _close(self, progress: Progress | None) -> None:
        if self._recorder is None or progress is None:
            return
        path = self._recorder.path
        try:
            self._recorder.close(progress.walked)
        except mountain.RecordingError as error:
            self._stop(Notice(str(error)))
        else:
            rows = mountain.counted(self._recorder.rows, "row")
            self._stop(Notice(f"Recorded {rows}: {path}", path))

    def _stop(self, notice: Notice) -> None:
        self._recorder = None
        self._sync.stop()
        self.noticed.emit(notice)

    def _to_disk(self) -> None:
        recorder = self._recorder
        if recorder is None:
            return

        def work() -> None:
            try:
                recorder.sync()
            except mountain.RecordingError as error:
                self._sync_failed.emit(recorder, str(error))

        # A slow disk must not hold up the window.
        QThreadPool.globalInstance().start(work)

    def _give_up(self, recorder: Recorder, problem: str) -> None:
        if recorder is self._recorder:
            self._stop(Notice(problem))
