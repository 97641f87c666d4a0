import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from conftest import OpenWindow, prepared, preset_named
from numpy.typing import NDArray
from pictures import picture_of
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot
from windows import press

from ui.app import Loader, WindowOptions
from ui.lantern import USUAL, Lantern
from ui.overlay import SLOPE_COLOURS
from ui.relief_view import ReliefView
from ui.theme import PROJECTOR
from ui.window import MainWindow

# Interpreted, a block takes half a minute; the kernels are tested so on small meshes.
pytestmark = pytest.mark.compiled
MAIN = Path(__file__).parents[2] / "main.py"


def in_relief(window: MainWindow, qtbot: QtBot) -> ReliefView:
    """Turn a window to the relief, and wait until it is made."""
    window.actions_by_name["relief"].trigger()
    relief = window.scenery.relief
    assert relief is not None
    qtbot.waitUntil(lambda: not relief.is_busy, timeout=60_000)
    QApplication.processEvents()
    return relief


def test_the_relief_is_not_made_before_it_is_wanted(window: MainWindow) -> None:
    assert window.scenery.relief is None
    assert window.scenery.shown is window.map


def test_the_relief_stands_where_the_map_stood(window: MainWindow, qtbot: QtBot) -> None:
    place = window.map.geometry()
    relief = in_relief(window, qtbot)
    assert relief.isVisible()
    assert not window.map.isVisible()
    assert relief.geometry() == place
    window.actions_by_name["relief"].trigger()
    assert window.map.isVisible()
    assert not relief.isVisible()
    assert window.scenery.relief is relief


def test_the_key_turns_from_map_to_relief_and_back(window: MainWindow, qtbot: QtBot) -> None:
    press(window, Qt.Key.Key_3, qtbot)
    assert isinstance(window.scenery.shown, ReliefView)
    assert window.actions_by_name["relief"].isChecked()
    press(window, Qt.Key.Key_3, qtbot)
    assert window.scenery.shown is window.map


def test_in_the_relief_keys_still_walk(window: MainWindow, qtbot: QtBot) -> None:
    relief = in_relief(window, qtbot)
    assert window.focusWidget() is relief
    press(window, Qt.Key.Key_Right, qtbot)
    press(window, Qt.Key.Key_Right, qtbot)
    press(window, Qt.Key.Key_Left, qtbot)
    assert window.session.step == 1
    turn = relief.orbit.turn
    qtbot.keyClick(relief, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert window.session.step == 1
    assert relief.orbit.turn != turn


def test_who_hands_the_keyboard_back_to_the_map_hands_it_to_what_is_shown(
    window: MainWindow, qtbot: QtBot
) -> None:
    relief = in_relief(window, qtbot)
    window.verdict.setFocus()
    window.map.setFocus()
    assert window.focusWidget() is relief
    window.actions_by_name["relief"].trigger()
    assert window.focusWidget() is window.map


def test_the_relief_shows_what_the_map_would(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    session.lift_mist(True)
    session.go_to_end()
    relief = in_relief(window, qtbot)
    assert not relief.is_misty
    early = picture_of(relief)
    session.show_step(10)
    assert not np.array_equal(picture_of(relief), early)
    session.lift_mist(False)
    assert relief.is_misty


def test_the_relief_follows_to_another_mountain(window: MainWindow, qtbot: QtBot) -> None:
    relief = in_relief(window, qtbot)
    window.session.choose_terrain("himmelblau")
    qtbot.waitUntil(lambda: relief.is_ready, timeout=60_000)
    seen = relief.outlook
    assert seen is not None
    assert seen.mesh.window == window.session.terrain.window


def test_the_relief_wears_the_maps_light(window: MainWindow, qtbot: QtBot) -> None:
    window.session.lift_mist(True)
    relief = in_relief(window, qtbot)
    usual = picture_of(relief)
    window.actions_by_name["relief"].trigger()
    window.map.draw_contours()
    lantern = window.map.tools.lantern
    side = lantern.width()
    # The sun to the south-east.
    qtbot.mouseClick(lantern, Qt.MouseButton.LeftButton, pos=QPoint(side * 3 // 4, side * 3 // 4))
    in_relief(window, qtbot)
    assert (np.abs(picture_of(relief).astype(int) - usual).max(-1) > 20).mean() > 0.05


def test_the_map_wears_the_reliefs_light(window: MainWindow, qtbot: QtBot) -> None:
    window.session.lift_mist(True)
    window.map.draw_contours()
    window.map.wait()
    usual = picture_of(window.map)
    relief = in_relief(window, qtbot)
    lantern = relief.findChild(Lantern)
    side = lantern.width()
    qtbot.mouseClick(lantern, Qt.MouseButton.LeftButton, pos=QPoint(side * 3 // 4, side * 3 // 4))
    assert window.map.tools.lantern.light == lantern.light != USUAL
    window.actions_by_name["relief"].trigger()
    picture_of(window.map)
    window.map.wait()
    assert (np.abs(picture_of(window.map).astype(int) - usual).max(-1) > 20).mean() > 0.05


@pytest.mark.parametrize(("name", "key"), [("slopes", Qt.Key.Key_S), ("arrows", Qt.Key.Key_A)])
def test_in_the_relief_a_button_and_its_key_show_what_they_say_and_take_it_away(
    window: MainWindow, qtbot: QtBot, name: str, key: Qt.Key
) -> None:
    window.session.lift_mist(True)
    relief = in_relief(window, qtbot)

    def worn() -> NDArray[np.uint8]:
        qtbot.waitUntil(lambda: not relief.is_busy, timeout=20_000)
        QApplication.processEvents()
        return picture_of(relief)

    usual = worn()
    button = relief.findChild(QToolButton, name)
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.actions_by_name[name].isChecked()
    assert (worn() != usual).any(-1).mean() > 0.02
    qtbot.keyClick(relief, key)
    assert not button.isChecked()
    qtbot.waitUntil(lambda: np.array_equal(worn(), usual), timeout=20_000)


def test_what_the_map_shows_of_slopes_the_relief_shows_when_it_is_turned_to(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.session.lift_mist(True)
    window.actions_by_name["slopes"].trigger()
    relief = in_relief(window, qtbot)
    pixels = picture_of(relief)[..., :3]
    steepest = QColor(SLOPE_COLOURS[-1]).getRgb()[:3]
    assert (pixels == steepest).all(-1).sum() > 60


def test_ghosts_opened_before_are_in_the_relief_too(window: MainWindow, qtbot: QtBot) -> None:
    window.session.lift_mist(True)
    window.scenery.show_others({0: np.array([[-2.0, 2.0], [2.0, 2.0]])})
    relief = in_relief(window, qtbot)
    with_ghost = picture_of(relief)
    window.actions_by_name["dismiss"].trigger()
    assert not np.array_equal(picture_of(relief), with_ghost)


def test_a_start_chosen_in_the_relief_is_where_the_hiker_sets_out(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.session.lift_mist(True)
    relief = in_relief(window, qtbot)
    seen = relief.outlook
    assert seen is not None
    point = seen.stand(1.0, -1.0)[0].toPoint()
    qtbot.mouseDClick(relief, Qt.MouseButton.LeftButton, pos=point)
    assert window.session.start == pytest.approx((1.0, -1.0), abs=0.1)


def test_notices_and_numbers_lie_over_the_relief(window: MainWindow, qtbot: QtBot) -> None:
    relief = in_relief(window, qtbot)
    window.resize(1400, 860)
    QApplication.processEvents()
    window.actions_by_name["numbers"].trigger()
    QApplication.processEvents()
    corner = relief.mapTo(window, QPoint(0, 0))
    place = window.blackboard.geometry()
    assert corner.x() <= place.left()
    assert place.right() <= corner.x() + relief.width()
    assert corner.y() <= place.top()
    assert place.bottom() <= corner.y() + relief.height()


def test_the_relief_wears_the_windows_theme(window: MainWindow, qtbot: QtBot) -> None:
    relief = in_relief(window, qtbot)
    dusk = picture_of(relief)[3, 3, :3].mean()
    window.show_theme(PROJECTOR)
    assert picture_of(relief)[3, 3, :3].mean() > dusk + 40


def test_a_window_closes_while_its_relief_is_being_made(open_window: OpenWindow) -> None:
    window = open_window()
    window.scenery.show_relief(True)
    window.close()
    assert not window.isVisible()


def test_a_window_can_open_with_the_relief(window: MainWindow, qtbot: QtBot) -> None:
    assert not WindowOptions().relief
    loader = Loader(window, relief=True)
    loader.begin()
    qtbot.waitUntil(lambda: window.scenery.relief is not None, timeout=60_000)
    assert window.scenery.shown is window.scenery.relief
    qtbot.waitUntil(lambda: not window.scenery.is_busy, timeout=60_000)


def test_a_screenshot_of_the_relief_is_taken_when_it_is_made(home: Path, tmp_path: Path) -> None:
    picture = tmp_path / "relief.png"
    words = ["--screenshot", str(picture), "--relief", "--clear"]
    done = subprocess.run([sys.executable, str(MAIN), *words], timeout=120, check=True)
    assert done.returncode == 0
    from PySide6.QtGui import QImage

    image = QImage(str(picture))
    colours = {image.pixel(x, 400) for x in range(300, 860, 5)}
    assert len(colours) > 30


def test_the_relief_tells_where_home_is_as_long_as_the_map_does(
    window: MainWindow, qtbot: QtBot
) -> None:
    relief = in_relief(window, qtbot)
    assert relief._homes is None
    window.session.lift_mist(True)
    assert relief._homes == window.map._homes is not None
    window.session.lift_mist(False)
    assert relief._homes is None


def test_a_relief_made_later_knows_home_and_where_the_map_began(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    window.session.choose_preset(preset_named("false_bottom", "jacksboro_fault"))
    prepared(window.session, qtbot).lift_mist(True)
    relief = in_relief(window, qtbot)
    assert relief._homes == window.map._homes is not None
    seen, zoom = relief.outlook, window.map.ground.zoom
    assert seen is not None
    assert zoom.opening >= 3
    (x, y), sides = seen.camera.focus[:2], seen.mesh.sides
    middle = seen.on_map(np.array([[x, y]]))[0]
    assert zoom.seen.holds(*middle.tolist())
    assert seen.camera.distance < 1.2 * max(sides)
