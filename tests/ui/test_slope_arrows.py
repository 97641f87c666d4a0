import math

import numpy as np
import pytest
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter, QPolygonF
from pytestqt.qtbot import QtBot

import mountain
from mountain import Canvas, Terrain, Window
from ui.orbit import Orbit
from ui.outlook import ABOVE, Outlook
from ui.slope_arrows import Tangent, free_box
from ui.theme import DUSK

WINDOW = Window(-2, 2, -1, 1)


def tangent(formula: str, place: tuple[float, float], flat: float = 0.0) -> Tangent:
    terrain = Terrain("own", "Own", mountain.parse_formula(formula), WINDOW)
    mesh = mountain.mesh_of(terrain)
    outlook = Outlook(mesh, Orbit().camera(mesh, (400, 300)), Canvas(400, 300), DUSK)
    return Tangent(outlook, terrain.ground, place, flat)


def painted(one: Tangent) -> bool:
    """Tell whether anything of it is painted."""
    image = QImage(400, 300, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as painter:
        one.paint_plane(painter)
        one.paint_arrows(painter)
    return bool(np.frombuffer(image.constBits(), np.uint8).any())


@pytest.mark.parametrize("place", [(1.0, 0.5), (-1.5, -0.2), (0.3, 0.9)])
def test_the_gradient_is_level_and_the_steepest_way_lies_on_the_plane(
    place: tuple[float, float],
) -> None:
    one = tangent("x^2 - x*y + y/3", place)
    slope = np.array([2 * place[0] - place[1], -place[0] + 1 / 3])
    np.testing.assert_allclose(one.uphill[:2], slope / np.hypot(*slope))
    assert one.uphill[2] == 0
    # A step up the plane rises as the ground does, drawn as steep as the block is.
    mesh = mountain.mesh_of(
        Terrain("own", "Own", mountain.parse_formula("x^2 - x*y + y/3"), WINDOW)
    )
    assert one.along[2] / np.hypot(*one.along[:2]) == pytest.approx(
        mesh.exaggeration * np.hypot(*slope)
    )
    assert np.linalg.norm(one.along) == pytest.approx(1)
    assert one.along @ one.level == pytest.approx(0)
    assert one.uphill @ one.level == pytest.approx(0)


def test_the_plane_touches_the_ground(qtbot: QtBot) -> None:
    one = tangent("sin(x) + y^2", (0.7, -0.4))
    mesh = mountain.mesh_of(Terrain("own", "Own", mountain.parse_formula("sin(x) + y^2"), WINDOW))
    for way in (one.along, one.level):
        step = 1e-2
        on_plane = one.foot + step * way
        x, y = (np.array([4 * share]) for share in on_plane[:2])
        ground = mesh.on_ground(x, y, ABOVE)[0, 2]
        assert on_plane[2] - ground == pytest.approx(0, abs=2e-3)


def test_on_level_ground_there_is_a_plane_without_arrows(qtbot: QtBot) -> None:
    one = tangent("x^2 + y^2", (0.0, 0.0))
    assert one.is_known
    assert one.is_level
    assert painted(one)


@pytest.mark.parametrize(
    ("formula", "place", "flat"),
    [("x^2 + y^2", (1e-4, -1e-4), 1e-3), ("x^2 + y^2", (1e-5, 0.0), 0.0), ("0.1x", (0, 0), 0.2)],
)
def test_where_the_slope_means_nothing_there_is_a_small_level_plane_without_arrows(
    formula: str, place: tuple[float, float], flat: float
) -> None:
    one, steep = tangent(formula, place, flat), tangent("x^2 + y^2", (0.9, 0.0))
    assert one.is_level
    assert one.arrows == ()
    assert one.along[2] == one.level[2] == 0
    wide, usual = (QPolygonF(each.corners).boundingRect().width() for each in (one, steep))
    assert 0 < wide < 0.7 * usual


def test_ground_as_steep_as_a_plan_asks_for_has_its_arrows() -> None:
    assert not tangent("x/100", (0.5, 0.5), 0.0099).is_level
    assert tangent("x/100", (0.5, 0.5), 0.0101).is_level


@pytest.mark.parametrize(
    ("formula", "place"),
    [
        ("sqrt(x)", (-1.0, 0.0)),
        ("x + y", (7.0, 0.0)),
        ("x + y", (math.nan, 0.0)),
        ("ln(x)", (0, 0)),
    ],
)
def test_where_there_is_no_ground_nothing_is_painted(
    qtbot: QtBot, formula: str, place: tuple[float, float]
) -> None:
    one = tangent(formula, place)
    assert not one.is_known
    assert not painted(one)


@pytest.mark.parametrize("formula", ["1e150*x", "1e-300*x*y", "abs(x)^(1/9)"])
def test_the_steepest_and_the_gentlest_ground_is_painted(qtbot: QtBot, formula: str) -> None:
    one = tangent(formula, (0.5, 0.5))
    assert np.isfinite([one.along, one.uphill, one.level]).all()
    assert painted(one)


@pytest.mark.parametrize("turn", range(0, 360, 15))
def test_names_stand_by_their_arrows_on_nothing_that_is_there(turn: int) -> None:
    room, size = QRectF(0, 0, 400, 300), QSizeF(120, 18)
    arrow = QLineF(QPointF(200, 150), QPointF(200, 150))
    arrow.setP2(QPointF(200, 150) + 60 * QPointF(math.cos(turn), math.sin(turn)))
    badge = QRectF(0, 0, 36, 36)
    badge.moveCenter(QPointF(200, 120))
    one = free_box(arrow, size, room, [badge])
    other = free_box(arrow, size, room, [badge, one])
    assert not one.intersects(badge)
    assert not other.intersects(badge)
    assert not other.intersects(one)
    assert room.contains(one)
    assert room.contains(other)
    for box in (one, other):
        away = arrow.p2() - box.center()
        beyond = max(abs(away.x()) - box.width() / 2, abs(away.y()) - box.height() / 2)
        assert beyond < 4 * size.height()


def test_a_name_in_a_corner_stays_in_the_view() -> None:
    room, size = QRectF(0, 0, 400, 300), QSizeF(120, 18)
    for tip in ((3, 3), (398, 2), (1, 297), (399, 299)):
        arrow = QLineF(QPointF(200, 150), QPointF(*tip))
        assert room.contains(free_box(arrow, size, room, []))
