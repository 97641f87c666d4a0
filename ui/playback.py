"""Playback: the clock by which a hike is played, in the hiker's own minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

from mountain import Floats

if TYPE_CHECKING:
    from mountain import Race, Track

FRAME_MS = 16
#: Pace, in minutes of the hike to a second of the class.
SLOWEST, DEFAULT_PACE, FASTEST = 1.0, 20.0, 2_000.0


class Playback(QObject):
    """Tells when the next steps are due.

    Attributes
    ----------
    pace : float
        Minutes of the hike to a second.

    Signals
    -------
    frame_due : float
        So many seconds have passed since the frame before.
    """

    frame_due = Signal(float)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.pace = DEFAULT_PACE
        self._clock, self._pacemaker = 0.0, -1
        self._frame = QTimer(self, interval=FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        self._elapsed = QElapsedTimer()
        self._frame.timeout.connect(lambda: self.frame_due.emit(self._elapsed.restart() / 1000))

    @property
    def is_running(self) -> bool:
        """Whether the clock is going."""
        return self._frame.isActive()

    def set_pace(self, pace: float) -> None:
        """Change how many minutes of the hike go into a second."""
        self.pace = min(max(pace, SLOWEST), FASTEST)

    def run(self, playing: bool) -> None:
        """Go on from whatever step is shown, or stand still."""
        self._pacemaker = -1
        self._elapsed.start()
        if playing:
            self._frame.start()
        else:
            self._frame.stop()

    def steps_due(self, race: Race, step: int, chosen: int, seconds: float) -> int:
        """Return how many steps are to be walked after so many seconds more."""
        track = _pacemaker(race, step, chosen)
        hours = _hours(track)[step:]
        if track.number != self._pacemaker:
            # Another clock: it goes on from the step that is shown.
            self._pacemaker, self._clock = track.number, float(hours[0])
        # A window that was held up walks on from where it was; it does not leap.
        self._clock += self.pace * min(seconds, 0.1)
        return int(np.searchsorted(hours, self._clock, side="right")) - 1


def _pacemaker(race: Race, step: int, chosen: int) -> Track:
    """Return whose clock is played by: the chosen hiker's, or after their end the longest."""
    track = race.tracks[chosen]
    return track if step < track.steps else max(race.tracks, key=lambda each: each.steps)


def _hours(track: Track) -> Floats:
    """Return the clock by which a track is played; steps that cost nothing take time too."""
    if track.plan.step_minutes > 0:
        return track.minutes
    return track.minutes + 0.5 * np.arange(len(track))
