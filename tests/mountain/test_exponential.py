"""Exponentials: within a unit of the truth from end to end."""

import math
from functools import partial

import mpmath
import numpy as np
import pytest
from ulps import compiled, farthest, tiny

exp, tanh = compiled("exp"), compiled("tanh")
_of = partial(compiled, "exp")


def _spread(count: int) -> np.ndarray:
    """Return arguments from underflow to overflow, and tiny ones of either sign."""
    random = np.random.default_rng(1)
    halves = np.log(2) * (np.arange(-1070, 1020) + 0.5)
    return np.concatenate(
        [random.uniform(-750, 709.78, count), random.uniform(-2, 2, count), tiny(count), halves]
    )


def test_exp_is_within_one_unit_in_the_last_place_of_the_truth():
    values = _spread(1000)
    assert farthest(mpmath.exp, values, exp(values)) <= 1.0


def test_exp_is_within_one_unit_in_the_last_place_of_the_system_s():
    values = _spread(20_000)
    expected = np.array([math.exp(value) for value in values])
    units = exp(values).view(np.int64) - expected.view(np.int64)
    assert np.abs(units).max() <= 1


def test_exp_fades_into_nothing_and_into_infinity():
    values = np.array([-np.inf, -1e308, -746.0, -745.13, 0.0, -0.0, 709.78, 709.79, np.inf, np.nan])
    expected = [0.0, 0.0, 0.0, 5e-324, 1.0, 1.0, math.exp(709.78), np.inf, np.inf, np.nan]
    np.testing.assert_array_equal(exp(values), expected)


@pytest.mark.parametrize("factor", [-1.0, 0.5, -4.0, 2.0**-20])
def test_exp_of_what_is_multiplied_by_a_power_of_two_is_as_near(factor):
    values = _spread(500) / factor
    assert farthest(lambda value: mpmath.exp(factor * value), values, _of(factor)(values)) <= 1.0


@pytest.mark.parametrize("factor", [-1 / 2.4, 1.3, 3e7, -1e-25])
def test_exp_of_any_other_multiple_is_what_a_factor_off_by_a_rounding_makes_of_it(factor):
    values = _spread(500) / factor
    found = _of(factor)(values)
    for value, result in zip(values, found, strict=True):
        with mpmath.workprec(140):
            product = mpmath.mpf(factor) * mpmath.mpf(float(value))
            true = mpmath.exp(product)
            allowed = true * abs(product) * mpmath.mpf(2) ** -53 + math.ulp(float(true))
            assert abs(mpmath.mpf(float(result)) - true) <= allowed


@pytest.mark.parametrize("factor", [-1 / 2.4, 2.0, 1e30, -1e-30, 1e31, -1e-31])
def test_exp_of_a_multiple_ends_as_exp_does(factor):
    ends = np.array([0.0, -0.0, 1e300, -1e300, math.inf, -math.inf, math.nan, 5e-324])
    with np.errstate(over="ignore", under="ignore"):
        np.testing.assert_array_equal(_of(factor)(ends), np.exp(factor * ends))


def test_tanh_is_within_three_units_in_the_last_place_of_the_truth():
    random = np.random.default_rng(4)
    values = np.concatenate(
        [random.uniform(-1, 1, 2000), random.uniform(-25, 25, 1000), tiny(1000)]
    )
    assert farthest(mpmath.tanh, values, tanh(values)) <= 3.0


@pytest.mark.parametrize("value", [0.0, -0.0, 20.5, -1e308, math.inf, -math.inf, math.nan])
def test_at_every_end_tanh_is_the_system_s(value):
    (found,) = tanh(np.array([value]))
    np.testing.assert_array_equal(found, math.tanh(value))
    assert math.isnan(value) or math.copysign(1.0, found) == math.copysign(1.0, value)
