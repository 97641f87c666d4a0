"""Sine, cosine and tangent: near the truth as far out as is asked for, and by themselves."""

import math

import hypothesis.strategies as st
import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from mpmath import mpf
from ulps import compiled, farthest, tiny

from mountain.trigonometry import FARTHEST

WAVES = {name: compiled(name) for name in ("sin", "cos", "tan")}
#: By how many units in the last place each may be off.
BOUNDS = {"sin": 1.5, "cos": 1.5, "tan": 3.0}
#: The number below 2^60 that comes nearest to a multiple of π/2, by powers of two: where most
#: digits cancel.
HARD = [6381956970095103 * 2.0**power for power in (-52, -40, -24)]


def _near_quarters() -> np.ndarray:
    """Return numbers beside multiples of π/2, near and far."""
    random = np.random.default_rng(6)
    quarters = [*range(1, 200), *(10 ** random.uniform(3, 8.8, 200)).astype(int).tolist()]
    with mpmath.workprec(140):
        exact = np.array([float(each * mpmath.pi / 2) for each in quarters])
    return np.concatenate([exact, -exact, np.nextafter(exact, 0.0), np.nextafter(exact, 1e10)])


def _spread() -> np.ndarray:
    random = np.random.default_rng(7)
    ranges = [random.uniform(-far, far, 1500) for far in (1.0, 7.0, 1e3, 1e5, FARTHEST)]
    return np.concatenate([*ranges, _near_quarters(), tiny(500), HARD])


@pytest.mark.parametrize("name", WAVES)
def test_a_wave_is_as_near_the_truth_as_it_says(name):
    values = _spread()
    assert farthest(getattr(mpmath, name), values, WAVES[name](values)) <= BOUNDS[name]


@pytest.mark.parametrize("name", WAVES)
def test_beyond_the_farthest_a_wave_is_the_system_s(name):
    values = np.array([1.1 * FARTHEST, -1e16, 1e22, 1.7e308, 6381956970095103 * 2.0**797])
    expected = [getattr(math, name)(value) for value in values]
    assert WAVES[name](values).tolist() == expected


@pytest.mark.parametrize("name", WAVES)
def test_without_end_there_is_no_wave_and_nothing_keeps_its_sign(name):
    values = np.array([math.inf, -math.inf, math.nan, 0.0, -0.0])
    with np.errstate(invalid="ignore"):
        expected = getattr(np, name)(values)
    found = WAVES[name](values)
    np.testing.assert_array_equal(found, expected)
    np.testing.assert_array_equal(np.signbit(found[3:]), np.signbit(expected[3:]))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(WAVES)), st.lists(st.floats(), min_size=1, max_size=9))
def test_a_wave_does_not_depend_on_its_neighbours_however_far_they_are(name, values):
    wave, places = WAVES[name], np.array(values)
    alone = [wave(np.array([value]))[0] for value in values]
    np.testing.assert_array_equal(wave(places), alone)


@given(st.floats(-1e6, 1e6))
def test_sine_and_cosine_lie_on_the_circle(value):
    sine, cosine = (WAVES[name](np.array([value]))[0] for name in ("sin", "cos"))
    assert mpf(sine) ** 2 + mpf(cosine) ** 2 == pytest.approx(1.0, abs=1e-15)
