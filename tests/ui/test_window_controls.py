import pytest
from conftest import OpenWindow, prepared
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from windows import KEY, controls_of, notice, press, settled, slider, unfold

from mountain import PARAMETERS
from ui.window import MainWindow


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
    # The data of a regression are set where its points are seen, on the desk.
    settings = {name for name, each in PARAMETERS.items() if each.place in ("knobs", "more")}
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


def turn_wheel(widget: QWidget, notches: int) -> None:
    """Turn the wheel over the middle of a widget, as the window system does."""
    window = widget.window()
    place = widget.mapTo(window, widget.rect().center())
    QTest.wheelEvent(window.windowHandle(), QPointF(place), QPoint(0, 120 * notches))
    QApplication.processEvents()


def state_of(window: MainWindow) -> tuple[object, ...]:
    session = window.session
    return session.terrain, session.plan, session.step, session.pace, session.preset


@pytest.mark.parametrize("focused", [False, True])
@pytest.mark.parametrize("roster", [False, True])
def test_the_wheel_changes_no_control(window: MainWindow, focused: bool, roster: bool) -> None:
    window.show_roster(roster)
    unfold(window)
    settled(window)
    before = state_of(window)
    turned = []
    for control in controls_of(window):
        window.drawer.ensureWidgetVisible(control)
        if not control.visibleRegion().contains(control.rect().center()):
            continue
        if focused:
            control.setFocus()
        for notches in (1, -1):
            # The wheel has scrolled the panel.
            window.drawer.ensureWidgetVisible(control)
            turn_wheel(control, notches)
            assert state_of(window) == before, control.objectName()
        turned.append(control.objectName())
    due = {"races"} if roster else {"terrain", "learning_rate", "daylight_box", "reading"}
    assert {"pace", *due} <= set(turned)


@pytest.mark.parametrize("name", ["learning_rate", "measure_every_box", "optimizer"])
def test_the_wheel_over_a_control_scrolls_the_panel(window: MainWindow, name: str) -> None:
    unfold(window)
    settled(window)
    bar = window.findChild(QScrollArea).verticalScrollBar()
    bar.setValue(0)
    turn_wheel(window.controls.findChild(QWidget, name), -1)
    assert bar.value() > 0


@pytest.mark.parametrize("text", ["0.05", "0,05"])
def test_return_in_a_box_gives_the_keyboard_back_to_the_map(
    window: MainWindow, text: str, qtbot: QtBot
) -> None:
    field = window.findChild(QAbstractSpinBox, "learning_rate_box")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    press(window, KEY.Key_Return, qtbot)
    assert window.session.plan.learning_rate == 0.05
    assert window.focusWidget() is window.map
    press(window, KEY.Key_Right, qtbot)
    assert window.session.step == 1


def test_what_a_box_refuses_is_told_in_the_window(window: MainWindow, qtbot: QtBot) -> None:
    field = window.findChild(QAbstractSpinBox, "learning_rate_box")
    before = state_of(window)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "-1")
    window.map.setFocus()
    assert "Learning rate: must be a number above 0" in notice(window)
    assert state_of(window) == before


@pytest.mark.parametrize("name", ["learning_rate", "pace", "daylight"])
def test_a_slider_that_was_dragged_leaves_the_arrows_to_the_hike(
    window: MainWindow, name: str, qtbot: QtBot
) -> None:
    unfold(window)
    knob = slider(window, name)
    qtbot.mousePress(knob, Qt.MouseButton.LeftButton, pos=knob.rect().center())
    qtbot.mouseMove(knob, knob.rect().center() + QPoint(20, 0))
    qtbot.mouseRelease(knob, Qt.MouseButton.LeftButton, pos=knob.rect().center())
    prepared(window.session, qtbot)
    assert window.focusWidget() is window.map
    press(window, KEY.Key_Right, qtbot)
    assert window.session.step == 1


def test_a_click_on_a_control_leaves_the_keyboard_at_the_map(
    window: MainWindow, qtbot: QtBot
) -> None:
    unfold(window)
    window.show_roster(True)
    takers = [
        control.objectName()
        for control in controls_of(window)
        if not isinstance(control, QAbstractSpinBox)
        and control.focusPolicy() & Qt.FocusPolicy.ClickFocus
    ]
    assert takers == []
    window.show_roster(False)
    for kind, name in ((QCheckBox, "ascend"), (QToolButton, "more"), (QPushButton, "preset_good")):
        qtbot.mouseClick(window.findChild(kind, name), Qt.MouseButton.LeftButton)
        prepared(window.session, qtbot)
        assert window.focusWidget() is window.map


@pytest.mark.qt_log_ignore("plugin does not support")
def test_a_list_that_was_used_with_the_mouse_has_not_the_keyboard(
    window: MainWindow, qtbot: QtBot
) -> None:
    optimizers = window.findChild(QComboBox, "optimizer")
    qtbot.mouseClick(optimizers, Qt.MouseButton.LeftButton)
    choices = optimizers.view()
    qtbot.waitUntil(choices.isVisible)
    place = choices.visualRect(choices.model().index(1, 0)).center()
    qtbot.wait(QApplication.doubleClickInterval())
    qtbot.mouseClick(choices.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: not choices.isVisible())
    prepared(window.session, qtbot)
    assert optimizers.currentIndex() == 1
    assert window.focusWidget() is window.map


def test_a_click_beside_a_box_takes_what_was_typed_in_it(window: MainWindow, qtbot: QtBot) -> None:
    field = window.findChild(QAbstractSpinBox, "learning_rate_box")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "0.07")
    qtbot.mouseClick(window.findChild(QToolButton, "step"), Qt.MouseButton.LeftButton)
    assert window.session.plan.learning_rate == 0.07
    assert window.focusWidget() is window.map
