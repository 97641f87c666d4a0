import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings, strategies as st
from naive_perspective import channels, naive_colour, naive_depth
from numpy.typing import NDArray

from mountain import Camera
from mountain.colouring import shade
from mountain.look import LOOK
from mountain.perspective import find_spans, project, rasterise

SIZE = (48, 40)
Mesh = tuple[NDArray[np.float32], NDArray[np.int32], int]


def hilly(seed: int, cells: int = 7) -> Mesh:
    """Return a bumpy square of triangles, 1 wide, with a wall below its southern edge."""
    chance = np.random.default_rng(seed)
    side = np.linspace(-0.5, 0.5, cells)
    x, y = np.meshgrid(side, side)
    surface = np.stack([x, y, 0.3 * chance.random((cells, cells))], -1).reshape(-1, 3)
    feet = surface[:cells] * (1, 1, 0) - (0, 0, 0.1)
    here = np.arange(cells * cells).reshape(cells, cells)
    west, east, far_west, far_east = (
        here[rows, columns].ravel()
        for rows in (slice(None, -1), slice(1, None))
        for columns in (slice(None, -1), slice(1, None))
    )
    foot = cells * cells + np.arange(cells - 1)
    rim = here[0, :-1]
    ground = [[west, east, far_east], [west, far_east, far_west]]
    wall = [[rim, foot, foot + 1], [rim, foot + 1, rim + 1]]
    triangles = [np.stack(part, 1) for part in (*ground, *wall)]
    corners = np.concatenate(triangles).astype(np.int32)
    return np.concatenate([surface, feet]).astype(np.float32), corners, 2 * west.size


def looking(turn: float = 0.4, tilt: float = 0.6, size: tuple[int, int] = SIZE) -> Camera:
    return Camera((0.0, 0.0, 0.1), turn, tilt, 2.4, size)


def drawn(mesh: Mesh, camera: Camera, bands: int = 1) -> NDArray[np.float32]:
    points, corners, walls = mesh
    columns, rows = camera.size
    screen, depth = np.empty((len(points), 3), "f4"), np.full((rows, columns), 7.0, "f4")
    project(points, camera.lens, screen)
    edges = np.linspace(0, rows, bands + 1).astype(int)
    for band in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        rasterise(screen, corners, walls, depth, band)
    return depth


def seen(depth: NDArray[np.float32], camera: Camera) -> tuple[NDArray[np.generic], ...]:
    """Return what pixels are coloured by."""
    spans = np.empty((len(depth), 2), np.int32)
    find_spans(depth, spans, (0, len(depth)))
    return depth, spans, camera.lens


def fields(seed: int, *, lines: bool) -> tuple[NDArray[np.generic], ...]:
    chance = np.random.default_rng(seed)
    picture = chance.integers(0, 1 << 24, (9, 11)).astype("u4")
    sky = chance.integers(0xFF << 24, 1 << 32, SIZE[1]).astype("u4")
    levels = np.repeat([0.05, 0.15, 0.25], 10) if lines else np.empty(0)
    return picture, chance.random((5, 6)).astype("f4"), levels.astype("f4"), sky


def look_with(mist: float) -> np.void:
    look = np.zeros(1, LOOK)[0]
    look["west"] = look["south"] = -0.5
    look["east"] = look["north"] = 0.5
    look["top"], look["mist"] = 0.3, mist
    look["line_width"], look["line_opacity"], look["line"] = 1.5, 0.6, 0xFF102030
    look["wall"] = 0xFF806040, 0xFF604020
    return look


def test_points_are_seen_where_the_camera_says() -> None:
    points = np.random.default_rng(1).normal(size=(200, 3)).astype(np.float32)
    screen = np.empty((200, 3), "f4")
    camera = looking()
    project(points, camera.lens, screen)
    # What is right before the eye is left out.
    ahead = 1 / camera.seen(points)[:, 2] > 0.1
    np.testing.assert_allclose(screen[ahead], camera.seen(points)[ahead], rtol=2e-4, atol=2e-2)


def test_a_point_behind_the_eye_is_not_near() -> None:
    camera = looking()
    behind = (camera.lens[0] - camera.lens[3])[None].astype("f4")
    screen = np.full((1, 3), 5.0, "f4")
    project(behind, camera.lens, screen)
    assert screen[0, 2] == 0


@given(
    st.integers(0, 1000),
    st.floats(-math.pi, math.pi),
    st.floats(0.15, 1.5),
)
@settings(max_examples=30)
def test_what_is_nearest_is_seen_as_by_the_slow_twin(seed: int, turn: float, tilt: float) -> None:
    mesh, camera = hilly(seed), looking(turn, tilt)
    depth, expected = drawn(mesh, camera), naive_depth(*mesh, camera)
    # A pixel whose middle lies on an edge may go either way.
    differs = ~np.isclose(depth, expected, rtol=1e-4)
    assert differs.mean() < 0.01


@pytest.mark.parametrize("bands", [2, 3, 40])
def test_bands_drawn_apart_are_the_whole_to_the_last_bit(bands: int) -> None:
    mesh = hilly(3)
    np.testing.assert_array_equal(drawn(mesh, looking()), drawn(mesh, looking(), bands))


@example([(0.5, 0.5)])
@given(st.lists(st.tuples(st.floats(0, 48), st.floats(0, 40)), min_size=1, max_size=1))
def test_triangles_that_share_edges_leave_no_gap_and_cover_nothing_twice(
    middle: list[tuple[float, float]],
) -> None:
    rim = [(-5.0, -5.0), (-5.0, 45.0), (53.0, 45.0), (53.0, -5.0)]
    screen = np.array([(*place, 1.0) for place in (*rim, *middle)], "f4")
    covered = np.zeros((40, 48), int)
    for first in range(4):
        depth = np.zeros((40, 48), "f4")
        corners = np.array([[first, (first + 1) % 4, 4]], np.int32)
        rasterise(screen, corners, 1, depth, (0, 40))
        covered += depth != 0
    assert (covered == 1).all()


def test_walls_are_told_from_the_ground_by_their_sign() -> None:
    mesh = hilly(5)
    depth = drawn(mesh, looking(turn=0.0, tilt=0.3))
    assert (depth > 0).any()
    assert (depth < 0).any()
    assert (drawn((*mesh[:2], len(mesh[1])), looking(turn=0.0, tilt=0.3)) >= 0).all()


def test_what_turns_its_back_is_not_drawn() -> None:
    points, corners, walls = hilly(5)
    flat, ground = points * np.array([1, 1, 0], "f4"), corners[:walls]
    turned = np.ascontiguousarray(ground[:, ::-1])
    assert (drawn((flat, ground, walls), looking()) > 0).any()
    assert (drawn((flat, turned, walls), looking()) == 0).all()


def test_a_triangle_that_reaches_behind_the_eye_is_left_out() -> None:
    camera = looking()
    eye, _, up, ahead, _ = camera.lens
    points = np.array([eye + ahead, eye + ahead + 0.1 * up, eye - ahead], "f4")
    both = np.array([[0, 1, 2], [2, 1, 0]], np.int32)
    assert (drawn((points, both, 2), camera) == 0).all()


@pytest.mark.parametrize("mist", [0.0, 0.7, 1.0])
@pytest.mark.parametrize("lines", [False, True], ids=["plain", "contoured"])
@pytest.mark.parametrize("seed", range(3))
def test_every_pixel_has_the_colour_that_the_slow_twin_gives_it(
    seed: int, mist: float, lines: bool
) -> None:
    camera, given_fields, look = looking(0.3 * seed), fields(seed, lines=lines), look_with(mist)
    depth = drawn(hilly(seed), camera)
    pixels = np.zeros((40, 48), "u4")
    for band in ((0, 13), (13, 14), (14, 40)):
        shade(seen(depth, camera), look, given_fields, pixels, band)
    off = [
        np.abs(
            channels(int(pixels[row, column]))
            - naive_colour(depth.astype(float), camera, look, given_fields, (row, column))
        ).max()
        for row in range(40)
        for column in range(48)
    ]
    assert np.mean(np.array(off) > 4) < 0.01
    assert (pixels >> 24 == 0xFF).all()


@pytest.mark.parametrize("edges", [(0, 1, 40), (0, 13, 14, 40), tuple(range(41))])
def test_bands_shaded_apart_are_the_whole_to_the_last_bit(edges: tuple[int, ...]) -> None:
    camera, given_fields, look = looking(), fields(2, lines=True), look_with(0.4)
    depth = drawn(hilly(2), camera)
    whole, parts = np.zeros((2, 40, 48), "u4")
    shade(seen(depth, camera), look, given_fields, whole, (0, 40))
    for band in pairwise(edges):
        shade(seen(depth, camera), look, given_fields, parts, band)
    np.testing.assert_array_equal(parts, whole)


def test_where_nothing_is_seen_is_sky() -> None:
    camera, given_fields = looking(), fields(1, lines=True)
    pixels = np.zeros((40, 48), "u4")
    shade(seen(np.zeros((40, 48), "f4"), camera), look_with(0.5), given_fields, pixels, (0, 40))
    np.testing.assert_array_equal(pixels, np.repeat(given_fields[3][:, None], 48, 1))


@given(st.integers(0, 400), st.integers(0, 400))
def test_of_a_row_is_known_where_something_is_seen(first: int, beyond: int) -> None:
    depth, spans = np.zeros((1, 300), "f4"), np.empty((1, 2), np.int32)
    depth[0, first:beyond] = -0.5
    find_spans(depth, spans, (0, 1))
    held = np.flatnonzero(depth[0])
    if held.size:
        assert spans.tolist() == [[held[0], held[-1] + 1]]
    else:
        assert spans[0, 0] == spans[0, 1]
