import math
from dataclasses import replace

import numpy as np
import pytest

import mountain
from mountain import Camera, Canvas, Mesh, Paint, Terrain, Window

# Interpreted, a block takes half a minute; the kernels are tested so on small meshes.
pytestmark = pytest.mark.compiled
SKY = (0xFF112233, 0xFF112233)
WHITE = np.full((2, 2), 0xFFFFFFFF, "u4")
PAINT = Paint(WHITE, SKY, (0xFF808080, 0xFF404040))
RIDGE = "exp(-(4y)^2)"


def block(formula: str) -> Mesh:
    ground = mountain.parse_formula(formula)
    return mountain.mesh_of(Terrain("own", "Own", ground, Window(-1, 1, -1, 1)))


def low_south(size: tuple[int, int] = (160, 120)) -> Camera:
    """Return a camera that looks over the block from the south, nearly level."""
    return Camera((0.0, 0.0, 0.1), 0.0, math.radians(8), 2.6, size)


def drawn(mesh: Mesh, camera: Camera, paint: Paint = PAINT) -> Canvas:
    canvas = Canvas(*camera.size)
    mountain.portray(mesh, camera, paint, canvas)
    return canvas


def hidden(mesh: Mesh, x: float, y: float, above: float = 0.004) -> bool:
    camera = low_south()
    point = mesh.on_ground(np.array([x]), np.array([y]), above)
    return bool(drawn(mesh, camera).hides(camera.seen(point))[0])


def test_the_ground_behind_a_ridge_is_hidden_and_before_it_is_not() -> None:
    mesh = block(RIDGE)
    for x in (-0.6, 0.0, 0.6):
        assert not hidden(mesh, x, -0.7)
        assert not hidden(mesh, x, 0.0)
        assert hidden(mesh, x, 0.5)


def test_high_above_the_ridge_nothing_is_hidden() -> None:
    mesh = block(RIDGE)
    assert not hidden(mesh, 0.0, 0.5, above=2 * mesh.top)


def test_how_far_the_ridge_hides_is_what_the_sight_line_says() -> None:
    mesh, camera = block(RIDGE), low_south()
    # The sight line that touches the ridge meets the ground behind it again.
    along = np.linspace(-0.5, 0.5, 4001)
    heights = mesh.rise * (np.exp(-((8 * along) ** 2)) - mesh.lowest)
    eye = camera.lens[0]
    rising = (heights - eye[2]) / (along - eye[1])
    in_sight = rising >= np.maximum.accumulate(rising)
    places = along[::50]
    points = np.stack([np.zeros_like(places), places, heights[::50]], -1)
    canvas = drawn(mesh, replace(camera, size=(640, 480)))
    seen = replace(camera, size=(640, 480)).seen(points)
    # Where a sight line only just touches the ground a pixel is not enough to tell.
    agrees = canvas.hides(seen, 0.01) != in_sight[::50]
    assert agrees.mean() > 0.9


def test_points_off_the_picture_are_not_hidden() -> None:
    canvas = Canvas(4, 3)
    canvas.depth[:] = 9
    away = np.array([[-1, 1, 0.1], [9, 1, 0.1], [1, -2, 0.1], [1, 7, 0.1], [np.nan] * 3])
    assert not canvas.hides(away).any()
    assert canvas.hides(np.array([[1.5, 1.5, 0.1]])).all()


def test_the_same_block_looks_the_same_every_time() -> None:
    mesh, camera = block("sin(3x) * cos(2y)"), low_south()
    first, second = (drawn(mesh, camera) for _ in range(2))
    np.testing.assert_array_equal(first.pixels, second.pixels)


def test_a_canvas_is_drawn_over_wholly() -> None:
    mesh, camera = block(RIDGE), low_south()
    canvas = Canvas(*camera.size)
    canvas.depth[:], canvas.pixels[:] = 99, 0xFF00FF00
    mountain.portray(mesh, camera, PAINT, canvas)
    np.testing.assert_array_equal(canvas.pixels, drawn(mesh, camera).pixels)


@pytest.mark.parametrize("formula", ["sqrt(-1 - x^2)", "ln(y - 9)"])
def test_without_ground_there_is_only_sky(formula: str) -> None:
    canvas = drawn(block(formula), low_south())
    assert (canvas.pixels == SKY[0]).all()
    assert (canvas.depth == 0).all()


def test_through_a_hole_one_sees_the_sky() -> None:
    mesh = block("sqrt(x^2 + y^2 - 0.2)")
    camera = Camera((0.0, 0.0, 0.0), 0.0, math.radians(89), 2.5, (101, 101))
    canvas = drawn(mesh, camera)
    assert canvas.pixels[50, 50] == SKY[0]
    assert canvas.pixels[50, 80] == 0xFFFFFFFF


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (1, 90), (90, 1), (17, 9)])
def test_the_smallest_canvas_is_drawn_on(size: tuple[int, int]) -> None:
    canvas = drawn(block(RIDGE), low_south(size))
    assert (canvas.pixels >> 24 == 0xFF).all()


@pytest.mark.parametrize("formula", ["1e150*x*y", "1e-300*x*y", "7", "1/x", "tan(9x)/y"])
def test_the_strangest_heights_are_drawn(formula: str) -> None:
    mesh = block(formula)
    paint = replace(PAINT, levels=(-1e149, 0.0, 1e-301, 5e149))
    canvas = drawn(mesh, Camera((0, 0, 0), 0.5, 0.7, 2.5, (80, 60)), paint)
    assert (canvas.depth > 0).any()
    assert np.isfinite(canvas.depth).all()


@pytest.mark.parametrize("distance", [1e-3, 0.2, 1e6])
def test_an_eye_in_the_ground_or_far_away_sees_something_or_nothing(distance: float) -> None:
    camera = Camera((0, 0, 0.1), 0.5, 0.3, distance, (80, 60))
    assert np.isfinite(drawn(block(RIDGE), camera).depth).all()


def test_in_full_mist_only_open_ground_is_seen_and_the_rest_hides_nothing() -> None:
    mesh, camera = block(RIDGE), low_south()
    mist = np.ones((41, 41), "f4")
    # Open behind the ridge.
    mist[27:34, 15:25] = 0
    canvas = drawn(mesh, camera, replace(PAINT, mist=mist, opacity=1.0))
    column, row, _ = camera.seen(mesh.on_ground(np.array([0.0]), np.array([0.5])))[0].astype(int)
    assert canvas.pixels[row, column] == 0xFFFFFFFF
    assert (canvas.pixels == SKY[0]).mean() > 0.9
    lifting = drawn(mesh, camera, replace(PAINT, mist=mist, opacity=0.99))
    assert lifting.pixels[row, column] != 0xFFFFFFFF


def test_half_lifted_the_mist_is_half_there() -> None:
    mesh, camera = block("0*x"), Camera((0, 0, 0), 0.0, math.radians(89), 2.5, (64, 64))
    mist = np.ones((2, 2), "f4")
    pixel = drawn(mesh, camera, replace(PAINT, mist=mist, opacity=0.5)).pixels[32, 32]
    parts = [int(pixel) >> shift & 0xFF for shift in (16, 8, 0)]
    assert parts == pytest.approx([(0xFF + 0x11) / 2, (0xFF + 0x22) / 2, (0xFF + 0x33) / 2], abs=2)


def test_contour_lines_lie_at_their_heights() -> None:
    mesh = block("x")
    camera = Camera((0, 0, mesh.top / 2), 0.0, math.radians(89.9), 2.5, (201, 201))
    line = replace(PAINT, levels=(-0.5, 0.0, 0.5), line=0xFF000000, line_width=2, line_opacity=1)
    row = drawn(mesh, camera, line).pixels[100]
    dark = np.flatnonzero(row == 0xFF000000)
    x = np.array([-0.5, 0.0, 0.5])
    expected = camera.seen(mesh.on_ground(x, np.zeros(3)))[:, 0]
    assert all(np.abs(dark + 0.5 - place).min() < 1 for place in expected)
    assert all(np.abs(expected - place - 0.5).min() < 2 for place in dark)
