"""Elevation maps as values: what they hold, and what makes none."""

import dataclasses

import numpy as np
import pytest

from mountain.elevation import Elevation, ElevationError, check_shape, check_spacing

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


@pytest.mark.parametrize("shape", [(10**5000, 2), (1, 10**400), (10**19, 10**19), (0, 10**5000)])
def test_of_a_number_without_end_no_more_is_said_than_that_it_is_too_large(shape):
    with pytest.raises(ElevationError, match="over 134,217,728 rows or columns") as caught:
        check_shape(shape)
    assert len(str(caught.value)) < 200


def test_cells_are_as_wide_as_somebody_could_measure_them():
    for length in (0.001, 30.0, 111_195.0):
        check_spacing(length, length)
    for length in (0.0009, 1e-300, 1e8, 1e300, float("inf"), float("nan"), -30.0, 0.0):
        for pair in ((length, 30.0), (30.0, length)):
            with pytest.raises(ElevationError, match=r"both must be from 0\.001 to 200,000 m"):
                check_spacing(*pair)
