import math

import numpy as np
import pytest
from conftest import preset_named
from numpy.typing import NDArray
from pictures import picture_of
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

import mountain
from mountain import Formula, Grid, Light, Origin, Race, Terrain, Track, Window
from ui.hikers_view import HikersView
from ui.map_view import MapView
from ui.theme import DUSK
from ui.window import MainWindow

FLAGSHIP = mountain.terrain_named("misty_mountain")
GOOD = preset_named("good")
LEFT_BUTTON = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def track() -> Track:
    begun = mountain.start(FLAGSHIP, mountain.plan_on(FLAGSHIP, GOOD.settings), GOOD.start)
    return mountain.advance(begun, 10_000)


def map_of(qtbot: QtBot, terrain: Terrain = FLAGSHIP, *, printed: bool = True) -> MapView:
    view = MapView(terrain, DUSK)
    qtbot.addWidget(view)
    view.set_motion(False)
    view.resize(640, 520)
    view.show()
    if printed:
        view.draw_contours()
        view.wait()
    return view


def look(view: MapView, power: float, place: tuple[float, float]) -> None:
    """Go nearer to a place, and wait for the picture."""
    view.ground.go_nearer(power, view.scale.point(*place))
    view.wait()


def ground_of(view: MapView) -> NDArray[np.uint8]:
    """Return the pixels within the map's frame, well inside, without tools and legend."""
    frame = view.frame.toRect()
    return picture_of(view)[
        frame.top() + 40 : frame.bottom() - 90, frame.left() + 4 : frame.right()
    ]


def inked(view: MapView, colour: str, place: tuple[float, float], reach: int = 3) -> bool:
    point = view.scale.point(*place).toPoint()
    part = picture_of(view)[
        point.y() - reach : point.y() + reach + 1, point.x() - reach : point.x() + reach + 1, :3
    ]
    return bool((part == QColor(colour).getRgb()[:3]).all(-1).any())


def test_the_first_picture_is_there_at_once_and_a_better_one_later(qtbot: QtBot) -> None:
    view = map_of(qtbot, printed=False)
    view.show_mist(True)
    assert not view.is_busy
    first = picture_of(view)
    view.draw_contours()
    picture_of(view)
    assert view.is_busy
    view.wait()
    assert not view.is_busy
    better = picture_of(view)
    assert not np.array_equal(first, better)
    view.wait()
    assert np.array_equal(picture_of(view), better)


def test_while_a_formula_is_typed_the_old_picture_is_seen_until_the_new_one_is_there(
    qtbot: QtBot,
) -> None:
    first = Terrain("own", "Own", Formula("sin(5*x)"), FLAGSHIP.window)
    view = map_of(qtbot, first)
    view.show_mist(True)
    view.show_terrain(first, (0.0, 0.0))
    before = ground_of(view)
    other = Terrain("own", "Own", Formula("sin(5*x) + y^2"), FLAGSHIP.window)
    view.show_terrain(other, (0.0, 0.0))
    view.show_terrain(first, (0.0, 0.0))
    # Whatever was asked for meanwhile, in the end the picture is that of what is shown.
    view.wait()
    assert np.array_equal(ground_of(view), before)
    view.show_terrain(other, (0.0, 0.0))
    at_once = ground_of(view)
    view.wait()
    later = ground_of(view)
    changed = (at_once != before).any(-1).mean()
    assert changed < (later != before).any(-1).mean() / 2


def test_who_looks_nearer_sees_the_same_places_larger(qtbot: QtBot, track: Track) -> None:
    view = map_of(qtbot)
    view.show_hikers(HikersView(Race((track,)), 150))
    look(view, 3.0, (float(track.x[40]), float(track.y[40])))
    for step in range(0, 150, 5):
        place = (float(track.x[step]), float(track.y[step]))
        if view.frame.adjusted(60, 60, -60, -120).contains(view.scale.point(*place)):
            assert inked(view, DUSK.trail, place), step


def test_zooming_and_back_is_as_if_nothing_had_been(qtbot: QtBot, track: Track) -> None:
    view = map_of(qtbot)
    view.show_mist(True)
    view.show_hikers(HikersView(Race((track,)), 150))
    before = picture_of(view)
    look(view, 5.0, (0.5, 0.5))
    assert not np.array_equal(picture_of(view), before)
    view.ground.see_whole()
    view.wait()
    assert np.array_equal(picture_of(view), before)


def test_a_click_chooses_the_place_that_is_seen_there(qtbot: QtBot) -> None:
    view = map_of(qtbot)
    look(view, 10.0, (1.0, -1.0))
    point = QPoint(300, 200)
    with qtbot.waitSignal(view.start_chosen) as chosen:
        qtbot.mouseClick(view, LEFT_BUTTON, pos=point)
    assert chosen.args == pytest.approx(view.scale.place(QPointF(point)))
    assert math.hypot(chosen.args[0] - 1.0, chosen.args[1] + 1.0) < 1.0


def test_shift_and_an_arrow_move_the_start_less_from_near(qtbot: QtBot) -> None:
    view = map_of(qtbot)
    view.show_terrain(FLAGSHIP, (0.5, -0.5))
    look(view, 10.0, (0.5, -0.5))
    with qtbot.waitSignal(view.start_chosen) as chosen:
        qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert 0.005 < chosen.args[0] - 0.5 < 0.03


@pytest.mark.parametrize("power", [1.0, 2.0, 6.0])
@pytest.mark.parametrize("overlays", [False, True])
def test_the_mist_hides_whatever_mountain_there_is_however_one_looks(
    qtbot: QtBot, power: float, overlays: bool
) -> None:
    bowl = Terrain("bowl", "Bowl", Formula("x^2 + y^2"), FLAGSHIP.window)
    pictures, views = [], [map_of(qtbot, terrain) for terrain in (FLAGSHIP, bowl)]
    for view, terrain in zip(views, (FLAGSHIP, bowl), strict=True):
        view.show_terrain(terrain, (-2.5, -2.5))
        view.ground.show_slopes(overlays)
        view.ground.show_arrows(overlays)
        look(view, power, (1.0, 1.0))
        pictures.append(picture_of(view))
    differs = (pictures[0] != pictures[1]).any(-1)
    frame, point = view.frame, view.scale.point(-2.5, -2.5)
    down, across = np.mgrid[0 : differs.shape[0], 0 : differs.shape[1]] + 0.5
    away = np.hypot(across - point.x(), down - point.y()) / max(frame.width(), frame.height())
    inner = (across > frame.left() + 2) & (across < frame.right() - 2)
    inner &= (down > frame.top() + 2) & (down < frame.bottom() - 2)
    assert not differs[inner & (away > 0.125 * power)].any()


def test_the_hiker_sees_as_far_from_near_as_from_afar(qtbot: QtBot) -> None:
    view = map_of(qtbot)
    far = view.scale.point(FLAGSHIP.start[0] + 0.5, FLAGSHIP.start[1])
    picture_of(view)
    assert not view._is_hidden(far)
    look(view, 6.0, FLAGSHIP.start)
    picture_of(view)
    x, y = FLAGSHIP.start
    assert not view._is_hidden(view.scale.point(x + 0.5, y))
    assert view._is_hidden(view.scale.point(x + 1.0, y))


def test_a_hiker_out_of_sight_stands_at_the_frames_edge_and_opens_no_hole_there(
    qtbot: QtBot,
) -> None:
    view = map_of(qtbot)
    look(view, 8.0, (2.0, 2.0))
    assert view.frame.contains(view.hiker_point)
    blank = ground_of(view)
    view.show_terrain(FLAGSHIP, (-2.0, 1.0))
    # Elsewhere, as far away: but for the hiker's badge nothing is different.
    changed = (ground_of(view) != blank).any(-1)
    assert changed.sum() < 3 * 40 * 40


def test_the_map_follows_a_hiker_who_walks_out_of_sight(qtbot: QtBot, track: Track) -> None:
    view = map_of(qtbot)
    race = Race((track,))
    view.show_hikers(HikersView(race, 0))
    look(view, 8.0, (float(track.x[0]), float(track.y[0])))
    for step in range(0, 300, 3):
        view.show_hikers(HikersView(race, step))
        here = float(track.x[min(step, track.steps)]), float(track.y[min(step, track.steps)])
        assert view.ground.zoom.seen.holds(*here)
    assert view.ground.zoom.power == pytest.approx(8.0)


def test_another_mountain_is_shown_whole_and_a_changed_formula_where_one_was(qtbot: QtBot) -> None:
    view = map_of(qtbot)
    own = Terrain("formula", "Own", Formula("x^2 + y^2"), FLAGSHIP.window)
    view.show_terrain(own, (1.0, 1.0))
    look(view, 4.0, (1.0, 1.0))
    seen = view.ground.zoom.seen
    changed = Terrain("formula", "Own", Formula("x^2 + 2*y^2"), FLAGSHIP.window)
    view.show_terrain(changed, (1.0, 1.0))
    assert view.ground.zoom.seen == seen
    view.show_terrain(FLAGSHIP, GOOD.start)
    assert view.ground.zoom.is_whole


def test_another_light_is_another_picture_and_the_usual_one_the_first(qtbot: QtBot) -> None:
    view = map_of(qtbot)
    view.show_mist(True)
    before = picture_of(view)
    view.ground.show_light(Light(135.0, 20.0))
    view.wait()
    assert (picture_of(view) != before).any(-1).mean() > 0.3
    view.ground.show_light(Light())
    view.wait()
    assert np.array_equal(picture_of(view), before)


def test_a_large_elevation_map_is_shown_without_its_spline(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Grid, *places: object) -> None:
        raise AssertionError("the spline through millions of heights takes seconds")

    side = 1500
    heights = np.add.outer(np.sin(np.linspace(0, 9, side)), np.cos(np.linspace(0, 7, side)))
    edges = (0.0, 45_000.0, 0.0, 45_000.0)
    terrain = Terrain(
        "large",
        "Large",
        Grid(heights, edges, "waves", origin=Origin("waves.npy", 64 * "0")),
        Window(*edges),
    )
    monkeypatch.setattr(Grid, "height", refuse)
    monkeypatch.setattr(Grid, "gradient", refuse)
    view = map_of(qtbot, terrain)
    view.show_mist(True)
    look(view, 3.0, (20_000.0, 20_000.0))
    assert len(np.unique(ground_of(view).reshape(-1, 4), axis=0)) > 200


def test_reading_an_elevation_map_tells_metres(qtbot: QtBot) -> None:
    from ui.pointed import words_of

    edges = (0.0, 9_000.0, 0.0, 9_000.0)
    heights = np.add.outer(np.arange(10.0), np.arange(10.0)) * 50
    terrain = Terrain(
        "tilted",
        "Tilted",
        Grid(heights, edges, "tilted", origin=Origin("tilted.npy", 64 * "0")),
        Window(*edges),
    )
    words = words_of(terrain, 4500.0, 4500.0, hidden=False)
    assert words.startswith("x 4500 m   y 4500 m   height 450.00 m   slope 0.07 (4°)")


def test_in_the_window_plus_and_nought_zoom_and_the_charts_keep_their_keys(
    window: MainWindow, qtbot: QtBot
) -> None:
    zoom = window.map.ground.zoom
    qtbot.keyClick(window.map, Qt.Key.Key_Plus)
    assert window.map.ground.zoom.power > 1
    qtbot.keyClick(window.map, Qt.Key.Key_0)
    assert window.map.ground.zoom == zoom


def drag(view: MapView, qtbot: QtBot, begin: QPoint, end: QPoint) -> None:
    """Drag with the left button; the mouse tells of some places on its way."""
    qtbot.mousePress(view, LEFT_BUTTON, pos=begin)
    for share in (0.2, 0.6, 1.0):
        qtbot.mouseMove(view, begin + (end - begin) * share)
    qtbot.mouseRelease(view, LEFT_BUTTON, pos=end)


def test_from_near_a_left_drag_pulls_the_map_and_chooses_nothing(qtbot: QtBot) -> None:
    view = map_of(qtbot)
    look(view, 8.0, (1.0, 1.0))
    begin, end = QPoint(300, 200), QPoint(250, 260)
    grasped, power = view.scale.place(QPointF(begin)), view.ground.zoom.power
    with qtbot.assertNotEmitted(view.start_chosen):
        drag(view, qtbot, begin, end)
    assert view.scale.place(QPointF(end)) == pytest.approx(grasped)
    assert view.ground.zoom.power == power
    assert view.cursor().shape() == Qt.CursorShape.ArrowCursor
    view.wait()


def test_from_near_a_click_of_an_unsteady_hand_chooses_where_it_was_pressed(qtbot: QtBot) -> None:
    view = map_of(qtbot)
    look(view, 8.0, (1.0, 1.0))
    zoom, begin = view.ground.zoom, QPoint(300, 200)
    with qtbot.waitSignal(view.start_chosen) as chosen:
        drag(view, qtbot, begin, begin + QPoint(2, -3))
    assert chosen.args == pytest.approx(view.scale.place(QPointF(begin)))
    assert view.ground.zoom == zoom


def test_from_near_who_takes_hold_of_the_hiker_takes_the_hiker_along(qtbot: QtBot) -> None:
    view = map_of(qtbot)
    view.show_terrain(FLAGSHIP, (0.5, -0.5))
    look(view, 6.0, (0.5, -0.5))
    zoom = view.ground.zoom
    begin, end = view.hiker_point.toPoint(), QPoint(200, 120)
    with qtbot.waitSignal(view.start_chosen) as chosen:
        drag(view, qtbot, begin + QPoint(3, 3), end)
    assert chosen.args == pytest.approx(view.scale.place(QPointF(end)))
    assert view.ground.zoom == zoom


def test_on_the_whole_map_a_left_drag_takes_the_hiker_along(qtbot: QtBot) -> None:
    view = map_of(qtbot)
    view.show_terrain(FLAGSHIP, (0.5, -0.5))
    end = QPoint(250, 260)
    with qtbot.waitSignal(view.start_chosen) as chosen:
        drag(view, qtbot, QPoint(400, 150), end)
    assert chosen.args == pytest.approx(view.scale.place(QPointF(end)))
    assert view.ground.zoom.is_whole
