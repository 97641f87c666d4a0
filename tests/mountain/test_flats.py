"""Pits: cells and level floors with higher ground all around, against a labelling of scipy."""

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy import ndimage

import mountain
from mountain import flats, pits

JACKSBORO = mountain.ASSETS / "elevation" / "jacksboro_fault.npz"


def labelled(heights: np.ndarray) -> int:
    """Count the pieces of equal height that touch nothing as low, no rim and no empty cell."""
    land = np.where(np.isnan(heights), -np.inf, heights)
    around = ndimage.minimum_filter(land, 3, mode="constant", cval=-np.inf)
    count = 0
    for height in np.unique(heights[np.isfinite(heights)]):
        pieces, number = ndimage.label(heights == height, np.ones((3, 3)))
        lowest = ndimage.minimum(around, pieces, np.arange(1, number + 1))
        count += int((lowest == height).sum())
    return count


@given(st.integers(0, 999), st.integers(1, 14), st.integers(1, 14), st.integers(1, 6))
def test_pits_are_the_pieces_of_one_height_that_scipy_finds_shut_in(seed, rows, columns, steps):
    draws = np.random.default_rng(seed)
    heights = draws.integers(0, steps, (rows, columns)).astype(float)
    heights[draws.random(heights.shape) < 0.05] = np.nan
    assert pits(heights) == labelled(heights)


@given(st.integers(0, 999), st.integers(3, 20))
def test_the_strips_that_a_map_is_looked_at_in_leave_no_trace(seed, rows):
    heights = np.random.default_rng(seed).integers(0, 3, (rows, 9)).astype(float)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flats, "_AT_ONCE", 20)
        assert pits(heights) == labelled(heights)


def test_a_floor_that_winds_from_strip_to_strip_is_one_pit_or_none():
    # A spiral: its arms lie side by side and hang together at one end only.
    rows = ["#########", "#.......#", "#######.#", "#.....#.#", "#.###.#.#", "#.#...#.#"]
    rows += ["#.#####.#", "#.......#", "#########"]
    land = np.array([[9.0 if cell == "#" else 4.0 for cell in row] for row in rows])
    leak = land.copy()
    leak[6, 3] = 3.0
    for at_once in (9, 18, 27, 2**20):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(flats, "_AT_ONCE", at_once)
            # In the second the cell in the wall is lower, and is the only pit.
            assert (pits(land), pits(leak)) == (1, 1)
    land[0, 7] = 4.0
    assert pits(land) == 0


def test_the_demo_mountain_has_as_many_pits_as_scipy_finds_and_enlarged_no_fewer():
    heights = mountain.read_elevation(JACKSBORO).heights
    assert pits(heights) == labelled(heights) == 1383
    assert pits(np.kron(heights, np.ones((4, 4)))) == 1383
    strict = ndimage.minimum_filter(heights, footprint=[[1, 1, 1], [1, 0, 1], [1, 1, 1]])
    assert int((heights < strict)[1:-1, 1:-1].sum()) == 1192


@pytest.mark.parametrize("kind", [np.int16, np.uint8, np.float32, ">f8"])
def test_any_type_of_number_is_counted(kind):
    heights = np.random.default_rng(3).integers(0, 5, (60, 70))
    assert pits(heights.astype(kind)) == labelled(heights.astype(float)) > 0


@pytest.mark.parametrize("shape", [(1, 1), (2, 9), (9, 2), (3, 3), (40, 50)])
def test_a_level_map_has_no_pit(shape):
    assert pits(np.full(shape, 7.0)) == 0
