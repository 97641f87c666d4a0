import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.hand import KEY_FACTOR, Hand

BUTTON = Qt.MouseButton
PLACE = QPointF(120, 80)


@pytest.fixture
def view(qtbot: QtBot) -> QWidget:
    view = QWidget()
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    return view


@pytest.fixture
def hand(view: QWidget) -> Hand:
    return Hand(view)


def turn_wheel(view: QWidget, eighths: int) -> None:
    event = QWheelEvent(
        PLACE,
        view.mapToGlobal(PLACE),
        QPoint(),
        QPoint(0, eighths),
        BUTTON.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def test_the_wheel_goes_nearer_at_the_pointer_and_away_again(view: QWidget, hand: Hand) -> None:
    told: list[tuple[float, QPointF]] = []
    hand.zoomed.connect(lambda factor, point: told.append((factor, point)))
    turn_wheel(view, 120)
    turn_wheel(view, -120)
    (near, point), (away, _) = told
    assert near > 1
    assert near * away == pytest.approx(1.0)
    assert point == PLACE


@pytest.mark.parametrize("button", [BUTTON.RightButton, BUTTON.MiddleButton])
def test_the_other_buttons_pull_the_map(
    view: QWidget, hand: Hand, qtbot: QtBot, button: Qt.MouseButton
) -> None:
    pulled: list[QPointF] = []
    hand.pulled.connect(pulled.append)
    qtbot.mousePress(view, button, pos=QPoint(50, 60))
    assert view.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    qtbot.mouseMove(view, QPoint(70, 55))
    qtbot.mouseMove(view, QPoint(80, 90))
    qtbot.mouseRelease(view, button, pos=QPoint(80, 90))
    assert sum((each.x() for each in pulled), 0.0) == 30
    assert sum((each.y() for each in pulled), 0.0) == 30
    qtbot.mouseMove(view, QPoint(10, 10))
    assert sum((each.x() for each in pulled), 0.0) == 30
    assert view.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_the_left_button_moves_nothing(view: QWidget, hand: Hand, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(hand.pulled), qtbot.assertNotEmitted(hand.whole_wanted):
        qtbot.mousePress(view, BUTTON.LeftButton, pos=QPoint(50, 60))
        qtbot.mouseMove(view, QPoint(70, 55))
        qtbot.mouseRelease(view, BUTTON.LeftButton, pos=QPoint(70, 55))
        qtbot.mouseDClick(view, BUTTON.LeftButton, pos=QPoint(70, 55))


@pytest.mark.parametrize("button", [BUTTON.RightButton, BUTTON.MiddleButton])
def test_a_double_click_with_another_button_shows_all(
    view: QWidget, hand: Hand, qtbot: QtBot, button: Qt.MouseButton
) -> None:
    with qtbot.waitSignal(hand.whole_wanted):
        qtbot.mouseDClick(view, button, pos=QPoint(70, 55))


@pytest.mark.parametrize(
    ("key", "factor"),
    [
        (Qt.Key.Key_Plus, KEY_FACTOR),
        (Qt.Key.Key_Equal, KEY_FACTOR),
        (Qt.Key.Key_Minus, 1 / KEY_FACTOR),
    ],
)
def test_plus_and_minus_go_nearer_and_away(
    view: QWidget, hand: Hand, qtbot: QtBot, key: Qt.Key, factor: float
) -> None:
    with qtbot.waitSignal(hand.zoomed) as zoomed:
        qtbot.keyClick(view, key)
    assert zoomed.args == [factor, None]


@pytest.mark.parametrize("key", [Qt.Key.Key_0, Qt.Key.Key_Home])
def test_nought_and_home_show_all(view: QWidget, hand: Hand, qtbot: QtBot, key: Qt.Key) -> None:
    with qtbot.waitSignal(hand.whole_wanted):
        qtbot.keyClick(view, key)


def test_control_and_an_arrow_look_aside_and_an_arrow_alone_does_not(
    view: QWidget, hand: Hand, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(hand.pushed) as pushed:
        qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    # To look east, the ground moves west.
    assert pushed.args[0] < 0
    assert pushed.args[1] == 0
    with qtbot.assertNotEmitted(hand.pushed):
        qtbot.keyClick(view, Qt.Key.Key_Right)


def test_a_pinch_on_a_trackpad_goes_nearer_where_it_is(
    view: QWidget, hand: Hand, qtbot: QtBot
) -> None:
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        PLACE,
        PLACE,
        view.mapToGlobal(PLACE),
        0.25,
        QPointF(),
    )
    with qtbot.waitSignal(hand.zoomed) as zoomed:
        QApplication.sendEvent(view, event)
    assert zoomed.args == [1.25, PLACE]
