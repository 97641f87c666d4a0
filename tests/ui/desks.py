"""What the tests of the desk share: how it is opened, read and typed at."""

from conftest import prepared
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

import mountain
from ui.formula_view import FormulaView
from ui.window import MainWindow

PAGES = ("formula", "gradient", "cost", "exercises")
EDGES = ("window_x0", "window_x1", "window_y0", "window_y1")
LONG = (
    "sin(x)*cos(y)+x^2/20+y^2/20+e^(-x^2-y^2)-3*(x-1)^2*y/(1+x^2+y^2)+sqrt(1+x^2*y^2)+tanh(x*y/4)"
)


def open_at(window: MainWindow, page: str) -> MainWindow:
    """Open the desk at a page."""
    if not window.actions_by_name["desk"].isChecked():
        window.actions_by_name["desk"].trigger()
    window.study.turn_to(page)
    QApplication.processEvents()
    return window


def open_on_lines(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """Open the page of the cost on the mountain of the regression."""
    window.session.choose_terrain("regression")
    prepared(window.session, qtbot)
    return open_at(window, "cost")


def regression(window: MainWindow) -> mountain.Regression:
    """Return the ground of lines that the hiker stands on."""
    ground = window.session.terrain.ground
    assert isinstance(ground, mountain.Regression)
    return ground


def box(window: QWidget, name: str = "formula") -> QLineEdit:
    found = window.findChild(QLineEdit, name)
    assert found is not None, name
    return found


def write(window: QWidget, text: str, qtbot: QtBot, name: str = "formula") -> None:
    """Type a text into a box, key by key, in the place of what stands there."""
    field = box(window, name)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)


def stands_on(window: MainWindow, text: str) -> bool:
    """Tell whether a hiker stands ready on the mountain of a formula."""
    session = window.session
    return session.terrain.ground == mountain.Formula(text) and session.track is not None


def walk_on(window: MainWindow, text: str, qtbot: QtBot) -> None:
    """Type a formula, and wait until a hiker stands on it."""
    write(window, text, qtbot)
    qtbot.waitUntil(lambda: stands_on(window, text), timeout=30_000)


def said(window: QWidget, name: str) -> str:
    """Return what a label says; nothing when it is not seen."""
    label = window.findChild(QLabel, name)
    assert label is not None, name
    return label.text() if label.isVisible() else ""


def formula_view(window: QWidget, name: str) -> FormulaView:
    found = window.findChild(FormulaView, name)
    assert found is not None, name
    return found


def click(window: QWidget, name: str) -> None:
    button = window.findChild(QPushButton, name)
    assert button is not None, name
    button.click()
