"""The reading in words and degrees, and what a long probe does to it."""

import math

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import assume, given

import mountain

POINTS = {
    "east": (1, 0),
    "north-east": (1, 1),
    "north": (0, 1),
    "north-west": (-1, 1),
    "west": (-1, 0),
    "south-west": (-1, -1),
    "south": (0, -1),
    "south-east": (1, -1),
}

components = st.floats(-1e6, 1e6).filter(lambda value: value == 0 or abs(value) > 1e-6)


def test_level_ground_has_no_tilt_and_a_slope_of_one_is_half_a_right_angle():
    assert mountain.tilt(0.0) == 0.0
    assert mountain.tilt(1.0) == pytest.approx(45.0)
    assert mountain.tilt(math.sqrt(3.0)) == pytest.approx(60.0)


@pytest.mark.parametrize(("way", "degrees"), [((0, 1), 0), ((1, 0), 90), ((0, -1), 180)])
def test_a_bearing_is_counted_clockwise_from_north(way, degrees):
    assert mountain.bearing(*way) == pytest.approx(degrees)


def test_a_bearing_a_little_west_of_north_is_just_below_the_full_circle():
    assert mountain.bearing(-1, 1) == pytest.approx(315)
    assert mountain.bearing(-1e-3, 1) == pytest.approx(360, abs=0.1)


@given(components, components)
def test_a_heading_is_the_compass_word_most_nearly_in_its_direction(dx, dy):
    length = math.hypot(dx, dy)
    assume(length > 0)
    along = {word: (dx * x + dy * y) / math.hypot(x, y) for word, (x, y) in POINTS.items()}
    assert along[mountain.heading(dx, dy)] >= max(along.values()) - 1e-9 * length


@pytest.mark.parametrize("way", [(0.0, 0.0), (math.nan, 1.0), (1.0, math.inf)])
def test_a_way_that_leads_nowhere_has_no_heading(way):
    assert mountain.heading(*way) == ""


def _reading(terrain, place, probe_length):
    plan = mountain.plan_on(terrain, {"probe_length": probe_length})
    first = mountain.start(terrain, plan, place)
    return float(first.grad_x[0]), float(first.grad_y[0])


@pytest.mark.parametrize("probe_length", [0.5, 1.0])
@pytest.mark.parametrize("place", [(3.3, -2.2), (-4.1, 0.7), (0.25, 0.25)])
def test_a_probe_of_half_a_pothole_feels_the_great_bowl_alone(place, probe_length):
    potholes = mountain.terrain_named("potholes")
    expected = (2 * place[0], 2 * place[1])
    assert _reading(potholes, place, probe_length) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("probe_length", [0.45, 0.55])
def test_a_probe_a_little_shorter_or_longer_feels_the_potholes_again(probe_length):
    potholes = mountain.terrain_named("potholes")
    assert abs(_reading(potholes, (0.25, 0.0), probe_length)[0] - 0.5) > 1.0


@pytest.mark.parametrize("place", [(-3.0, -2.5), (-3.2, 0.8)])
def test_with_a_wide_stance_on_the_misty_mountain_every_start_ends_short_of_home(place):
    terrain = mountain.terrain_named("misty_mountain")
    plan = mountain.plan_on(
        terrain, {"probe_length": 1.5, "learning_rate": 0.3, "measure_every": 1}
    )
    track = mountain.advance(mountain.start(terrain, plan, place), 10_000)
    end = np.array([track.x[-1], track.y[-1]])
    assert end == pytest.approx([0.995, -0.739], abs=2e-3)
    home = mountain.nearest_home(terrain, *end)
    assert math.dist(end, (home.x, home.y)) == pytest.approx(0.42, abs=5e-3)
