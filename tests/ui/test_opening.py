"""Opening the trajectory of a hike on an elevation map, with the map and without."""

import os
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot
from windows import notice

import mountain
from ui.opening import open_file, open_trajectory
from ui.window import MainWindow


@pytest.fixture
def hike(tmp_path: Path) -> Path:
    """Record a hike on a map in the same folder."""
    y, x = np.mgrid[0:30, 0:30]
    np.save(tmp_path / "hill.npy", 0.5 * ((x - 12.0) ** 2 + (y - 14.0) ** 2))
    terrain = mountain.elevation_terrain(mountain.read_elevation(tmp_path / "hill.npy"))
    track = mountain.advance(mountain.start(terrain, mountain.plan_on(terrain)), 30)
    mountain.save_track(track, tmp_path / "hike.csv")
    return tmp_path / "hike.csv"


def opened(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    """Open a trajectory, and wait until the map that it was walked on has been read."""
    open_trajectory(window, path)
    qtbot.waitUntil(lambda: not window.study.elevation.is_busy, timeout=30_000)


def test_a_trajectory_takes_the_window_to_the_map_it_was_walked_on(
    window: MainWindow, qtbot: QtBot, hike: Path
) -> None:
    opened(window, hike, qtbot)
    terrain = window.session.terrain
    assert terrain.title == "Hill"
    assert terrain.window.width == pytest.approx(29 * 30)
    assert "Shown as a ghost, 31 rows" in notice(window)
    qtbot.waitUntil(lambda: window.session.track is not None, timeout=30_000)


def test_without_its_map_a_trajectory_is_shown_where_one_is_and_the_map_is_missed(
    window: MainWindow, qtbot: QtBot, hike: Path
) -> None:
    before = window.session.terrain
    (hike.parent / "hill.npy").unlink()
    opened(window, hike, qtbot)
    assert window.session.terrain is before
    assert notice(window).startswith("hill.npy: the elevation map (SHA-256 ")


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Have maps made mountains only when this is set, and tell in which thread."""
    go_on, make = threading.Event(), mountain.map_terrain

    def map_terrain(ground: mountain.Grid, title: str | None = None) -> mountain.Terrain:
        assert threading.current_thread() is not threading.main_thread()
        assert go_on.wait(30)
        return make(ground, title)

    monkeypatch.setattr(mountain, "map_terrain", map_terrain)
    return go_on


def test_the_window_lives_while_a_map_is_made_a_mountain(
    window: MainWindow, qtbot: QtBot, hike: Path, held: threading.Event
) -> None:
    before = window.session.terrain
    open_trajectory(window, hike)
    assert notice(window) == "Reading hill.npy …"
    assert window.study.is_busy
    window.session.move(3)
    assert (window.session.step, window.session.terrain) == (3, before)
    held.set()
    qtbot.waitUntil(lambda: not window.study.elevation.is_busy, timeout=30_000)
    assert window.session.terrain.title == "Hill"


def test_who_goes_elsewhere_meanwhile_is_not_taken_back(
    window: MainWindow, qtbot: QtBot, hike: Path, held: threading.Event
) -> None:
    open_trajectory(window, hike)
    window.session.choose_terrain("bowl")
    held.set()
    qtbot.waitUntil(lambda: not window.study.elevation.is_busy, timeout=30_000)
    qtbot.waitUntil(lambda: window.session.track is not None, timeout=30_000)
    assert window.session.terrain.name == "bowl"
    assert "ghost" not in notice(window)


def test_a_hike_on_the_map_of_the_gallery_goes_there(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    terrain = mountain.terrain_named("jacksboro_fault")
    walked = mountain.advance(mountain.start(terrain, mountain.plan_on(terrain)), 20)
    mountain.save_track(walked, tmp_path / "there.csv")
    opened(window, tmp_path / "there.csv", qtbot)
    assert window.session.terrain == terrain
    assert "Shown as a ghost, 21 rows" in notice(window)


@pytest.mark.parametrize("name", ["maps", "maps.tif"])
def test_of_a_folder_it_is_said_what_may_be_chosen_in_it(
    window: MainWindow, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).mkdir()
    open_file(window, tmp_path / name)
    told = "a folder; choose a trajectory CSV or an elevation map in it"
    assert notice(window) == f"{tmp_path / name}: {told}"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes")
@pytest.mark.parametrize("name", ["pipe", "pipe.csv", "pipe.npy", "pipe.tif"])
def test_a_pipe_is_refused_in_a_line_and_not_waited_for(
    window: MainWindow, tmp_path: Path, name: str
) -> None:
    pipe = tmp_path / name
    os.mkfifo(pipe)
    open_file(window, pipe)
    assert notice(window) == f"{pipe}: no file, but a pipe or a device; try a file of the disk"
    assert not window.study.is_busy


def test_a_file_that_is_not_there_or_cannot_be_is_missed_in_a_line(
    window: MainWindow, tmp_path: Path
) -> None:
    for name in ("nowhere.csv", "nowhere", "long" * 200 + ".csv"):
        open_file(window, tmp_path / name)
        assert "\n" not in notice(window)
        assert notice(window).startswith(str(tmp_path / name))
