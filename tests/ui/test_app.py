import sys
from pathlib import Path

import pytest
from conftest import OpenWindow, prepared, preset_named
from PySide6.QtWidgets import QLabel, QMessageBox
from pytestqt.qtbot import QtBot

import mountain
from mountain import RecordingError
from ui.app import Loader, WindowOptions, _draw, _open_or_offer, preset_of
from ui.session import Session
from ui.window import MainWindow


def notice(window: MainWindow) -> str:
    label = window.findChild(QLabel, "notice")
    return label.text() if label.isVisible() else ""


def cut_off(folder: Path, name: str = "cut", steps: int = 8) -> Path:
    """Leave a recording that was never ended, with a torn last row."""
    folder.mkdir(parents=True, exist_ok=True)
    terrain = mountain.terrain_named("misty_mountain")
    track = mountain.advance(mountain.start(terrain, mountain.plan_on(terrain)), steps)
    recorder = mountain.Recorder(folder / f"{name}.csv", track)
    # The process is gone: nobody holds the file any more, and its status is still `recording`.
    recorder._close()
    with recorder.path.open("ab") as file:
        file.write(b"9,104.5,0,-2.1")
    return recorder.path


def test_the_window_opens_with_the_flagships_good_hike() -> None:
    assert preset_of(WindowOptions()) == preset_named("good", "misty_mountain")


@pytest.mark.parametrize("terrain", mountain.terrain_names())
def test_the_window_opens_on_the_terrain_and_preset_asked_for(terrain: str) -> None:
    assert preset_of(WindowOptions(terrain=terrain)).terrain == terrain
    for preset in mountain.presets_of(terrain):
        assert preset_of(WindowOptions(terrain=terrain, preset=preset.name)) == preset


def test_kernels_and_charts_are_loaded_after_the_first_painting(home: Path, qtbot: QtBot) -> None:
    window = MainWindow(Session(preset_named("good")))
    qtbot.addWidget(window)
    window.set_motion(False)
    Loader(window)
    assert window.charts is None
    assert window.session.track is None
    window.show()
    qtbot.waitUntil(lambda: window.charts is not None, timeout=60_000)
    prepared(window.session, qtbot)
    qtbot.waitUntil(window.charts.isVisible)


def test_a_recording_that_was_cut_off_is_made_whole_and_offered(
    window: MainWindow, recordings: Path
) -> None:
    file = cut_off(recordings)
    _open_or_offer(window, None)
    assert str(file) in notice(window)
    assert mountain.read_sidecar(file).status == "recovered"
    assert len(mountain.read_trajectory(file).x) == 9
    assert mountain.replay(file).difference is None


def test_of_several_recordings_that_were_cut_off_all_are_told(
    window: MainWindow, recordings: Path
) -> None:
    files = [cut_off(recordings, name) for name in ("first", "second")]
    _open_or_offer(window, None)
    assert all(file.name in notice(window) for file in files)
    assert [mountain.read_sidecar(file).status for file in files] == ["recovered"] * 2


def test_a_recording_that_cannot_be_made_whole_is_one_line(
    window: MainWindow, recordings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_off(recordings)

    def refuse(path: Path) -> None:
        raise RecordingError(f"{path}: Input/output error; choose another place")

    monkeypatch.setattr(mountain, "recover", refuse)
    _open_or_offer(window, None)
    assert "Input/output error" in notice(window)
    assert not window.findChildren(QMessageBox)


def test_nothing_is_offered_where_nothing_was_cut_off(window: MainWindow) -> None:
    _open_or_offer(window, None)
    assert notice(window) == ""


def test_a_file_named_at_the_start_is_shown(window: MainWindow, recordings: Path) -> None:
    file = cut_off(recordings)
    mountain.recover(file)
    _open_or_offer(window, file)
    assert "9 rows" in notice(window)


def test_who_names_a_file_is_told_of_a_recording_that_was_cut_off_as_well(
    window: MainWindow, recordings: Path
) -> None:
    asked, forgotten = (cut_off(recordings, name) for name in ("asked", "forgotten"))
    mountain.recover(asked)
    _open_or_offer(window, asked)
    assert forgotten.name in notice(window)
    assert mountain.read_sidecar(forgotten).status == "recovered"


def test_a_thousand_paintings_take_no_reference_off_none(open_window: OpenWindow) -> None:
    window = open_window()
    window.session.move(30)
    window.map.setMaximumSize(320, 320)
    window.map.repaint()
    before = sys.getrefcount(None)
    for _ in range(1_000):
        window.map.repaint()
    assert sys.getrefcount(None) - before > -500


def test_a_picture_of_a_mountain_without_ground_is_drawn_and_says_so(
    home: Path, qtbot: QtBot
) -> None:
    window = mountain.Window(-3.0, 3.0, -3.0, 3.0)
    nowhere = mountain.Terrain("formula", "Nowhere", mountain.Formula("sqrt(-1 - x^2)"), window)
    options = WindowOptions(own=nowhere, screenshot=home / "nowhere.png")
    drawn = MainWindow(Session(preset_of(options)), options.size)
    qtbot.addWidget(drawn)
    drawn.session.go_to(nowhere)
    assert _draw(drawn, Loader(drawn), options) == 0
    assert drawn.session.is_stuck
    assert drawn.session.track is None
    assert "no ground" in drawn.findChild(QLabel, "notice").text()
    assert options.screenshot is not None
    assert options.screenshot.stat().st_size > 10_000
