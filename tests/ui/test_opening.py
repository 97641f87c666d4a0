"""Opening the trajectory of a hike on an elevation map, with the map and without."""

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot
from windows import notice

import mountain
from ui.opening import open_trajectory
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


def test_a_trajectory_takes_the_window_to_the_map_it_was_walked_on(
    window: MainWindow, qtbot: QtBot, hike: Path
) -> None:
    open_trajectory(window, hike)
    terrain = window.session.terrain
    assert terrain.title == "Hill"
    assert terrain.window.width == pytest.approx(29 * 30)
    assert "Shown as a ghost, 31 rows" in notice(window)
    qtbot.waitUntil(lambda: window.session.track is not None, timeout=30_000)


def test_without_its_map_a_trajectory_is_shown_where_one_is_and_the_map_is_missed(
    window: MainWindow, hike: Path
) -> None:
    before = window.session.terrain
    (hike.parent / "hill.npy").unlink()
    open_trajectory(window, hike)
    assert window.session.terrain is before
    assert notice(window).startswith("hill.npy: the elevation map (SHA-256 ")
