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
    stuck, rolling = walked("false_bottom"), walked("rolling")
    assert 560 < stuck.height[0] - stuck.height[-1] < 600
    assert stuck.height[-1] - home.height == pytest.approx(57, abs=0.5)
    assert end(stuck) != pytest.approx(end(rolling), abs=1000)
    assert stuck.height[-1] - rolling.height[-1] == pytest.approx(29, abs=0.5)
    assert rolling.rows[0][["x", "y"]] == stuck.rows[0][["x", "y"]]


def test_on_the_real_mountain_a_watershed_parts_neighbours_and_a_wide_stance_evens_out_a_fold():
    good, beside = walked("good"), walked("watershed")
    assert good.plan == beside.plan
    assert math.dist((good.x[0], good.y[0]), (beside.x[0], beside.y[0])) == pytest.approx(
        14, abs=0.5
    )
    assert math.dist(end(good), end(beside)) == pytest.approx(2000, abs=100)
    usual = mountain.plan_on(mountain.terrain_named("jacksboro_fault")).probe_length
    astray = walked("wide_stance", probe_length=usual)
    assert mountain.ending(astray).fate.name == "false_bottom"
