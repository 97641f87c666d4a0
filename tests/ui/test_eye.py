import math
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

import mountain
from mountain import Canvas, Mesh
from ui.eye import Eye
from ui.orbit import Orbit
from ui.outlook import Outlook
from ui.theme import DUSK
from ui.zoom import Zoom, zoom_on

REAL = mountain.terrain_named("jacksboro_fault")
SIZE = (400, 300)


@pytest.fixture(scope="module")
def mesh() -> Mesh:
    return mountain.mesh_of(mountain.terrain_named("misty_mountain"))


@pytest.fixture(scope="module")
def real() -> Mesh:
    return mountain.mesh_of(REAL)


@pytest.fixture
def opening() -> Zoom:
    """Return what the map shows at first of a hike on the real mountain."""
    return zoom_on(REAL).around(*REAL.start, 2500.0)


@pytest.fixture
def eye(qtbot: QtBot) -> Iterator[Eye]:
    view = QWidget()
    qtbot.addWidget(view)
    view.resize(*SIZE)
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


def middle_of(opening: Zoom, mesh: Mesh) -> tuple[float, float]:
    """Return where the middle of what a map shows at first lies in the block."""
    seen = opening.seen
    x, y = (seen.x0 + seen.x1) / 2, (seen.y0 + seen.y1) / 2
    across, along = mesh.placed(np.array([x]), np.array([y]))
    return float(across[0]), float(along[0])


def test_without_mist_it_begins_as_near_as_the_map_and_at_the_same_place(
    eye: Eye, real: Mesh, opening: Zoom
) -> None:
    whole = eye.camera(real, SIZE, 0.0)
    assert opening.power >= 3
    assert eye.begin(opening)
    near = eye.camera(real, SIZE, 0.0)
    assert near.distance == pytest.approx(whole.distance / opening.power, rel=0.02)
    assert near.focus[:2] == pytest.approx(middle_of(opening, real))
    assert not eye.begin(opening)


def test_a_map_that_is_seen_whole_at_first_is_seen_as_ever(eye: Eye, mesh: Mesh) -> None:
    terrain = mountain.terrain_named("misty_mountain")
    eye.follow((0.2, 0.1), at_once=True)
    before = [eye.camera(mesh, SIZE, mist) for mist in (0.0, 0.4, 1.0)]
    eye.begin(zoom_on(terrain))
    assert [eye.camera(mesh, SIZE, mist) for mist in (0.0, 0.4, 1.0)] == before


def test_the_key_for_the_whole_shows_all_of_a_large_map_until_another_hike(
    eye: Eye, real: Mesh, opening: Zoom, qtbot: QtBot
) -> None:
    view, whole = eye.parent(), eye.camera(real, SIZE, 0.0)
    assert isinstance(view, QWidget)
    eye.begin(opening)
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert eye.camera(real, SIZE, 0.0) == whole
    eye.begin(zoom_on(REAL).around(20_000.0, 20_000.0, 2500.0))
    assert eye.camera(real, SIZE, 0.0).distance < 0.5 * whole.distance


def test_zoomed_out_it_comes_to_see_the_whole_of_a_large_map(
    eye: Eye, real: Mesh, opening: Zoom, qtbot: QtBot
) -> None:
    view, whole = eye.parent(), eye.camera(real, SIZE, 0.0)
    assert isinstance(view, QWidget)
    eye.begin(opening)
    cameras = [eye.camera(real, SIZE, 0.0)]
    for _ in range(20):
        qtbot.keyClick(view, Qt.Key.Key_Minus)
        cameras.append(eye.camera(real, SIZE, 0.0))
    off = [math.hypot(*camera.focus[:2]) for camera in cameras]
    assert off == sorted(off, reverse=True)
    assert off[-1] == 0
    assert cameras[-1].distance > whole.distance


def test_on_a_large_map_it_glides_from_the_mist_to_where_it_begins_without_a_leap(
    eye: Eye, real: Mesh, opening: Zoom
) -> None:
    eye.begin(opening)
    eye.follow((0.25, -0.4), at_once=True)
    ways = [eye.camera(real, SIZE, step / 40) for step in range(41)]
    for before, after in pairwise(ways):
        assert abs(math.log(before.distance / after.distance)) < 0.05
        assert math.dist(before.focus[:2], after.focus[:2]) < 0.02
        assert abs(math.remainder(before.turn - after.turn, 2 * math.pi)) < 0.05
    assert ways[-1].turn == Orbit().turn


def test_pulled_on_a_large_map_the_ground_stays_in_sight(
    real: Mesh, opening: Zoom, qtbot: QtBot
) -> None:
    view = QWidget()
    qtbot.addWidget(view)
    view.resize(*SIZE)

    def outlook() -> Outlook:
        return Outlook(real, eye.camera(real, SIZE, 0.0), Canvas(2, 2), DUSK)

    eye = Eye(view, outlook)
    eye.begin(opening)
    began = outlook().camera.focus
    qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert 0.005 < math.dist(outlook().camera.focus[:2], began[:2]) < 0.2
    for _ in range(60):
        qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    for part, side in zip(outlook().camera.focus, real.sides, strict=False):
        assert abs(part) <= 0.5 * side + 1e-9
