"""How long it takes from the last keystroke of a formula to a hiker who stands on it.

Run: python tests/benchmarks/keystroke.py
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ui import loading

loading.begin()

from PySide6.QtCore import QEventLoop
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

import mountain
from ui.app import WindowOptions, preset_of
from ui.session import Session
from ui.window import MainWindow

BUDGET_MS = 200.0
#: Each is typed with a number of its own at the end, so that nothing is known of it.
FORMULAS = {
    "Himmelblau": "(x^2 + y - 11)^2 + (x + y^2 - 7)^2 + 0.",
    "x^2 sin y": "x^2 sin y + x^2/4 + y^2/5 + 0.",
    "Ackley": "20 - 20e^(-0.2sqrt((x^2+y^2)/2)) - e^((cos(2πx) + cos(2πy))/2) + 0.",
    "Misty Mountain": mountain.terrain_named("misty_mountain").ground.text + " + 0.",
    "Rastrigin": "20 + x^2 - 10cos(2πx) + y^2 - 10cos(2πy) + 0.",
}
ROUNDS = 12


def opened() -> MainWindow:
    window = MainWindow(Session(preset_of(WindowOptions())))
    window.set_motion(False)
    window.show()
    window.map.draw_contours()
    window.complete()
    window.load_charts()
    loading.end()
    window.session.prepare()
    while window.session.track is None:
        QApplication.processEvents()
    window.show_desk(True)
    return window


def settle(window: MainWindow) -> None:
    """Let everything that still works for the desk end."""
    begun = time.perf_counter()
    while window.study.is_busy or time.perf_counter() - begun < 0.3:
        QTest.qWait(10)


def keystroke_ms(window: MainWindow, text: str) -> float:
    """Type the last character, and wait for a hiker on the new mountain."""
    box = window.findChild(QLineEdit, "formula")
    assert box is not None
    expected = mountain.Formula(text)
    box.setText(text[:-1])
    settle(window)
    begun = time.perf_counter()
    QTest.keyClicks(box, text[-1])
    session = window.session
    while session.terrain.ground != expected or session.track is None:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    return 1000 * (time.perf_counter() - begun)


def main() -> None:
    application = QApplication([])
    application.setApplicationName("misty-mountain-benchmark")
    application.setStyle("Fusion")
    window = opened()
    for name, text in FORMULAS.items():
        times = [keystroke_ms(window, f"{text}{turn + 11}") for turn in range(ROUNDS)][1:]
        median = statistics.median(times)
        print(
            f"{name:<16} from the last keystroke to a hiker: median {median:6.1f} ms, "
            f"longest {max(times):6.1f} ms, {median / BUDGET_MS:4.2f} of the budget"
        )
    window.close()


if __name__ == "__main__":
    main()
