"""The tape: a hike or a race being recorded as it goes on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, QThreadPool, QTimer, Signal

import mountain

if TYPE_CHECKING:
    from mountain import Race, Recorder, Track

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
    """Writes a track or a race to a file of its own, whole row by whole row.

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
        self._sync = QTimer(self, interval=SYNC_MS)
        self._sync.timeout.connect(self._to_disk)
        self._sync_failed.connect(self._give_up)

    @property
    def running(self) -> bool:
        """Whether rows are being written."""
        return self._recorder is not None

    def begin(self, walked: Track | Race) -> None:
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

    def append(self, walked: Track | Race) -> None:
        """Write what has been walked since."""
        if self._recorder is None:
            return
        try:
            self._recorder.append(walked)
        except mountain.RecordingError as error:
            self._stop(Notice(str(error)))

    def end(self, walked: Track | Race) -> None:
        """Finish the file; without a fault it is complete."""
        if self._recorder is None:
            return
        path = self._recorder.path
        try:
            self._recorder.close(walked)
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
