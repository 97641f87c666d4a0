from pytestqt.qtbot import QtBot

from mountain import Formula, Terrain, Window
from ui.map_view import MapView
from ui.theme import DUSK

WINDOW = Window(-2.0, 2.0, -2.0, 2.0)


def bowl(text: str) -> Terrain:
    return Terrain("formula", "Own", Formula(text), WINDOW)


def shown(qtbot: QtBot) -> MapView:
    view = MapView(bowl("x^2 + y^2"), DUSK)
    qtbot.addWidget(view)
    view.resize(300, 300)
    view.show()
    view.show_mist(True)
    view.draw_contours()
    view.wait()
    return view


def test_while_another_terrain_is_expected_nothing_is_printed(qtbot: QtBot) -> None:
    view = shown(qtbot)
    first = view.ground.sheet
    view.ground.show_terrain(bowl("x^2 + 2y^2"))
    view.grab()
    assert view.ground.is_busy
    assert view.ground.sheet is first


def test_whoever_waits_for_the_picture_gets_it_at_once(qtbot: QtBot) -> None:
    view = shown(qtbot)
    view.ground.show_terrain(bowl("x^2 + 2y^2"))
    view.ground.wait()
    assert not view.ground.is_busy
    assert view.ground.sheet is not None
    assert view.ground.sheet.order.terrain == bowl("x^2 + 2y^2")


def test_whoever_rests_from_typing_sees_what_was_typed(qtbot: QtBot) -> None:
    view = shown(qtbot)
    view.ground.show_terrain(bowl("x^2 + 2y^2"))

    def is_printed() -> bool:
        sheet = view.ground.sheet
        return sheet is not None and sheet.order.terrain == bowl("x^2 + 2y^2")

    qtbot.waitUntil(is_printed)


def test_another_mountain_never_wears_the_picture_of_the_one_before(qtbot: QtBot) -> None:
    view = shown(qtbot)
    middle = view.frame.center().toPoint()
    low = view.grab().toImage().pixelColor(middle).lightness()
    dome = Terrain("dome", "Dome", Formula("-x^2 - y^2"), WINDOW)
    view.show_terrain(dome, (1.5, 1.5))
    high = view.grab().toImage().pixelColor(middle).lightness()
    assert view.ground.sheet is not None
    assert view.ground.sheet.order.terrain != dome
    assert high > low + 60
