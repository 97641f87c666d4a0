"""How long a frame takes while a large elevation map is moved: panned, and gone nearer and away.

Run: python tests/benchmarks/map.py
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
import psutil
from numpy.typing import NDArray
from PySide6.QtCore import QEventLoop, QPointF, Qt, QTimer
from PySide6.QtWidgets import QApplication

import mountain
from ui.map_view import MapView
from ui.theme import DUSK

SIDE, SPACING = 8192, 30.0
FRAMES, EVERY_MS = 200, 1000 / 60
SIZE = (1280, 800)


def rough_heights() -> NDArray[np.float64]:
    """Return heights with ridges of all sizes, as water and frost leave them."""
    random = np.random.default_rng(8)
    heights = np.zeros((SIDE, SIDE))
    place = np.linspace(0, 1, SIDE)
    for octave in range(10):
        waves = 3 * 2.0**octave
        size = 500 / 1.9**octave
        for _ in range(2):
            across, along, begin = random.uniform(-1, 1, 3)
            phase = 2 * np.pi * waves * (across * place[None, :] + begin)
            bend = np.sin(2 * np.pi * (3 * place + begin))[:, None]
            heights += size * np.sin(phase + 2 * np.pi * waves * along * place[:, None] + bend)
    heights.flags.writeable = False
    return heights


def opened() -> MapView:
    """Open a map of the heights, and wait until it is as good as it gets."""
    reach = (SIDE - 1) * SPACING
    ground = mountain.Grid(rough_heights(), (0.0, reach, 0.0, reach), "ridges")
    terrain = mountain.Terrain("ridges", "Ridges", ground, mountain.Window(*ground.edges))
    view = MapView(terrain, DUSK)
    view.set_motion(False)
    view.show_mist(True)
    view.resize(*SIZE)
    before = psutil.Process().memory_info().rss
    begun = time.perf_counter()
    view.show()
    QApplication.processEvents()
    coarse = time.perf_counter() - begun
    view.draw_contours()
    view.wait()
    fine = time.perf_counter() - begun
    more = (psutil.Process().memory_info().rss - before) / 1e6
    print(
        f"{SIDE} x {SIDE} heights, {SIDE * SIDE * 8 / 1e6:.0f} MB: first picture after "
        f"{1000 * coarse:.0f} ms, as good as it gets after {fine:.2f} s, in {more:.0f} MB more"
    )
    return view


def move(view: MapView, frame: int, how: str) -> None:
    """Move the map a little, as a hand does."""
    ground, turn = view.ground, 2 * np.pi * frame / FRAMES
    if how == "pan":
        ground.pull(QPointF(14 * np.cos(turn), 14 * np.sin(turn)))
    else:
        near = frame % 100 < 50
        ground.go_nearer(1.08 if near else 1 / 1.08, QPointF(500 + frame, 300))


def frames(view: MapView, how: str) -> None:
    """Move the map sixty times a second, and print how long frames keep the window's thread."""
    times, printed = [], 0
    sheet = None
    until_due = QEventLoop()
    due = QTimer(interval=round(EVERY_MS), timerType=Qt.TimerType.PreciseTimer)
    due.timeout.connect(until_due.quit)
    due.start()
    for frame in range(FRAMES):
        worked = time.thread_time()
        move(view, frame, how)
        view.repaint()
        # What arrives until the next frame is due is work of this one.
        until_due.exec()
        times.append(1000 * (time.thread_time() - worked))
        printed += view.ground.sheet is not sheet
        sheet = view.ground.sheet
    due.stop()
    median, high = statistics.median(times), sorted(times)[int(0.99 * FRAMES) - 1]
    print(
        f"{how:<6} {FRAMES} frames at {SIZE[0]}x{SIZE[1]}, × {view.ground.zoom.power:.3g}: "
        f"median {median:5.2f} ms, 99th percentile {high:5.2f} ms of own time; "
        f"{high / EVERY_MS:4.2f} of a sixtieth of a second; a new sheet every "
        f"{FRAMES / max(printed, 1):.1f} frames"
    )


def main() -> None:
    application = QApplication([])
    application.setStyle("Fusion")
    view = opened()
    view.ground.go_nearer(8.0, None)
    view.wait()
    frames(view, "pan")
    frames(view, "zoom")
    view.ground.see_whole()
    view.wait()
    frames(view, "zoom")
    view.close()


if __name__ == "__main__":
    main()
