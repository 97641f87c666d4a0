from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSlider, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from ui.playback import DEFAULT_PACE, FASTEST, SLOWEST
from ui.theme import DUSK, style_sheet
from ui.transport import COMMANDS, Transport, make_actions

#: What the program is known to answer to; scripts, remotes and teachers' notes rely on it.
KEYS = {
    "play": "Space",
    "step": "Right",
    "back": "Left",
    "restart": "R",
    "end": "End",
    "mist": "M",
    "record": "Ctrl+R",
    "projector": "F10",
    "fullscreen": "F11",
    "leave": "Esc",
    "next_preset": "PgDown",
    "previous_preset": "PgUp",
}
COMMAND = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)


@pytest.fixture
def transport(qtbot: QtBot) -> Iterator[Transport]:
    window = QWidget()
    qtbot.addWidget(window)
    row = Transport(make_actions(window), window)
    row.setStyleSheet(style_sheet(DUSK))
    row.show_theme(DUSK)
    row.show_playing(False)
    window.show()
    row.adjustSize()
    yield row
    window.close()


@pytest.mark.parametrize(("name", "keys"), KEYS.items(), ids=KEYS)
def test_a_command_answers_to_its_key(transport: Transport, name: str, keys: str) -> None:
    action = next(
        each for each in transport.parentWidget().actions() if each.objectName() == f"{name}_action"
    )
    assert keys in [each.toString() for each in action.shortcuts()]


def test_no_key_stands_for_two_commands(transport: Transport) -> None:
    keys = Counter(
        each.toString()
        for action in transport.parentWidget().actions()
        for each in action.shortcuts()
    )
    assert [key for key, count in keys.items() if count > 1] == []


@COMMAND
def test_a_command_says_what_it_does_and_by_which_key(transport: Transport, command) -> None:
    button = transport.findChild(QToolButton, command.name)
    if button is None:
        # Without a button: for the remote and the keyboard alone.
        assert command.keys
        return
    assert command.meaning in button.toolTip()
    assert all(key in button.toolTip() for key in command.keys)
    assert button.accessibleName() == command.label
    assert not button.icon().isNull()


@COMMAND
def test_a_button_does_its_command(transport: Transport, command, qtbot: QtBot) -> None:
    button = transport.findChild(QToolButton, command.name)
    if button is None:
        return
    with qtbot.waitSignal(button.defaultAction().triggered):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.isChecked() == command.checkable


def test_every_command_but_those_of_the_remote_has_a_button(transport: Transport) -> None:
    without = {each.name for each in COMMANDS} - {
        button.objectName() for button in transport.findChildren(QToolButton)
    }
    # Some have their buttons where they act: in the roster, on the charts and on the map.
    elsewhere = {"together", "turn_charts", "dismiss", "slopes", "arrows"}
    assert {"next_preset", "previous_preset", "leave"} >= without - {"quit"} - elsewhere


def test_the_play_button_says_what_it_would_do(transport: Transport) -> None:
    play = transport.findChild(QToolButton, "play")
    drawings = [play.icon().cacheKey()]
    for playing, text in ((True, "Pause"), (False, "Play")):
        transport.show_playing(playing)
        assert (play.text(), play.isChecked()) == (text, playing)
        drawings.append(play.icon().cacheKey())
    assert drawings[0] != drawings[1]


def test_the_pace_goes_from_the_slowest_to_the_fastest(transport: Transport, qtbot: QtBot) -> None:
    pace, told = transport.findChild(QSlider, "pace"), []
    transport.show_pace(DEFAULT_PACE)
    transport.pace_chosen.connect(told.append)
    pace.setValue(pace.maximum())
    qtbot.keyClick(pace, Qt.Key.Key_Home)
    assert told == [pytest.approx(FASTEST), pytest.approx(SLOWEST)]


def test_showing_a_pace_tells_nobody_and_says_it_with_its_unit(transport: Transport) -> None:
    told: list[float] = []
    transport.pace_chosen.connect(told.append)
    transport.show_pace(200.0)
    assert told == []
    assert "200 min/s" in [label.text() for label in transport.findChildren(QLabel)]


def test_every_stop_of_the_pace_can_be_shown_and_chosen_again(transport: Transport) -> None:
    pace, told = transport.findChild(QSlider, "pace"), []
    transport.pace_chosen.connect(told.append)
    for stop in range(1, pace.maximum()):
        pace.setValue(stop)
        transport.show_pace(told[-1])
        assert pace.value() == stop
