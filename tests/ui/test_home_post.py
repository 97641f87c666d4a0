import math

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

import mountain
from mountain import Canvas, Terrain, Window
from ui.home_mark import Homes
from ui.home_post import HomePosts
from ui.orbit import Orbit
from ui.outlook import Outlook
from ui.theme import DUSK

SIZE = (640, 520)
FRAME = QRectF(0, 0, *SIZE)
HILLS = Terrain(
    "own", "Own", mountain.parse_formula("sin(2x)*cos(2y)"), Window(-3000, 3000, -3000, 3000)
)
FLAGSHIP, REAL = (mountain.terrain_named(name) for name in ("misty_mountain", "jacksboro_fault"))


def posts_on(
    terrain: Terrain,
    homes: Homes,
    orbit: Orbit | None = None,
    taken: tuple[QRectF, ...] = (),
) -> HomePosts:
    mesh = mountain.mesh_of(terrain)
    camera = (orbit or Orbit()).camera(mesh, SIZE)
    outlook = Outlook(mesh, camera, Canvas(*SIZE), DUSK)
    return HomePosts(outlook, terrain, homes, terrain.start, taken)


@pytest.mark.parametrize("name", mountain.terrain_names())
def test_on_every_mountain_each_home_has_a_sign_of_its_own_where_it_stands(
    qtbot: QtBot, name: str
) -> None:
    terrain = mountain.terrain_named(name)
    homes = Homes(tuple((each.x, each.y) for each in mountain.homes(terrain) if not each.level))
    shown = posts_on(terrain, homes)
    assert len(shown.posts) == len(homes.places)
    assert shown.signpost is None
    feet = {shown.outlook.stand(*place)[0].toTuple() for place in homes.places}
    assert {post.foot.toTuple() for post in shown.posts} == feet
    for index, post in enumerate(shown.posts):
        assert FRAME.contains(post.box)
        assert post.head.y() < post.foot.y()
        assert not any(post.box.intersects(other.box) for other in shown.posts[:index])


@pytest.mark.parametrize("lean", range(0, 360, 30))
def test_a_sign_stands_on_nothing_that_is_there(lean: int) -> None:
    homes = Homes(((0.0, 0.0),))
    free = posts_on(FLAGSHIP, homes).posts[0]
    badge = QRectF(0, 0, 36, 36)
    way = QPointF(math.cos(math.radians(lean)), math.sin(math.radians(lean)))
    badge.moveCenter(free.head + 14 * way)
    moved = posts_on(FLAGSHIP, homes, taken=(badge,)).posts[0]
    assert free.box.intersects(badge)
    assert not moved.box.intersects(badge)
    assert moved.foot == free.foot
    assert math.dist(moved.head.toTuple(), moved.foot.toTuple()) < 100


@pytest.mark.parametrize("place", [(-2000, -2000), (2600, -1500), (-2500, 2500), (2800, 2900)])
@pytest.mark.parametrize("turn", [-2.0, 0.0, 1.2])
def test_out_of_the_picture_a_signpost_tells_how_far_home_is_and_which_way(
    qtbot: QtBot, place: tuple[float, float], turn: float
) -> None:
    taken = (QRectF(8, 430, 180, 80), QRectF(420, 430, 210, 80))
    orbit = Orbit(turn=turn, tilt=1.0, zoom=8.0)
    post = posts_on(HILLS, Homes((place,)), orbit, taken).signpost
    assert post is not None
    assert FRAME.contains(post.box)
    assert not any(post.box.intersects(each) for each in taken)
    away = math.dist(place, HILLS.start)
    assert float(post.text.removeprefix("home ")) == pytest.approx(away, rel=0.05)
    # Turned back from the eye's turn, it points as it would on a map with the north above.
    across, up = post.way[0], -post.way[1] / math.sin(1.0)
    east = across * math.cos(turn) + up * math.sin(turn)
    north = up * math.cos(turn) - across * math.sin(turn)
    off = math.remainder(math.atan2(north, east) - math.atan2(place[1], place[0]), 2 * math.pi)
    assert abs(off) < 0.35


def test_whoever_climbs_is_shown_the_way_to_the_summit_in_kilometres(qtbot: QtBot) -> None:
    window, (x, y) = REAL.window, REAL.start
    far = Homes(((window.x0 + 10, window.y1 - 10),), climbing=True)
    focus = (x - window.x0) / window.width - 0.5, (y - window.y0) / window.tall - 0.5
    post = posts_on(REAL, far, Orbit(zoom=10.0, focus=focus)).signpost
    assert post is not None
    assert post.name == "summit"
    assert post.text.startswith("summit ")
    assert post.text.endswith(" km")


def test_where_nobody_has_a_home_nothing_is_shown() -> None:
    shown = posts_on(FLAGSHIP, Homes())
    assert shown.boxes == []


def test_signs_are_painted_where_it_is_said_and_as_visible_as_wanted(qtbot: QtBot) -> None:
    shown = posts_on(FLAGSHIP, Homes(((0.0, 0.0),)))
    changes = []
    for opacity in (0.0, 0.5, 1.0):
        image = QImage(*SIZE, QImage.Format.Format_RGB32)
        image.fill("#808080")
        with QPainter(image) as painter:
            painter.setOpacity(opacity)
            shown.paint(painter)
            assert painter.opacity() == opacity
        pixels = np.frombuffer(image.constBits(), np.uint8).reshape(SIZE[1], SIZE[0], 4)
        off = np.abs(pixels[..., :3].astype(int) - 0x80).max(-1)
        rows, columns = np.nonzero(off)
        (post,) = shown.posts
        around = post.box.united(QRectF(post.foot.x() - 8, post.foot.y() - 8, 16, 16))
        assert all(around.contains(*place) for place in zip(columns, rows, strict=True))
        changes.append(int(off.sum()))
    assert changes[0] == 0
    assert changes[1] == pytest.approx(0.5 * changes[2], rel=0.1)
