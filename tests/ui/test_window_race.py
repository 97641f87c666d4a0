import pytest
from conftest import prepared
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot
from windows import KEY, press

import mountain
from ui.window import MainWindow

LEFT = Qt.MouseButton.LeftButton


def _click(window: MainWindow, name: str, qtbot: QtBot) -> None:
    button = window.findChild(QPushButton, name) or window.findChild(QToolButton, name)
    qtbot.mouseClick(button, LEFT)
    prepared(window.session, qtbot)


def _said(window: MainWindow) -> str:
    return " ".join(label.text() for label in window.verdict.findChildren(QLabel))


def test_the_hikers_of_a_race_come_in_place_of_the_knobs_and_go_again(
    window: MainWindow, qtbot: QtBot
) -> None:
    assert (window.drawer.isVisible(), window.roster.isVisible()) == (True, False)
    press(window, KEY.Key_H, qtbot)
    assert (window.drawer.isVisible(), window.roster.isVisible()) == (False, True)
    press(window, KEY.Key_H, qtbot)
    assert (window.drawer.isVisible(), window.roster.isVisible()) == (True, False)


def test_a_copy_with_one_knob_changed_makes_a_race(window: MainWindow, qtbot: QtBot) -> None:
    press(window, KEY.Key_H, qtbot)
    _click(window, "duplicate", qtbot)
    window.session.change_setting("optimizer", "momentum")
    press(window, KEY.Key_Right, qtbot)
    assert window.session.race is not None
    ways = [track.plan.optimizer for track in window.session.race.tracks]
    assert ways == ["gradient_descent", "momentum"]
    assert window.session.step == 1


def test_three_rates_walk_at_one_click(window: MainWindow, qtbot: QtBot) -> None:
    _click(window, "race", qtbot)
    _click(window, "multiply", qtbot)
    rates = [entrant.plan.learning_rate for entrant in window.session.lineup.entrants]
    assert rates == [0.01, 0.02, 0.04]
    press(window, KEY.Key_End, qtbot)
    assert window.session.has_ended
    assert "Hiker 1: " in _said(window)


@pytest.mark.parametrize("name", mountain.race_names())
def test_a_race_that_is_chosen_tells_what_it_shows_and_then_who_arrived(
    window: MainWindow, qtbot: QtBot, name: str
) -> None:
    races = window.findChild(QComboBox, "races")
    place = next(place for place in range(races.count()) if races.itemData(place) == name)
    races.activated.emit(place)
    prepared(window.session, qtbot)
    expected = mountain.race_named(name)
    assert expected.caption in _said(window)
    assert window.roster.isVisible()
    press(window, KEY.Key_End, qtbot)
    arrived = [each for each in mountain.standings(window.session.race) if each.rank == 1]
    assert f"Home: {arrived[0].number + 1}" in _said(window)


def test_the_numbers_lie_where_the_hiker_is_not(window: MainWindow, qtbot: QtBot) -> None:
    press(window, KEY.Key_B, qtbot)
    for start in ((-2.0, -2.5), (-2.0, 2.5)):
        window.session.choose_start(*start)
        prepared(window.session, qtbot)
        press(window, KEY.Key_Right, qtbot)
        QApplication.processEvents()
        slate = window.blackboard.geometry()
        hiker = window.map.mapTo(window, window.map.hiker_point.toPoint())
        assert not slate.contains(hiker)
        assert window.map.geometry().adjusted(-1, -1, 1, 1).intersects(slate)


def test_the_numbers_on_the_slate_are_the_step_s(window: MainWindow, qtbot: QtBot) -> None:
    window.session.change_setting("optimizer", "momentum")
    press(window, KEY.Key_B, qtbot)
    press(window, KEY.Key_Right, qtbot)
    first = window.blackboard.accessibleName()
    press(window, KEY.Key_Right, qtbot)
    second = window.blackboard.accessibleName()
    assert "Momentum" in first
    assert first != second


def test_a_way_of_the_last_run_is_dismissed_with_a_button(window: MainWindow, qtbot: QtBot) -> None:
    press(window, KEY.Key_H, qtbot)
    press(window, KEY.Key_End, qtbot)
    press(window, KEY.Key_R, qtbot)
    assert len(window.session.past) == 1
    _click(window, "dismiss_ghosts", qtbot)
    assert window.session.past == ()


def test_all_set_out_from_one_place_unless_it_is_turned_off(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.session.multiply(0)
    prepared(window.session, qtbot)
    press(window, KEY.Key_L, qtbot)
    assert not window.findChild(QToolButton, "together").isChecked()
    window.session.choose_start(2.0, 2.0)
    prepared(window.session, qtbot)
    starts = {entrant.start for entrant in window.session.lineup.entrants}
    assert len(starts) == 2
