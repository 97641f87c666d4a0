"""Logarithms: within a unit of the truth from end to end."""

import math

import mpmath
import numpy as np
from ulps import compiled, farthest, tiny

log = compiled("log")


def test_log_is_within_one_unit_in_the_last_place_of_the_truth():
    random, near = np.random.default_rng(5), tiny(1000)
    values = np.concatenate(
        [
            random.uniform(0.5, 2.0, 2000),
            10.0 ** random.uniform(-323, 308, 2000),
            1.0 + near[np.abs(near) > 1e-17] / 3,
            np.sqrt(0.5) * (1.0 + near[:100] * 1e-3),
        ]
    )
    assert farthest(mpmath.log, values, log(values)) <= 1.0


def test_log_has_its_ends_and_nothing_below_them():
    values = np.array([0.0, -0.0, math.inf, -math.inf, math.nan, -1.0, -5e-324, 1.0, 5e-324])
    expected = [-math.inf, -math.inf, math.inf, *[math.nan] * 4, 0.0, math.log(5e-324)]
    np.testing.assert_array_equal(log(values), expected)
