import csv
import errno
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pyqtgraph as pg
import pytest
from conftest import OpenWindow, prepared, preset_named
from faults import Faults
from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QSlider,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

import mountain
from mountain import PARAMETERS, Preset
from ui.controls import presets_shown
from ui.knob import detents_of
from ui.theme import DUSK, PROJECTOR, Theme
from ui.verdict import verdict_of
from ui.window import MainWindow

KEY = Qt.Key
CONTROLS = (QAbstractButton, QSlider, QComboBox, QAbstractSpinBox)
THEMES = pytest.mark.parametrize("theme", [DUSK, PROJECTOR], ids=lambda theme: theme.name)
SIZES = pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)], ids=["1280x800", "1920x1080"])
EVERY_PRESET = [preset for name in mountain.terrain_names() for preset in mountain.presets_of(name)]


def press(window: MainWindow, key: Qt.Key, qtbot: QtBot, *, ctrl: bool = False) -> None:
    """Press a key where the keyboard is, and wait until a hiker stands ready."""
    modifier = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(window.focusWidget() or window, key, modifier)
    prepared(window.session, qtbot)


def slider(window: MainWindow, name: str) -> QSlider:
    return window.findChild(QSlider, name)


def notice(window: MainWindow) -> str:
    label = window.findChild(QLabel, "notice")
    return label.text() if label.isVisible() else ""


def verdict(window: MainWindow) -> tuple[str, str]:
    names = ("verdict_title", "verdict_reason")
    title, reason = (window.findChild(QLabel, name).text() for name in names)
    return title, reason


def recorded(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.csv"))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def controls_of(window: MainWindow) -> list[QWidget]:
    return [each for each in window.findChildren(QWidget) if isinstance(each, CONTROLS)]


def unfold(window: MainWindow) -> None:
    window.findChild(QToolButton, "more").setChecked(True)
    QApplication.processEvents()


# Presets and fates


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
        assert box.value() == pytest.approx(getattr(plan, setting))
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


# Keys


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


# Knobs


def test_a_knob_turned_while_the_mist_is_lifted_redraws_the_way_to_come(
    window: MainWindow, qtbot: QtBot
) -> None:
    press(window, KEY.Key_M, qtbot)
    before, way = window.map.grab().toImage(), window.session.coming()
    knob = slider(window, "learning_rate")
    qtbot.keyClick(knob, KEY.Key_Right)
    assert not np.array_equal(window.session.coming()[:50], way[:50])
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


# The map, the instruments and the charts


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


# Files


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
    window.open_file(tmp_path / "hike.csv")
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
    window.open_file(file)
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
    window.open_file(cut)
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


# Names, tips and the way through with Tab


def test_every_control_has_a_name_a_tip_and_an_object_name(window: MainWindow) -> None:
    unfold(window)
    lacking = []
    for control in controls_of(window):
        interface = QAccessible.queryAccessibleInterface(control)
        name = control.accessibleName() or interface.text(QAccessible.Text.Name)
        if not (name and control.toolTip() and control.objectName()):
            lacking.append((type(control).__name__, control.objectName(), name, control.toolTip()))
    assert lacking == []
    names = [control.objectName() for control in controls_of(window)]
    assert len(set(names)) == len(names)


def test_every_command_and_setting_is_found_by_its_name_in_code(window: MainWindow) -> None:
    names = {control.objectName() for control in controls_of(window)}
    settings = {name for name, each in PARAMETERS.items() if each.place}
    commands = {"terrain", "play", "step", "back", "restart", "end", "record", "mist", "projector"}
    assert settings | commands <= names


def test_pictures_are_told_to_those_who_cannot_see_them(open_window: OpenWindow) -> None:
    window = open_window(charts=True)
    window.session.move(7)
    for picture in (window.map, window.clock, window.phone, window.charts, window.controls.gauge):
        assert picture.accessibleName()
        assert picture.accessibleDescription()


def test_every_control_is_reached_by_tab(window: MainWindow, qtbot: QtBot) -> None:
    unfold(window)
    due = {
        control.objectName()
        for control in controls_of(window)
        if control.isVisible() and control.isEnabled()
    }
    reached = []
    for _ in range(3 * len(due)):
        qtbot.keyClick(window.focusWidget(), KEY.Key_Tab)
        reached.append(window.focusWidget().objectName())
    assert due <= set(reached)
    assert "map" in reached


# Nothing cut, nothing overlapping


def within(widget: QWidget, window: MainWindow) -> bool:
    """Tell whether a widget lies inside of all that it lies in."""
    parent = widget.parentWidget()
    while parent is not None and parent is not window.window():
        area = QRect(widget.mapTo(parent, QPoint(0, 0)), widget.size())
        scrolls = isinstance(parent.parentWidget(), QScrollArea)
        if not parent.rect().contains(area) and not scrolls:
            return False
        if scrolls:
            return True
        parent = parent.parentWidget()
    return True


def is_cut(widget: QWidget) -> bool:
    """Tell whether a widget is smaller than what is written on it."""
    if isinstance(widget, QLabel):
        if widget.wordWrap():
            return widget.heightForWidth(widget.width()) > widget.height()
        return (
            widget.sizeHint().width() > widget.width()
            or widget.sizeHint().height() > widget.height()
        )
    if isinstance(widget, QToolButton):
        # Its hint is taller than its style lets it be; padding and border take 10 pixels.
        needed = max(widget.iconSize().height(), widget.fontMetrics().height()) + 10
        return widget.sizeHint().width() > widget.width() or needed > widget.height()
    if isinstance(widget, QAbstractSpinBox):
        field = widget.findChild(QLineEdit)
        # Within a line edit there are two pixels on either side of the text.
        return widget.fontMetrics().horizontalAdvance(field.text()) + 4 > field.width()
    if isinstance(widget, QPushButton | QComboBox):
        hint = widget.minimumSizeHint() if isinstance(widget, QComboBox) else widget.sizeHint()
        return hint.width() > widget.width() or hint.height() > widget.height()
    return False


def leaves(window: MainWindow) -> list[QWidget]:
    """List what is seen: labels, controls and pictures, not the panels that hold them."""
    pictures = [window.map, window.clock, window.phone, window.controls.gauge]
    pictures += [window.charts] if window.charts is not None else []
    seen = [
        each
        for each in window.findChildren(QWidget)
        if isinstance(each, (*CONTROLS, QLabel)) and each.isVisible()
    ]
    folded = window.findChild(QScrollArea)
    return [each for each in seen + pictures if not folded.isAncestorOf(each)]


def may_overlap(one: QWidget, other: QWidget, window: MainWindow) -> bool:
    """Tell whether one holds the other, or is part of the notice, which floats over the map."""
    floats = window.notice.isAncestorOf(one) and other is window.map
    return floats or one.isAncestorOf(other)


def overlapping(widgets: Iterable[QWidget], window: MainWindow) -> list[tuple[str, str]]:
    areas = [(each, QRect(each.mapTo(window, QPoint(0, 0)), each.size())) for each in widgets]
    return [
        (one.objectName() or str(one), other.objectName() or str(other))
        for index, (one, area) in enumerate(areas)
        for other, beside in areas[:index]
        if area.intersects(beside)
        and not may_overlap(one, other, window)
        and not may_overlap(other, one, window)
    ]


def settled(window: MainWindow) -> None:
    """Have everything laid out anew, and what is not needed any more gone."""
    for _ in range(3):
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()


def flaws(window: MainWindow) -> dict[str, list[object]]:
    settled(window)
    seen = leaves(window)
    return {
        "cut": [
            (each.objectName(), getattr(each, "text", str)(), each.size(), each.sizeHint())
            for each in seen
            if is_cut(each)
        ],
        "outside": [each.objectName() for each in seen if not within(each, window)],
        "overlapping": overlapping(seen, window),
    }


CLEAN: dict[str, list[object]] = {"cut": [], "outside": [], "overlapping": []}


@THEMES
@SIZES
def test_nothing_is_cut_or_overlaps(
    open_window: OpenWindow, theme: Theme, size: tuple[int, int], tmp_path: Path, qtbot: QtBot
) -> None:
    window = open_window(charts=True)
    window.show_theme(theme)
    window.resize(*size)
    settled(window)
    assert (window.width(), window.height()) == size
    assert flaws(window) == CLEAN
    window.session.save(tmp_path / "missing" / "out.csv")
    window.findChild(QLabel, "notice").setText("Saved.")
    assert flaws(window) == CLEAN
    window.notice.hide()
    for terrain in mountain.terrain_names():
        window.session.choose_terrain(terrain)
        assert flaws(window) == CLEAN, terrain
    prepared(window.session, qtbot).go_to_end()
    assert flaws(window) == CLEAN
    unfold(window)
    assert flaws(window) == CLEAN
    assert (window.width(), window.height()) == size


@THEMES
@SIZES
def test_every_number_that_a_slider_stops_at_is_read_whole_in_its_box(
    open_window: OpenWindow, theme: Theme, size: tuple[int, int]
) -> None:
    window = open_window()
    window.show_theme(theme)
    window.resize(*size)
    unfold(window)
    settled(window)
    cut = []
    for box in window.findChildren(QAbstractSpinBox):
        parameter = PARAMETERS[box.objectName().removesuffix("_box")]
        stops = detents_of(parameter)
        for value in (*stops[::12], *stops[-2:]):
            box.show_number(value)
            if is_cut(box):
                cut.append((parameter.name, box.text(), box.width()))
                break
    assert cut == []


@THEMES
def test_the_window_fits_a_small_classroom_screen(open_window: OpenWindow, theme: Theme) -> None:
    window = open_window(charts=True)
    window.show_theme(theme)
    settled(window)
    least = window.minimumSizeHint()
    assert least.width() <= 1280
    assert least.height() <= 800


@pytest.fixture(scope="module")
def endings() -> list[tuple[Preset, mountain.Ending]]:
    ends = []
    for preset in EVERY_PRESET:
        terrain = mountain.terrain_named(preset.terrain)
        plan = mountain.plan_on(terrain, preset.settings)
        track = mountain.start(terrain, plan, preset.start)
        ends.append((preset, mountain.ending(mountain.advance(track, plan.steps))))
    return ends


@THEMES
@SIZES
def test_the_verdict_of_every_preset_is_read_whole(
    open_window: OpenWindow,
    theme: Theme,
    size: tuple[int, int],
    endings: list[tuple[Preset, mountain.Ending]],
) -> None:
    window = open_window(charts=True)
    window.show_theme(theme)
    window.resize(*size)
    settled(window)
    label = window.findChild(QLabel, "verdict_reason")
    cut = []
    for preset, ending in endings:
        window.verdict.show_saying(verdict_of(ending.fate, ending.reason))
        room = label.contentsRect()
        needed = QFontMetrics(label.font()).boundingRect(
            QRect(0, 0, room.width(), 10_000), Qt.TextFlag.TextWordWrap, label.text()
        )
        if needed.height() > room.height() or needed.width() > room.width():
            cut.append((preset.terrain, preset.name, ending.reason))
    assert cut == []
