from collections.abc import Iterator
from itertools import pairwise

import pytest
from conftest import prepared, preset_named
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

import mountain
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


CORNERS = {
    "lower right": QPointF(660, 540),
    "lower left": QPointF(60, 540),
    "upper right": QPointF(660, 60),
    "upper left": QPointF(60, 60),
}


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_they_stand_in_the_first_corner_that_is_free_and_below_rather_than_above(
    tools: MapTools, count: int
) -> None:
    marks = list(CORNERS.values())[:count]
    tools.keep_off(FRAME, [QPointF(350, 280), *marks])
    area = QRectF(tools.geometry())
    assert FRAME.contains(area)
    assert not any(area.contains(mark) for mark in marks)
    assert tools.is_right == (count % 2 == 0)
    assert (area.center().y() > FRAME.center().y()) == (count < 2)
    if count >= 2:
        # The words in the upper corners are not covered either.
        assert area.top() > FRAME.top() + 2 * tools.fontMetrics().height()


def test_where_no_corner_is_free_they_stand_where_least_is_covered(tools: MapTools) -> None:
    tools.keep_off(FRAME, list(CORNERS.values()))
    covering = QRectF(tools.geometry())
    # One of them only touches the plate there.
    beside = QPointF(covering.left() - 20, covering.center().y())
    others = [mark for mark in CORNERS.values() if not covering.contains(mark)]
    tools.keep_off(FRAME, [*others, beside])
    assert QRectF(tools.geometry()) == covering


def shown_whole(window: MainWindow, qtbot: QtBot, preset: str) -> MainWindow:
    """Show all of the real mountain at the end of a hike."""
    window.session.choose_preset(preset_named(preset, "jacksboro_fault"))
    prepared(window.session, qtbot).go_to_end()
    window.map.draw_contours()
    window.map.wait()
    window.map.ground.see_whole()
    window.map.wait()
    return window


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080), (1024, 640)])
@pytest.mark.parametrize("preset", [each.name for each in mountain.presets_of("jacksboro_fault")])
def test_on_the_whole_real_mountain_they_cover_neither_home_nor_the_hiker(
    window: MainWindow, qtbot: QtBot, preset: str, size: tuple[int, int]
) -> None:
    window.resize(*size)
    view = shown_whole(window, qtbot, preset).map
    (home,) = mountain.homes(window.session.terrain)
    area = QRectF(view.tools.geometry())
    reach = window.theme.normal
    for point in (view.hiker_point, view.scale.point(home.x, home.y)):
        badge = QRectF(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach)
        assert not area.intersects(badge)


def test_in_the_mist_they_do_not_tell_where_home_is(window: MainWindow, qtbot: QtBot) -> None:
    window.session.choose_preset(preset_named("false_bottom", "jacksboro_fault"))
    prepared(window.session, qtbot)
    window.map.draw_contours()
    window.map.ground.see_whole()
    assert window.map.tools.is_right
    window.session.lift_mist(True)
    assert not window.map.tools.is_right
    window.session.lift_mist(False)
    assert window.map.tools.is_right
