"""Ctrl+C in the terminal from which the window was opened: it closes quietly, like any program."""

from __future__ import annotations

import signal
import socket

from PySide6.QtCore import QCoreApplication, QSocketNotifier

#: What shells expect of a program that was interrupted: 128 and the signal's number.
INTERRUPTED = 130


class Interrupt(QSocketNotifier):
    """Ends the application on Ctrl+C, with the exit status `INTERRUPTED`; to be made once.

    Python answers a signal when it next runs, which in a quiet window may be never. So it is told
    to write to a socket at once, which wakes the event loop and with it Python.
    """

    def __init__(self, application: QCoreApplication) -> None:
        self._woken, self._waking = socket.socketpair()
        self._waking.setblocking(False)
        super().__init__(self._woken.fileno(), QSocketNotifier.Type.Read, application)
        self.activated.connect(self._empty)
        signal.set_wakeup_fd(self._waking.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGINT, lambda *_: application.exit(INTERRUPTED))

    def _empty(self) -> None:
        self._woken.recv(4096)
