"""Holes: filled smoothly for the spline, and no ground for the hiker."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from mountain import (
    Elevation,
    Grid,
    Plan,
    Terrain,
    Window,
    advance,
    elevation_ground,
    ending,
    filled,
    start,
)

Y, X = np.mgrid[:31.0, :41.0]
LAND = 500 + 3 * X - 2 * Y + 40 * np.sin(X / 6) * np.cos(Y / 5)


def holed(*cells: tuple[slice, slice]) -> np.ndarray:
    heights = LAND.copy()
    for each in cells:
        heights[each] = np.nan
    return heights


def test_heights_without_holes_are_left_alone():
    assert filled(LAND) is LAND


@settings(max_examples=40)
@given(st.integers(0, 999), st.integers(1, 20), st.integers(1, 20), st.floats(0.05, 0.98))
def test_what_was_measured_stays_and_what_is_filled_lies_between(seed, rows, columns, share):
    random = np.random.default_rng(seed)
    heights = random.normal(0, 9, (rows, columns))
    heights[random.random(heights.shape) < share] = np.nan
    heights[random.integers(rows), random.integers(columns)] = 5.0
    whole = filled(heights)
    measured = ~np.isnan(heights)
    np.testing.assert_array_equal(whole[measured], heights[measured])
    assert whole.min() >= heights[measured].min() - 1e-9
    assert whole.max() <= heights[measured].max() + 1e-9


def test_a_small_hole_is_filled_about_as_the_land_was():
    whole = filled(holed((slice(10, 14), slice(20, 25))))
    np.testing.assert_allclose(whole, LAND, atol=6)
    single = filled(holed((slice(10, 11), slice(20, 21))))
    around = [LAND[9, 20], LAND[11, 20], LAND[10, 19], LAND[10, 21]]
    assert single[10, 20] == pytest.approx(np.mean(around))


def test_land_without_holes_is_a_grid_in_metres():
    ground = elevation_ground(Elevation(LAND, 30, 20, "land"))
    assert type(ground) is Grid
    assert ground.edges == (0, 1200, 0, 600)
    assert ground.height(30 * 7, 20 * 3) == pytest.approx(LAND[3, 7])


def test_there_is_no_ground_in_a_hole_and_the_same_elsewhere():
    heights = holed((slice(10, 14), slice(20, 25)))
    ground = elevation_ground(Elevation(heights, 1, 1, "land"))
    whole = Grid(filled(heights), ground.edges, "land")
    x, y = (each.ravel() for each in np.meshgrid(np.linspace(0, 40, 161), np.linspace(0, 30, 121)))
    inside = (x >= 19) & (x <= 25) & (y >= 9) & (y <= 14)
    far = (x < 18) | (x > 26) | (y < 8) | (y > 15)
    found = ground.height(x, y)
    assert np.isnan(found[inside]).all()
    np.testing.assert_array_equal(found[far], whole.height(x, y)[far])
    for ours, theirs in zip(ground.gradient(x, y), whole.gradient(x, y), strict=True):
        assert np.isnan(ours[inside]).all()
        np.testing.assert_array_equal(ours[far], theirs[far])
    assert np.isnan(ground.hessian(22, 12)).all()


def test_grounds_with_other_holes_differ():
    one, two = holed((slice(3, 4), slice(3, 4))), holed((slice(20, 21), slice(3, 4)))
    grounds = [elevation_ground(Elevation(each, 1, 1, "land")) for each in (one, one, two, LAND)]
    assert grounds[0] == grounds[1]
    assert hash(grounds[0]) == hash(grounds[1])
    whole = Grid(filled(one), grounds[0].edges, "land")
    assert len({*grounds, whole}) == 4
    assert grounds[0].fingerprint != whole.fingerprint


def test_a_hiker_walks_down_to_a_hole_and_no_further():
    heights = 500 + 5 * Y + X / 10
    heights[:8] = np.nan
    ground = elevation_ground(Elevation(heights, 1, 1, "land"))
    terrain = Terrain("land", "Land", ground, Window(0, 40, 0, 30), starts=((20.0, 25.5),))
    plan = Plan(reading="exact", learning_rate=0.2, measure_every=1)
    track = advance(start(terrain, plan), 100)
    assert track.y[:4] == pytest.approx([25.5, 24.5, 23.5, 22.5])
    assert track.steps < 20
    end = ending(track)
    assert end.fate.name == "lost"
    assert "nan" not in end.reason
