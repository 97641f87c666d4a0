"""Smoothing, against scipy; pits, against a slow count."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from scipy import ndimage

from mountain import Elevation, smoothed, smoothing
from mountain.smoothing import WIDEST_SMOOTHING


def noise(seed: int, rows: int, columns: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(1000, 50, (rows, columns))


@settings(max_examples=30)
@given(st.integers(0, 99), st.integers(2, 40), st.integers(2, 40), st.floats(0.1, 12))
def test_a_smoothed_map_is_what_scipy_makes_of_it(seed, rows, columns, sigma):
    heights = noise(seed, rows, columns)
    ours = smoothed(Elevation(heights, 1, 1, "noise"), sigma)
    theirs = ndimage.gaussian_filter(heights, sigma, mode="reflect", truncate=4.0)
    np.testing.assert_allclose(ours.heights, theirs, rtol=0, atol=1e-10)
    assert f"Smoothed over {sigma:g} cells" in ours.notes[-1]


def test_more_rows_than_are_smoothed_at_once_are_smoothed_alike():
    heights = noise(5, 600, 31)
    ours = smoothed(Elevation(heights, 1, 1, "noise"), 2.5).heights
    theirs = ndimage.gaussian_filter(heights, 2.5, mode="reflect", truncate=4.0)
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-10)


@pytest.mark.parametrize("sigma", [8, 20, 100])
@pytest.mark.parametrize("shape", [(300, 41), (37, 500), (2, 2)])
@pytest.mark.parametrize("holes", [0.0, 0.2])
def test_wide_smoothing_is_the_same_to_rounding(shape, sigma, holes, monkeypatch):
    heights = noise(7, *shape)
    heights[np.random.default_rng(8).random(shape) < holes] = np.nan
    chart = Elevation(heights, 1, 1, "noise")
    fast = smoothed(chart, sigma).heights
    monkeypatch.setattr(smoothing, "_MANY", 10_000)
    slow = smoothed(chart, sigma).heights
    np.testing.assert_array_equal(np.isnan(fast), np.isnan(heights))
    np.testing.assert_allclose(fast, slow, rtol=0, atol=1e-9 * np.ptp(heights[heights > 0]))


@given(st.integers(0, 99), st.floats(0.3, 5))
def test_empty_cells_stay_empty_and_have_no_part_in_the_means(seed, sigma):
    heights = noise(seed, 20, 25)
    missing = np.random.default_rng(seed + 1).random((20, 25)) < 0.3
    holed = np.where(missing, np.nan, heights)
    ours = smoothed(Elevation(holed, 1, 1, "noise"), sigma).heights
    sums, shares = (
        ndimage.gaussian_filter(each, sigma, mode="reflect", truncate=4.0)
        for each in (np.where(missing, 0.0, heights), 1.0 - missing)
    )
    np.testing.assert_array_equal(np.isnan(ours), missing)
    np.testing.assert_allclose(ours[~missing], (sums / shares)[~missing], rtol=1e-9)


def test_no_smoothing_changes_nothing_and_none_but_sensible_widths_are_taken():
    chart = Elevation(noise(1, 9, 9), 1, 1, "noise")
    assert smoothed(chart, 0) is chart
    for sigma in (-1, np.nan, np.inf, WIDEST_SMOOTHING + 1):
        with pytest.raises(ValueError, match="try 0 to"):
            smoothed(chart, sigma)
