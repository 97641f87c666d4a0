import math

import numpy as np
import pytest
from hypothesis import given, strategies as st

import mountain
from mountain import Camera, Floats, Mesh, Terrain, Window
from ui.orbit import Orbit
from ui.sightline import Sightline

FLAGSHIP = mountain.mesh_of(mountain.terrain_named("misty_mountain"))
JACKSBORO = mountain.mesh_of(mountain.terrain_named("jacksboro_fault"))
SIZE = (900, 700)
WHERE = st.floats(-0.45, 0.45)
TURNS = st.floats(-3.1, 3.1)


def mesh_on(formula: str) -> Mesh:
    ground = mountain.parse_formula(formula)
    return mountain.mesh_of(Terrain("own", "Own", ground, Window(-1, 1, -1, 1)))


RIDGE = mesh_on("exp(-200*(y + 0.3)^2)")


def ground_under(mesh: Mesh, points: Floats) -> Floats:
    """Return how high a block's ground is under points, each by itself."""
    window = mesh.window
    x = window.x0 + (points[:, 0] / mesh.sides[0] + 0.5) * window.width
    y = window.y0 + (points[:, 1] / mesh.sides[1] + 0.5) * window.tall
    ground: Floats = mesh.on_ground(x, y)[:, 2]
    return ground


def is_free(mesh: Mesh, camera: Camera, above: float = 0.01) -> bool:
    """March from the eye to a little above the focus, and look for ground in the way."""
    focus = np.array(camera.focus)
    focus[2] = ground_under(mesh, focus[None])[0] + above
    line = focus + np.linspace(0, 1, 3000)[:, None] * (camera.lens[0] - focus)
    return not (line[:, 2] < ground_under(mesh, line) - 1e-3).any()


@pytest.mark.parametrize("mesh", [FLAGSHIP, JACKSBORO], ids=["misty_mountain", "jacksboro_fault"])
@given(x=WHERE, y=WHERE, turn=TURNS, zoom=st.floats(2.5, 12), tilt=st.floats(0.105, 1.4))
def test_from_near_nothing_is_between_the_eye_and_what_it_looks_at(
    mesh: Mesh, x: float, y: float, turn: float, zoom: float, tilt: float
) -> None:
    focus = x * mesh.sides[0], y * mesh.sides[1]
    camera = Orbit(turn, tilt, zoom, focus).camera(mesh, SIZE)
    assert is_free(mesh, camera, 0.03 * camera.distance)
    assert camera.tilt >= tilt


def test_a_ridge_before_the_place_lifts_the_eye_and_one_behind_it_does_not() -> None:
    low = Orbit(turn=0.0, tilt=0.12, zoom=4.0, focus=(0.0, 0.0))
    lifted = low.camera(RIDGE, SIZE)
    assert lifted.tilt > 0.4
    assert is_free(RIDGE, lifted)
    other_side = Orbit(turn=math.pi, tilt=0.12, zoom=4.0, focus=(0.0, 0.0))
    assert other_side.camera(RIDGE, SIZE).tilt == 0.12


def test_it_is_tilted_just_as_far_as_a_ridge_is_high() -> None:
    line = Sightline(RIDGE, (0.0, 0.0), 0.0)
    # From so far that the line begins where the eye turns about.
    tilt = line.tilt_over(line.ground, 0.6)
    along = np.linspace(-0.25, -0.02, 4000)
    heights = ground_under(RIDGE, np.column_stack([0 * along, along])) - line.ground
    assert tilt == pytest.approx(np.arctan(heights / -along).max(), abs=0.12)
    assert tilt > np.arctan(heights / -along).max() - 0.02


def test_where_an_eye_is_before_the_ridge_it_is_not_in_the_way() -> None:
    low = Orbit(turn=0.0, tilt=0.5, zoom=12.0, focus=(0.0, 0.2))
    assert low.camera(RIDGE, SIZE).tilt == 0.5


def test_who_sees_the_whole_block_may_look_level() -> None:
    for mesh in (FLAGSHIP, JACKSBORO, RIDGE):
        for turn in np.linspace(-3, 3, 13).tolist():
            assert Orbit(turn=turn, tilt=0.11).camera(mesh, SIZE).tilt == 0.11


def test_ground_that_cannot_be_seen_does_not_lift_the_eye() -> None:
    low = Orbit(turn=0.0, tilt=0.12, zoom=4.0, focus=(0.0, 0.0))
    tilts = [low.camera(RIDGE, SIZE, sight).tilt for sight in (0.05, 0.12, 0.14, 0.3, math.inf)]
    assert tilts[0] == 0.12
    assert tilts == sorted(tilts)
    assert tilts[-1] == tilts[-2] > 0.4


@given(x=WHERE, y=WHERE, turn=TURNS, zoom=st.floats(1, 12), tilt=st.floats(0.105, 1.2))
def test_a_small_turn_or_a_small_step_nearer_changes_the_tilt_a_little(
    x: float, y: float, turn: float, zoom: float, tilt: float
) -> None:
    orbit = Orbit(turn, tilt, zoom, (x, y))
    before = orbit.camera(FLAGSHIP, SIZE).tilt
    for moved in (
        Orbit(turn + 0.004, tilt, zoom, (x, y)),
        Orbit(turn, tilt + 0.004, zoom, (x, y)),
        Orbit(turn, tilt, 1.004 * zoom, (x, y)),
    ):
        assert abs(moved.camera(FLAGSHIP, SIZE).tilt - before) < 0.03


def test_the_eye_follows_a_walk_without_a_leap() -> None:
    ways = np.linspace(-0.45, 0.45, 300)
    tilts = [
        Orbit(0.4, 0.15, 4.0, (way, 0.3 * math.sin(4 * way))).camera(FLAGSHIP, SIZE).tilt
        for way in ways.tolist()
    ]
    assert np.ptp(tilts) > 0.1
    assert np.abs(np.diff(tilts)).max() < 0.06


@pytest.mark.parametrize(
    "formula", ["sqrt(-1 - x^2)", "sqrt(0.5 - x^2 - y^2)", "1/x", "ln(y)", "7"]
)
@pytest.mark.parametrize("focus", [(0.0, 0.0), (0.5, -0.5), (0.9, 0.9), (0.0, -0.2)])
def test_voids_and_cliffs_do_not_break_it(formula: str, focus: tuple[float, float]) -> None:
    mesh = mesh_on(formula)
    for turn in (0.0, math.pi / 2, -2.0):
        for zoom in (0.6, 2.0, 12.0):
            camera = Orbit(turn, 0.12, zoom, focus).camera(mesh, SIZE)
            assert 0.12 <= camera.tilt < math.pi / 2
            assert np.isfinite(camera.lens).all()
            eye = camera.lens[:1]
            # It may touch the face of a cliff.
            assert not eye[0, 2] < ground_under(mesh, eye)[0] - 1e-3
