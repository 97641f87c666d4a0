from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from ui.map_tools import MapTools
from ui.theme import DUSK
from ui.transport import make_actions
from ui.window import MainWindow

FRAME = QRectF(40, 8, 640, 560)


@pytest.fixture
def tools(qtbot: QtBot) -> Iterator[MapTools]:
    view = QWidget()
    qtbot.addWidget(view)
    view.resize(720, 600)
    tools = MapTools(DUSK, view)
    actions = make_actions(view)
    tools.put_buttons({name: actions[name] for name in ("slopes", "arrows")})
    view.show()
    yield tools
    view.close()


def test_they_stand_in_the_lower_right_corner_on_the_grid(tools: MapTools) -> None:
    tools.stand_in(FRAME, QPointF(100, 100))
    area = QRectF(tools.geometry())
    assert (FRAME.right() - area.right(), FRAME.bottom() - area.bottom()) == (8, 8)
    assert tools.is_right


def test_they_make_way_for_the_hiker(tools: MapTools) -> None:
    tools.stand_in(FRAME, QPointF(660, 540))
    assert not tools.is_right
    area = QRectF(tools.geometry())
    assert (area.left() - FRAME.left(), FRAME.bottom() - area.bottom()) == (8, 8)
    assert not area.contains(QPointF(660, 540))


@pytest.mark.parametrize("hiker", [QPointF(50, 50), QPointF(320, 290)])
def test_in_a_narrow_map_the_buttons_stand_above_the_lantern(
    tools: MapTools, hiker: QPointF
) -> None:
    frame = QRectF(40, 8, 300, 300)
    tools.stand_in(frame, hiker)
    parts = [*tools.findChildren(QToolButton), tools.lantern]
    areas = [QRectF(part.geometry()).translated(QPointF(tools.pos())) for part in parts]
    for part, area in zip(parts, areas, strict=True):
        assert part.isVisible()
        assert frame.contains(area)
        assert not area.contains(hiker)
    for above, below in pairwise(areas):
        assert above.bottom() < below.top()
    assert tools.width() == tools.lantern.width()


def test_where_a_map_becomes_wide_again_the_buttons_stand_beside_the_lantern(
    tools: MapTools,
) -> None:
    tools.stand_in(QRectF(40, 8, 300, 300), QPointF(50, 50))
    tools.stand_in(FRAME, QPointF(50, 50))
    for button in tools.findChildren(QToolButton):
        assert button.isVisible()
        assert button.geometry().right() < tools.lantern.geometry().left()
    assert tools.height() == tools.lantern.height()


@pytest.mark.parametrize("name", ["slopes", "arrows"])
def test_a_button_and_its_key_show_what_they_say_and_take_it_away(
    window: MainWindow, qtbot: QtBot, name: str
) -> None:
    window.session.lift_mist(True)
    window.map.draw_contours()
    window.map.wait()
    plain = window.map.grab().toImage()
    button = window.map.findChild(QToolButton, name)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.isChecked()
    window.map.wait()
    assert window.map.grab().toImage() != plain
    qtbot.keyClick(window.map, Qt.Key.Key_S if name == "slopes" else Qt.Key.Key_A)
    window.map.wait()
    assert not button.isChecked()
    assert window.map.grab().toImage() == plain
