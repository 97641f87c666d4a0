"""Batches as their twin draws them: fair, whole, and the same for the same reading."""

import math

import numpy as np
import pytest
from hypothesis import given, strategies as some

from mountain.regression import Regression
from mountain.samples import seeded_samples
from tests import naive_batches
from tests.naive import normal_pair

SAMPLES = seeded_samples(4)
READINGS = 20_000
PLACE = (0.3, -1.1)


@given(some.integers(1, 60), some.data(), some.integers(0, 2**53), some.integers(0, 10**6))
def test_a_batch_holds_as_many_different_points_as_were_asked_for(count, data, seed, reading):
    size = data.draw(some.integers(1, count))
    taken = naive_batches.batch(count, size, seed, 3, reading)
    assert len(taken) == size
    assert taken == sorted(set(taken))
    assert set(taken) <= set(range(count))


def test_a_batch_of_all_points_gives_the_full_gradient():
    slope = naive_batches.batch_slope(SAMPLES, len(SAMPLES), 7, 0, 5, *PLACE)
    expected = [float(each) for each in Regression(SAMPLES).gradient(*PLACE)]
    assert slope == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("size", [1, 3, 19])
def test_the_mean_over_many_readings_is_the_full_gradient(size):
    slopes = np.array(
        [
            naive_batches.batch_slope(SAMPLES, size, 7, 2, reading, *PLACE)
            for reading in range(READINGS)
        ]
    )
    error = slopes.std(0) / math.sqrt(READINGS)
    off = np.abs(slopes.mean(0) - Regression(SAMPLES).gradient(*PLACE))
    assert (off < 5 * error).all()


@pytest.mark.parametrize("size", [1, 4, 10])
def test_each_point_and_each_pair_is_drawn_equally_often(size):
    count = 12
    drawn = np.zeros((READINGS, count))
    for reading in range(READINGS):
        drawn[reading, naive_batches.batch(count, size, 1, 0, reading)] = 1
    share = size / count
    spread = math.sqrt(share * (1 - share) / READINGS)
    assert (np.abs(drawn.mean(0) - share) < 5 * spread).all()
    together = drawn.T @ drawn / READINGS
    pairs = together[np.triu_indices(count, 1)]
    share = size * (size - 1) / (count * (count - 1))
    spread = math.sqrt(share * (1 - share) / READINGS)
    assert (np.abs(pairs - share) <= 5 * spread).all()


def test_other_seeds_hikers_and_readings_draw_other_batches():
    keys = [(0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1)]
    batches = [tuple(naive_batches.batch(40, 10, *key)) for key in keys]
    assert len(set(batches)) == len(keys)
    assert batches == [tuple(naive_batches.batch(40, 10, *key)) for key in keys]


def test_which_points_are_drawn_tells_nothing_of_the_noise():
    first = np.array([naive_batches.batch(2, 1, 3, 0, each)[0] for each in range(READINGS)])
    noise = np.array([normal_pair(3, 0, each) for each in range(READINGS)])
    for component in noise.T:
        assert abs(np.corrcoef(first, component)[0, 1]) < 5 / math.sqrt(READINGS)
