"""The primer: five short texts, every figure of which is true."""

import re

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
    assert len(TEXTS[name]) <= 320


def _figures(name: str) -> list[str]:
    return re.findall(r"\d[\d,.]*\d|\d", TEXTS[name])


def test_there_are_as_many_neurons_as_the_text_says():
    pixels, between, last = SIZES
    said = NETWORK.outputs(TRAINING.ink)
    assert (NETWORK.weights[0].shape, said.shape[1]) == ((between, pixels), last)
    assert (said >= 0).all()
    assert (said <= 1).all()
    total = between + last
    figures = [total, between, pixels, last, between, last, 0, 1]
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


def test_the_limit_of_the_learning_rate_is_what_the_text_says():
    (home,) = mountain.homes(mountain.terrain_named("digits"))
    assert _figures("learning_rate") == [f"{home.limit:.2f}"]
