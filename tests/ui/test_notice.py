from pathlib import Path

import pytest
from conftest import prepared
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from windows import KEY, press

from ui.notice import SHOWN_MS, NoticeBar
from ui.tape import Notice
from ui.theme import DUSK
from ui.window import MainWindow

FILE = Path("/somewhere/hike.csv")


@pytest.fixture
def bar(qtbot: QtBot) -> NoticeBar:
    shown = NoticeBar()
    qtbot.addWidget(shown)
    shown.show_theme(DUSK)
    shown.resize(800, 40)
    return shown


def test_a_notice_is_there_only_when_there_is_something_to_tell(bar: NoticeBar) -> None:
    assert not bar.isVisible()
    bar.show_notice(Notice("Saved 12 rows."))
    assert bar.isVisible()
    assert bar.findChild(QLabel, "notice").text() == "Saved 12 rows."


def test_a_notice_goes_away_by_itself_and_later_than_it_can_be_read(bar: NoticeBar) -> None:
    bar.show_notice(Notice("Saved 12 rows."))
    timer = bar.findChild(QTimer)
    assert timer.isActive()
    assert timer.interval() == SHOWN_MS >= 8_000
    timer.timeout.emit()
    assert not bar.isVisible()


def test_a_newer_notice_takes_the_place_of_the_older_for_its_whole_time(bar: NoticeBar) -> None:
    bar.show_notice(Notice("The first.", FILE))
    bar.show_notice(Notice("The second."))
    assert bar.findChild(QLabel, "notice").text() == "The second."
    assert not bar.findChild(QPushButton, "notice_open").isVisible()
    assert bar.findChild(QTimer).remainingTime() > SHOWN_MS - 2_000


def test_a_notice_with_a_file_offers_to_open_it(bar: NoticeBar, qtbot: QtBot) -> None:
    bar.show_notice(Notice("Recorded 12 rows.", FILE))
    with qtbot.waitSignal(bar.file_chosen) as chosen:
        qtbot.mouseClick(bar.findChild(QPushButton, "notice_open"), Qt.MouseButton.LeftButton)
    assert chosen.args == [FILE]


def test_a_notice_can_be_taken_away(bar: NoticeBar, qtbot: QtBot) -> None:
    bar.show_notice(Notice("Saved 12 rows."))
    qtbot.mouseClick(bar.findChild(QPushButton, "notice_dismiss"), Qt.MouseButton.LeftButton)
    assert not bar.isVisible()


def test_text_is_shown_as_it_is_and_can_be_copied(bar: NoticeBar) -> None:
    bar.show_notice(Notice("<b>/folder/&amp;.csv</b>"))
    label = bar.findChild(QLabel, "notice")
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse


def test_a_very_long_path_does_not_widen_the_window_and_is_whole_in_its_tip(bar: NoticeBar) -> None:
    bar.show_notice(Notice("Saved."))
    narrow = bar.minimumSizeHint().width()
    text = "Saved: /" + "a-long-folder/" * 60
    bar.show_notice(Notice(text))
    assert bar.minimumSizeHint().width() == narrow
    assert bar.findChild(QLabel, "notice").toolTip() == text


def test_what_only_meant_something_here_goes_elsewhere_and_the_rest_stays(bar: NoticeBar) -> None:
    bar.show_notice(Notice("Line 3 is no point.", passing=True))
    bar.show_elsewhere()
    assert not bar.isVisible()
    for lasting in (Notice("Recorded 12 rows.", FILE), Notice("The disk is full.")):
        bar.show_notice(lasting)
        bar.show_elsewhere()
        assert bar.isVisible()


@pytest.mark.parametrize("size", [(1280, 800), (1024, 640)], ids=["1280x800", "1024x640"])
@pytest.mark.parametrize("start", [(-2.0, -2.5), (-2.0, 2.5)], ids=["low", "high"])
def test_a_notice_lies_over_the_numbers_and_stays_there_while_one_walks(
    window: MainWindow, qtbot: QtBot, size: tuple[int, int], start: tuple[float, float]
) -> None:
    window.resize(*size)
    window.session.choose_start(*start)
    prepared(window.session, qtbot)
    press(window, KEY.Key_B, qtbot)
    window.session.noticed.emit(Notice("Line 3 is no point. " * 12))
    for _ in range(3):
        QApplication.processEvents()
        place = window.notice.geometry()
        corners = (place.topLeft(), place.bottomRight(), place.center())
        shown = [window.childAt(corner) for corner in corners]
        assert all(each is window.notice or window.notice.isAncestorOf(each) for each in shown)
        children = window.children()
        assert children.index(window.notice) > children.index(window.blackboard)
        press(window, KEY.Key_Right, qtbot)
