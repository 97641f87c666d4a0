from conftest import OpenWindow
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot
from windows import KEY, controls_of, unfold

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
