import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer, qInstallMessageHandler, qWarning
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from ui.crash import LOG, Failures, log_path, open_log, watch_failures
from ui.window import MainWindow


@pytest.fixture(autouse=True)
def _hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give Python's last resort back after the test."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)


@pytest.fixture
def log(home: Path) -> Iterator[Path]:
    """Open the program's log in a place of the test's own, and close it again."""
    before = qInstallMessageHandler(None)
    qInstallMessageHandler(before)
    level = LOG.level
    open_log()
    yield log_path()
    qInstallMessageHandler(before)
    LOG.setLevel(level)
    for handler in list(LOG.handlers):
        LOG.removeHandler(handler)
        handler.close()


def fail(message: str) -> None:
    raise RuntimeError(message)


def dialogs(window: MainWindow) -> list[QMessageBox]:
    return [box for box in window.findChildren(QMessageBox, "failure") if box.isVisible()]


def test_what_fails_in_a_slot_is_shown_and_logged_and_the_hike_goes_on(
    window: MainWindow, log: Path, qtbot: QtBot
) -> None:
    watch_failures(window)
    QTimer.singleShot(0, lambda: fail("the compass broke"))
    qtbot.waitUntil(lambda: len(dialogs(window)) == 1)
    (box,) = dialogs(window)
    assert "RuntimeError: the compass broke" in box.text()
    assert str(log) in box.informativeText()
    written = log.read_text(encoding="utf-8")
    assert "RuntimeError: the compass broke" in written
    assert "Traceback" in written
    window.session.move(3)
    assert window.session.step == 3
    box.accept()
    qtbot.waitUntil(lambda: not dialogs(window))
    window.session.go_to_end()
    assert window.session.has_ended


def test_what_fails_again_and_again_is_shown_once_and_logged_each_time(
    window: MainWindow, log: Path, qtbot: QtBot
) -> None:
    watch_failures(window)
    for _ in range(3):
        QTimer.singleShot(0, lambda: fail("the compass broke"))
    qtbot.waitUntil(lambda: log.read_text(encoding="utf-8").count("Traceback") == 3)
    (box,) = dialogs(window)
    box.accept()


def test_what_fails_in_another_thread_is_told_in_the_windows_own(home: Path, qtbot: QtBot) -> None:
    failures = Failures()
    failures.install()
    told: list[threading.Thread] = []
    failures.failed.connect(lambda _: told.append(threading.current_thread()))
    worker = threading.Thread(target=lambda: sys.excepthook(ValueError, ValueError("x"), None))
    with qtbot.waitSignal(failures.failed) as failed:
        worker.start()
    worker.join()
    assert failed.args == ["ValueError: x"]
    assert told == [threading.main_thread()]


def test_an_interrupt_from_the_keyboard_is_no_failure(
    capsys: pytest.CaptureFixture[str], qtbot: QtBot
) -> None:
    failures = Failures()
    failures.install()
    with qtbot.assertNotEmitted(failures.failed):
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_what_qt_says_goes_to_the_log(log: Path) -> None:
    qWarning("something about a screen")
    assert "WARNING something about a screen" in log.read_text(encoding="utf-8")


def test_the_log_is_in_the_folder_for_state(home: Path) -> None:
    assert home / ".local" / "state" in log_path().parents


def test_where_no_log_can_be_written_failures_go_to_standard_error(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / ".local").write_text("not a folder")
    before = qInstallMessageHandler(None)
    open_log()
    qInstallMessageHandler(before)
    LOG.error("%s", "the compass broke")
    assert "the compass broke" in capsys.readouterr().err
    (handler,) = LOG.handlers
    assert type(handler) is logging.StreamHandler
    LOG.removeHandler(handler)
    LOG.setLevel(logging.NOTSET)
