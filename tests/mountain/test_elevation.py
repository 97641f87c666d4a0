"""Elevation maps as values: what they hold, and what makes none."""

import dataclasses

import numpy as np
import pytest

from mountain.elevation import Elevation, ElevationError, check_shape

STEPS = np.arange(12.0).reshape(3, 4)


def test_heights_cannot_be_changed():
    heights = STEPS.copy()
    chart = Elevation(heights, 1, 1, "steps")
    heights[:] = 7
    np.testing.assert_array_equal(chart.heights, STEPS)
    with pytest.raises(ValueError, match="read-only"):
        chart.heights[0, 0] = 5
    with pytest.raises(dataclasses.FrozenInstanceError):
        chart.dx = 2


@pytest.mark.parametrize(
    ("heights", "spacing", "message"),
    [
        (np.full((3, 3), np.nan), (1, 1), "every cell is empty"),
        (np.full((3, 3), 7.0), (1, 1), "all its heights are 7 m"),
        (np.array([[7.0, np.nan], [7.0, 7.0]]), (1, 1), "all its heights are 7 m"),
        (np.zeros((1, 1)), (1, 1), "1 × 1 cells make no surface"),
        (np.zeros((1, 9)), (1, 1), "9 × 1 cells make no surface"),
        (np.zeros((0, 9)), (1, 1), "make no surface"),
        (np.zeros(9), (1, 1), "it has 1 axes"),
        (np.zeros((2, 3, 4)), (1, 1), "it has 3 axes"),
        (np.array([[1, np.inf], [0, 2]]), (1, 1), "infinite"),
        (STEPS, (0, 1), "must be more than 0"),
        (STEPS, (1, -2), "must be more than 0"),
        (STEPS, (np.nan, 2), "must be more than 0"),
    ],
)
def test_what_makes_no_map_is_refused_with_its_reason(heights, spacing, message):
    with pytest.raises(ElevationError, match=message) as caught:
        Elevation(heights, *spacing, "none")
    assert "\n" not in str(caught.value)


def test_a_giant_is_refused_by_its_shape_alone():
    check_shape((8192, 8192))
    with pytest.raises(ElevationError, match="more than can be read"):
        check_shape((2**20, 2**20))
