from pathlib import Path

import numpy as np
import pyqtgraph as pg
import pytest
from conftest import OpenWindow, prepared, preset_named
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QPushButton,
    QToolButton,
)
from pytestqt.qtbot import QtBot
from windows import EVERY_PRESET, KEY, press, recorded, rows, settled, slider, unfold, verdict

import mountain
from ui.outset import presets_shown
from ui.theme import DUSK, PROJECTOR
from ui.window import MainWindow


def test_the_window_opens_on_a_hike_about_to_begin(window: MainWindow) -> None:
    session = window.session
    assert (session.step, session.playing, session.mist_lifted) == (0, False, False)
    assert verdict(window)[0] == "Good"
    assert "Space" in verdict(window)[1]


@pytest.mark.parametrize("name", [preset.name for preset in presets_shown("bowl")])
def test_a_preset_button_sets_terrain_start_and_knobs(
    open_window: OpenWindow, qtbot: QtBot, name: str
) -> None:
    window = open_window("too_small")
    window.session.choose_terrain("bowl")
    prepared(window.session, qtbot)
    button = window.findChild(QPushButton, f"preset_{name}")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    preset = next(each for each in presets_shown("bowl") if each.name == name)
    terrain = mountain.terrain_named(preset.terrain)
    plan = mountain.plan_on(terrain, preset.settings)
    session = prepared(window.session, qtbot)
    assert (session.terrain, session.start, session.plan) == (terrain, preset.start, plan)
    assert window.findChild(QComboBox, "terrain").currentData() == preset.terrain
    for setting in ("learning_rate", "measure_every"):
        box = window.findChild(QAbstractSpinBox, f"{setting}_box")
        assert box.number() == pytest.approx(getattr(plan, setting))
    on = window.findChild(QPushButton, f"preset_{name}")
    assert on.isChecked()
    assert verdict(window)[0] == preset.title


def test_every_preset_walked_to_its_end_has_its_fate_as_the_verdict(
    window: MainWindow, qtbot: QtBot
) -> None:
    press(window, KEY.Key_PageUp, qtbot)
    for preset in EVERY_PRESET:
        assert window.session.preset == preset
        press(window, KEY.Key_End, qtbot)
        assert verdict(window)[0] == mountain.FATES[preset.fate].title, preset
        assert window.session.mist_lifted, preset
        press(window, KEY.Key_PageDown, qtbot)


def test_a_hike_played_by_the_clock_ends_with_its_verdict(window: MainWindow, qtbot: QtBot) -> None:
    window.session.set_pace(2_000)
    with qtbot.waitSignal(window.session.ended, timeout=30_000):
        press(window, KEY.Key_Space, qtbot)
    assert verdict(window)[0] == "Home"
    assert not window.findChild(QToolButton, "play").isChecked()


def test_page_keys_go_round_all_prepared_hikes(window: MainWindow, qtbot: QtBot) -> None:
    here = EVERY_PRESET.index(preset_named("good"))
    press(window, KEY.Key_PageDown, qtbot)
    assert window.session.preset == EVERY_PRESET[here + 1]
    for place in (here, here - 1, -1):
        press(window, KEY.Key_PageUp, qtbot)
        assert window.session.preset == EVERY_PRESET[place]
    press(window, KEY.Key_PageDown, qtbot)
    assert window.session.preset == EVERY_PRESET[0]


def test_space_plays_and_pauses(window: MainWindow, qtbot: QtBot) -> None:
    press(window, KEY.Key_Space, qtbot)
    assert window.session.playing
    qtbot.waitUntil(lambda: window.session.step > 0)
    press(window, KEY.Key_Space, qtbot)
    assert not window.session.playing
    assert window.findChild(QToolButton, "play").text() == "Play"


def test_right_and_left_walk_one_step_forth_and_back(window: MainWindow, qtbot: QtBot) -> None:
    steps = []
    for key in (KEY.Key_Right, KEY.Key_Right, KEY.Key_Right, KEY.Key_Left, KEY.Key_Left):
        press(window, key, qtbot)
        steps.append(window.session.step)
    assert steps == [1, 2, 3, 2, 1]
    assert verdict(window)[0] == "Step 1"


def test_r_restarts_and_end_goes_to_the_end(window: MainWindow, qtbot: QtBot) -> None:
    press(window, KEY.Key_End, qtbot)
    assert window.session.has_ended
    press(window, KEY.Key_R, qtbot)
    assert window.session.step == 0
    assert not window.session.has_ended


def test_m_lifts_and_lowers_the_mist(window: MainWindow, qtbot: QtBot) -> None:
    down = window.map.grab().toImage()
    mist = window.findChild(QToolButton, "mist")
    assert mist.isChecked()
    press(window, KEY.Key_M, qtbot)
    assert window.session.mist_lifted
    assert not mist.isChecked()
    assert window.map.grab().toImage() != down
    press(window, KEY.Key_M, qtbot)
    assert not window.session.mist_lifted
    assert mist.isChecked()
    assert window.map.grab().toImage() == down


def test_the_mist_lifts_when_the_hike_ends_and_comes_back_on_restart(
    window: MainWindow, qtbot: QtBot
) -> None:
    down = window.map.grab().toImage()
    press(window, KEY.Key_End, qtbot)
    assert not window.findChild(QToolButton, "mist").isChecked()
    press(window, KEY.Key_R, qtbot)
    assert window.findChild(QToolButton, "mist").isChecked()
    # The way walked stays as a ghost, until it is dismissed.
    assert window.map.grab().toImage() != down
    window.session.dismiss_past()
    assert window.map.grab().toImage() == down


@pytest.mark.parametrize(
    ("name", "following"),
    # Settings of a person's own are no preset any more: the remote begins with the first.
    [("learning_rate", "too_small"), ("measure_every", "too_small"), ("pace", "overshoot")],
)
def test_a_slider_with_the_keyboard_has_its_arrows_and_the_remote_its_page_keys(
    window: MainWindow, qtbot: QtBot, name: str, following: str
) -> None:
    focused = slider(window, name)
    focused.setFocus()
    for key, change in ((KEY.Key_Right, 1), (KEY.Key_Left, -1)):
        before = focused.value()
        press(window, key, qtbot)
        assert focused.value() == before + change
        assert window.session.step == 0
    before = focused.value()
    press(window, KEY.Key_PageDown, qtbot)
    assert window.session.preset == preset_named(following)
    if name == "pace":
        assert focused.value() == before


def test_space_presses_a_button_that_has_the_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    button = window.findChild(QPushButton, "preset_too_big")
    button.setFocus()
    press(window, KEY.Key_Space, qtbot)
    assert window.session.preset == preset_named("too_big")
    assert not window.session.playing
    # The map has the keyboard then, so that the next Space walks.
    press(window, KEY.Key_Space, qtbot)
    assert window.session.playing
    press(window, KEY.Key_Space, qtbot)


def test_f10_switches_the_theme_and_back(window: MainWindow, qtbot: QtBot) -> None:
    dusk = window.grab().toImage()
    press(window, KEY.Key_F10, qtbot)
    assert window.look == PROJECTOR
    assert window.findChild(QToolButton, "projector").isChecked()
    corner = window.grab().toImage().pixelColor(2, window.height() // 2)
    assert corner.name() == PROJECTOR.ground
    press(window, KEY.Key_F10, qtbot)
    settled(window)
    assert window.look == DUSK
    assert window.grab().toImage() == dusk


def test_f11_fills_the_screen_and_escape_leaves_it(window: MainWindow, qtbot: QtBot) -> None:
    press(window, KEY.Key_F11, qtbot)
    assert window.isFullScreen()
    assert window.findChild(QToolButton, "fullscreen").isChecked()
    press(window, KEY.Key_Escape, qtbot)
    assert not window.isFullScreen()
    assert not window.findChild(QToolButton, "fullscreen").isChecked()
    press(window, KEY.Key_F11, qtbot)
    press(window, KEY.Key_F11, qtbot)
    assert not window.isFullScreen()


def test_a_knob_turned_while_the_mist_is_lifted_redraws_the_way_to_come(
    window: MainWindow, qtbot: QtBot
) -> None:
    press(window, KEY.Key_M, qtbot)
    before, way = window.map.grab().toImage(), window.session.coming()[0]
    knob = slider(window, "learning_rate")
    qtbot.keyClick(knob, KEY.Key_Right)
    assert not np.array_equal(window.session.coming()[0][:50], way[:50])
    assert window.map.grab().toImage() != before


def test_a_knob_turned_in_mid_hike_stands_in_the_recording(
    window: MainWindow, qtbot: QtBot, recordings: Path
) -> None:
    press(window, KEY.Key_R, qtbot, ctrl=True)
    for _ in range(4):
        press(window, KEY.Key_Right, qtbot)
    qtbot.keyClick(slider(window, "learning_rate"), KEY.Key_Right)
    window.map.setFocus()
    press(window, KEY.Key_Right, qtbot)
    press(window, KEY.Key_R, qtbot, ctrl=True)
    (file,) = recorded(recordings)
    last, turned = rows(file)[4], rows(file)[5]
    assert (last["event"], last["learning_rate"]) == ("step", "0.02")
    # The last row says how the hike ended instead of what happened there.
    assert turned["event"] == "walking"
    assert float(turned["learning_rate"]) == window.session.plan.learning_rate > 0.02
    press(window, KEY.Key_Right, qtbot)
    window.session.save(recordings / "saved.csv")
    assert rows(recordings / "saved.csv")[5]["event"] == "settings"


def test_settings_under_more_act_too(window: MainWindow, qtbot: QtBot) -> None:
    unfold(window)
    reading = window.findChild(QComboBox, "reading")
    reading.setFocus()
    qtbot.keyClick(reading, KEY.Key_Down)
    assert window.session.plan.reading == "feet"
    climb = window.findChild(QAbstractButton, "ascend")
    climb.setFocus()
    qtbot.keyClick(climb, KEY.Key_Space)
    assert window.session.plan.ascend
    press(window, KEY.Key_End, qtbot)
    assert window.session.track.height[-1] > window.session.track.height[0]


def test_a_terrain_chosen_from_the_list_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    terrains = window.findChild(QComboBox, "terrain")
    terrains.setFocus()
    press(window, KEY.Key_Down, qtbot)
    assert window.session.terrain.name == "bowl"
    assert "Bowl" in window.map.accessibleDescription() or "bowl" in (
        window.map.accessibleDescription().lower()
    )


def test_a_click_on_the_map_sets_out_from_there(window: MainWindow, qtbot: QtBot) -> None:
    point = window.map.scale.point(1.0, 2.0).toPoint()
    press(window, KEY.Key_Right, qtbot)
    qtbot.mouseClick(window.map, Qt.MouseButton.LeftButton, pos=point)
    session = prepared(window.session, qtbot)
    pixel = 7 / window.map.frame.width()
    assert session.start == pytest.approx((1.0, 2.0), abs=pixel)
    assert session.step == 0
    assert (session.track.x[0], session.track.y[0]) == session.start


def test_shift_and_arrows_move_the_start(window: MainWindow, qtbot: QtBot) -> None:
    x, y = window.session.start
    qtbot.keyClick(window.map, KEY.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    prepared(window.session, qtbot)
    assert window.session.start == (pytest.approx(x + 0.14), y)
    assert window.session.step == 0


def test_the_instruments_show_the_step(window: MainWindow, qtbot: QtBot) -> None:
    for _ in range(13):
        press(window, KEY.Key_Right, qtbot)
    # Two readings of 5 minutes and 13 steps of half a minute: 16.5 minutes after ten.
    assert "10:16" in window.clock.accessibleDescription()
    assert "3 steps old, next in 7" in window.phone.accessibleDescription()


def test_map_and_charts_share_a_cursor(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(charts=True)
    window.session.move(100)
    window.charts.grab()
    blank = window.map.grab().toImage()
    plots = window.charts.findChildren(pg.PlotWidget)
    lines = [item for plot in plots for item in plot.items() if isinstance(item, pg.InfiniteLine)]
    viewport = plots[0].viewport()
    middle = viewport.rect().center()
    qtbot.mouseMove(viewport, middle - QPoint(3, 0))
    qtbot.mouseMove(viewport, middle)
    qtbot.waitUntil(lambda: all(line.isVisible() for line in lines))
    assert len({line.value() for line in lines}) == 1
    assert window.map.grab().toImage() != blank
    pointed = lines[0].value()
    assert 0 < pointed < 100
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=middle)
    assert window.session.step == pointed
