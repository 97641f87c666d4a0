import math

import pytest
from pictures import picture_of
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from mountain import Light
from ui.lantern import LIFT, LOWEST, TURN, USUAL, Lantern
from ui.theme import DUSK, PROJECTOR, Theme
from ui.window import MainWindow

LEFT_BUTTON = Qt.MouseButton.LeftButton


def lantern_of(qtbot: QtBot, theme: Theme = DUSK) -> Lantern:
    lantern = Lantern(theme)
    qtbot.addWidget(lantern)
    lantern.show()
    return lantern


@pytest.fixture
def lantern(qtbot: QtBot) -> Lantern:
    return lantern_of(qtbot)


def spot(lantern: Lantern, bearing: float, share: float) -> QPoint:
    """Return the pixel at a bearing, so far out to the rim."""
    middle, radius = lantern.width() / 2, lantern.width() / 2 - 8
    turn = math.radians(bearing)
    away = QPointF(math.sin(turn), -math.cos(turn)) * share * radius
    return (QPointF(middle, middle) + away).toPoint()


def test_at_first_the_light_stands_in_the_north_west_halfway_up(lantern: Lantern) -> None:
    assert (lantern.light.azimuth, lantern.light.altitude) == (315.0, 45.0)
    assert "north-west, 45° up" in lantern.accessibleDescription()
    sun = lantern.sun
    assert sun.x() < lantern.width() / 2
    assert sun.y() < lantern.height() / 2


@pytest.mark.parametrize("bearing", [0, 90, 180, 225])
@pytest.mark.parametrize("share", [0.4, 0.7])
def test_dragging_the_sun_turns_the_light_and_lifts_it(
    lantern: Lantern, qtbot: QtBot, bearing: float, share: float
) -> None:
    chosen: list[Light] = []
    lantern.light_chosen.connect(chosen.append)
    qtbot.mousePress(lantern, LEFT_BUTTON, pos=lantern.sun.toPoint())
    qtbot.mouseMove(lantern, spot(lantern, bearing, share))
    qtbot.mouseRelease(lantern, LEFT_BUTTON, pos=spot(lantern, bearing, share))
    off = abs((chosen[-1].azimuth - bearing + 180) % 360 - 180)
    assert off < 6
    assert chosen[-1].altitude == pytest.approx(90 - 90 * share, abs=4)
    assert lantern.light == chosen[-1]


def test_the_sun_does_not_set(lantern: Lantern, qtbot: QtBot) -> None:
    qtbot.mousePress(lantern, LEFT_BUTTON, pos=QPoint(lantern.width() - 1, lantern.height() // 2))
    assert lantern.light.altitude == LOWEST


def test_keys_turn_the_light_and_lift_it(lantern: Lantern, qtbot: QtBot) -> None:
    for key, azimuth, altitude in (
        (Qt.Key.Key_Right, 315 + TURN, 45),
        (Qt.Key.Key_Left, 315, 45),
        (Qt.Key.Key_Up, 315, 45 + LIFT),
        (Qt.Key.Key_Down, 315, 45),
    ):
        qtbot.keyClick(lantern, key)
        assert (lantern.light.azimuth, lantern.light.altitude) == (azimuth, altitude)
    for _ in range(30):
        qtbot.keyClick(lantern, Qt.Key.Key_Up)
    assert lantern.light.altitude == 90
    assert "overhead" in lantern.accessibleDescription()


def test_home_or_a_double_click_put_the_light_back(lantern: Lantern, qtbot: QtBot) -> None:
    for put_back in (
        lambda: qtbot.keyClick(lantern, Qt.Key.Key_Home),
        lambda: qtbot.mouseDClick(lantern, LEFT_BUTTON, pos=spot(lantern, 90, 0.5)),
    ):
        qtbot.keyClick(lantern, Qt.Key.Key_Right)
        assert lantern.light != USUAL
        put_back()
        assert lantern.light == USUAL


def test_showing_a_light_tells_nobody(lantern: Lantern, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(lantern.light_chosen):
        lantern.show_light(Light(90.0, 30.0))
    assert lantern.sun.x() > lantern.width() / 2


@pytest.mark.parametrize("theme", [DUSK, PROJECTOR], ids=lambda theme: theme.name)
def test_the_sun_is_painted_where_it_stands(qtbot: QtBot, theme: Theme) -> None:
    lantern = lantern_of(qtbot, theme)
    lantern.show_light(Light(90.0, 30.0))
    pixels = picture_of(lantern)
    x, y = round(lantern.sun.x()), round(lantern.sun.y())
    assert QColor(*pixels[y, x, :3].tolist()).name() == theme.accent
    assert lantern.width() % 8 == 0


def test_in_the_window_its_keys_turn_the_light_and_walk_no_step(
    window: MainWindow, qtbot: QtBot
) -> None:
    lantern = window.map.tools.lantern
    lantern.setFocus(Qt.FocusReason.TabFocusReason)
    step = window.session.step
    qtbot.keyClick(lantern, Qt.Key.Key_Right)
    assert lantern.light.azimuth == 330.0
    assert window.session.step == step
    assert lantern.focusPolicy() & Qt.FocusPolicy.TabFocus
