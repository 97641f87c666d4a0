import errno
from pathlib import Path

import pytest
from conftest import preset_named
from faults import Faults
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QToolButton,
)
from pytestqt.qtbot import QtBot
from windows import KEY, notice, press, recorded, rows

import mountain
from ui.opening import open_trajectory
from ui.window import MainWindow


def test_ctrl_r_records_what_saving_writes_and_it_replays_equal(
    window: MainWindow, qtbot: QtBot, recordings: Path, tmp_path: Path
) -> None:
    press(window, KEY.Key_R, qtbot, ctrl=True)
    assert window.findChild(QToolButton, "record").isChecked()
    assert "Recording: " in notice(window)
    press(window, KEY.Key_End, qtbot)
    assert not window.findChild(QToolButton, "record").isChecked()
    (file,) = recorded(recordings)
    assert f"Recorded 311 rows: {file}" == notice(window)
    terrain, preset = mountain.terrain_named("misty_mountain"), preset_named("good")
    plan = mountain.plan_on(terrain, preset.settings)
    track = mountain.advance(mountain.start(terrain, plan, preset.start), plan.steps)
    mountain.save_track(track, tmp_path / "walked.csv")
    assert file.read_bytes() == (tmp_path / "walked.csv").read_bytes()
    assert mountain.replay(file).difference is None


def test_a_recording_can_be_shown_as_a_ghost_from_its_notice(
    window: MainWindow, qtbot: QtBot
) -> None:
    press(window, KEY.Key_R, qtbot, ctrl=True)
    press(window, KEY.Key_End, qtbot)
    before = window.map.grab().toImage()
    press(window, KEY.Key_PageDown, qtbot)
    other = window.map.grab().toImage()
    assert other != before
    qtbot.mouseClick(window.findChild(QPushButton, "notice_open"), Qt.MouseButton.LeftButton)
    assert window.map.grab().toImage() != other
    assert "ghost, 311 rows" in notice(window)


def test_opening_a_csv_shows_a_ghost(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.session.go_to_end()
    window.session.save(tmp_path / "hike.csv")
    press(window, KEY.Key_R, qtbot)
    before = window.map.grab().toImage()
    open_trajectory(window, tmp_path / "hike.csv")
    assert "311 rows" in notice(window)
    assert window.map.grab().toImage() != before
    assert window.session.step == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "holds no whole line"),
        (b"not a trajectory\r\n1\r\n", "column 1 is 'not a trajectory'"),
        (b"\x00\x01\x02\r\n", "no plain text"),
    ],
    ids=["empty", "foreign", "binary"],
)
def test_a_damaged_file_is_one_line_and_changes_nothing(
    window: MainWindow, tmp_path: Path, content: bytes, words: str
) -> None:
    window.session.move(5)
    before = window.map.grab().toImage()
    file = tmp_path / "damaged.csv"
    file.write_bytes(content)
    open_trajectory(window, file)
    assert words in notice(window)
    assert "\n" not in notice(window)
    assert window.session.step == 5
    assert not window.findChildren(QMessageBox)
    window.notice.hide()
    QApplication.processEvents()
    assert window.map.grab().toImage() == before


def test_a_file_cut_off_in_mid_row_is_shown_as_far_as_it_is_whole(
    window: MainWindow, tmp_path: Path
) -> None:
    window.session.move(20)
    window.session.save(tmp_path / "whole.csv")
    cut = tmp_path / "cut.csv"
    cut.write_bytes((tmp_path / "whole.csv").read_bytes()[:-30])
    open_trajectory(window, cut)
    assert "the 20 whole rows before it were read" in notice(window)


def test_a_full_disk_is_one_line_and_the_hike_goes_on(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(window, KEY.Key_R, qtbot, ctrl=True)
    with monkeypatch.context() as patch:
        Faults(patch, 1, errno.ENOSPC, lasting=False)
        qtbot.keyClick(window.map, KEY.Key_Right)
    assert "No space left on device" in notice(window)
    assert not window.findChild(QToolButton, "record").isChecked()
    press(window, KEY.Key_Right, qtbot)
    assert window.session.step == 2
    assert not window.findChildren(QMessageBox)


def test_a_folder_that_cannot_be_written_is_one_line_and_the_button_comes_up_again(
    window: MainWindow, qtbot: QtBot, home: Path
) -> None:
    (home / "Documents").write_text("not a folder")
    press(window, KEY.Key_R, qtbot, ctrl=True)
    assert "Not recording" in notice(window)
    assert not window.findChild(QToolButton, "record").isChecked()


def file_dialog(qtbot: QtBot, name: Path) -> None:
    """Have a name typed into the file dialog that is about to open, and accepted."""

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog):
            QTimer.singleShot(20, answer)
            return
        dialog.findChild(QLineEdit, "fileNameEdit").setText(str(name))
        dialog.accept()

    QTimer.singleShot(20, answer)


def test_ctrl_s_saves_and_ctrl_o_opens(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.session.move(20)
    file_dialog(qtbot, tmp_path / "hike")
    press(window, KEY.Key_S, qtbot, ctrl=True)
    assert len(rows(tmp_path / "hike.csv")) == 21
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    file_dialog(qtbot, tmp_path / "hike.csv")
    press(window, KEY.Key_O, qtbot, ctrl=True)
    assert "ghost, 21 rows" in notice(window)


def test_closing_the_window_ends_the_recording_and_all_clocks(
    window: MainWindow, qtbot: QtBot, recordings: Path
) -> None:
    press(window, KEY.Key_R, qtbot, ctrl=True)
    press(window, KEY.Key_Space, qtbot)
    qtbot.waitUntil(lambda: window.session.step > 2)
    window.close()
    (file,) = recorded(recordings)
    assert mountain.read_sidecar(file).status == "complete"
    assert rows(file)[-1]["event"] == "walking"
    assert not window.session.playing
    running = [timer for timer in window.session.findChildren(QTimer) if timer.isActive()]
    assert running == []


def test_opening_a_csv_goes_to_the_mountain_that_it_was_walked_on(
    window: MainWindow, tmp_path: Path
) -> None:
    bowl = mountain.terrain_named("bowl")
    track = mountain.advance(mountain.start(bowl, mountain.plan_on(bowl)), 100)
    mountain.save_track(track, tmp_path / "bowl.csv")
    open_trajectory(window, tmp_path / "bowl.csv")
    assert window.session.terrain == bowl
    assert f"ghost, {len(track)} rows" in notice(window)


def test_a_csv_of_a_mountain_that_is_not_in_the_gallery_takes_the_window_there(
    window: MainWindow, tmp_path: Path
) -> None:
    own = mountain.Terrain(
        "own", "My own hill", mountain.Formula("x^2"), mountain.Window(-1.0, 1.0, -1.0, 1.0)
    )
    mountain.save_track(mountain.start(own, mountain.plan_on(own)), tmp_path / "own.csv")
    open_trajectory(window, tmp_path / "own.csv")
    assert notice(window).startswith("Shown as a ghost")
    there = window.session.terrain
    assert (there.title, there.ground, there.window) == (own.title, own.ground, own.window)


def test_steps_set_below_those_walked_end_the_hike_and_its_recording(
    window: MainWindow, qtbot: QtBot, recordings: Path
) -> None:
    press(window, KEY.Key_R, qtbot, ctrl=True)
    window.session.move(40)
    with qtbot.waitSignal(window.session.ended):
        window.session.change_setting("steps", 20)
    assert window.session.mist_lifted
    (file,) = recorded(recordings)
    assert rows(file)[-1]["event"] == "walking"
    assert mountain.read_sidecar(file).status == "complete"
