import pytest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

import mountain
from ui.python_page import PythonPage
from ui.theme import DUSK


@pytest.fixture
def page(qtbot: QtBot) -> PythonPage:
    page = PythonPage(seconds=60.0)
    qtbot.addWidget(page)
    page.show_theme(DUSK)
    page.show_terrain(mountain.terrain_named("bowl"))
    page.resize(360, 400)
    page.show()
    return page


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
