"""Slices: directions in which a network changes, and the cost on the plane that they span."""

from itertools import islice

import numpy as np
import pytest

from mountain.digits import training_digits
from mountain.network import untrained
from mountain.slices import Slice, random_directions

NETWORK = untrained(5).mapped(lambda each: each + 0.05)
DIGITS = training_digits().chosen(slice(60))
SLICE = Slice(NETWORK, random_directions(NETWORK, 3), DIGITS.ink, DIGITS.labels)
PLACES = [(0.0, 0.0), (0.5, -1.25), (-2.0, 3.0)]


def test_every_neurons_weights_in_a_direction_are_as_long_as_its_own():
    for direction in SLICE.directions:
        for rows, weights in zip(direction.weights, NETWORK.weights, strict=True):
            lengths = np.linalg.norm(rows, axis=1)
            np.testing.assert_allclose(lengths, np.linalg.norm(weights, axis=1), rtol=1e-14)


def test_directions_leave_the_biases_as_they_are():
    for direction in SLICE.directions:
        assert all((each == 0).all() for each in direction.biases)


def test_directions_are_nearly_perpendicular_and_a_seed_tells_them():
    first, second = (
        np.concatenate([each.ravel() for each in direction.weights])
        for direction in SLICE.directions
    )
    cosine = first @ second / np.linalg.norm(first) / np.linalg.norm(second)
    assert abs(cosine) < 0.1
    again, other = (random_directions(NETWORK, seed)[0].weights[0] for seed in (3, 4))
    assert (again == SLICE.directions[0].weights[0]).all()
    assert not np.allclose(again, other)


@pytest.mark.parametrize("place", PLACES)
def test_at_a_place_stands_the_network_whose_weights_are_so_far_along(place):
    found = SLICE.network_at(*place)
    for index, array in enumerate(found.arrays):
        expected = (
            NETWORK.arrays[index]
            + place[0] * SLICE.directions[0].arrays[index]
            + place[1] * SLICE.directions[1].arrays[index]
        )
        np.testing.assert_allclose(array, expected, rtol=1e-14, atol=1e-15)
    assert SLICE.cost(*place) == found.cost(DIGITS.ink, DIGITS.labels)


@pytest.mark.parametrize(("alpha", "beta"), PLACES)
def test_the_slope_is_that_of_finite_differences(alpha, beta):
    h = 1e-5
    by_alpha = (SLICE.cost(alpha + h, beta) - SLICE.cost(alpha - h, beta)) / (2 * h)
    by_beta = (SLICE.cost(alpha, beta + h) - SLICE.cost(alpha, beta - h)) / (2 * h)
    assert SLICE.gradient(alpha, beta) == pytest.approx((by_alpha, by_beta), abs=1e-8)


def test_rows_hold_the_exact_costs_from_south_to_north_and_west_to_east():
    alphas, betas = np.array([-1.0, 0.0, 2.5]), np.array([-0.5, 1.0])
    rows = np.stack(list(SLICE.rows(alphas, betas)))
    expected = [[SLICE.cost(alpha, beta) for alpha in alphas] for beta in betas]
    np.testing.assert_allclose(rows, expected, rtol=1e-12)


def test_rows_are_worked_out_one_at_a_time_as_they_are_asked_for():
    asked: list[float] = []

    class Watched(Slice):
        def _cost(self, alpha: float, beta: float) -> float:
            asked.append(beta)
            return super()._cost(alpha, beta)

    watched = Watched(NETWORK, SLICE.directions, DIGITS.ink, DIGITS.labels)
    list(islice(watched.rows(np.zeros(4), np.arange(100.0)), 2))
    assert asked == [0.0] * 4 + [1.0] * 4
