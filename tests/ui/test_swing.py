import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.swing import KEY_SWING, Swing

LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def view(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(400, 200)
    widget.show()
    return widget


def test_a_drag_swings_by_its_share_of_the_shorter_side(view: QWidget, qtbot: QtBot) -> None:
    swing, swung = Swing(view), []
    swing.swung.connect(lambda *by: swung.append(by))
    qtbot.mousePress(view, LEFT, pos=QPoint(100, 100))
    assert swing.is_held
    qtbot.mouseMove(view, QPoint(150, 80))
    qtbot.mouseRelease(view, LEFT, pos=QPoint(150, 80))
    qtbot.mouseMove(view, QPoint(20, 20))
    assert swung == [(0.25, -0.1)]
    assert not swing.is_held


def test_with_shift_a_drag_pulls_the_ground(view: QWidget, qtbot: QtBot) -> None:
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    swing, pulled = Swing(view), []
    swing.pulled.connect(pulled.append)
    kinds = QMouseEvent.Type
    for kind, place in (
        (kinds.MouseButtonPress, QPointF(10, 10)),
        (kinds.MouseMove, QPointF(30, 5)),
        (kinds.MouseButtonRelease, QPointF(30, 5)),
    ):
        QApplication.sendEvent(view, QMouseEvent(kind, place, place, LEFT, LEFT, SHIFT))
    assert pulled == [QPointF(20, -5)]


@pytest.mark.parametrize(
    ("key", "swing"),
    [
        (Qt.Key.Key_Left, (KEY_SWING, 0.0)),
        (Qt.Key.Key_Right, (-KEY_SWING, 0.0)),
        (Qt.Key.Key_Up, (0.0, KEY_SWING)),
        (Qt.Key.Key_Down, (0.0, -KEY_SWING)),
    ],
)
def test_arrow_keys_swing_with_shift_only(
    view: QWidget, qtbot: QtBot, key: Qt.Key, swing: tuple[float, float]
) -> None:
    swung: list[tuple[float, float]] = []
    Swing(view).swung.connect(lambda *by: swung.append(by))
    qtbot.keyClick(view, key)
    assert swung == []
    qtbot.keyClick(view, key, SHIFT)
    assert swung == [swing]
