import math
from collections import Counter

import numpy as np
import pytest

import mountain
from mountain import Mesh, Terrain, Window
from mountain.mesh import CELLS

SQUARE = Window(-3, 3, -3, 3)


def block(formula: str, window: Window = SQUARE) -> Mesh:
    ground = mountain.parse_formula(formula)
    return mountain.mesh_of(Terrain("own", "Own", ground, window))


def test_points_lie_over_their_places_as_high_as_the_ground() -> None:
    mesh = block("x^2 + y", Window(-2, 2, -1, 3))
    x, y = mesh.window.grid(CELLS, CELLS)
    surface = mesh.points[: CELLS * CELLS].reshape(CELLS, CELLS, 3)
    np.testing.assert_allclose(surface[..., 0], np.broadcast_to(x / 4, (CELLS, CELLS)), atol=1e-6)
    np.testing.assert_allclose(
        surface[..., 1], np.broadcast_to((y - 1) / 4, (CELLS, CELLS)), atol=1e-6
    )
    # The lowest height is -1, but for the grid that has no point at x = 0.
    np.testing.assert_allclose(surface[..., 2], mesh.rise * (x**2 + y + 1), atol=1e-3)


@pytest.mark.parametrize("name", mountain.terrain_names())
def test_every_mountain_of_the_gallery_is_neither_flat_nor_a_needle(name: str) -> None:
    mesh = mountain.mesh_of(mountain.terrain_named(name))
    assert 0.05 < mesh.top <= 0.52
    assert np.nanmin(mesh.heights) == pytest.approx(0)


@pytest.mark.parametrize("name", mountain.terrain_names())
def test_heights_are_exaggerated_by_a_round_number(name: str) -> None:
    exaggeration = mountain.mesh_of(mountain.terrain_named(name)).exaggeration
    digits = f"{exaggeration:.6e}".partition("e")[0]
    assert float(digits) in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8)


#: A mountain to all edges, one with a hole, one on tilted ground, and an island in a lake.
ROUND = "sqrt(4 - x^2 - y^2)"
TILTED = "sqrt(2 - abs(x) - abs(y))"
PARTIAL = ("sin(x) * y", ROUND, TILTED, "sqrt(x^2 + y^2 - 2)", "sqrt(sin(3x) * cos(2y))")


@pytest.mark.parametrize("formula", PARTIAL)
def test_the_block_is_closed_but_for_its_foot(formula: str) -> None:
    mesh = block(formula)
    edges = Counter(
        (int(one), int(other))
        for triangle in mesh.corners
        for one, other in zip(triangle, np.roll(triangle, -1), strict=True)
    )
    assert set(edges.values()) == {1}
    alone = [edge for edge in edges if edge[::-1] not in edges]
    assert all(min(edge) >= CELLS * CELLS for edge in alone)
    # Below each edge at which the surface ends there is one of the foot.
    assert len(alone) == (len(mesh.corners) - mesh.walls) / 2
    if formula == PARTIAL[0]:
        assert len(alone) == 4 * (CELLS - 1)


@pytest.mark.parametrize("formula", PARTIAL[:3])
def test_triangles_turn_to_the_outside(formula: str) -> None:
    mesh = block(formula)
    corner, one, other = (mesh.points[mesh.corners[:, index]].astype(float) for index in range(3))
    outward = np.cross(one - corner, other - corner)
    assert (outward[: mesh.walls, 2] > 0).all()
    middle = (corner + one + other)[mesh.walls :, :2] / 3
    assert ((outward[mesh.walls :, :2] * middle).sum(1) > 0).all()


def test_where_there_is_no_ground_there_is_no_triangle() -> None:
    mesh = block(ROUND)
    ground = np.isfinite(mesh.heights).ravel()
    assert 0 < ground.sum() < ground.size
    used = np.unique(mesh.corners)
    assert ground[used[used < ground.size]].all()


def test_walls_stand_under_the_ground_s_edge_and_not_at_the_map_s() -> None:
    mesh = block(TILTED)
    walls = mesh.points[np.unique(mesh.corners[mesh.walls :])]
    # As far out as the ground reaches, which is a third of the window's half, less a cell.
    out = np.abs(walls[:, :2]).sum(1)
    assert out.max() <= 1 / 3
    assert out.min() >= 1 / 3 - 3 / CELLS
    assert walls[:, 2].min() < 0


def test_of_a_cell_with_three_corners_of_ground_half_is_kept() -> None:
    mesh = block(ROUND)
    ground = np.isfinite(mesh.heights).astype(int)
    corners = ground[:-1, :-1] + ground[:-1, 1:] + ground[1:, :-1] + ground[1:, 1:]
    assert (corners == 3).any()
    assert mesh.walls == 2 * (corners == 4).sum() + (corners == 3).sum()


@pytest.mark.parametrize("formula", ["sqrt(-1 - x^2)", "ln(-1 - x^2)", "sqrt(x - 99)"])
def test_a_mountain_without_any_ground_is_an_empty_block(formula: str) -> None:
    mesh = block(formula)
    assert len(mesh.corners) == 0
    assert mesh.top == 0
    assert np.isfinite(mesh.points).all()


def test_level_ground_is_a_slab() -> None:
    mesh = block("7")
    assert mesh.top == 0
    assert len(mesh.corners) == 2 * (CELLS - 1) ** 2 + 8 * (CELLS - 1)


@pytest.mark.parametrize("factor", ["1e-300", "1e-12", "1e12", "1e150", "1e305"])
def test_a_mountain_looks_the_same_however_high_it_is(factor: str) -> None:
    usual, mesh = block("sin(x) + y/9"), block(f"{factor}*(sin(x) + y/9)")
    assert np.isfinite(mesh.heights).all()
    # The next round number may be another one.
    np.testing.assert_allclose(mesh.heights / mesh.top, usual.heights / usual.top, atol=1e-6)
    assert 0.6 < mesh.top / usual.top < 1.7


def test_a_pole_is_cut_off_and_leaves_the_rest_to_be_seen() -> None:
    mesh = block("sin(3x) + 1e-9/((x - 0.0001)^2 + y^2)^4")
    assert mesh.top <= 0.52
    spread = np.diff(np.quantile(mesh.heights, (0.2, 0.8)))[0]
    assert spread > 0.03


@pytest.mark.parametrize(
    ("window", "sides"),
    [
        (Window(0, 2, 0, 1), (1, 0.5)),
        (Window(0, 1, 0, 3), (1 / 3, 1)),
        (Window(0, 1000, 0, 1), (1, 1)),
        (Window(0, 1e-9, 0, 1e90), (1, 1)),
    ],
)
def test_a_block_is_as_long_as_its_map_but_no_sliver(
    window: Window, sides: tuple[float, float]
) -> None:
    mesh = block("x + y", window)
    assert mesh.sides == pytest.approx(sides)
    assert np.isfinite(mesh.points).all()


def test_places_between_points_lie_on_the_surface() -> None:
    mesh = block("x*y/9 + sin(x)")
    x, y = np.random.default_rng(1).uniform(-3, 3, (2, 500))
    over = mesh.on_ground(x, y, 0.25)
    height = mesh.rise * (x * y / 9 + np.sin(x) - mesh.lowest)
    np.testing.assert_allclose(over[:, 2] - 0.25, height, atol=1e-4)
    np.testing.assert_allclose(over[:, 0], x / 6)
    np.testing.assert_allclose(mesh.raised(x * y / 9 + np.sin(x)), height, atol=1e-9)


def test_off_the_map_there_is_no_surface() -> None:
    mesh = block("x + y")
    over = mesh.on_ground(np.array([-3.1, 3.1, 0, math.nan]), np.array([0, 0, 4, 0]))
    assert np.isnan(over[:, 2]).all()
