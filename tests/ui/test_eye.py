import math
from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

import mountain
from mountain import Mesh
from ui.eye import Eye
from ui.orbit import Orbit

SIZE = (400, 300)


@pytest.fixture(scope="module")
def mesh() -> Mesh:
    return mountain.mesh_of(mountain.terrain_named("misty_mountain"))


@pytest.fixture
def eye(qtbot: QtBot) -> Iterator[Eye]:
    view = QWidget()
    qtbot.addWidget(view)
    yield Eye(view, lambda: None)
    view.close()


def test_without_mist_it_is_where_it_was_put_whoever_walks(eye: Eye, mesh: Mesh) -> None:
    eye.follow((0.4, -0.3), at_once=True)
    assert eye.camera(mesh, SIZE, 0.0) == Orbit().camera(mesh, SIZE)
    eye.look_from(Orbit().zoomed(3).swung(0.1, 0.1))
    assert eye.camera(mesh, SIZE, 0.0) == eye.orbit.camera(mesh, SIZE)


def test_in_the_mist_it_looks_at_the_hiker_from_nearer(eye: Eye, mesh: Mesh) -> None:
    eye.follow((0.4, -0.3), at_once=True)
    usual, close = (eye.camera(mesh, SIZE, mist) for mist in (0.0, 1.0))
    assert close.focus[:2] == pytest.approx((0.4 * mesh.sides[0], -0.3 * mesh.sides[1]))
    assert close.distance < 0.7 * usual.distance
    assert (close.turn, close.tilt) == (usual.turn, usual.tilt)


def test_while_the_mist_lifts_it_draws_back_without_a_leap(eye: Eye, mesh: Mesh) -> None:
    eye.follow((0.4, -0.3), at_once=True)
    ways = [eye.camera(mesh, SIZE, step / 20).distance for step in range(21)]
    assert ways == sorted(ways, reverse=True)
    assert max(before / after for before, after in pairwise(ways)) < 1.05


def test_small_steps_do_not_move_it_and_long_ways_do(eye: Eye, mesh: Mesh) -> None:
    eye.follow((0.0, 0.0), at_once=True)
    still = eye.camera(mesh, SIZE, 1.0)
    for place in ((0.1, 0.0), (-0.1, 0.1), (0.0, -0.15)):
        eye.follow(place, at_once=False)
        assert eye.camera(mesh, SIZE, 1.0) == still
    eye.follow((0.45, 0.0), at_once=False)
    focus = eye.camera(mesh, SIZE, 1.0).focus
    assert 0.2 < focus[0] < 0.45


@pytest.mark.parametrize("lost", [math.nan, math.inf, -1e300])
def test_a_hiker_who_is_lost_does_not_take_it_along(eye: Eye, mesh: Mesh, lost: float) -> None:
    eye.follow((lost, 0.2), at_once=True)
    focus = eye.camera(mesh, SIZE, 1.0).focus
    assert abs(focus[0]) <= 0.5
    assert all(map(math.isfinite, focus))


def test_in_the_mist_a_ridge_far_away_does_not_lift_it_and_one_nearby_does(eye: Eye) -> None:
    tilts = []
    for ridge in (-0.9, -0.1):
        ground = mountain.parse_formula(f"exp(-400*(y - ({ridge}))^2)")
        terrain = mountain.Terrain("own", "Own", ground, mountain.Window(-1, 1, -1, 1))
        eye.look_from(Orbit(turn=0.0, tilt=0.2))
        eye.follow((0.0, 0.05), at_once=True)
        tilts.append(eye.camera(mountain.mesh_of(terrain), SIZE, 1.0).tilt)
    assert tilts[0] == 0.2
    assert tilts[1] > 0.5
