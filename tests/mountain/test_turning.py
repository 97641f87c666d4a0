"""Turning back: it is told by the way that was walked, whatever rule made the steps."""

import numpy as np
import pytest

import mountain
from mountain import OPTIMIZERS, Formula, Terrain, Track, Window
from mountain.turning import is_bouncing, turned_back

BOWL = mountain.terrain_named("bowl")
POTHOLES = mountain.terrain_named("potholes")


def walked(terrain: Terrain, place: tuple[float, float], **settings: object) -> Track:
    plan = mountain.plan_on(terrain, {"measure_every": 1, **settings})
    return mountain.advance(mountain.start(terrain, plan, place), 10**7)


def drawn(text: str) -> Terrain:
    return Terrain("drawn", "Drawn", Formula(text), Window(-3.0, 3.0, -3.0, 3.0))


def test_adagrad_that_turns_at_every_reading_and_still_gets_lower_is_not_bouncing() -> None:
    track = walked(POTHOLES, (3.3, -2.2), optimizer="adagrad", learning_rate=1, measure_every=5)
    read = track.height[track.measured]
    assert turned_back(track)[-10:].all()
    assert (read[-11:] < read[-13:-2]).all()
    assert not is_bouncing(track)
    assert mountain.ending(track).fate.name == "night"


@pytest.mark.parametrize("steepness", [1e2, 1e4, 1e8])
def test_lion_that_walks_down_a_groove_from_wall_to_wall_is_not_bouncing(steepness: float) -> None:
    groove = drawn(f"{steepness:.0f}*abs(y) + x")
    track = walked(groove, (2.9, 0.02), optimizer="lion", learning_rate=0.05, steps=80)
    assert turned_back(track)[-10:].all()
    # Every second step ends a tenth lower.
    assert np.diff(track.height[-11::2]) == pytest.approx(-0.1, rel=1e-4)
    assert not is_bouncing(track)
    assert mountain.ending(track).fate.name == "walking"


def test_a_hiker_whose_stride_is_capped_and_who_swings_to_and_fro_is_bouncing() -> None:
    track = walked(BOWL, (1.05, 0.0), learning_rate=5.0, stride_cap=0.1)
    assert np.abs(track.x[-20:]).max() == pytest.approx(0.05)
    assert is_bouncing(track)


@pytest.mark.parametrize("optimizer", ["lion", "gradient_descent"])
def test_whoever_swings_across_the_middle_of_a_bowl_for_ever_is_bouncing(optimizer: str) -> None:
    plan = {"optimizer": optimizer, "beta1": 0.0, "learning_rate": 1.0}
    track = walked(BOWL, (0.5, 0.5), **plan)
    assert track.x[-1] == pytest.approx(-track.x[-2])
    assert is_bouncing(track)


def test_a_schedule_that_has_brought_the_steps_to_nothing_is_no_bounce() -> None:
    schedule = {"schedule": "exponential", "schedule_factor": 0.01}
    track = walked(BOWL, (-2.5, 2.0), learning_rate=1.0, steps=60, **schedule)
    assert track.x[-1] == track.x[-2]
    assert not is_bouncing(track)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("rate", [0.003, 0.03, 0.3, 3.0])
def test_no_rule_is_bouncing_while_each_reading_is_lower_by_a_tenth_of_the_way_down(
    optimizer: str, rate: float
) -> None:
    track = walked(BOWL, (-2.5, 2.0), optimizer=optimizer, learning_rate=rate, stop=False, steps=60)
    for end in range(11, 60):
        heights = track.height[end - 10 : end + 1]
        if (np.diff(heights) < -0.1 * heights[:-1]).all():
            assert not is_bouncing(track.until(end))
