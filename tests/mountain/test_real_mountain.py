"""The gallery's real mountain: its captions' metres, and its many false bottoms."""

import math

import numpy as np
import pytest

import mountain
from mountain import Track, records


def walked(preset: str, **settings: object) -> Track:
    terrain = mountain.terrain_named("jacksboro_fault")
    (chosen,) = [each for each in mountain.presets_of(terrain.name) if each.name == preset]
    plan = mountain.plan_on(terrain, {**chosen.settings, **settings})
    return mountain.advance(mountain.start(terrain, plan, chosen.start), 10**7)


def end(track: Track) -> tuple[float, float]:
    return float(track.x[-1]), float(track.y[-1])


def test_on_the_real_mountain_hardly_anybody_set_down_anywhere_comes_home():
    terrain = mountain.terrain_named("jacksboro_fault")
    window = terrain.window
    assert (window.width, window.tall) == pytest.approx((29909, 31783), abs=1)
    shares = np.linspace(0.05, 0.95, 30)
    places = np.stack(np.meshgrid(shares * window.width, shares * window.tall), -1).reshape(-1, 2)
    plans = [mountain.plan_on(terrain, {"daylight": math.inf})] * len(places)
    ends = mountain.outcomes(terrain, plans, places, 10_000)
    (home,) = mountain.homes(terrain)
    settled = ends["stopped"] == records.FLAT
    beside = np.hypot(ends["x"] - home.x, ends["y"] - home.y) < 100
    assert settled.mean() > 0.8
    assert 0 < (settled & beside).mean() < 0.01


def test_on_the_real_mountain_the_captions_metres_are_those_walked():
    good, small = walked("good"), walked("too_small")
    (home,) = mountain.homes(good.terrain)
    far = math.dist((good.x[0], good.y[0]), (home.x, home.y))
    assert far == pytest.approx(2270, abs=50)
    assert np.hypot(np.diff(small.x), np.diff(small.y)).max() < 1.3
    assert walked("overshoot").minutes[-1] < 0.5 * good.minutes[-1]
    stuck = walked("false_bottom")
    assert 440 < stuck.height[0] - stuck.height[-1] < 460
    assert stuck.height[-1] - home.height == pytest.approx(57, abs=0.5)
    assert stuck.y[-1] > stuck.y[0] + 2000


def test_on_the_real_mountain_too_big_a_stride_is_seen_from_the_back_row():
    good, thrown = walked("good"), walked("too_big")
    assert end(good) != pytest.approx(end(thrown), abs=100)
    assert thrown.rows[0][["x", "y"]] == good.rows[0][["x", "y"]]
    read = np.flatnonzero(thrown.measured)
    legs = np.hypot(np.diff(thrown.x[read]), np.diff(thrown.y[read]))
    assert (np.diff(legs[:5]) > 0).all()
    assert legs.min() > 300
    assert legs.max() > 3000
    # Up the ridge in the west, higher than they began, where the height is charted.
    highest = int(np.nanargmax(thrown.height))
    assert thrown.height[highest] > thrown.height[0] + 50
    assert thrown.x[highest] < thrown.x[0] - 2000
    assert thrown.x[highest + 1 :].max() > thrown.x[0]


def test_on_the_real_mountain_momentum_rolls_through_the_hollow_that_holds_others():
    stuck, rolling = walked("false_bottom"), walked("rolling")
    assert rolling.rows[0][["x", "y"]] == stuck.rows[0][["x", "y"]]
    hollow = end(stuck)
    assert np.hypot(rolling.x - hollow[0], rolling.y - hollow[1]).min() < 60
    assert math.dist(end(rolling), hollow) > 3000
    assert stuck.height[-1] - rolling.height[-1] == pytest.approx(55, abs=0.5)


def test_on_the_real_mountain_a_watershed_parts_neighbours_and_a_wide_stance_evens_out_a_fold():
    north, south = walked("false_bottom"), walked("watershed")
    assert north.plan == south.plan
    apart = math.dist((north.x[0], north.y[0]), (south.x[0], south.y[0]))
    assert apart == pytest.approx(28, abs=0.5)
    assert south.y[-1] < south.y[0] - 1500
    assert math.dist(end(north), end(south)) == pytest.approx(4400, abs=50)
    assert north.height[-1] - south.height[-1] == pytest.approx(37, abs=0.5)
    usual = mountain.plan_on(mountain.terrain_named("jacksboro_fault")).probe_length
    astray = walked("wide_stance", probe_length=usual)
    assert mountain.ending(astray).fate.name == "false_bottom"


@pytest.mark.parametrize("name", ["false_bottom", "watershed"])
@pytest.mark.parametrize("aside", [(5, 0), (-5, 0), (0, 5), (0, -5)])
def test_on_the_real_mountain_a_few_metres_on_either_side_of_the_watershed_change_nothing(
    name, aside
):
    as_prepared = walked(name)
    start = as_prepared.x[0] + aside[0], as_prepared.y[0] + aside[1]
    beside = mountain.start(as_prepared.terrain, as_prepared.plan, start)
    assert math.dist(end(mountain.advance(beside, 10**7)), end(as_prepared)) < 15


def test_on_the_real_mountain_distances_are_told_in_kilometres_and_the_hours_as_on_the_clock():
    assert mountain.ending(walked("false_bottom")).reason.endswith(
        "home is 57 m lower, 9.3 km away."
    )
    night = mountain.ending(walked("too_small")).reason
    assert "readings took 472 of the 480 minutes. Home is 1.5 km away." in night
