import math

import numpy as np
import pytest
from hypothesis import given, strategies as st

import mountain
from mountain import Terrain, Window
from ui.orbit import Orbit

FLAGSHIP = mountain.mesh_of(mountain.terrain_named("misty_mountain"))
RIDGE = mountain.mesh_of(
    Terrain("own", "Own", mountain.parse_formula("exp(-9*y^2)"), Window(-1, 1, -1, 1))
)
SHARES = st.floats(-3, 3)


@given(st.lists(st.tuples(SHARES, SHARES), max_size=5))
def test_however_it_is_dragged_the_eye_stays_over_the_ground_and_upright(
    drags: list[tuple[float, float]],
) -> None:
    orbit = Orbit()
    for drag in drags:
        orbit = orbit.swung(*drag)
    assert 0 < orbit.tilt < math.pi / 2
    assert -math.pi <= orbit.turn <= math.pi
    assert orbit.camera(FLAGSHIP, (300, 200)).lens[0][2] > 0


@given(st.floats(1, 12), st.floats(-0.5, 0.5), st.floats(-0.5, 0.5), st.floats(-3.1, 3.1))
def test_the_eye_is_never_in_the_mountain(zoom: float, x: float, y: float, turn: float) -> None:
    orbit = Orbit(turn=turn, tilt=0.11, zoom=zoom, focus=(x, y))
    eye = orbit.camera(RIDGE, (300, 200)).lens[0]
    ground = RIDGE.on_ground(np.array([2 * eye[0]]), np.array([2 * eye[1]]))[0, 2]
    assert not eye[2] < ground


@pytest.mark.parametrize("size", [(320, 320), (1440, 400), (400, 1000)])
@pytest.mark.parametrize("name", ["misty_mountain", "himmelblau", "regression", "jacksboro_fault"])
@pytest.mark.parametrize("turn", [0.0, 0.4, 0.8, -2.0])
@pytest.mark.parametrize("tilt", [0.15, 0.66, 1.5])
def test_the_whole_block_is_in_the_picture(
    name: str, size: tuple[int, int], turn: float, tilt: float
) -> None:
    mesh = mountain.mesh_of(mountain.terrain_named(name))
    camera = Orbit(turn=turn, tilt=tilt).camera(mesh, size)
    seen = camera.seen(mesh.points[np.unique(mesh.corners)])
    left, top = seen[:, :2].min(0)
    right, bottom = seen[:, :2].max(0)
    edge = 0.06 * max(size)
    assert -edge < left
    assert -edge < top
    assert right < size[0] + edge
    assert bottom < size[1] + edge
    assert max(right - left, bottom - top) > 0.4 * min(size)


def test_zooming_ends_somewhere() -> None:
    orbit = Orbit()
    assert orbit.zoomed(2).zoomed(0.5) == orbit
    assert orbit.zoomed(1e9) == orbit.zoomed(1e9).zoomed(2)
    assert orbit.zoomed(1e-9) == orbit.zoomed(1e-9).zoomed(0.5)


@pytest.mark.parametrize("turn", [0.0, 0.7, -2.5])
def test_pulled_ground_follows_the_hand(turn: float) -> None:
    orbit = Orbit(turn=turn, tilt=1.5, zoom=3.0)
    camera = orbit.camera(FLAGSHIP, (600, 600))
    held = camera.point_at(300, 300, 1 / camera.distance)
    unit = camera.distance / camera.lens[4, 0]
    pulled = orbit.panned(40 * unit, -25 * unit, FLAGSHIP).camera(FLAGSHIP, (600, 600))
    column, row, _ = pulled.seen(held[None])[0].tolist()
    assert (column, row) == (pytest.approx(340, abs=4), pytest.approx(275, abs=4))


def test_the_ground_cannot_be_pulled_out_of_sight() -> None:
    orbit = Orbit()
    for _ in range(20):
        orbit = orbit.panned(0.3, 0.3, FLAGSHIP)
    assert max(map(abs, orbit.focus)) <= 0.5


def test_closer_by_a_share_the_eye_comes_to_a_place_and_without_one_stays() -> None:
    orbit = Orbit().zoomed(1.5).swung(0.2, -0.1)
    assert orbit.closer((0.3, 0.1), 0.0) == orbit
    near, half = orbit.closer((0.3, 0.1), 1.0), orbit.closer((0.3, 0.1), 0.5)
    assert near.focus == pytest.approx((0.3, 0.1))
    assert orbit.zoom < half.zoom < near.zoom
    assert (near.turn, near.tilt) == (orbit.turn, orbit.tilt)
