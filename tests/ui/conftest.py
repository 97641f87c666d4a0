"""What the tests of the window share: a real one, its folders out of everybody's way."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QThreadPool
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import mountain
from mountain import Preset
from ui.session import Session
from ui.window import MainWindow

OpenWindow = Callable[..., MainWindow]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the platform without a screen say what it cannot do when a small widget is shown."""
    harmless = pytest.mark.qt_log_ignore("plugin does not support propagateSizeHints")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(harmless)


@pytest.fixture(scope="session", autouse=True)
def _dressed(qapp: QApplication) -> None:
    """Give the application the style that the program gives it."""
    qapp.setStyle("Fusion")


@pytest.fixture(autouse=True)
def _leaves_nothing_behind(qapp: QApplication) -> Iterator[None]:
    """Fail a test after which a window, a timer of it, or a thread is still there."""
    before = set(threading.enumerate())
    yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    assert left == []
    assert QThreadPool.globalInstance().waitForDone(5000)
    # Qt's own threads show up as dummies where they ran Python.
    started = set(threading.enumerate()) - before
    assert [thread for thread in started if thread.name.startswith("Thread-")] == []


@pytest.fixture
def home(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have all that the program keeps written to a folder of the test's own."""
    folder = tmp_path / "home"
    folder.mkdir()
    for name in [name for name in os.environ if name.startswith("XDG_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(folder))
    return folder


@pytest.fixture
def recordings(home: Path) -> Path:
    """Return the folder that recordings go to."""
    return home / "Documents" / "Misty Mountain"


def preset_named(name: str, terrain: str = "misty_mountain") -> Preset:
    return next(preset for preset in mountain.presets_of(terrain) if preset.name == name)


def prepared(session: Session, qtbot: QtBot) -> Session:
    """Wait until the hiker stands at the start of a hike."""
    qtbot.waitUntil(lambda: session.track is not None, timeout=60_000)
    return session


@pytest.fixture
def session(home: Path, qtbot: QtBot) -> Iterator[Session]:
    """Begin the flagship's good hike, without a window."""
    begun = Session(preset_named("good"))
    begun.prepare()
    yield prepared(begun, qtbot)
    begun.close()


@pytest.fixture
def open_window(home: Path, qtbot: QtBot) -> OpenWindow:
    """Return a function that opens a window on the flagship, ready to walk."""

    def opened(name: str = "good", *, charts: bool = False) -> MainWindow:
        window = MainWindow(Session(preset_named(name)))
        qtbot.addWidget(window)
        window.set_motion(False)
        window.resize(1280, 800)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        window.complete()
        if charts:
            window.load_charts()
        window.session.prepare()
        prepared(window.session, qtbot)
        QApplication.processEvents()
        return window

    return opened


@pytest.fixture
def window(open_window: OpenWindow) -> MainWindow:
    """Open a window on the flagship's good hike."""
    return open_window()


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Have elevation maps read only when this is set."""
    go_on, read = threading.Event(), mountain.read_elevation

    def read_elevation(*given: Any) -> mountain.Elevation:
        assert go_on.wait(20)
        return read(*given)

    monkeypatch.setattr(mountain, "read_elevation", read_elevation)
    yield go_on
    go_on.set()
