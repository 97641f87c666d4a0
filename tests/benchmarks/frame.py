"""How long a frame takes, a ghost behind a dragged knob, and how much memory a walk needs.

Run: python tests/benchmarks/frame.py
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ui import loading

loading.begin()

import psutil
from PySide6.QtWidgets import QApplication, QSlider

import mountain
from ui.app import WindowOptions, preset_of
from ui.crash import open_log
from ui.hikers_view import HikersView
from ui.session import Session
from ui.theme import DUSK, PROJECTOR
from ui.window import MainWindow

FRAMES = 200
FRAME_BUDGET_MS, GHOST_BUDGET_MS, MEMORY_BUDGET_MB = 10.0, 16.0, 260.0


def milliseconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)


def report(what: str, times: list[float], budget: float) -> None:
    median, high = statistics.median(times), sorted(times)[int(0.99 * len(times)) - 1]
    print(
        f"{what:<58} median {median:6.2f} ms, 99th percentile {high:6.2f} ms, "
        f"{high / budget:4.2f} of the budget of {budget:g} ms"
    )


def opened() -> MainWindow:
    window = MainWindow(Session(preset_of(WindowOptions())))
    window.set_motion(False)
    window.resize(1920, 1080)
    window.show()
    window.map.draw_contours()
    window.session.prepare()
    while window.session.track is None:
        QApplication.processEvents()
    window.complete()
    window.load_charts()
    loading.end()
    QApplication.processEvents()
    return window


def walk_memory(window: MainWindow) -> None:
    """Walk the opening hike by the clock, and report the process's memory meanwhile."""
    window.session.set_pace(200)
    window.session.play(True)
    process, most = psutil.Process(), 0.0
    while window.session.playing:
        QApplication.processEvents()
        most = max(most, process.memory_info().rss / 1e6)
    scipy = " (scipy is installed, which numba then loads too)" if "scipy" in sys.modules else ""
    print(
        f"{'memory while walking':<58} {most:.0f} MB, "
        f"{most / MEMORY_BUDGET_MB:4.2f} of the budget of {MEMORY_BUDGET_MB:g} MB{scipy}"
    )


def ghost(window: MainWindow) -> None:
    """Drag a knob with the mist lifted: 2,000 steps of ghost, from the slider to the screen."""
    session = window.session
    session.restart()
    for name, value in (("daylight", float("inf")), ("flat", 0.0)):
        session.change_setting(name, value)
    session.lift_mist(True)
    slider = window.findChild(QSlider, "learning_rate")
    times = []
    for turn in range(FRAMES):
        slider.setValue(30 + turn % 40)
        QApplication.processEvents()

        def drag(turn: int = turn) -> None:
            slider.setValue(31 + turn % 40)
            window.map.repaint()

        times.append(milliseconds(drag))
    assert len(session.coming()[0]) == 2001
    report("ghost of 2,000 steps, from slider to screen", times, GHOST_BUDGET_MS)


def frames(window: MainWindow) -> None:
    """Paint the map with a track of 100,000 steps that never comes to rest."""
    terrain = mountain.terrain_named("misty_mountain")
    settings = {"learning_rate": 0.12, "steps": 100_000, "daylight": float("inf"), "noise": 0.4}
    plan = mountain.plan_on(terrain, {**settings, "flat": 0.0, "stop": False})
    track = mountain.advance(mountain.start(terrain, plan), 100_000)
    for theme in (DUSK, PROJECTOR):
        window.show_theme(theme)
        for lifted in (False, True):
            window.set_motion(False)
            window.map.show_mist(lifted)
            race, coming = mountain.Race((track,)), window.session.coming()
            window.map.show_hikers(HikersView(race, 99_000, coming=coming))
            window.map.repaint()
            times = []
            for frame in range(FRAMES):
                window.map.show_hikers(HikersView(race, 99_000 + frame, coming=coming))
                times.append(milliseconds(window.map.repaint))
            mist = "lifted" if lifted else "on"
            what = f"map at {window.map.width()}x{window.map.height()}, {theme.name}, mist {mist}"
            report(what, times, FRAME_BUDGET_MS)


def main() -> None:
    application = QApplication([])
    application.setStyle("Fusion")
    open_log()
    window = opened()
    walk_memory(window)
    ghost(window)
    frames(window)
    window.close()


if __name__ == "__main__":
    main()
