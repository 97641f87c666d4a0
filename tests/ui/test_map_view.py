import math

import numpy as np
import pytest
from conftest import preset_named
from numpy.typing import NDArray
from pictures import picture_of
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

import mountain
from mountain import Entrant, Formula, Race, Terrain, Track, Window
from ui.badge import badge_colour
from ui.hikers_view import HikersView
from ui.map_view import MapView
from ui.pointed import words_of
from ui.theme import DUSK, PROJECTOR, Theme

FLAGSHIP = mountain.terrain_named("misty_mountain")
GOOD = preset_named("good")
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT_BUTTON = Qt.MouseButton.LeftButton
NOTHING = np.empty((0, 3))


@pytest.fixture(scope="module")
def track() -> Track:
    begun = mountain.start(FLAGSHIP, mountain.plan_on(FLAGSHIP, GOOD.settings), GOOD.start)
    return mountain.advance(begun, 10_000)


def map_of(qtbot: QtBot, terrain: Terrain = FLAGSHIP, theme: Theme = DUSK) -> MapView:
    view = MapView(terrain, theme)
    qtbot.addWidget(view)
    view.set_motion(False)
    view.resize(640, 520)
    view.show()
    return view


@pytest.fixture
def view(qtbot: QtBot) -> MapView:
    return map_of(qtbot)


def alone(track: Track, step: int, way: NDArray[np.float64]) -> HikersView:
    """Return the view of one hiker."""
    return HikersView(Race((track,)), step, coming=(way,))


def coming(track: Track, step: int) -> NDArray[np.float64]:
    rows = track.rows[step:]
    return np.stack([rows["x"], rows["y"], rows["on_reading"] == 0], -1)


def inked(view: MapView, colour: str, place: tuple[float, float], reach: int = 2) -> bool:
    """Tell whether a colour is painted within so many pixels of a place on the map."""
    point = view.scale.point(*place)
    x, y = round(point.x()), round(point.y())
    pixels = picture_of(view)[y - reach : y + reach + 1, x - reach : x + reach + 1, :3]
    return bool((pixels == QColor(colour).getRgb()[:3]).all(-1).any())


def at_pixel(view: MapView, place: tuple[float, float]) -> QPoint:
    return view.scale.point(*place).toPoint()


@pytest.mark.parametrize("size", [(320, 320), (640, 520), (500, 900), (1100, 860)])
@pytest.mark.parametrize("terrain", mountain.terrain_names())
def test_a_map_unit_is_as_long_across_as_down_and_north_is_up(
    qtbot: QtBot, terrain: str, size: tuple[int, int]
) -> None:
    view = MapView(mountain.terrain_named(terrain), DUSK)
    qtbot.addWidget(view)
    view.resize(*size)
    window, scale = mountain.terrain_named(terrain).window, view.scale
    if 0.25 <= window.width / window.tall <= 4:
        # The frame lies on whole pixels.
        assert scale.across == pytest.approx(scale.down, rel=0.01)
    assert view.rect().contains(view.frame.toAlignedRect())
    corner = scale.point(window.x0, window.y1)
    assert (corner.x(), corner.y()) == (view.frame.left(), view.frame.top())
    opposite = scale.point(window.x1, window.y0)
    assert (opposite.x(), opposite.y()) == pytest.approx((view.frame.right(), view.frame.bottom()))


@pytest.mark.parametrize("place", [(-3.0, -2.5), (0.0, 0.0), (3.3, 3.3), (-3.4, 1.27)])
def test_a_click_chooses_the_start_to_a_pixel(
    view: MapView, qtbot: QtBot, place: tuple[float, float]
) -> None:
    with qtbot.waitSignal(view.start_chosen) as chosen:
        qtbot.mouseClick(view, LEFT_BUTTON, pos=at_pixel(view, place))
    pixel = 7 / view.frame.width()
    assert chosen.args == [pytest.approx(place[0], abs=pixel), pytest.approx(place[1], abs=pixel)]
    # And back again it is that very pixel.
    assert at_pixel(view, tuple(chosen.args)) == at_pixel(view, place)


def test_dragging_takes_the_hiker_along_and_chooses_where_they_are_let_go(
    view: MapView, qtbot: QtBot
) -> None:
    chosen: list[tuple[float, float]] = []
    view.start_chosen.connect(lambda x, y: chosen.append((x, y)))
    begin, middle, end = (at_pixel(view, place) for place in ((-3.0, -2.5), (0, 2), (2.0, -1.5)))
    qtbot.mousePress(view, LEFT_BUTTON, pos=begin)
    qtbot.mouseMove(view, middle)
    assert chosen == []
    qtbot.mouseMove(view, end)
    qtbot.mouseRelease(view, LEFT_BUTTON, pos=end)
    assert chosen == [pytest.approx(view.scale.place(QPointF(end)))]


def test_a_drag_beyond_the_edge_ends_at_the_edge(view: MapView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.start_chosen) as chosen:
        qtbot.mouseClick(view, LEFT_BUTTON, pos=QPoint(1, 1))
    window = FLAGSHIP.window
    assert chosen.args == [window.x0, window.y1]


def test_other_buttons_choose_nothing(view: MapView, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(view.start_chosen):
        qtbot.mouseClick(view, Qt.MouseButton.RightButton, pos=at_pixel(view, (0, 0)))


@pytest.mark.parametrize(
    ("key", "way"),
    [
        (Qt.Key.Key_Left, (-1, 0)),
        (Qt.Key.Key_Right, (1, 0)),
        (Qt.Key.Key_Up, (0, 1)),
        (Qt.Key.Key_Down, (0, -1)),
    ],
)
def test_shift_and_an_arrow_move_the_start(
    view: MapView, qtbot: QtBot, key: Qt.Key, way: tuple[int, int]
) -> None:
    view.show_terrain(FLAGSHIP, (0.5, -0.5))
    with qtbot.waitSignal(view.start_chosen) as chosen:
        qtbot.keyClick(view, key, SHIFT)
    moved = np.array(chosen.args) - (0.5, -0.5)
    assert np.sign(moved).tolist() == list(way)
    assert 0.05 < np.abs(moved).max() < 0.3
    with qtbot.assertNotEmitted(view.start_chosen):
        qtbot.keyClick(view, key)


def test_the_start_is_not_moved_off_the_map(view: MapView, qtbot: QtBot) -> None:
    view.show_terrain(FLAGSHIP, (3.49, 0.0))
    with qtbot.waitSignal(view.start_chosen) as chosen:
        qtbot.keyClick(view, Qt.Key.Key_Right, SHIFT)
    assert chosen.args == [3.5, 0.0]


def words_at(view: MapView, x: float, y: float) -> str:
    return words_of(view.ground.terrain, x, y, hidden=False)


def test_the_words_under_the_pointer_are_right() -> None:
    # Height x²·sin y, so that both slopes are known by hand: 2x·sin y and x²·cos y.
    terrain = Terrain("swell", "Swell", Formula("x^2*sin(y)"), Window(-4, 4, -4, 4))
    view = MapView(terrain, DUSK)
    x, y = -1.5, 0.75
    slope = math.hypot(2 * x * math.sin(y), x * x * math.cos(y))
    expected = (
        f"x −1.50   y 0.75   height {x * x * math.sin(y):.2f}   "
        f"slope {slope:.2f} ({math.degrees(math.atan(slope)):.0f}°)"
    )
    assert words_at(view, x, y) == expected
    assert words_at(view, -4.01, 0.0) == ""
    view.close()


def test_pointing_at_the_map_writes_on_it_and_leaving_wipes_it(view: MapView, qtbot: QtBot) -> None:
    view.show_mist(False)
    blank = picture_of(view)
    qtbot.mouseMove(view, at_pixel(view, (1.0, 1.0)))
    qtbot.waitUntil(lambda: not np.array_equal(picture_of(view), blank))
    changed = np.argwhere((picture_of(view) != blank).any(-1))
    frame = view.frame
    assert frame.contains(QPointF(*changed.min(0)[::-1].tolist()))
    assert changed.max(0)[0] < frame.top() + 60
    qtbot.mouseMove(view, QPoint(2, 2))
    qtbot.waitUntil(lambda: np.array_equal(picture_of(view), blank))


@pytest.mark.parametrize("theme", [DUSK, PROJECTOR], ids=lambda theme: theme.name)
def test_the_mist_hides_whatever_mountain_there_is(qtbot: QtBot, theme: Theme) -> None:
    bowl = Terrain("bowl", "Bowl", Formula("x^2 + y^2"), FLAGSHIP.window)
    veiled = []
    for terrain in (FLAGSHIP, bowl):
        view = map_of(qtbot, terrain, theme)
        view.show_terrain(terrain, (-2.5, -2.5))
        veiled.append(picture_of(view))
    differs = (veiled[0] != veiled[1]).any(-1)
    frame, point = view.frame, view.scale.point(-2.5, -2.5)
    down, across = np.mgrid[0 : differs.shape[0], 0 : differs.shape[1]] + 0.5
    away = np.hypot(across - point.x(), down - point.y()) / max(frame.width(), frame.height())
    # The frame's own line may shine through its antialiased edge.
    inner = (across > frame.left() + 2) & (across < frame.right() - 2)
    inner &= (down > frame.top() + 2) & (down < frame.bottom() - 2)
    assert not differs[inner & (away > 0.125)].any()
    assert differs[inner & (away < 0.1)].mean() > 0.6


def test_lifted_mist_shows_the_mountain_and_lowered_mist_hides_it_again(view: MapView) -> None:
    down = picture_of(view)
    view.show_mist(True)
    lifted = picture_of(view)
    assert (down != lifted).any(-1).mean() > 0.5
    view.show_mist(False)
    assert np.array_equal(picture_of(view), down)


def test_mist_lifts_slowly_and_in_less_than_a_second_where_things_may_move(
    view: MapView, qtbot: QtBot
) -> None:
    view.show_mist(True)
    lifted = picture_of(view)
    view.show_mist(False)
    down = picture_of(view)
    view.set_motion(True)
    view.show_mist(True)
    assert not np.array_equal(picture_of(view), lifted)
    qtbot.waitUntil(lambda: np.array_equal(picture_of(view), lifted), timeout=3_000)
    assert not np.array_equal(lifted, down)


def test_mist_that_is_called_back_while_it_lifts_comes_back(view: MapView, qtbot: QtBot) -> None:
    down = picture_of(view)
    view.set_motion(True)
    view.show_mist(True)
    view.show_mist(False)
    view.set_motion(False)
    qtbot.waitUntil(lambda: np.array_equal(picture_of(view), down), timeout=3_000)


def test_without_motion_no_clock_runs(view: MapView) -> None:
    view.set_motion(True)
    assert any(timer.isActive() for timer in view.findChildren(QTimer))
    view.set_motion(False)
    assert not any(timer.isActive() for timer in view.findChildren(QTimer))


def test_the_trail_is_where_the_hiker_walked(view: MapView, track: Track) -> None:
    view.show_hikers(alone(track, 150, coming(track, 150)))
    for step in range(5, 130, 5):
        assert inked(view, DUSK.trail, (track.x[step], track.y[step]), 3), step
    ahead = (float(track.x[290]), float(track.y[290]))
    assert not inked(view, DUSK.trail, ahead, 1)


def test_a_way_shown_in_jumps_is_the_way_shown_step_by_step(qtbot: QtBot, track: Track) -> None:
    jumping, stepping = map_of(qtbot), map_of(qtbot)
    for step in range(61):
        stepping.show_hikers(alone(track, step, NOTHING))
        if step % 20 == 0:
            picture_of(stepping)
    jumping.show_hikers(alone(track, 60, NOTHING))
    one, other = picture_of(jumping).astype(int), picture_of(stepping).astype(int)
    # Antialiased joints where a picture was continued may differ by a shade.
    assert (np.abs(one - other).max(-1) > 40).mean() < 1e-3


def test_stepping_back_wipes_the_way_ahead(view: MapView, track: Track) -> None:
    view.show_hikers(alone(track, 20, NOTHING))
    before = picture_of(view)
    view.show_hikers(alone(track, 150, NOTHING))
    picture_of(view)
    view.show_hikers(alone(track, 20, NOTHING))
    assert np.array_equal(picture_of(view), before)


def test_a_fork_wipes_the_way_given_up(view: MapView, track: Track) -> None:
    turned = mountain.replan(track.until(20), track.plan.with_settings({"learning_rate": 0.05}))
    turned = mountain.advance(turned, 60)
    view.show_hikers(alone(turned, 80, NOTHING))
    expected = picture_of(view)
    view.show_hikers(alone(track, 150, NOTHING))
    picture_of(view)
    view.show_hikers(alone(turned, 80, NOTHING))
    assert np.array_equal(picture_of(view), expected)


def test_the_way_to_come_is_seen_when_the_mist_is_lifted_only(view: MapView, track: Track) -> None:
    view.show_hikers(alone(track, 10, coming(track, 10)))
    ahead = (float(track.x[200]), float(track.y[200]))
    assert not inked(view, DUSK.ghost, ahead, 8)
    view.show_mist(True)
    assert inked(view, DUSK.ghost, ahead, 8)


def test_the_true_slope_is_seen_when_the_mist_is_lifted_only(view: MapView, track: Track) -> None:
    view.show_hikers(alone(track, 5, NOTHING))
    here = (float(track.x[5]), float(track.y[5]))
    assert not inked(view, DUSK.truth, here, 60)
    view.show_mist(True)
    assert inked(view, DUSK.truth, here, 60)


def test_the_hiker_is_where_the_step_shown_is(view: MapView, track: Track) -> None:
    for step in (0, 40, 200):
        view.show_hikers(alone(track, step, NOTHING))
        assert inked(view, DUSK.hiker, (float(track.x[step]), float(track.y[step])), 12)
    assert not inked(view, DUSK.hiker, GOOD.start, 4)


@pytest.mark.parametrize("place", [(1e9, 0.0), (math.inf, 0.0), (math.nan, math.nan)])
def test_a_hiker_thrown_off_the_map_stands_at_its_edge(
    view: MapView, track: Track, place: tuple[float, float]
) -> None:
    rows = track.rows[:3].copy()
    rows["x"][2], rows["y"][2] = place
    thrown = Track(FLAGSHIP, track.legs, rows, track.pages[:3])
    view.show_hikers(alone(thrown, 2, NOTHING))
    pixels = picture_of(view)[..., :3]
    hiker = (pixels == QColor(DUSK.hiker).getRgb()[:3]).all(-1)
    assert hiker.sum() > 50


def test_the_step_that_the_charts_point_at_is_marked(view: MapView, track: Track) -> None:
    view.show_hikers(alone(track, 150, NOTHING))
    place = (float(track.x[60]), float(track.y[60]))
    assert not inked(view, DUSK.truth, place)
    view.show_cursor(60)
    assert inked(view, DUSK.truth, place)
    view.show_cursor(None)
    assert not inked(view, DUSK.truth, place)


def test_the_picture_is_told_in_words(view: MapView, track: Track) -> None:
    view.show_hikers(alone(track, 42, NOTHING))
    said = view.accessibleDescription()
    for words in (
        "Misty Mountain",
        "Step 42",
        f"x {track.x[42]:.2f}",
        f"y {track.y[42]:.2f}",
        f"height {track.height[42]:.2f}",
    ):
        assert words in said
    assert view.accessibleName()


def test_another_size_shows_the_same_places(view: MapView, track: Track) -> None:
    view.show_hikers(alone(track, 150, NOTHING))
    picture_of(view)
    view.resize(420, 700)
    for step in (20, 60, 100):
        assert inked(view, DUSK.trail, (float(track.x[step]), float(track.y[step])), 3)


def test_a_finer_screen_shows_the_same_places_finer(view: MapView, track: Track) -> None:
    view.show_mist(True)
    view.show_hikers(alone(track, 150, NOTHING))
    coarse, fine = picture_of(view), picture_of(view, ratio=2.0)
    halved = fine.reshape(coarse.shape[0], 2, coarse.shape[1], 2, 4).mean((1, 3))
    assert np.abs(halved - coarse).mean() < 6


def test_the_mist_hides_the_height_of_what_lies_under_it(view: MapView, qtbot: QtBot) -> None:
    view.repaint()
    hiker, far = view.scale.point(*FLAGSHIP.start), view.scale.point(2.0, 2.0)
    assert view._is_hidden(far)
    assert not view._is_hidden(hiker)
    assert "height" not in words_of(FLAGSHIP, 2.0, 2.0, hidden=True)
    view.show_mist(True)
    qtbot.waitUntil(lambda: not view._is_hidden(far))


@pytest.fixture(scope="module")
def race() -> Race:
    """Walk apart: each of three hikers from a place of their own."""
    plan = mountain.plan_on(FLAGSHIP)
    starts = [(-3.0, -2.5), (-3.2, 0.8), (2.5, 2.5)]
    begun = mountain.start_race(FLAGSHIP, [Entrant(plan, start) for start in starts])
    return mountain.advance_race(begun, 10_000)


def test_every_hiker_of_a_race_leaves_a_trail_in_their_colour(view: MapView, race: Race) -> None:
    view.show_hikers(HikersView(race, 60))
    for track in race.tracks:
        place = (float(track.x[25]), float(track.y[25]))
        assert inked(view, badge_colour(track.number, DUSK), place, 3)


def test_a_hidden_hiker_leaves_no_trail_and_comes_back_whole(view: MapView, race: Race) -> None:
    view.show_hikers(HikersView(race, 60))
    whole = picture_of(view)
    view.show_hikers(HikersView(race, 60, hidden=frozenset({2})))
    place = (float(race.tracks[2].x[25]), float(race.tracks[2].y[25]))
    assert not inked(view, badge_colour(2, DUSK), place, 3)
    view.show_hikers(HikersView(race, 60))
    assert np.array_equal(picture_of(view), whole)


def test_a_hiker_who_has_arrived_stays_where_they_are(view: MapView, race: Race) -> None:
    shortest = min(race.tracks, key=lambda track: track.steps)
    view.show_hikers(HikersView(race, race.steps, chosen=shortest.number))
    assert view.grab().toImage() is not None
    end = (float(shortest.x[-1]), float(shortest.y[-1]))
    assert inked(view, badge_colour(shortest.number, DUSK), end, 6)


def test_ways_of_earlier_runs_are_ghosts_until_they_are_gone(view: MapView, track: Track) -> None:
    before = picture_of(view)
    view.show_hikers(HikersView(past=(coming(track, 0)[:, :2],)))
    assert not np.array_equal(picture_of(view), before)
    view.show_hikers(HikersView())
    assert np.array_equal(picture_of(view), before)


def test_an_opened_race_is_shown_in_its_hikers_colours(view: MapView) -> None:
    view.show_mist(True)
    ways = {0: np.array([[-2.0, 1.0], [2.0, 1.0]]), 3: np.array([[-2.0, 2.0], [2.0, 2.0]])}
    view.show_others(ways)
    for number, way in ways.items():
        assert inked(view, badge_colour(number, DUSK), (0.5, way[0, 1]))
