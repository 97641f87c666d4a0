"""The first look at a large map while it is read: land in metres or mist, and no hiker's values."""

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from conftest import prepared
from numpy.typing import NDArray
from pictures import picture_of
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from windows import KEY, notice, press, verdict

import mountain
from ui.first_look import FirstLook, seen_from_afar
from ui.map_view import MapView
from ui.theme import DUSK, PROJECTOR
from ui.ticks import unit_of
from ui.window import MainWindow

Y, X = np.mgrid[0:1100, 0:1200]
HILLS = (500 + 100 * np.sin(X / 90) * np.cos(Y / 70)).astype("f4")


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """Return the file of a map that is large enough to be looked at first."""
    np.save(tmp_path / "large.npy", HILLS)
    return tmp_path / "large.npy"


def look_of(window: MainWindow) -> FirstLook:
    found = [each for each in window.findChildren(FirstLook) if each.isVisible()]
    assert len(found) == 1
    return found[0]


def has_look(window: MainWindow) -> bool:
    return any(each.isVisible() for each in window.findChildren(FirstLook))


def looked_at(window: MainWindow, path: Path, qtbot: QtBot) -> FirstLook:
    """Open a large map, and wait for the first look at it."""
    window.study.open_elevation(path)
    qtbot.waitUntil(lambda: has_look(window), timeout=30_000)
    return look_of(window)


def read_on(window: MainWindow, held: threading.Event, qtbot: QtBot) -> None:
    held.set()
    qtbot.waitUntil(lambda: not window.study.elevation.is_busy, timeout=60_000)


def told(window: MainWindow) -> list[object]:
    """Return what the instruments, the verdict and the map say of the hike."""
    views = (window.phone, window.clock, window.map)
    return [*verdict(window), *(each.accessibleDescription() for each in views)]


def test_a_first_look_is_at_land_in_metres(large: Path) -> None:
    seen, whole = seen_from_afar(large, 30.0), mountain.read_elevation(large)
    assert seen is not None
    assert unit_of(seen) == ("km", 1000.0)
    assert seen.ground.unit == mountain.elevation_ground(whole).unit == "m"
    assert seen.title == "large.npy"


def test_of_the_hike_on_another_mountain_nothing_is_told_meanwhile(
    window: MainWindow, qtbot: QtBot, large: Path, held: threading.Event
) -> None:
    window.session.move(30)
    look = looked_at(window, large, qtbot)
    assert look.geometry() == window.map.rect()
    assert verdict(window)[0] == "Reading large.npy …"
    assert "no reading yet" in window.phone.accessibleDescription()
    assert "0 steps, no reading yet" in window.clock.accessibleDescription()
    read_on(window, held, qtbot)
    prepared(window.session, qtbot)
    assert not has_look(window)
    assert verdict(window)[0] == window.session.terrain.title == "Large"


def test_where_the_map_cannot_be_read_the_hike_is_there_as_it_was(
    window: MainWindow, qtbot: QtBot, large: Path, held: threading.Event
) -> None:
    window.session.move(30)
    before = told(window)
    large.write_bytes(large.read_bytes() + b"more than there should be")
    looked_at(window, large, qtbot)
    assert told(window) != before
    read_on(window, held, qtbot)
    assert "fetch it again" in notice(window)
    assert (told(window), has_look(window)) == (before, False)


@pytest.mark.parametrize(
    "leave",
    [
        lambda window: window.session.move(1),
        lambda window: window.session.restart(),
        lambda window: window.session.choose_terrain("bowl"),
        lambda window: window.actions_by_name["relief"].trigger(),
        lambda window: window.actions_by_name["numbers"].trigger(),
    ],
    ids=["a step", "a restart", "another mountain", "the relief", "the numbers"],
)
def test_who_goes_on_with_the_hike_sees_it_with_its_values(
    window: MainWindow,
    qtbot: QtBot,
    large: Path,
    held: threading.Event,
    leave: Callable[[MainWindow], None],
) -> None:
    looked_at(window, large, qtbot)
    leave(window)
    prepared(window.session, qtbot)
    assert not has_look(window)
    assert "Reading" not in verdict(window)[0]
    assert "Read by phone" in window.phone.accessibleDescription()
    read_on(window, held, qtbot)


def test_a_first_look_at_one_map_does_not_stay_while_another_is_read(
    window: MainWindow, qtbot: QtBot, large: Path, held: threading.Event
) -> None:
    looked_at(window, large, qtbot)
    np.save(large.parent / "small.npy", HILLS[:40, :40])
    window.study.open_elevation(large.parent / "small.npy")
    assert not has_look(window)
    assert notice(window) == "Reading small.npy …"
    read_on(window, held, qtbot)
    assert window.session.terrain.title == "Small"


def test_in_relief_nothing_is_looked_at_first(
    window: MainWindow, qtbot: QtBot, large: Path, held: threading.Event
) -> None:
    window.actions_by_name["relief"].trigger()
    before = verdict(window)
    with qtbot.waitSignal(window.study.elevation._seen, timeout=30_000):
        window.study.open_elevation(large)
    QApplication.processEvents()
    assert (has_look(window), verdict(window)) == (False, before)
    read_on(window, held, qtbot)


def _picture(
    heights: NDArray[np.float64], folder: Path, qtbot: QtBot, *, clear: bool
) -> NDArray[np.uint8]:
    """Return the picture of a first look, over nothing else."""
    np.save(folder / "land.npy", heights)
    terrain = seen_from_afar(folder / "land.npy", 30.0)
    assert terrain is not None
    view = MapView(mountain.terrain_named("bowl"), DUSK)
    qtbot.addWidget(view)
    view.resize(500, 400)
    look = FirstLook(view, terrain, DUSK)
    look.show_mist(clear)
    return picture_of(look)


def test_the_mist_hides_the_land_of_a_first_look_and_says_what_is_going_on(
    qtbot: QtBot, tmp_path: Path
) -> None:
    lands = (HILLS, HILLS[::-1, ::-1])
    hidden = [_picture(each, tmp_path, qtbot, clear=False) for each in lands]
    clear = [_picture(each, tmp_path, qtbot, clear=True) for each in lands]
    np.testing.assert_array_equal(*hidden)
    inside = np.s_[50:300, 100:450]
    assert (clear[0][inside] != clear[1][inside]).any(-1).mean() > 0.9
    # The mist is of one colour nearly, but for the words in the middle.
    rows = np.ptp(hidden[0][..., 0].astype(int)[:, 100:400], axis=1) > 60
    assert rows[170:210].any()
    assert not rows[60:150].any()
    assert not rows[240:320].any()


def test_a_first_look_covers_the_map_when_it_is_resized_and_wears_every_theme(
    window: MainWindow, qtbot: QtBot, large: Path, held: threading.Event
) -> None:
    window.session.lift_mist(True)
    look = looked_at(window, large, qtbot)
    dusk = picture_of(look)
    window.show_theme(PROJECTOR)
    window.resize(1100, 700)
    QApplication.processEvents()
    assert look.geometry() == window.map.rect()
    assert picture_of(look).shape != dusk.shape
    np.testing.assert_array_equal(picture_of(look)[2, 2], picture_of(window.map)[2, 2])
    press(window, KEY.Key_M, qtbot)
    lifted = picture_of(look)
    press(window, KEY.Key_M, qtbot)
    assert (picture_of(look) != lifted).any()
    read_on(window, held, qtbot)


def test_a_click_on_a_first_look_sends_nobody_elsewhere(
    window: MainWindow, qtbot: QtBot, large: Path, held: threading.Event
) -> None:
    before = window.session.start
    look = looked_at(window, large, qtbot)
    qtbot.mouseClick(look, Qt.MouseButton.LeftButton)
    assert window.session.start == before
    read_on(window, held, qtbot)
