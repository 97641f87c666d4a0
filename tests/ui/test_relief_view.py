from dataclasses import replace

import numpy as np
import pytest
from conftest import preset_named
from numpy.typing import NDArray
from pictures import picture_of
from PySide6.QtCore import QLineF, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import mountain
from mountain import Entrant, Race, Terrain, Track, Window
from ui.badge import badge_colour
from ui.corners import legible
from ui.hikers_view import HikersView
from ui.home_mark import Homes, homes_of
from ui.lantern import Lantern
from ui.map_tools import MapTools
from ui.orbit import Orbit
from ui.outlook import Outlook
from ui.overlay import SLOPE_COLOURS
from ui.relief_scene import ReliefScene
from ui.relief_view import ReliefView
from ui.rose import Rose
from ui.slope_arrows import Tangent
from ui.theme import DUSK, PROJECTOR, Theme

# Interpreted, a block takes half a minute; the kernels are tested so on small meshes.
pytestmark = pytest.mark.compiled
FLAGSHIP = mountain.terrain_named("misty_mountain")
GOOD = preset_named("good")
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
THEMES = pytest.mark.parametrize("theme", [DUSK, PROJECTOR], ids=lambda theme: theme.name)
Pixels = NDArray[np.uint8]


def own(formula: str) -> Terrain:
    ground, window = mountain.parse_formula(formula), Window(-1, 1, -1, 1)
    return Terrain("own", "Own", ground, window, starts=((0.5, 0.5),))


RIDGE = own("exp(-(4y)^2)")


def relief_of(qtbot: QtBot, terrain: Terrain = FLAGSHIP, theme: Theme = DUSK) -> ReliefView:
    view = ReliefView(terrain, theme)
    qtbot.addWidget(view, before_close_func=ReliefView.close_down)
    view.set_motion(False)
    view.resize(640, 520)
    view.show()
    return at_rest(view, qtbot)


def at_rest(view: ReliefView, qtbot: QtBot) -> ReliefView:
    qtbot.waitUntil(lambda: not view.is_busy, timeout=60_000)
    return view


@pytest.fixture
def view(qtbot: QtBot) -> ReliefView:
    return relief_of(qtbot)


@pytest.fixture(scope="module")
def track() -> Track:
    begun = mountain.start(FLAGSHIP, mountain.plan_on(FLAGSHIP, GOOD.settings), GOOD.start)
    return mountain.advance(begun, 10_000)


def walked(terrain: Terrain, start: tuple[float, float], **settings: object) -> Track:
    plan = mountain.plan_on(terrain, {"daylight": float("inf"), "reading": "exact", **settings})
    return mountain.advance(mountain.start(terrain, plan, start), 200)


def alone(track: Track, step: int = 10_000) -> HikersView:
    return HikersView(Race((track,)), min(step, track.steps))


def outlook(view: ReliefView) -> Outlook:
    seen = view.outlook
    assert seen is not None
    return seen


def counted(pixels: Pixels, colour: str) -> int:
    """Count the pixels of a colour."""
    return int((pixels[..., :3] == QColor(colour).getRgb()[:3]).all(-1).sum())


def near(pixels: Pixels, point: QPointF, reach: int) -> Pixels:
    x, y = round(point.x()), round(point.y())
    return pixels[max(y - reach, 0) : y + reach + 1, max(x - reach, 0) : x + reach + 1]


@THEMES
def test_without_the_mist_the_mountain_is_seen_in_the_maps_colours(
    qtbot: QtBot, theme: Theme
) -> None:
    view = relief_of(qtbot, theme=theme)
    view.show_mist(True)
    picture = picture_of(view)
    from ui.relief import relief_of as shaded

    image = shaded(FLAGSHIP).image
    for x, y in ((2.0, -1.0), (-1.5, 1.5), (0.5, 2.5)):
        point, hidden = outlook(view).stand(x, y)
        assert not hidden
        across = (x - FLAGSHIP.window.x0) / FLAGSHIP.window.width * (image.width() - 1)
        down = (FLAGSHIP.window.y1 - y) / FLAGSHIP.window.tall * (image.height() - 1)
        expected = image.pixelColor(round(across), round(down)).getRgb()[:3]
        # A contour line may pass, but not everywhere around.
        off = np.abs(near(picture, point, 3)[..., :3].astype(int) - expected).max(-1)
        assert off.min() <= 8


def test_the_mist_hides_all_but_the_ground_around_the_hiker(view: ReliefView) -> None:
    misty = picture_of(view)
    clear = outlook(view).stand(*FLAGSHIP.start)[0]
    view.show_mist(True)
    lifted = picture_of(view)
    far = outlook(view).stand(2.0, -1.0)[0]
    assert np.ptp(near(misty, far, 12)[..., :3].astype(int), axis=(0, 1)).max() <= 3
    assert np.ptp(near(lifted, far, 12)[..., :3].astype(int), axis=(0, 1)).max() > 10
    assert (
        np.ptp(near(misty, clear + QPointF(12, 4), 6)[..., :3].astype(int), axis=(0, 1)).max() > 3
    )


def test_the_mist_follows_the_hiker_and_is_thinner_where_they_were(
    view: ReliefView, track: Track
) -> None:
    view.show_hikers(alone(track))
    start, end = (
        near(picture_of(view), outlook(view).stand(float(row["x"]), float(row["y"]))[0], 30)
        for row in (track.rows[0], track.rows[-1])
    )
    sky = picture_of(view)[5, 5, :3].astype(int)
    away = [np.abs(part[..., :3].astype(int) - sky).max(-1) for part in (start, end)]
    assert (away[1] > 25).mean() > (away[0] > 25).mean() > 0


def test_the_mist_lifts_slowly_where_things_may_move(qtbot: QtBot) -> None:
    view = relief_of(qtbot)
    view.set_motion(True)
    before = picture_of(view)
    view.show_mist(True)
    assert view.is_busy or np.array_equal(picture_of(view), before)
    qtbot.waitUntil(lambda: not view.is_misty, timeout=5000)


def test_a_hiker_before_the_ridge_is_plain_and_one_behind_it_is_faint(qtbot: QtBot) -> None:
    view = relief_of(qtbot, RIDGE)
    view.look_from(Orbit(turn=0.0, tilt=0.15))
    inks = []
    for y in (-0.6, 0.5):
        view.show_terrain(RIDGE, (0.0, y))
        view.show_mist(True)
        assert outlook(view).stand(0.0, y)[1] == (y > 0)
        inks.append(counted(picture_of(view), DUSK.hiker))
    assert inks[0] > 100
    assert inks[1] == 0


def test_a_way_is_plain_before_the_ridge_and_faint_behind_it(qtbot: QtBot) -> None:
    view = relief_of(qtbot, RIDGE)
    view.look_from(Orbit(turn=0.0, tilt=0.15))
    view.show_mist(True)
    seen, hidden = outlook(view).pieces(np.array([[0.0, -0.9], [0.0, -0.4]]))
    assert seen
    assert not hidden
    seen, hidden = outlook(view).pieces(np.array([[0.0, 0.3], [0.0, 0.6]]))
    assert hidden
    assert not seen
    seen, hidden = outlook(view).pieces(np.array([[0.0, -0.9], [0.0, 0.9]]))
    assert min(len(seen), len(hidden)) > 10


def test_a_leap_across_the_valley_lies_on_the_ground(view: ReliefView) -> None:
    ends = np.array([[-3.0, -2.0], [3.0, 2.0]])
    seen, hidden = outlook(view).pieces(ends)
    assert len(seen) + len(hidden) > 80
    points = np.array([(line.x1(), line.y1()) for line in (*seen, *hidden)])
    places = np.linspace(ends[0], ends[1], 2000)
    ground = outlook(view).seen(places[:, 0], places[:, 1])[:, :2]
    off = np.hypot(*(points[:, None] - ground[None]).transpose(2, 0, 1)).min(1)
    assert off.max() < 1


def test_a_very_long_way_is_drawn_in_a_bounded_number_of_pieces(view: ReliefView) -> None:
    places = np.random.default_rng(1).uniform(-3, 3, (100_000, 2))
    seen, hidden = outlook(view).pieces(places)
    assert 1000 < len(seen) + len(hidden) < 20_000


@THEMES
@pytest.mark.parametrize("lifted", [False, True])
def test_plane_gradient_and_steepest_way_are_seen_at_the_hiker_in_mist_and_without(
    qtbot: QtBot, track: Track, theme: Theme, lifted: bool
) -> None:
    view = relief_of(qtbot, theme=theme)
    view.show_mist(lifted)
    for step in (0, 30, 60):
        view.show_hikers(alone(track, step))
        foot = outlook(view).stand(float(track.rows[step]["x"]), float(track.rows[step]["y"]))[0]
        pixels = near(picture_of(view), foot, 150)
        assert all(counted(pixels, ink) > 30 for ink in (theme.truth, theme.other, theme.trail))


@pytest.mark.parametrize("lifted", [False, True])
def test_from_all_sides_the_badge_is_whole_and_no_arrow_lies_under_it(
    view: ReliefView, track: Track, lifted: bool
) -> None:
    view.show_mist(lifted)
    view.show_hikers(alone(track, 40))
    inks = []
    for turn in np.linspace(-3, 3, 13):
        view.look_from(Orbit(turn=float(turn)))
        scene = ReliefScene(outlook(view), FLAGSHIP, alone(track, 40), FLAGSHIP.start)
        tangent = Tangent(scene.outlook, FLAGSHIP.ground, scene.place)
        for arrow in tangent.arrows:
            off = min(
                QLineF(scene.head, arrow.pointAt(share)).length()
                for share in np.linspace(0, 1, 50).tolist()
            )
            assert off > 1.1 * DUSK.normal
        inks.append(counted(near(picture_of(view), scene.head, DUSK.normal), DUSK.hiker))
    # As round from one side as from another.
    assert min(inks) > 0.85 * max(inks) > 100


def test_in_the_mist_the_eye_is_nearer_and_by_the_hiker(view: ReliefView, track: Track) -> None:
    window = FLAGSHIP.window
    ends = np.array([[window.x0, 0.0], [window.x0 + 1, 0.0]])
    view.show_mist(True)
    far = outlook(view).camera
    view.show_mist(False)
    close = outlook(view).camera
    assert close.distance < 0.6 * far.distance
    for step in (0, 40, track.steps):
        view.show_hikers(alone(track, step))
        place = float(track.rows[step]["x"]), float(track.rows[step]["y"])
        point = outlook(view).stand(*place)[0]
        assert abs(point.x() - 320) < 200
        assert abs(point.y() - 260) < 160
    assert np.isfinite(outlook(view).seen(ends[:, 0], ends[:, 1])).all()


def test_the_mist_does_not_tell_of_ground_far_away(qtbot: QtBot) -> None:
    pictures = []
    # Mirrored at a line through the hiker: as high, and the same ground where they stand.
    for x, y in ((-0.6, 0.2), (-0.2, 0.6)):
        near_by = "exp(-3*((x - 0.75)^2 + (y + 0.75)^2))"
        terrain = own(f"{near_by} + exp(-40*((x - ({x}))^2 + (y - {y})^2))")
        view = relief_of(qtbot, terrain)
        view.show_terrain(terrain, (0.6, -0.7))
        misty = picture_of(view).astype(int)
        view.show_mist(True)
        pictures.append((misty, picture_of(view).astype(int)))
    (misty, clear), (other_misty, other_clear) = pictures
    assert np.abs(clear - other_clear).max() > 60
    assert np.abs(misty - other_misty).max() <= 3


def test_what_the_colours_of_slopes_mean_is_told_while_they_are_shown(view: ReliefView) -> None:
    view.show_mist(True)
    plain = picture_of(view)
    view.show_slopes(True)
    at_rest_pixels = picture_of(view)
    lower = at_rest_pixels[260:]
    assert all(counted(lower, colour) > 60 for colour in SLOPE_COLOURS)
    view.show_slopes(False)
    assert not any(counted(plain[260:], colour) > 60 for colour in SLOPE_COLOURS)


def test_slopes_arrows_and_light_change_what_the_block_wears(
    view: ReliefView, qtbot: QtBot
) -> None:
    view.show_mist(True)
    place = outlook(view).stand(1.0, 0.5)[0]

    def worn() -> Pixels:
        at_rest(view, qtbot)
        QApplication.processEvents()
        return near(picture_of(view), place, 60).astype(int)

    def differs(one: Pixels, other: Pixels) -> bool:
        return bool((np.abs(one - other).max(-1) > 25).mean() > 0.04)

    usual = worn()
    for show in (
        view.show_slopes,
        view.show_arrows,
        lambda on: view.show_light(mountain.Light(azimuth=135.0 if on else 315.0)),
    ):
        show(True)
        qtbot.waitUntil(lambda: differs(worn(), usual), timeout=20_000)
        show(False)
        qtbot.waitUntil(lambda: np.array_equal(worn(), usual), timeout=20_000)


def longest_run(rows: NDArray[np.bool_]) -> int:
    """Return how many places side by side hold at most, in any row."""
    run, longest = np.zeros(len(rows), int), 0
    for column in rows.T:
        run = np.where(column, run + 1, 0)
        longest = max(longest, int(run.max()))
    return longest


@THEMES
@pytest.mark.parametrize("zoom", [1.0, 4.0, 12.0])
def test_arrows_downhill_are_as_fine_from_near_as_from_afar(
    qtbot: QtBot, theme: Theme, zoom: float
) -> None:
    view = relief_of(qtbot, mountain.terrain_named("jacksboro_fault"), theme)
    view.show_mist(True)
    view.look_from(Orbit(tilt=1.0, zoom=zoom, focus=(0.1, -0.1)))
    plain = picture_of(view)
    view.show_arrows(True)
    arrows = picture_of(view)
    changed = (np.abs(arrows.astype(int) - plain).max(-1) > 60)[:420]
    assert 0.005 < changed.mean() < 0.25
    # No stroke is wider than a letter, however it lies.
    assert longest_run(changed) < 3.2 * theme.normal
    assert longest_run(changed.T) < 3.2 * theme.normal
    view.show_arrows(False)
    np.testing.assert_array_equal(picture_of(view), plain)


def test_arrows_downhill_are_there_on_a_mountain_that_is_made_later(
    view: ReliefView, qtbot: QtBot
) -> None:
    other = mountain.terrain_named("himmelblau")
    view.show_mist(True)
    view.show_arrows(True)
    view.show_terrain(other, other.start)
    with_arrows = picture_of(at_rest(view, qtbot))
    view.show_arrows(False)
    assert (np.abs(picture_of(view).astype(int) - with_arrows).max(-1) > 60).mean() > 0.01


@pytest.mark.parametrize("slopes", [False, True])
def test_no_card_lies_over_what_belongs_to_the_hiker(
    view: ReliefView, track: Track, slopes: bool
) -> None:
    view.show_mist(True)
    view.show_slopes(slopes)
    tools = view.findChild(MapTools)
    for turn in np.linspace(-3, 3, 7).tolist():
        view.look_from(Orbit(turn=turn, zoom=1.6))
        view.show_hikers(alone(track, 12))
        scene = ReliefScene(outlook(view), FLAGSHIP, alone(track, 12), FLAGSHIP.start)
        tangent = Tangent(scene.outlook, FLAGSHIP.ground, scene.place)
        tips = [arrow.p2() for arrow in tangent.arrows]
        foot = scene.outlook.stand(*scene.place)[0]
        assert all(scene.outline.contains(point) for point in (*tips, *tangent.corners, foot))
        assert not scene.outline.intersects(QRectF(tools.geometry()))


def test_the_lantern_in_the_relief_tells_where_the_light_is_to_stand(
    view: ReliefView, qtbot: QtBot
) -> None:
    chosen: list[mountain.Light] = []
    view.light_chosen.connect(chosen.append)
    lantern = view.findChild(Lantern)
    side = lantern.width()
    qtbot.mouseClick(lantern, Qt.MouseButton.LeftButton, pos=QPoint(side - 12, side // 2))
    assert chosen[-1].azimuth == pytest.approx(90, abs=4)
    assert view.orbit == Orbit()


def test_at_a_void_s_edge_the_block_has_the_ground_s_colours(qtbot: QtBot) -> None:
    terrain = own("2 + x + 1e-9*sqrt(0.7 - abs(x + y/3) - abs(y - x/3))")
    view = relief_of(qtbot, terrain)
    view.show_mist(True)
    # From above there is no wall to be seen.
    view.look_from(Orbit(tilt=1.5))
    seen = outlook(at_rest(view, qtbot))
    # What a picture of the map has where there is no ground.
    void = np.array([0x80, 0x80, 0x80])
    pixels = seen.canvas.pixels[seen.canvas.depth > 0]
    parts = np.stack([pixels >> shift & 0xFF for shift in (16, 8, 0)], -1).astype(int)
    assert len(parts) > 20_000
    assert (np.abs(parts - void).max(-1) <= 3).mean() < 1e-4
    assert np.isnan(seen.mesh.heights).any()


@pytest.mark.parametrize("lifted", [False, True])
def test_small_letters_can_be_read_in_the_smallest_window(qtbot: QtBot, lifted: bool) -> None:
    for theme, smallest in ((DUSK, 12), (PROJECTOR, 13)):
        small = theme.scaled(1024, 640)
        assert legible(small).small >= smallest
        view = relief_of(qtbot, theme=small)
        view.resize(420, 460)
        view.show_mist(lifted)
        at_rest(view, qtbot)
        rose = Rose(outlook(view), FLAGSHIP)
        assert outlook(view).theme.small >= smallest
        assert QRectF(view.rect()).contains(rose.box)
        tools = view.findChild(MapTools)
        assert not rose.box.intersects(QRectF(tools.geometry()))


def test_each_hiker_of_a_race_has_their_colour_and_can_be_hidden(view: ReliefView) -> None:
    entrants = [
        Entrant(mountain.plan_on(FLAGSHIP, {"learning_rate": rate}), FLAGSHIP.start)
        for rate in (0.01, 0.05, 0.12)
    ]
    race = mountain.advance_race(mountain.start_race(FLAGSHIP, entrants), 40)
    view.show_mist(True)
    view.show_hikers(HikersView(race, 40))
    pixels = picture_of(view)
    assert all(counted(pixels, badge_colour(number, DUSK)) > 20 for number in range(3))
    view.show_hikers(HikersView(race, 40, hidden=frozenset({1})))
    assert counted(picture_of(view), badge_colour(1, DUSK)) == 0


def test_opened_tracks_and_ways_to_come_are_seen_only_without_the_mist(
    view: ReliefView, track: Track
) -> None:
    way = np.stack([track.rows["x"], track.rows["y"], track.rows["on_reading"] == 0], -1)
    view.show_hikers(alone(track, 0))
    blank = picture_of(view)
    view.show_others({0: np.array([[-2.0, 2.0], [2.0, 2.0]])})
    view.show_hikers(replace(alone(track, 0), coming=(way,)))
    np.testing.assert_array_equal(picture_of(view), blank)
    view.show_mist(True)
    thought = picture_of(view)
    view.show_others({})
    view.show_hikers(alone(track, 0))
    plain = picture_of(view)
    for ink in (DUSK.ghost, DUSK.other):
        assert counted(thought, ink) > counted(plain, ink) + 20


def test_the_step_pointed_at_in_the_charts_is_marked(view: ReliefView, track: Track) -> None:
    view.show_hikers(alone(track, 100))
    before = picture_of(view)
    view.show_cursor(20)
    point = outlook(view).stand(float(track.rows[20]["x"]), float(track.rows[20]["y"]))[0]
    assert counted(near(picture_of(view), point, 4), DUSK.truth) > 20
    view.show_cursor(None)
    np.testing.assert_array_equal(picture_of(view), before)


@pytest.mark.parametrize(
    ("key", "modifier", "changed"),
    [
        (Qt.Key.Key_Left, SHIFT, "turn"),
        (Qt.Key.Key_Up, SHIFT, "tilt"),
        (Qt.Key.Key_Plus, Qt.KeyboardModifier.NoModifier, "zoom"),
        (Qt.Key.Key_Minus, Qt.KeyboardModifier.NoModifier, "zoom"),
        (Qt.Key.Key_Right, CONTROL, "focus"),
    ],
)
def test_keys_move_the_eye_and_home_brings_it_back(
    view: ReliefView, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier, changed: str
) -> None:
    qtbot.keyClick(view, key, modifier)
    moved = {
        name
        for name in ("turn", "tilt", "zoom", "focus")
        if getattr(view.orbit, name) != getattr(Orbit(), name)
    }
    assert moved == {changed}
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.orbit == Orbit()


def test_a_drag_turns_and_tilts_and_the_other_button_pulls(view: ReliefView, qtbot: QtBot) -> None:
    for button in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
        qtbot.mousePress(view, button, pos=QPoint(300, 300))
        qtbot.mouseMove(view, QPoint(360, 330))
        qtbot.mouseRelease(view, button, pos=QPoint(360, 330))
    assert view.orbit.turn > Orbit().turn
    assert view.orbit.tilt > Orbit().tilt
    assert view.orbit.focus != Orbit().focus


def test_the_wheel_comes_nearer(view: ReliefView) -> None:
    place, none = QPointF(300, 300), Qt.KeyboardModifier.NoModifier
    wheel = QWheelEvent(
        *(place, view.mapToGlobal(place), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton),
        *(none, Qt.ScrollPhase.NoScrollPhase, False),
    )
    QApplication.sendEvent(view, wheel)
    assert view.orbit.zoom > 1


def test_while_it_moves_it_is_drawn_coarsely_and_at_rest_in_full(
    view: ReliefView, qtbot: QtBot
) -> None:
    assert outlook(view).canvas.depth.shape == (520, 640)
    view.move_eye(view.orbit.swung(0.1, 0.0))
    assert view.is_busy
    assert outlook(view).canvas.depth.shape == (260, 320)
    at_rest(view, qtbot)
    assert outlook(view).canvas.depth.shape == (520, 640)


def test_nothing_is_drawn_twice_that_stays_as_it_is(view: ReliefView, track: Track) -> None:
    view.show_mist(True)
    view.show_hikers(alone(track, 10))
    canvas = outlook(view).canvas
    drawn = canvas.pixels.copy()
    canvas.pixels[:] = 0
    view.show_hikers(alone(track, 11))
    assert outlook(view).canvas is canvas
    assert (canvas.pixels == 0).all()
    view.look_from(view.orbit.swung(0.0, 0.01))
    assert not np.array_equal(outlook(view).canvas.pixels, drawn)


def test_a_double_click_chooses_the_place_that_is_seen_there(
    view: ReliefView, qtbot: QtBot
) -> None:
    view.show_mist(True)
    chosen: list[tuple[float, float]] = []
    view.start_chosen.connect(lambda x, y: chosen.append((x, y)))
    for place in ((1.0, -1.0), (-1.5, 1.5)):
        point = outlook(view).stand(*place)[0].toPoint()
        qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=point)
        assert chosen.pop() == pytest.approx(place, abs=0.06)
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert chosen == []


def test_the_place_under_the_pointer_is_read(view: ReliefView, qtbot: QtBot) -> None:
    before = picture_of(view)[:60, 320:]
    qtbot.mouseMove(view, outlook(view).stand(*FLAGSHIP.start)[0].toPoint())
    read = picture_of(view)[:60, 320:]
    assert not np.array_equal(read, before)


@THEMES
@pytest.mark.parametrize(
    "formula", ["sqrt(-1 - x^2)", "7", "1e150*x*y", "1e-300*x", "1/x", "x^2 sin y", "ln(y)"]
)
def test_the_strangest_mountain_is_shown(qtbot: QtBot, formula: str, theme: Theme) -> None:
    view = relief_of(qtbot, own(formula), theme)
    for lifted in (True, False):
        view.show_mist(lifted)
        view.show_hikers(HikersView(uphill=True))
        assert len(np.unique(picture_of(view)[..., :3].reshape(-1, 3), axis=0)) > 3


@pytest.mark.parametrize("size", [(1, 1), (2, 60), (60, 2), (1900, 90)])
def test_the_smallest_view_is_painted(qtbot: QtBot, size: tuple[int, int], track: Track) -> None:
    view = relief_of(qtbot)
    view.setMinimumSize(1, 1)
    view.resize(*size)
    view.show_mist(True)
    view.show_hikers(alone(track))
    at_rest(view, qtbot)
    assert picture_of(view).shape[:2] == (size[1], size[0])


@pytest.mark.parametrize("rate", [0.9, 5.0])
def test_a_hiker_who_is_off_the_map_or_lost_is_still_there(qtbot: QtBot, rate: float) -> None:
    view = relief_of(qtbot)
    track = walked(FLAGSHIP, FLAGSHIP.start, learning_rate=rate, measure_every=1)
    for lifted in (False, True):
        view.show_mist(lifted)
        view.show_hikers(alone(track))
        assert counted(picture_of(view), DUSK.hiker) > 20


def test_another_mountain_is_made_before_it_is_shown(view: ReliefView, qtbot: QtBot) -> None:
    other = mountain.terrain_named("himmelblau")
    view.move_eye(view.orbit.zoomed(2))
    view.show_terrain(other, other.start)
    assert not view.is_ready
    assert view.outlook is None
    picture_of(view)
    at_rest(view, qtbot)
    assert outlook(view).mesh.window == other.window
    assert view.orbit == Orbit()


def test_a_change_of_theme_is_seen_at_once(view: ReliefView) -> None:
    dusk = picture_of(view)
    view.show_theme(PROJECTOR)
    assert picture_of(view)[2, 2, :3].mean() > dusk[2, 2, :3].mean() + 40


def test_on_a_fine_screen_it_is_drawn_finely(view: ReliefView) -> None:
    assert picture_of(view, ratio=2.0).shape == (1040, 1280, 4)


@THEMES
def test_home_is_shown_where_it_stands_and_only_without_the_mist(
    qtbot: QtBot, track: Track, theme: Theme
) -> None:
    view, homes = relief_of(qtbot, theme=theme), homes_of(track)
    view.show_hikers(alone(track, 3))
    misty = picture_of(view)
    view.show_homes(homes)
    np.testing.assert_array_equal(picture_of(view), misty)
    view.show_mist(True)
    marked, foot = picture_of(view), outlook(view).stand(*homes.places[0])[0]
    view.show_homes(None)
    bare = picture_of(view)
    assert counted(near(marked, foot, 45), theme.good) > 30
    assert counted(bare, theme.good) == 0
    rows, columns = np.nonzero((marked != bare).any(-1))
    assert np.hypot(rows - foot.y(), columns - foot.x()).max() < 6 * theme.normal


def test_home_behind_a_ridge_has_a_sign_that_is_seen(qtbot: QtBot) -> None:
    view = relief_of(qtbot, RIDGE)
    view.look_from(Orbit(turn=0.0, tilt=0.15))
    view.show_mist(True)
    inks = []
    for y in (-0.6, 0.5):
        assert outlook(view).stand(0.0, y)[1] == (y > 0)
        view.show_homes(Homes(((0.0, y),)))
        inks.append(counted(picture_of(view), DUSK.good))
    assert inks[1] > 0.6 * inks[0] > 20


@pytest.mark.parametrize("turn", [-2.5, -1.0, 0.4, 2.0])
def test_home_stands_beside_the_hiker_who_has_come_there(
    view: ReliefView, track: Track, turn: float
) -> None:
    view.show_mist(True)
    view.look_from(Orbit(turn=turn))
    homes = Homes(((float(track.x[-1]), float(track.y[-1])),))
    scene = ReliefScene(outlook(view), FLAGSHIP, alone(track), FLAGSHIP.start, homes=homes)
    (sign,) = scene.posts().posts
    assert QLineF(sign.head, scene.head).length() > 1.7 * DUSK.normal


def test_at_rest_in_a_hollow_no_arrow_points_anywhere(view: ReliefView, track: Track) -> None:
    view.show_mist(True)
    view.show_hikers(alone(track, 20))
    walking = picture_of(view)
    view.show_hikers(alone(track))
    resting = picture_of(view)
    for ink in (DUSK.other, DUSK.truth):
        assert counted(walking, ink) > 100
        assert counted(resting, ink) < 0.1 * counted(walking, ink)
    scene = ReliefScene(outlook(view), FLAGSHIP, alone(track), FLAGSHIP.start)
    assert scene._arrows == ()


def test_a_way_under_the_tangent_plane_keeps_its_colour(view: ReliefView, track: Track) -> None:
    view.show_mist(True)
    view.show_hikers(alone(track, 30))
    scene = ReliefScene(outlook(view), FLAGSHIP, alone(track, 30), FLAGSHIP.start)
    plane = QPolygonF(Tangent(scene.outlook, FLAGSHIP.ground, scene.place).corners)
    rows = track.rows[:31]
    points = scene.outlook.seen(rows["x"], rows["y"])[:, :2].tolist()
    under = [
        QPointF(*point)
        for point in points
        if plane.containsPoint(QPointF(*point), Qt.FillRule.OddEvenFill)
    ]
    pixels = picture_of(view)
    assert len(under) > 2
    assert all(counted(near(pixels, point, 4), DUSK.trail) > 3 for point in under[:3])
