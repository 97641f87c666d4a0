"""Units: standard ones have mean nought and deviation one, and all ways lead back."""

import numpy as np
import pytest
from hypothesis import given, strategies as some

from mountain.line import line_text
from mountain.regression import Regression, regression_terrain
from mountain.samples import Samples, SamplesError
from mountain.units import Units, standard_units

#: The tiniest floats have no digits left to compute with.
numbers = some.floats(-1e6, 1e6).filter(lambda value: value == 0 or abs(value) > 1e-290)
YEARS = Samples((1990, 1995, 2000, 2010), (3, 4, 5, 9), ("year", "marks"))


@given(some.lists(some.tuples(numbers, numbers), min_size=2))
def test_standard_samples_have_mean_nought_and_deviation_one_or_nought(points):
    plain = Samples(*zip(*points, strict=True))
    standard = standard_units(plain).standard(plain)
    for before, after in ((plain.x, standard.x), (plain.y, standard.y)):
        level = len(set(before)) == 1
        # Of numbers that differ in their last digits only, only those digits are left.
        spread = np.ptp(before) or max(1, *map(abs, before))
        digits = 1e-9 + 1e-15 * max(map(abs, before)) / spread
        assert np.mean(after) == pytest.approx(0, abs=100 * digits)
        assert np.std(after) == pytest.approx(0 if level else 1, abs=100 * digits)


def test_points_are_themselves_again_in_their_own_units():
    units = standard_units(YEARS)
    again = units.own(units.standard(YEARS))
    assert again.x == pytest.approx(YEARS.x, rel=1e-14)
    assert again.y == pytest.approx(YEARS.y, rel=1e-14)
    assert again.names == YEARS.names
    assert Units().own(YEARS) == Units().standard(YEARS) == YEARS


@given(some.floats(-5, 5), some.floats(-5, 5))
def test_a_line_goes_through_the_same_points_in_either_units(slope, intercept):
    units = standard_units(YEARS)
    own_slope, own_intercept = units.own_line(slope, intercept)
    for x in (-1.5, 0.0, 2.0):
        own_x, own_y = units.own_point(x, slope * x + intercept)
        assert own_slope * own_x + own_intercept == pytest.approx(own_y, abs=1e-9)


def test_the_best_line_is_that_of_the_points_in_their_own_units():
    ground = regression_terrain(YEARS).ground
    assert isinstance(ground, Regression)
    best = ground.units.own_line(*ground.minimum)
    assert best == pytest.approx(tuple(np.polyfit(YEARS.x, YEARS.y, 1)), rel=1e-9)
    assert ground.own_samples.x == pytest.approx(YEARS.x, rel=1e-14)


def test_a_point_is_moved_in_its_own_units_and_the_units_stay():
    ground = regression_terrain(YEARS).ground
    moved = ground.with_own_point(3, 2020, 12)
    assert moved.units == ground.units
    assert moved.own_samples.x == pytest.approx((1990, 1995, 2000, 2020))
    assert moved.own_samples.y == pytest.approx((3, 4, 5, 12))
    best = moved.units.own_line(*moved.minimum)
    expected = np.polyfit((1990, 1995, 2000, 2020), (3, 4, 5, 12), 1)
    assert best == pytest.approx(tuple(expected), rel=1e-9)


@pytest.mark.parametrize("units", [((0, 0), (0, 1)), ((0, 0), (1, -1)), ((0, np.nan), (1, 1))])
def test_units_that_nothing_can_be_counted_in_are_refused(units):
    with pytest.raises(SamplesError, match="cannot be counted in"):
        Units(*units)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ((1.5, -2.0), "y = 1.50 x − 2.00"),
        ((-1.5, 2.0), "y = −1.50 x + 2.00"),
        ((-0.0, -0.0), "y = 0 x + 0"),
        ((-0.001, -0.004), "y = −0.001 x − 0.004"),
        ((0.33333, -1234.56), "y = 0.33 x − 1235"),
        ((-1.3e-5, 1e6), "y = −1.3e−05 x + 1000000"),
    ],
)
def test_a_line_is_written_without_a_negative_zero(line, text):
    assert line_text(line) == text
