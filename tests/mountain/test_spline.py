"""Splines against scipy's, against what they must reproduce, and against their machine code."""

import gc
import weakref

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline, RectBivariateSpline

from mountain.expression import X, add, call, multiply, number
from mountain.grid import Grid
from mountain.native import compiled_surfaces
from mountain.spline import _ACROSS, lookup_node, spline_through

EDGES = (-1.0, 2.0, 10.0, 14.0)
ORDERS = [(0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2)]
Floats = NDArray[np.float64]

rough = arrays(
    np.float64,
    st.tuples(st.integers(2, 7), st.integers(2, 7)),
    elements=st.floats(-1000, 1000, width=32),
)


def _places(count: int, seed: int = 0) -> Floats:
    """Spread places over the grid and a little beyond; edges and corners are among them."""
    x0, x1, y0, y1 = EDGES
    random = np.random.default_rng(seed)
    spread = random.uniform([x0 - 0.3, y0 - 0.3], [x1 + 0.3, y1 + 0.3], (count, 2))
    marks = [(x0, y0), (x1, y1), (x0, y1), (x1, 12.0), (0.0, y0), (x1 + 1e-12, 12.0)]
    return np.concatenate([np.array(marks), spread]).T


def _expected(heights: Floats, x: Floats, y: Floats, orders: tuple[int, int]) -> Floats:
    """Interpolate along x and then along y, one natural cubic spline after the other."""
    columns = np.linspace(*EDGES[:2], heights.shape[1])
    rows = np.linspace(*EDGES[2:], heights.shape[0])
    along = CubicSpline(columns, heights, axis=1, bc_type="natural")
    values = [
        CubicSpline(rows, along(px, orders[0]), bc_type="natural")(py, orders[1])
        for px, py in zip(x.tolist(), y.tolist(), strict=True)
    ]
    return np.array(values)


@given(rough, st.sampled_from(ORDERS))
def test_a_spline_and_its_derivatives_are_those_of_natural_cubic_splines(heights, orders):
    x, y = _places(20)
    inside = (x >= -1) & (x <= 2) & (y >= 10) & (y <= 14)
    found = spline_through(heights, EDGES).at(x, y, orders)
    assert np.isnan(found[~inside]).all()
    expected = _expected(heights, x[inside], y[inside], orders)
    cells = max(heights.shape) ** sum(orders)
    scale = cells * max(float(np.abs(heights).max()), 1e-6)
    np.testing.assert_allclose(found[inside], expected, rtol=0, atol=1e-13 * scale)


@given(rough)
def test_a_spline_goes_through_every_height(heights):
    grid = Grid(heights, EDGES, "rough")
    rows, columns = heights.shape
    x, y = np.linspace(*EDGES[:2], columns), np.linspace(*EDGES[2:], rows)
    tolerance = 1e-14 * float(np.abs(heights).max())
    np.testing.assert_allclose(grid.height(x[None], y[:, None]), heights, rtol=0, atol=tolerance)


@given(*[st.floats(-50, 50)] * 3, st.integers(2, 9), st.integers(2, 9))
def test_a_plane_is_a_plane_to_the_last_digits(a, b, c, columns, rows):
    x, y = np.linspace(*EDGES[:2], columns), np.linspace(*EDGES[2:], rows)
    grid = Grid(a + b * x[None] + c * y[:, None], EDGES, "plane")
    px, py = (each[6:] for each in _places(30))
    px, py = np.clip(px, -1, 2), np.clip(py, 10, 14)
    scale = 1 + abs(a) + 2 * abs(b) + 14 * abs(c)
    np.testing.assert_allclose(grid.height(px, py), a + b * px + c * py, atol=4e-15 * scale)
    for slope, expected in zip(grid.gradient(px, py), (b, c), strict=True):
        np.testing.assert_allclose(slope, expected, atol=1e-13 * scale)
    np.testing.assert_allclose(grid.hessian(px, py), 0, atol=2e-12 * scale)


def test_far_from_its_edges_a_spline_is_the_one_without_natural_ends():
    x, y = np.linspace(*EDGES[:2], 81), np.linspace(*EDGES[2:], 91)
    heights = np.sin(2 * x)[None] * np.cos(y)[:, None]
    smooth = RectBivariateSpline(x, y, heights.T)
    spline, random = spline_through(heights, EDGES), np.random.default_rng(3)
    px, py = random.uniform([0, 11], [1, 13], (200, 2)).T
    for orders in ORDERS:
        expected = smooth.ev(px, py, *orders)
        np.testing.assert_allclose(spline.at(px, py, orders), expected, atol=1e-8)


def test_the_error_falls_with_the_fourth_power_of_the_cell():
    errors = []
    px, py = np.random.default_rng(3).uniform([0, 11], [1, 13], (200, 2)).T
    for cells in (40, 80, 160):
        x, y = np.linspace(*EDGES[:2], cells + 1), np.linspace(*EDGES[2:], cells + 1)
        spline = spline_through(np.sin(2 * x)[None] * np.cos(y)[:, None], EDGES)
        errors.append(np.abs(spline.at(px, py) - np.sin(2 * px) * np.cos(py)).max())
    assert 10 < errors[0] / errors[1] < 22
    assert 10 < errors[1] / errors[2] < 22


def test_across_an_edge_a_spline_does_not_bend():
    heights = np.random.default_rng(5).normal(size=(6, 7))
    spline, inner = spline_through(heights, EDGES), np.linspace(10, 14, 30)
    for edge in EDGES[:2]:
        np.testing.assert_allclose(spline.at(edge, inner, (2, 0)), 0, atol=1e-12)
    for edge in EDGES[2:]:
        np.testing.assert_allclose(spline.at(np.linspace(-1, 2, 30), edge, (0, 2)), 0, atol=1e-12)


def test_second_derivatives_go_on_from_cell_to_cell():
    spline = spline_through(np.random.default_rng(6).normal(size=(9, 13)), EDGES)
    joints, y = np.linspace(-1, 2, 13)[1:-1, None], np.linspace(10, 14, 40)
    for orders in ((2, 0), (1, 1)):
        before, after = (spline.at(joints + step, y, orders) for step in (-1e-9, 1e-9))
        np.testing.assert_allclose(before, after, atol=1e-5)


def test_a_grid_of_more_rows_than_are_solved_at_once_is_solved_as_any_other():
    heights = np.random.default_rng(8).normal(size=(_ACROSS + 5, 4))
    x, y = (each[6:] for each in _places(12))
    inside = (x >= -1) & (x <= 2) & (y >= 10) & (y <= 14)
    found = spline_through(heights, EDGES).at(x[inside], y[inside])
    np.testing.assert_allclose(found, _expected(heights, x[inside], y[inside], (0, 0)), atol=1e-12)


def test_places_that_are_none_have_no_height_and_shapes_are_kept():
    spline = spline_through(np.ones((3, 3)), EDGES)
    places = [np.nan, np.inf, -np.inf, 1e300, -1e300, 2.0000001]
    assert np.isnan(spline.at(places, 12.0)).all()
    assert np.isnan(spline.at(0.0, places)).all()
    assert spline.at(np.zeros((2, 1)), np.full((1, 3), 12.0)).shape == (2, 3)
    assert spline.at(0.0, 12.0).shape == ()


@pytest.mark.compiled
@given(rough)
def test_machine_code_gives_the_same_bits_as_arrays_do(heights):
    grid = Grid(heights, EDGES, "rough")
    x, y = _places(41)
    x[10], y[11], x[12], y[13] = np.nan, np.nan, np.inf, -1e300
    surfaces = compiled_surfaces([grid.node, *grid.gradient_nodes])
    expected = [grid.height(x, y), *grid.gradient(x, y)]
    for surface, values in zip(surfaces, expected, strict=True):
        np.testing.assert_array_equal(surface.at(x, y), values)


@pytest.mark.compiled
def test_a_spline_can_be_a_part_of_a_larger_expression():
    grid = Grid(np.random.default_rng(2).normal(size=(5, 6)), EDGES, "rough")
    (surface,) = compiled_surfaces([add(multiply(number(3), grid.node), call("exp", X))])
    x, y = (each[6:] for each in _places(20))
    expected = 3 * grid.height(x, y) + np.exp(x)
    np.testing.assert_allclose(surface.at(x, y), expected, rtol=1e-14, atol=1e-14)


@pytest.mark.compiled
def test_coefficients_are_there_for_as_long_as_the_code_that_reads_them_and_no_longer():
    spline = spline_through(np.random.default_rng(4).normal(size=(300, 300)), EDGES)
    x, y = _places(50)
    expected, watched = spline.at(x, y), weakref.ref(spline)
    (surface,) = compiled_surfaces([lookup_node(spline, "watched", (0, 0))])
    del spline
    gc.collect()
    # What was freed would soon be something else.
    noise = [np.full((302, 302), 7.0) for _ in range(20)]
    np.testing.assert_array_equal(surface.at(x, y), expected)
    assert watched() is not None
    del surface, noise
    gc.collect()
    assert watched() is None
