"""The network: what it says, what that costs, and how the cost slopes."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra.numpy import arrays

from mountain.network import (
    SIZES,
    Network,
    normals,
    squared_errors,
    squashed,
    trained,
    untrained,
    wanted,
)

RANDOM = np.random.default_rng(7)
INK = RANDOM.uniform(0, 1, (30, SIZES[0]))
LABELS = RANDOM.integers(0, 10, 30).astype(np.uint8)


def one_by_one(network: Network, ink: np.ndarray) -> list[float]:
    """Work an image through the network as one does on paper."""
    numbers = ink.tolist()
    for layer, squash in ((0, np.tanh), (1, lambda total: 1 / (1 + np.exp(-total)))):
        rows = zip(network.weights[layer].tolist(), network.biases[layer].tolist(), strict=True)
        numbers = [
            float(squash(sum(w * a for w, a in zip(weights, numbers, strict=True)) + bias))
            for weights, bias in rows
        ]
    return numbers


def test_a_network_says_what_its_neurons_say_one_by_one():
    network = untrained(3)
    network = network.mapped(lambda each: each + 0.1)
    for ink, said in zip(INK[:5], network.outputs(INK[:5]), strict=True):
        assert said == pytest.approx(one_by_one(network, ink), abs=1e-14)


@given(arrays(np.float64, 10, elements=st.floats(0, 1)), st.integers(0, 9))
def test_the_cost_of_an_image_is_the_sum_of_the_squares_that_its_numbers_are_off_by(said, digit):
    should = [1.0 if each == digit else 0.0 for each in range(10)]
    expected = sum((a - b) ** 2 for a, b in zip(said.tolist(), should, strict=True))
    (found,) = squared_errors(said[None], wanted([digit]))
    assert found == pytest.approx(expected, abs=1e-14)


def test_sure_and_right_costs_nothing_and_sure_and_wrong_costs_two():
    sure = wanted([4, 4])
    assert squared_errors(sure, wanted([4, 7])).tolist() == [0.0, 2.0]


def test_the_cost_is_the_mean_over_the_images():
    network = untrained(0)
    costs = [network.cost(INK[each : each + 1], LABELS[each : each + 1]) for each in range(30)]
    assert network.cost(INK, LABELS) == pytest.approx(np.mean(costs), rel=1e-14)


@pytest.mark.parametrize("seed", [0, 1])
def test_the_gradient_is_that_of_finite_differences_for_every_weight_and_bias(seed):
    network, h = untrained(seed).mapped(lambda each: each + 0.05), 1e-5
    slope = network.gradient(INK, LABELS)
    for index, found in enumerate(slope.arrays):
        expected = np.empty_like(found)
        for place in np.ndindex(found.shape):
            ends = []
            for sign in (1, -1):
                changed = [each.copy() for each in network.arrays]
                changed[index][place] += sign * h
                other = Network((changed[0], changed[1]), (changed[2], changed[3]))
                ends.append(other.cost(INK, LABELS))
            expected[place] = (ends[0] - ends[1]) / (2 * h)
        np.testing.assert_allclose(found, expected, atol=1e-9)


@given(st.floats(-800, 800))
def test_squashing_is_the_logistic_function_and_never_overflows(value):
    with np.errstate(all="raise", under="ignore"):
        found = float(squashed(np.array(value)))
    assert 0 <= found <= 1
    assert found == pytest.approx(1 / (1 + np.exp(-min(max(value, -700), 700))), abs=1e-15)


def test_chance_is_the_same_in_every_year():
    # Worked out from the raw bits that NumPy promises to keep: see NEP 19.
    first = np.random.PCG64(11).random_raw(2) >> np.uint64(11)
    u, v = ((int(each)) / 2**53 for each in first)
    expected = np.sqrt(-2 * np.log(u + 2.0**-53)) * np.cos(2 * np.pi * v)
    assert normals(11, 1)[0] == pytest.approx(expected, rel=1e-14)


def test_chance_is_standard_normal():
    numbers = normals(0, 40_000)
    assert numbers.mean() == pytest.approx(0, abs=0.02)
    assert numbers.std() == pytest.approx(1, abs=0.02)
    assert (np.abs(numbers) < 1).mean() == pytest.approx(0.6827, abs=0.01)


def test_equal_seeds_train_equal_networks_and_others_train_others():
    one, same, other = (trained(INK, LABELS, seed, 5) for seed in (0, 0, 1))
    assert [a.tobytes() for a in one.arrays] == [b.tobytes() for b in same.arrays]
    assert not np.allclose(one.weights[0], other.weights[0])


def test_training_steps_are_those_of_adamw_with_decay_for_weights_alone():
    parameters = [each.copy() for each in untrained(0).arrays]
    first, second = ([np.zeros_like(each) for each in parameters] for _ in range(2))
    for step in range(1, 4):
        network = Network((parameters[0], parameters[1]), (parameters[2], parameters[3]))
        for index, slope in enumerate(network.gradient(INK, LABELS).arrays):
            first[index] += 0.1 * (slope - first[index])
            second[index] += 0.001 * (slope**2 - second[index])
            mean, square = first[index] / (1 - 0.9**step), second[index] / (1 - 0.999**step)
            decay = 0.02 * 0.2 * parameters[index] if index < 2 else 0.0
            parameters[index] = parameters[index] - decay - 0.02 * mean / (np.sqrt(square) + 1e-8)
    for found, expected in zip(trained(INK, LABELS, 0, 3).arrays, parameters, strict=True):
        np.testing.assert_allclose(found, expected, atol=1e-12)


def test_training_lowers_the_cost():
    costs = [trained(INK, LABELS, 0, steps).cost(INK, LABELS) for steps in (0, 20, 100)]
    assert costs[0] > costs[1] > costs[2]
    assert costs[2] < 0.4 * costs[0]
