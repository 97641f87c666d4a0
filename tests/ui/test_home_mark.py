import math
from dataclasses import replace

import numpy as np
import pytest
from conftest import OpenWindow, prepared, preset_named
from pictures import picture_of
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

import mountain
from mountain import Formula, Race, Terrain, Track, Window
from ui.hikers_view import HikersView
from ui.home_mark import Homes, distance_text, homes_of, signpost_of
from ui.map_view import MapView
from ui.theme import DUSK, PROJECTOR, Theme
from ui.window import MainWindow

FLAGSHIP, REAL = (mountain.terrain_named(name) for name in ("misty_mountain", "jacksboro_fault"))
FALSE_BOTTOM = preset_named("false_bottom")


@pytest.fixture(scope="module")
def track() -> Track:
    plan = mountain.plan_on(FLAGSHIP, FALSE_BOTTOM.settings)
    return mountain.advance(mountain.start(FLAGSHIP, plan, FALSE_BOTTOM.start), 5_000)


def map_of(qtbot: QtBot, terrain: Terrain = FLAGSHIP, theme: Theme = DUSK) -> MapView:
    view = MapView(terrain, theme)
    qtbot.addWidget(view)
    view.set_motion(False)
    view.resize(640, 520)
    view.show()
    return view


def marked(view: MapView, theme: Theme, place: tuple[float, float]) -> bool:
    """Tell whether the colour of arriving is seen around a place."""
    point = view.scale.point(*place).toPoint()
    corner = point - QPoint(16, 16)
    part = picture_of(view)[corner.y() : corner.y() + 33, corner.x() : corner.x() + 33, :3]
    return bool((part == QColor(theme.good).getRgb()[:3]).all(-1).any())


@pytest.mark.parametrize("theme", [DUSK, PROJECTOR], ids=lambda theme: theme.name)
def test_home_is_marked_where_it_lies_and_only_without_the_mist(
    qtbot: QtBot, track: Track, theme: Theme
) -> None:
    view = map_of(qtbot, theme=theme)
    homes = homes_of(track)
    view.show_hikers(HikersView(Race((track,)), track.steps))
    view.show_homes(homes)
    bottom = mountain.homes(FLAGSHIP)[0]
    assert homes.places == ((bottom.x, bottom.y),)
    assert not marked(view, theme, homes.places[0])
    view.show_mist(True)
    assert marked(view, theme, homes.places[0])
    assert not marked(view, theme, (float(track.x[-1]), float(track.y[-1])))


def test_whoever_climbs_seeks_a_summit(track: Track) -> None:
    climbing = mountain.plan_on(FLAGSHIP, {"ascend": True})
    sought = homes_of(mountain.start(FLAGSHIP, climbing, FALSE_BOTTOM.start))
    top = mountain.homes(FLAGSHIP, True)[0]
    assert sought == Homes(((top.x, top.y),), climbing=True)
    assert sought.word == "summit"


def test_the_floor_of_a_valley_has_no_home_in_one_place() -> None:
    valley = Terrain("formula", "Valley", Formula("y^2"), Window(-2, 2, -2, 2))
    begun = mountain.start(valley, mountain.plan_on(valley), (1.0, 1.0))
    assert homes_of(begun).places == ()


@pytest.mark.parametrize("seen_from", [(-2.5, 2.5), (-2.5, -0.9), (1.4, 2.8), (-2.8, -2.8)])
def test_where_home_is_not_seen_a_signpost_tells_how_far_and_which_way(
    qtbot: QtBot, track: Track, seen_from: tuple[float, float]
) -> None:
    view = map_of(qtbot)
    view.draw_contours()
    view.wait()
    view.show_hikers(HikersView(Race((track,)), track.steps))
    view.ground.go_nearer(8.0, view.scale.point(*seen_from))
    view.wait()
    homes, scene = homes_of(track), view._scene()
    tools = QRectF(view.tools.geometry())
    post = signpost_of(homes, scene, tools)
    assert view.frame.contains(post.box)
    assert not post.box.intersects(tools)
    away = math.dist(homes.places[0], scene.place)
    assert float(post.text.removeprefix("home ")) == pytest.approx(away, rel=0.05)
    seen = view.ground.zoom.seen
    middle = np.array([seen.x0 + seen.width / 2, seen.y0 + seen.tall / 2])
    straight = np.array(homes.places[0]) - middle
    straight /= np.hypot(*straight)
    assert post.way == pytest.approx((straight[0], -straight[1]), abs=1e-6)
    # It is seen, and only without the mist.
    view.show_homes(homes)
    view.wait()
    misty = picture_of(view)
    view.show_homes(None)
    assert np.array_equal(picture_of(view), misty)
    view.show_mist(True)
    bare = picture_of(view)
    view.show_homes(homes)
    changed = np.argwhere((picture_of(view) != bare).any(-1))
    (top, left), (bottom, right) = changed.min(0), changed.max(0)
    assert post.box.adjusted(-2, -2, 2, 2).contains(QRectF(left, top, right - left, bottom - top))
    assert len(changed) > 100


def test_distances_are_told_in_the_units_of_the_map() -> None:
    assert distance_text(9849.3, REAL) == "9.8 km"
    assert distance_text(12_480.0, REAL) == "12 km"
    assert distance_text(412.4, REAL) == "412 m"
    assert distance_text(3.71, FLAGSHIP) == "3.7"


def test_in_the_window_home_is_told_as_long_as_the_mist_is_lifted(
    window: MainWindow, qtbot: QtBot
) -> None:
    bottom = mountain.homes(FLAGSHIP)[0]
    home = Homes(((bottom.x, bottom.y),))
    assert window.map._homes is None
    window.session.lift_mist(True)
    assert window.map._homes == home
    window.session.lift_mist(False)
    assert window.map._homes is None
    window.session.go_to_end()
    assert window.map._homes == home


def test_on_the_real_mountain_home_is_marked_or_pointed_at(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    lowest = mountain.homes(REAL)[0]
    inside = {}
    for name in ("good", "false_bottom"):
        window.session.choose_preset(preset_named(name, REAL.name))
        prepared(window.session, qtbot).lift_mist(True)
        assert window.map._homes == Homes(((lowest.x, lowest.y),))
        inside[name] = window.map.ground.zoom.seen.holds(lowest.x, lowest.y)
    assert inside == {"good": True, "false_bottom": False}


def test_another_ground_has_another_home(track: Track) -> None:
    higher = replace(FLAGSHIP, ground=Formula("(x - 1)^2 + (y + 2)^2"))
    begun = mountain.start(higher, mountain.plan_on(higher), (0.0, 0.0))
    assert homes_of(begun).places[0] == pytest.approx((1.0, -2.0))
    assert homes_of(begun) != homes_of(track)
