"""Terrains of elevation maps: a hike on a real mountain, wherever and however large it is."""

import math

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import mountain
from mountain import Elevation, Terrain, TerrainError, Track
from mountain.turning import turned_back


def walked(terrain: Terrain) -> Track:
    return mountain.advance(mountain.start(terrain, mountain.plan_on(terrain)), 10**6)


def bowl(rows: int, columns: int, spacing: float, deep: float) -> Elevation:
    """Make a round valley, with its floor a third of the way from the south-west."""
    y, x = np.mgrid[0 : 1 : rows * 1j, 0 : 1 : columns * 1j]
    heights = deep * ((x - 1 / 3) ** 2 + (y - 1 / 3) ** 2)
    return Elevation(heights, spacing, spacing, "a valley")


@pytest.mark.parametrize("smoothing", [0.0, 1.0, 3.0])
def test_on_a_real_mountain_a_good_hike_comes_out_whatever_the_smoothing(smoothing: float) -> None:
    terrain = mountain.elevation_terrain(
        mountain.gallery_elevation("jacksboro_fault.npz"), smoothing
    )
    track = walked(terrain)
    assert mountain.ending(track).fate.name in {"home", "false_bottom"}
    steps = np.hypot(np.diff(track.x), np.diff(track.y))
    assert 5 < steps.max() < 200
    assert math.dist((track.x[0], track.y[0]), (track.x[-1], track.y[-1])) > 900
    assert track.minutes[-1] < 0.7 * track.plan.daylight
    assert turned_back(track).mean() < 0.25
    assert track.plan.clock == "tobler"


def test_the_window_is_the_map_s_edges_in_metres_and_the_title_its_file_s_name() -> None:
    elevation = mountain.gallery_elevation("jacksboro_fault.npz")
    terrain = mountain.elevation_terrain(elevation)
    window = terrain.window
    assert (window.x0, window.x1, window.y0, window.y1) == elevation.edges
    assert (terrain.name, terrain.title) == (mountain.ELEVATION, "Jacksboro fault")
    assert mountain.elevation_terrain(bowl(9, 9, 30, 100)).title == "A valley"


@settings(max_examples=8)
@given(
    st.integers(4, 60),
    st.integers(4, 60),
    st.sampled_from([0.5, 5.0, 30.0, 500.0]),
    st.floats(0.02, 1.0),
)
def test_a_round_valley_of_any_size_is_walked_down_to_its_floor(
    rows: int, columns: int, spacing: float, slope: float
) -> None:
    side = spacing * (min(rows, columns) - 1)
    terrain = mountain.elevation_terrain(bowl(rows, columns, spacing, slope * side))
    track = walked(terrain)
    assert mountain.ending(track).fate.name == "home"
    steps = np.hypot(np.diff(track.x), np.diff(track.y))
    assert steps.max() <= min(side / 20, 400)


def test_the_same_map_is_prepared_alike_each_time() -> None:
    first, second = (mountain.elevation_terrain(bowl(30, 40, 30, 200)) for _ in range(2))
    assert first == second
    assert first.settings == second.settings


def test_the_start_stands_on_ground_though_most_of_the_map_is_empty() -> None:
    heights = np.full((80, 80), np.nan)
    heights[60:70, 5:15] = np.add.outer(np.arange(10.0), np.arange(10.0))
    terrain = mountain.elevation_terrain(Elevation(heights, 30, 30, "an island"))
    assert terrain.checked_start(*terrain.start) == terrain.start


def test_a_patch_of_ground_that_no_survey_hits_is_found_all_the_same() -> None:
    heights = np.full((900, 900), np.nan)
    heights[7:11, 13:17] = np.add.outer(np.arange(4.0), np.arange(4.0))
    terrain = mountain.elevation_terrain(Elevation(heights, 1, 1, "an islet"))
    x, y = terrain.checked_start(*terrain.start)
    assert 14 <= x <= 15
    assert 8 <= y <= 9


def test_a_map_full_of_holes_has_no_ground_and_is_refused() -> None:
    heights = np.add.outer(np.arange(30.0), np.arange(30.0))
    heights[::3, ::3] = np.nan
    with pytest.raises(TerrainError, match="no ground between its empty cells; fill") as refused:
        mountain.elevation_terrain(Elevation(heights, 1, 1, "a sieve"))
    assert "\n" not in str(refused.value)


def test_smoothing_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="smoothing by -1"):
        mountain.elevation_terrain(bowl(9, 9, 30, 100), -1.0)
