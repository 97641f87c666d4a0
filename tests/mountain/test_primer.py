"""The primer: five short texts, every figure of which is true."""

import math
import re
from dataclasses import replace

import numpy as np
import pytest

import mountain
from mountain.network import SIZES, untrained

TEXTS = {each.name: each.text for each in mountain.introductions()}
NETWORK = mountain.digit_network()
TRAINING = mountain.training_digits()


def test_the_words_of_a_network_are_introduced_in_order():
    assert list(TEXTS) == ["neuron", "weight", "bias", "cost", "learning_rate"]
    titles = [each.title for each in mountain.introductions()]
    assert titles == ["Neuron", "Weight", "Bias", "Cost", "Learning rate"]


@pytest.mark.parametrize("name", TEXTS)
def test_an_introduction_is_short_and_plain(name):
    assert 2 <= len(re.findall(r"[.!?](?: |$)", TEXTS[name])) <= 4
    assert len(TEXTS[name]) <= 160


def _figures(name: str) -> list[str]:
    return re.findall(r"\d[\d,.]*\d|\d", TEXTS[name])


def test_there_are_as_many_neurons_as_the_text_says():
    pixels, between, last = SIZES
    said = NETWORK.outputs(TRAINING.ink)
    assert (NETWORK.weights[0].shape, said.shape[1]) == ((between, pixels), last)
    assert (said >= 0).all()
    assert (said <= 1).all()
    figures = [between + last, between, pixels, last, between]
    assert _figures("neuron") == [str(each) for each in figures]


def test_there_are_as_many_weights_as_the_text_says():
    assert _figures("weight") == [f"{sum(each.size for each in NETWORK.weights):,}"]


def test_there_is_a_bias_for_each_neuron_and_on_the_mountain_they_stay():
    assert _figures("bias") == [str(sum(each.size for each in NETWORK.biases))]
    moved = mountain.digit_slice().network_at(2.0, -1.0)
    for found, expected in zip(moved.biases, NETWORK.biases, strict=True):
        assert (found == expected).all()


def test_the_cost_is_what_the_text_says_before_and_after_training():
    before = untrained(0).cost(TRAINING.ink, TRAINING.labels)
    after = NETWORK.cost(TRAINING.ink, TRAINING.labels)
    assert _figures("cost") == [f"{len(TRAINING):,}", f"{before:.2f}", f"{after:.2f}"]


def test_the_limit_of_the_learning_rate_is_that_of_the_mountain_one_stands_on():
    (word,) = (each for each in mountain.introductions() if each.name == "learning_rate")
    assert re.findall(r"\d", word.told()) == []
    assert word.told(math.inf) == word.told()
    assert "0.50 cannot settle" in word.told(0.4999)
    for seed in (0, 1):
        ground = mountain.cost_ground(mountain.cost_rows(seed), seed)
        digits = replace(mountain.terrain_named("digits"), ground=ground)
        for home in mountain.homes(digits):
            # Twice the step back to the middle of a parabola is the limit, in its steepest way.
            steepest = np.linalg.eigvalsh(ground.hessian(home.x, home.y))[-1]
            assert f"above {2 / steepest:.2f} cannot" in word.told(home.limit)


@pytest.mark.parametrize("share", [0.9, 1.1])
def test_above_the_limit_a_network_cannot_settle_at_home_and_below_it_can(share):
    digits = mountain.terrain_named("digits")
    (home,) = mountain.homes(digits)
    plan = mountain.plan_on(
        digits,
        {
            "learning_rate": share * home.limit,
            "measure_every": 1,
            "reading": "exact",
            "stop": False,
        },
    )
    track = mountain.advance(mountain.start(digits, plan, (home.x + 1e-3, home.y + 1e-3)), 400)
    away = math.hypot(track.x[-1] - home.x, track.y[-1] - home.y)
    assert (away < 1e-6) == (share < 1)


@pytest.mark.parametrize("name", sorted(set(TEXTS) - {"learning_rate"}))
def test_other_words_mean_the_same_on_every_mountain(name):
    (word,) = (each for each in mountain.introductions() if each.name == name)
    assert word.told(0.3) == word.text
