import numpy as np
import pytest
from hypothesis import given, strategies as some

import mountain
from ui.extent import Extent, extent_of, side_of, with_line

numbers = some.floats(-1e6, 1e6)


@given(some.lists(some.tuples(numbers, numbers), min_size=1))
def test_all_points_are_well_inside(points: list[tuple[float, float]]) -> None:
    x, y = np.array(points).T
    extent = extent_of(x, y)
    for point in points:
        assert extent.held(*point) == point


@pytest.mark.parametrize("value", [0.0, 5.0, -3e6, 1e-12])
def test_points_in_one_place_have_room_in_which_figures_differ(value: float) -> None:
    extent = extent_of(np.full(3, value), np.full(3, value))
    assert extent.right - extent.left >= 0.1 * abs(value)
    assert extent.left < value < extent.right
    assert (extent.low, extent.high) == (extent.left, extent.right)


@given(numbers, numbers)
def test_what_is_held_is_inside_wherever_it_is_wanted(x: float, y: float) -> None:
    extent = Extent(-1.0, 3.0, 10.0, 20.0)
    held_x, held_y = extent.held(x, y)
    assert -1 < held_x < 3
    assert 10 < held_y < 20
    assert extent.held(held_x, held_y) == (held_x, held_y)


@pytest.mark.parametrize(
    ("line", "grows"),
    [
        ((0.0, 5.0), None),
        ((100.0, -195.0), None),
        ((0.0, -6.0), "low"),
        ((0.0, 16.0), "high"),
        ((1.0, -9.0), "low"),
        ((0.0, -90.0), "low"),
        ((0.0, 1e6), None),
    ],
)
def test_a_plot_grows_to_where_a_line_is_unless_that_is_very_far(
    line: tuple[float, float], grows: str | None
) -> None:
    extent = Extent(0.0, 4.0, 0.0, 10.0)
    taller = with_line(extent, *line)
    assert (taller.left, taller.right) == (0, 4)
    assert (taller.low < 0) == (grows == "low")
    assert (taller.high > 10) == (grows == "high")
    if grows:
        x = np.linspace(0, 4, 100)
        y = line[0] * x + line[1]
        assert ((taller.low < y) & (y < taller.high)).mean() > 0.25
        assert with_line(taller, *line) == taller


@pytest.mark.parametrize(
    "samples",
    [
        mountain.Samples((1, 2, 3), (2, 2, 2)),
        mountain.Samples((1, 2, 3), (-70, -70, -70)),
        mountain.Samples((0, 1), (0, 0)),
        mountain.Samples((5, 5), (1, 2)),
        mountain.Samples((1e6, 1e6 + 1, 1e6 + 2), (1, 2, 1.7)),
        mountain.Samples((1990, 1995, 2000), (3, 4, 4.2)),
        *map(mountain.seeded_samples, range(4)),
    ],
)
def test_the_first_line_through_any_points_is_seen(samples: mountain.Samples) -> None:
    terrain = mountain.regression_terrain(samples)
    assert isinstance(terrain.ground, mountain.Regression)
    slope, intercept = terrain.ground.units.own_line(*terrain.start)
    extent = with_line(extent_of(np.array(samples.x), np.array(samples.y)), slope, intercept)
    assert side_of(extent, slope, intercept) == 0
    x = np.linspace(extent.left, extent.right, 400)
    y = slope * x + intercept
    assert ((extent.low < y) & (y < extent.high)).mean() >= 0.2


@pytest.mark.parametrize(("intercept", "side"), [(1e6, 1), (-1e6, -1), (5.0, 0)])
def test_where_a_line_is_that_is_too_far_away_to_be_seen_is_known(
    intercept: float, side: int
) -> None:
    assert side_of(Extent(0.0, 4.0, 0.0, 10.0), 1.0, intercept) == side
