"""Noise: a function of seed, hiker and reading, normal, and unrelated to its neighbours."""

import math

import hypothesis.strategies as st
import naive
import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from numpy.typing import NDArray

from mountain.draws import normal_pair


@given(st.integers(0, 2**53), st.integers(0, 2**62), st.integers(0, 2**62))
def test_noise_is_its_twin_in_whole_numbers(seed, hiker, reading):
    expected = naive.normal_pair(seed, hiker, reading)
    drawn = normal_pair(seed, hiker, reading)
    assert drawn == pytest.approx(expected, rel=1e-14, abs=1e-14)


def _noise(count: int, seed: int = 0, hiker: int = 0) -> NDArray[np.float64]:
    return np.array([normal_pair(seed, hiker, reading) for reading in range(count)])


def test_noise_is_normal():
    first, second = _noise(20_000, seed=3).T
    for each in (first, second, (first + second) / math.sqrt(2)):
        assert scipy.stats.kstest(each, "norm").pvalue > 0.01
        assert scipy.stats.normaltest(each).pvalue > 0.01
        assert abs(each.mean()) < 3 / math.sqrt(20_000)
        assert abs(each.std() - 1) < 3 / math.sqrt(2 * 20_000)


def test_noise_of_neighbouring_seeds_hikers_and_readings_is_unrelated():
    here = _noise(20_000)
    others = [here[:, ::-1], _noise(20_000, seed=1), _noise(20_000, hiker=1), np.roll(here, 1, 0)]
    for other in others:
        for one, two in ((here, other), (here**2, other**2), (np.abs(here), np.abs(other))):
            correlation = scipy.stats.pearsonr(one[:, 0], two[:, 0]).statistic
            assert abs(correlation) < 4 / math.sqrt(20_000)


def test_no_two_of_many_draws_are_equal():
    drawn = [
        normal_pair(seed, hiker, reading)
        for seed in range(12)
        for hiker in range(12)
        for reading in range(12)
    ]
    assert len(set(drawn)) == 12**3
