"""How long the relief takes: a mesh of 200² at rest, and at half the resolution while dragged.

Run: python tests/benchmarks/relief.py
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

import numpy as np
from PySide6.QtWidgets import QApplication

import mountain
from mountain import Canvas, Race
from ui.hikers_view import HikersView
from ui.orbit import Orbit
from ui.portrayer import Portrayer
from ui.relief_view import ReliefView
from ui.theme import DUSK

FRAMES, BUDGET_MS = 60, 20.0
SIZES = ((1440, 1080), (960, 540))
TERRAINS = ("misty_mountain", "himmelblau", "jacksboro_fault")
Times = list[tuple[float, float]]


def milliseconds(work: Callable[[], object]) -> tuple[float, float]:
    """Return how long something takes, and how long all processors worked on it."""
    begun, worked = time.perf_counter(), time.process_time()
    work()
    return 1000 * (time.perf_counter() - begun), 1000 * (time.process_time() - worked)


def report(what: str, times: Times) -> None:
    taken, worked = (sorted(each) for each in zip(*times, strict=True))
    median, high = statistics.median(taken), taken[int(0.95 * len(taken)) - 1]
    print(
        f"{what:<58} median {median:6.2f} ms, 95th percentile {high:6.2f} ms, "
        f"{median / BUDGET_MS:4.2f} of the budget of {BUDGET_MS:g} ms; "
        f"{statistics.median(worked):6.2f} ms of work"
    )


def copying(size: tuple[int, int]) -> float:
    """Return how long a picture of a size takes to be copied, which no drawing can undercut."""
    columns, rows = size
    picture, copy = np.ones((2, rows, columns), np.uint32)
    return statistics.median(
        milliseconds(lambda: np.copyto(copy, picture))[0] for _ in range(FRAMES)
    )


def portraits(name: str) -> None:
    """Draw a mountain from all around, as somebody who turns it sees it."""
    terrain = mountain.terrain_named(name)
    mesh = mountain.mesh_of(terrain)
    for size in SIZES:
        for opacity, mist in ((0.0, "lifted"), (0.5, "lifting"), (1.0, "on")):
            portrayer = Portrayer(terrain, mesh)
            portrayer.follow(HikersView(), terrain.start)
            times = []
            for frame in range(FRAMES):
                orbit = Orbit().swung(frame / FRAMES, 0.0)
                camera = orbit.camera(mesh, size)
                times.append(
                    milliseconds(
                        lambda camera=camera, portrayer=portrayer, opacity=opacity: (
                            portrayer.portrayed(camera, 1.0, DUSK, opacity)
                        )
                    )
                )
            report(f"{name} at {size[0]}x{size[1]}, mist {mist}", times[1:])


def paintings(size: tuple[int, int]) -> None:
    """Paint the whole view of a hike, dragged and at rest."""
    terrain = mountain.terrain_named("misty_mountain")
    track = mountain.advance(mountain.start(terrain, mountain.plan_on(terrain, {})), 2000)
    view = ReliefView(terrain, DUSK)
    view.set_motion(False)
    view.resize(*size)
    view.show()
    view.show_mist(True)
    view.show_hikers(HikersView(Race((track,)), track.steps))
    while view.is_busy:
        QApplication.processEvents()
    times: dict[str, Times] = {
        "dragged, at half the resolution": [],
        "walked on, with the picture kept": [],
    }
    for frame in range(FRAMES):
        view.show_hikers(HikersView(Race((track,)), track.steps - frame % 9))
        times["walked on, with the picture kept"].append(milliseconds(view.repaint))
    for frame in range(FRAMES):
        view.move_eye(view.orbit.swung(0.001 * frame, 0.0))
        times["dragged, at half the resolution"].append(milliseconds(view.repaint))
    for what, taken in times.items():
        report(f"the view at {size[0]}x{size[1]}, {what}", taken)
    view.close_down()


def main() -> None:
    application = QApplication([])
    application.setStyle("Fusion")
    for size in SIZES:
        print(f"copying a picture of {size[0]}x{size[1]} takes {copying(size):.2f} ms")
    camera = Orbit().camera(mountain.mesh_of(mountain.terrain_named("bowl")), (8, 6))
    paint = mountain.Paint(np.zeros((2, 2), np.uint32), (0, 0), (0, 0))
    mountain.portray(mountain.mesh_of(mountain.terrain_named("bowl")), camera, paint, Canvas(8, 6))
    for name in TERRAINS:
        portraits(name)
    for size in SIZES:
        paintings(size)


if __name__ == "__main__":
    main()
