import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from conftest import OpenWindow, prepared
from desks import open_at, stands_on, walk_on
from pytestqt.qtbot import QtBot
from windows import KEY, notice, press, recorded

import mountain
from ui.opening import open_trajectory
from ui.window import MainWindow

_ROOT = Path(__file__).parent.parent.parent

#: Opens the window, walks, opens the desk, and tells after each what has been loaded.
_PROBE = """
import sys
from PySide6.QtWidgets import QApplication
from ui.app import Loader, WindowOptions, preset_of
from ui.session import Session
from ui.window import MainWindow

def told(when):
    heavy = [name for name in ("sympy", "ziamath") if name in sys.modules]
    print(when, *heavy)

app = QApplication([])
window = MainWindow(Session(preset_of(WindowOptions())))
window.show()
loader = Loader(window)
loader.begin()
while window.charts is None or window.session.track is None:
    app.processEvents()
window.session.go_to_end()
told("walked")
window.show_desk(True)
view = window.study._formula._view
while not view.is_set:
    app.processEvents()
window.study.turn_to("gradient")
while window.study.is_busy:
    app.processEvents()
told("opened")
window.close()
"""


@pytest.mark.qt_no_exception_capture
def test_nothing_heavy_is_loaded_before_the_desk_is_opened_and_sympy_never(
    home: Path,
) -> None:
    environment = {**os.environ, "PYTHONPATH": str(_ROOT), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", _PROBE]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.stdout.splitlines() == ["walked", "opened ziamath"], done.stderr


def test_the_window_opens_on_a_formula_from_the_command_line(home: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    pictures = []
    for text in ("x^2+y^2", "sin(x)*y"):
        out = home / f"{len(pictures)}.png"
        words = ["--formula", text, "--window", "-2,2,-1,3", "--screenshot", str(out)]
        command = [sys.executable, str(_ROOT / "main.py"), *words]
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=100, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
        pictures.append(out.read_bytes())
    assert pictures[0] != pictures[1]


def test_closing_the_window_ends_the_algebra(window: MainWindow, qtbot: QtBot) -> None:
    walk_on(open_at(window, "formula"), "sin(x y)^2 + cos(x y)^2 + x", qtbot)
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    open_at(window, "gradient")
    qtbot.waitUntil(lambda: window.study._gradient_desk._algebra is not None)
    window.close()
    left = {child.pid for child in psutil.Process().children(recursive=True)} - before
    assert left == set()


def test_a_recording_on_a_formula_of_ones_own_is_opened_on_that_mountain(
    window: MainWindow, open_window: OpenWindow, qtbot: QtBot, recordings: Path
) -> None:
    text = r"\frac{x^2}{4} + y^2"
    walk_on(open_at(window, "formula"), text, qtbot)
    qtbot.keyClick(window.focusWidget(), KEY.Key_Return)
    press(window, KEY.Key_R, qtbot, ctrl=True)
    press(window, KEY.Key_End, qtbot)
    (file,) = recorded(recordings)
    assert mountain.replay(file).difference is None
    before = window.session.terrain
    window.close()
    other = open_window()
    open_trajectory(other, file)
    prepared(other.session, qtbot)
    assert stands_on(other, text)
    assert other.session.terrain.window == before.window
    assert "Shown as a ghost" in notice(other)


@pytest.mark.parametrize("terrain", ["regression", "digits"])
def test_a_recording_on_data_is_replayed_and_opened_on_its_mountain(
    window: MainWindow, terrain: str, qtbot: QtBot, tmp_path: Path
) -> None:
    window.session.choose_terrain(terrain)
    prepared(window.session, qtbot).go_to_end()
    window.session.save(tmp_path / "walked.csv")
    assert mountain.replay(tmp_path / "walked.csv").difference is None
    window.session.choose_terrain("bowl")
    prepared(window.session, qtbot)
    open_trajectory(window, tmp_path / "walked.csv")
    assert window.session.terrain.name == terrain
    prepared(window.session, qtbot)


def test_a_hike_on_points_that_were_moved_is_opened_on_those_points(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    terrain = mountain.terrain_named("regression")
    ground = terrain.ground
    assert isinstance(ground, mountain.Regression)
    moved = mountain.regression_terrain(ground.samples.with_point(3, 2.0, 9.0))
    window.session.go_to(moved)
    prepared(window.session, qtbot).move(6)
    window.session.save(tmp_path / "walked.csv")
    assert mountain.replay(tmp_path / "walked.csv").difference is None
    window.session.choose_terrain("bowl")
    prepared(window.session, qtbot)
    open_trajectory(window, tmp_path / "walked.csv")
    assert window.session.terrain.ground == moved.ground
    prepared(window.session, qtbot)
