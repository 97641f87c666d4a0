from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

import mountain
from ui.formula_view import FormulaView
from ui.python_page import PythonPage
from ui.theme import DUSK
from ui.typesetter import Typesetter


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[PythonPage]:
    typesetter = Typesetter()
    page = PythonPage(typesetter, seconds=60.0)
    qtbot.addWidget(page)
    page.show_theme(DUSK)
    page.show_terrain(mountain.terrain_named("bowl"))
    page.resize(360, 400)
    page.show()
    yield page
    page.wait()
    page.close()
    typesetter.close()


def check(page: PythonPage, text: str) -> QLabel:
    page.findChild(QPlainTextEdit, "python_gradient").setPlainText(text)
    page.findChild(QPushButton, "check_python").click()
    return page.findChild(QLabel, "python_verdict")


@pytest.mark.parametrize(
    "text",
    [
        "print('a' * 2000)\ndef gradient(x, y):\n    return 2 * x, 2 * y",
        "print('a\\n' * 1000)\ndef gradient(x, y):\n    return 2 * x, 2 * y",
        "def gradient(x, y):\n    raise ValueError('z' * 3000)",
    ],
)
def test_whatever_a_function_says_the_page_stays_as_wide_as_it_is(
    page: PythonPage, qtbot: QtBot, text: str
) -> None:
    said = check(page, text)
    qtbot.waitUntil(lambda: said.text()[:1] in "✓✗", timeout=60_000)
    assert page.minimumSizeHint().width() <= 360
    assert said.heightForWidth(340) < 400


def test_an_endless_loop_ends_when_nobody_waits_for_it(page: PythonPage) -> None:
    check(page, "while True:\n    pass")
    page.wait()
    # A minute is what it would have had; what is asserted is that it was not waited for.
    assert page.findChild(QLabel, "python_verdict").text() == "Being tried …"


def sheet(page: PythonPage) -> QPlainTextEdit:
    return page.findChild(QPlainTextEdit, "python_gradient")


def type_lines(page: PythonPage, lines: list[str], qtbot: QtBot) -> str:
    """Type lines into an empty sheet, with nothing but Return between them."""
    text = sheet(page)
    text.clear()
    for number, line in enumerate(lines):
        if number:
            qtbot.keyClick(text, Qt.Key.Key_Return)
        qtbot.keyClicks(text, line)
    return text.toPlainText()


def test_return_goes_on_below_the_line_and_farther_in_after_a_colon(
    page: PythonPage, qtbot: QtBot
) -> None:
    typed = ["def gradient(x, y):", "if x > 0:  # uphill:", "x = 2 * x # so:", "return x, y"]
    expected = (
        "def gradient(x, y):\n    if x > 0:  # uphill:\n        x = 2 * x # so:\n"
        "        return x, y"
    )
    assert type_lines(page, typed, qtbot) == expected


def test_what_is_typed_without_a_blank_is_a_function(page: PythonPage, qtbot: QtBot) -> None:
    type_lines(page, ["def gradient(x, y):", "return 2 * x, 2 * y"], qtbot)
    page.findChild(QPushButton, "check_python").click()
    said = page.findChild(QLabel, "python_verdict")
    qtbot.waitUntil(lambda: said.text()[:1] in "✓✗", timeout=60_000)
    assert said.text().startswith("✓")


def test_backspace_before_a_line_goes_out_as_far_as_return_went_in(
    page: PythonPage, qtbot: QtBot
) -> None:
    assert type_lines(page, ["if x:", ""], qtbot) == "if x:\n    "
    qtbot.keyClick(sheet(page), Qt.Key.Key_Backspace)
    assert sheet(page).toPlainText() == "if x:\n"
    qtbot.keyClick(sheet(page), Qt.Key.Key_Backspace)
    assert sheet(page).toPlainText() == "if x:"


def test_the_sheet_says_how_to_leave_it(page: PythonPage) -> None:
    assert sheet(page).tabChangesFocus()
    assert "Tab and Shift+Tab leave the box" in sheet(page).toolTip()


@pytest.mark.parametrize("name", ["bowl", "misty_mountain"])
def test_the_function_whose_gradient_is_asked_for_is_shown(page: PythonPage, name: str) -> None:
    terrain = mountain.terrain_named(name)
    page.show_terrain(terrain)
    shown = page.findChild(FormulaView, "python_formula")
    assert isinstance(terrain.ground, mountain.Formula)
    assert shown.accessibleDescription() or shown.isVisible()
    assert shown._words == mountain.text_of(terrain.ground.node)
    assert any(terrain.title in label.text() for label in page.findChildren(QLabel))


def test_the_numbers_of_a_regression_are_short_enough_to_be_copied(
    page: PythonPage, qtbot: QtBot
) -> None:
    x = tuple(range(0, 2000, 7))
    y = tuple(0.5 * each + each % 10 for each in x)
    terrain = mountain.regression_terrain(mountain.Samples(x, y))
    assert isinstance(terrain.ground, mountain.Regression)
    assert len(terrain.ground.text) > 60
    page.show_terrain(terrain)
    shown = page.findChild(FormulaView, "python_formula")._words
    assert len(shown) < 50
    asked = [label.text() for label in page.findChildren(QLabel) if "f(x, y)" in label.text()]
    assert asked == [f"f(x, y) of {terrain.title}, rounded:"]
    height = mountain.parse_formula(shown)
    slopes = (mountain.text_of(node) or "" for node in height.gradient_nodes)
    by_x, by_y = (each.replace("^", "**") for each in slopes)
    said = check(page, f"def gradient(x, y):\n    return {by_x}, {by_y}\n")
    qtbot.waitUntil(lambda: said.text().startswith(("✓", "✗")), timeout=60_000)
    assert said.text() == "✓ Right at all 225 points."


@pytest.mark.parametrize("name", ["bowl", "misty_mountain", "himmelblau"])
def test_what_the_sheet_begins_with_is_right_nowhere_much(page: PythonPage, name: str) -> None:
    terrain = mountain.terrain_named(name)
    verdict = mountain.check_gradient(sheet(page).toPlainText(), terrain.ground, terrain.window)
    assert not verdict.is_right
    assert sum(point.verdict == "wrong" for point in verdict.points) > 200


def test_a_verdict_goes_when_the_function_is_another(page: PythonPage, qtbot: QtBot) -> None:
    said = check(page, "def gradient(x, y):\n    return 2 * x, 2 * y")
    qtbot.waitUntil(lambda: said.text()[:1] in "✓✗", timeout=60_000)
    assert said.text() == "✓ Right at all 225 points."
    qtbot.keyClicks(sheet(page), "#")
    assert said.text().startswith("Write the gradient")


def test_a_verdict_on_a_function_that_was_changed_meanwhile_never_comes(
    page: PythonPage, qtbot: QtBot
) -> None:
    said = check(page, "def gradient(x, y):\n    return 2 * x, 2 * y")
    qtbot.keyClicks(sheet(page), "#")
    qtbot.waitUntil(page.findChild(QPushButton, "check_python").isEnabled, timeout=60_000)
    assert said.text().startswith("Write the gradient")


def test_buttons_stay_where_they_are_when_something_is_said(page: PythonPage, qtbot: QtBot) -> None:
    buttons = page.findChildren(QPushButton)
    before = [each.mapTo(page, QPoint()) for each in buttons]
    said = check(page, "def gradient(x, y):\n    raise ValueError('z' * 300)")
    qtbot.waitUntil(lambda: said.text()[:1] in "✓✗", timeout=60_000)
    qtbot.wait(50)
    assert [each.mapTo(page, QPoint()) for each in buttons] == before
