"""Memories: what optimizers remember of slopes, against the slopes that were read."""

import numpy as np
import pytest

from mountain import OPTIMIZERS, Plan, Track, advance, memories, start
from tests.hikes import SWELL


def hike(name: str, steps: int = 9) -> Track:
    plan = {"optimizer": name, "learning_rate": 0.01, "measure_every": 1, "stop": False}
    return advance(start(SWELL, Plan().with_settings(plan)), steps)


KINDS = {
    "gradient_descent": {},
    "momentum": {"v": "velocity"},
    "nesterov": {"v": "velocity"},
    "adagrad": {"q": "squares"},
    "adadelta": {"q": "squares"},
    "rmsprop": {"q": "squares"},
    "adam": {"m": "average", "v": "squares"},
    "adamw": {"m": "average", "v": "squares"},
    "nadam": {"m": "average", "v": "squares"},
    "lion": {"m": "average"},
}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_memory_is_known_by_what_the_rule_does_with_it(name):
    assert {each.symbol: each.kind for each in memories(hike(name), 9)} == KINDS[name]


def test_a_velocity_is_the_fading_sum_of_the_slopes():
    track = hike("momentum")
    (velocity,) = memories(track, 9)
    fading = 0.9 ** np.arange(8, -1, -1)
    assert velocity.east == pytest.approx(fading @ track.grad_x[:9])
    assert velocity.north == pytest.approx(fading @ track.grad_y[:9])


def test_adagrads_squares_are_the_root_of_the_mean_of_all():
    track = hike("adagrad")
    (squares,) = memories(track, 9)
    assert squares.east == pytest.approx(np.sqrt(np.mean(track.grad_x[:9] ** 2)))


@pytest.mark.parametrize(("name", "kept"), [("adam", 0.999), ("rmsprop", 0.99), ("adadelta", 0.9)])
def test_the_mean_of_squares_is_a_mean_from_the_first_step_on(name, kept):
    track = hike(name)
    for step in (1, 4, 9):
        weights = kept ** np.arange(step - 1, -1, -1)
        expected = np.sqrt(np.average(track.grad_y[:step] ** 2, weights=weights))
        assert memories(track, step)[-1].north == pytest.approx(expected)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_nothing_is_remembered_at_the_start(name):
    assert all(each.east == each.north == 0 for each in memories(hike(name), 0))
