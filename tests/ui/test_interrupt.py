import signal
import subprocess
import sys
from pathlib import Path

import pytest

import ui

PROGRAM = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from ui.interrupt import Interrupt
application = QCoreApplication([])
interrupt = Interrupt(application)
QTimer.singleShot(0, lambda: print("ready", flush=True))
sys.exit(application.exec())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal to send")
def test_ctrl_c_ends_a_window_in_which_nothing_happens_quietly_and_with_the_usual_status() -> None:
    root = Path(ui.__file__).parents[1]
    command = [sys.executable, "-c", PROGRAM]
    with subprocess.Popen(
        command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, "")
