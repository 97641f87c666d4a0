import pytest
from desks import box, click, open_at, write
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QToolButton
from pytestqt.qtbot import QtBot
from windows import KEY, press

from ui.window import MainWindow

#: Each is a command somewhere else in the window.
LETTERS = "rmdhblcg R"


def state_of(window: MainWindow) -> tuple[object, ...]:
    session, actions = window.session, window.actions_by_name
    checked = tuple(name for name, action in actions.items() if action.isChecked())
    return session.step, session.playing, session.mist_lifted, checked


@pytest.mark.parametrize("name", ["formula", "answer_x", "digit_cost"])
def test_letters_that_are_commands_are_typed_into_a_box(
    window: MainWindow, name: str, qtbot: QtBot
) -> None:
    open_at(window, "formula" if name == "formula" else "exercises")
    if name == "digit_cost":
        window.findChild(QComboBox, "exercise").setCurrentIndex(2)
    window.session.move(3)
    before = state_of(window)
    write(window, LETTERS, qtbot, name)
    assert box(window, name).text() == LETTERS
    for key in (KEY.Key_Left, KEY.Key_Right, KEY.Key_Home, KEY.Key_End, KEY.Key_Space):
        qtbot.keyClick(box(window, name), key)
    assert box(window, name).text() == LETTERS + " "
    assert state_of(window) == before


def test_letters_that_are_commands_are_typed_into_the_sheet(
    window: MainWindow, qtbot: QtBot
) -> None:
    open_at(window, "exercises")
    window.findChild(QComboBox, "exercise").setCurrentIndex(1)
    sheet = window.findChild(QPlainTextEdit, "python_gradient")
    sheet.setFocus()
    sheet.clear()
    before = state_of(window)
    qtbot.keyClicks(sheet, LETTERS)
    for key in (KEY.Key_Left, KEY.Key_Right, KEY.Key_End, KEY.Key_Return, KEY.Key_Space):
        qtbot.keyClick(sheet, key)
    assert sheet.toPlainText() == LETTERS + "\n "
    assert state_of(window) == before


@pytest.mark.parametrize("name", ["formula", "window_x0"])
def test_escape_gives_the_keyboard_back_to_the_map(
    window: MainWindow, name: str, qtbot: QtBot
) -> None:
    open_at(window, "formula")
    window.set_full_screen(True)
    field = box(window, name)
    field.setFocus()
    qtbot.keyClick(field, KEY.Key_Escape)
    assert window.focusWidget() is window.map
    # It leaves one thing at a time.
    assert window.isFullScreen()
    press(window, KEY.Key_Right, qtbot)
    assert window.session.step == 1
    qtbot.keyClick(window.map, KEY.Key_Escape)
    assert not window.isFullScreen()


def test_escape_gives_the_keyboard_back_from_the_sheet(window: MainWindow, qtbot: QtBot) -> None:
    open_at(window, "exercises")
    window.findChild(QComboBox, "exercise").setCurrentIndex(1)
    sheet = window.findChild(QPlainTextEdit, "python_gradient")
    sheet.setFocus()
    qtbot.keyClick(sheet, KEY.Key_Escape)
    assert window.focusWidget() is window.map


def test_a_click_elsewhere_gives_the_keyboard_back_but_not_one_on_the_same_page(
    window: MainWindow, qtbot: QtBot
) -> None:
    open_at(window, "exercises")
    write(window, "2x", qtbot, "answer_x")
    click(window, "check_derivatives")
    assert window.focusWidget() is box(window, "answer_x")
    step = window.findChild(QToolButton, "step")
    qtbot.mouseClick(step, Qt.MouseButton.LeftButton)
    assert window.focusWidget() is window.map
    assert window.session.step == 1
