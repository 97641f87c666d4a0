"""The real program on a screen of its own: started, used by keyboard, and quit."""

import bisect
import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

import mountain
from ui.knob import detents_of
from ui.session import Session
from ui.theme import PROJECTOR
from ui.window import MainWindow

MAIN = Path(mountain.__file__).parents[1] / "main.py"
#: Seconds; the first run compiles the kernels.
PATIENCE = 60

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 is on Linux")


def tool(name: str) -> str:
    found = shutil.which(name)
    assert found, f"{name} is missing, and this test needs it: apt-get install xvfb openbox xdotool"
    return found


@contextmanager
def started(*command: str, **how: object) -> Iterator[subprocess.Popen[str]]:
    """Run a program that is ended, one way or the other, when it is not needed any more."""
    with subprocess.Popen(command, text=True, **how) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.terminate()


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Give the program a home of its own, and no screen."""
    others = ("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "QT_QPA_PLATFORM", "QT_SCALE_FACTOR")
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in others and not name.startswith("XDG_")
    }
    return kept | {"HOME": str(tmp_path)}


@pytest.fixture
def screen(environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """Return an environment with a screen that nobody else uses, and a window manager on it."""
    server = (tool("Xvfb"), "-displayfd", "1", "-screen", "0", "1920x1080x24")
    quiet = {"stderr": subprocess.DEVNULL}
    with started(*server, stdout=subprocess.PIPE, **quiet) as xvfb:
        assert xvfb.stdout is not None
        with_screen = environment | {"DISPLAY": f":{xvfb.stdout.readline().strip()}"}
        with started(tool("openbox"), env=with_screen, stdout=subprocess.DEVNULL, **quiet):
            yield with_screen


class Desk:
    """The keyboard of a screen on which the program has its window."""

    def __init__(self, process: subprocess.Popen[str], screen: dict[str, str]) -> None:
        self._process, self._screen = process, screen
        found = self._do("search", "--sync", "--onlyvisible", "--name", "Misty Mountain")
        self._do("windowactivate", "--sync", found.split()[0])

    def press(self, *keys: str) -> None:
        self._do("key", "--delay", "20", *keys)

    def status(self) -> int:
        """Wait for the program's end, and return its exit status."""
        return self._process.wait(timeout=PATIENCE)

    def _do(self, *words: str) -> str:
        assert self._process.poll() is None, "the program has ended"
        command = [tool("xdotool"), *words]
        return subprocess.check_output(command, env=self._screen, text=True, timeout=PATIENCE)


@pytest.fixture
def desk(screen: dict[str, str]) -> Iterator[Desk]:
    with started(sys.executable, str(MAIN), "--size", "1280x800", env=screen) as process:
        yield Desk(process, screen)


def tabs_to(name: str, qtbot: QtBot) -> int:
    """Count the Tabs from the map to a control, in a window of the same kind."""
    preset = next(each for each in mountain.presets_of("misty_mountain") if each.name == "good")
    twin = MainWindow(Session(preset))
    qtbot.addWidget(twin)
    twin.set_motion(False)
    with qtbot.waitActive(twin):
        twin.show()
        twin.activateWindow()
    # As the program does once its window has been painted.
    twin.map.draw_contours()
    twin.complete()
    reached: list[str] = []
    while name not in reached and len(reached) < 100:
        qtbot.keyClick(twin.focusWidget(), Qt.Key.Key_Tab)
        reached.append(twin.focusWidget().objectName())
    return reached.index(name) + 1


def recordings(home: Path) -> list[Path]:
    return list((home / "Documents" / "Misty Mountain").glob("*.csv"))


def is_complete(file: Path) -> bool:
    return mountain.read_sidecar(file).status == "complete"


@pytest.mark.qt_log_ignore("plugin does not support propagateSizeHints")
def test_a_hike_by_keyboard_alone_is_recorded_and_can_be_walked_again(
    desk: Desk, tmp_path: Path, environment: dict[str, str], qtbot: QtBot
) -> None:
    # To the slider, three stops up, record; the hike begins when its kernels are there.
    desk.press(*["Tab"] * tabs_to("learning_rate", qtbot), "Right", "Right", "Right", "ctrl+r")
    qtbot.waitUntil(lambda: len(recordings(tmp_path)) == 1, timeout=PATIENCE * 1000)
    (file,) = recordings(tmp_path)
    desk.press("End")
    qtbot.waitUntil(lambda: is_complete(file), timeout=PATIENCE * 1000)
    desk.press("alt+F4")
    assert desk.status() == 0

    with file.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    stops = detents_of(mountain.PARAMETERS["learning_rate"])
    (rate,) = {float(row["learning_rate"]) for row in rows}
    # Three stops on from the one nearest to where it stood, on either side.
    above = bisect.bisect_left(stops, 0.02)
    assert rate in (stops[above + 2], stops[above + 3])
    assert rows[0]["event"] == "start"
    assert rows[-1]["event"] == "home"
    replayed = subprocess.run(
        [sys.executable, str(MAIN), "replay", str(file)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (replayed.returncode, replayed.stderr) == (0, "")
    assert replayed.stdout.startswith(f"equal: all {len(rows)} rows")


def test_a_window_that_is_closed_in_mid_hike_ends_the_recording_and_the_program(
    desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    desk.press("ctrl+r", "space")
    qtbot.waitUntil(
        lambda: any(len(file.read_text().splitlines()) > 5 for file in recordings(tmp_path)),
        timeout=PATIENCE * 1000,
    )
    desk.press("alt+F4")
    assert desk.status() == 0
    (file,) = recordings(tmp_path)
    assert is_complete(file)
    assert file.read_text().splitlines()[-1].endswith(",walking")
    assert mountain.replay(file).difference is None


def test_a_picture_of_the_window_needs_no_screen(
    environment: dict[str, str], tmp_path: Path
) -> None:
    picture, size = tmp_path / "window.png", "1920x1080"
    done = subprocess.run(
        [sys.executable, str(MAIN), "--screenshot", str(picture), "--size", size, "--projector"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")
    image = QImage(str(picture))
    assert f"{image.width()}x{image.height()}" == size
    assert image.pixelColor(2, image.height() // 2).name() == PROJECTOR.ground
