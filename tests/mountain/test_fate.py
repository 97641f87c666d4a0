"""Fates: each way to end, and the numbers in its sentence, computed once more."""

import math
import re

import numpy as np
import pytest

import mountain
from mountain import FATES, Ending, Formula, Terrain, Track, Window
from mountain.turning import is_bouncing, turned_back

NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?")


def _terrain(text: str, *edges: float) -> Terrain:
    return Terrain("drawn", "Drawn", Formula(text), Window(*(edges or (-3.0, 3.0, -3.0, 3.0))))


BOWL = _terrain("x^2 + y^2")
TWO_TOPS = _terrain("exp(-(x - 1)^2 - y^2) + 0.5*exp(-(x + 1.5)^2 - y^2)")
MISTY = mountain.terrain_named("misty_mountain")


def _walked(terrain: Terrain, place: tuple[float, float], **settings: object) -> Track:
    plan = mountain.plan_on(terrain, {"measure_every": 1, **settings})
    return mountain.advance(mountain.start(terrain, plan, place), 10**7)


def _told(track: Track, fate: str) -> Ending:
    ending = mountain.ending(track)
    assert ending.fate is FATES[fate]
    assert "\n" not in ending.reason
    assert ending.reason.endswith(".")
    return ending


def _numbers(reason: str) -> list[float]:
    return [float(each) for each in NUMBER.findall(reason)]


def _turns(track: Track) -> list[bool]:
    """Tell by the steps walked, not by the readings, which of them turned back."""
    x, y = np.diff(track.x), np.diff(track.y)
    return [bool(x[i] * x[i - 1] + y[i] * y[i - 1] < 0) for i in range(1, len(x))]


def test_there_are_eight_fates_two_for_climbing_and_one_for_who_still_walks():
    assert list(FATES) == [
        "walking",
        "home",
        "false_bottom",
        "summit",
        "false_summit",
        "pass",
        "plateau",
        "bouncing",
        "off_the_map",
        "night",
        "lost",
    ]
    assert [name for name, fate in FATES.items() if fate.arrived] == ["home", "summit"]
    assert all(fate.name == name and fate.title for name, fate in FATES.items())


def test_home_is_told_with_the_slope_measured_and_the_height():
    track = _walked(MISTY, (1.0, -0.5), learning_rate=0.3)
    reason = _told(track, "home").reason
    measured = math.hypot(track.grad_x[-1], track.grad_y[-1])
    assert measured < track.plan.flat
    assert _numbers(reason) == [float(f"{measured:.1g}"), -2.35]


def test_home_is_told_with_the_other_homes_as_good():
    track = _walked(mountain.terrain_named("himmelblau"), (0.0, -1.0), learning_rate=0.01)
    assert "(3 other places as good)" in _told(track, "home").reason
    track = _walked(mountain.terrain_named("the_pass"), (1.0, 0.5), learning_rate=0.3)
    assert "(1 other place as good)" in _told(track, "home").reason


def test_a_false_bottom_is_told_with_how_much_lower_and_how_far_home_is():
    track = _walked(MISTY, (-3.2, 0.8), learning_rate=0.2)
    reason = _told(track, "false_bottom").reason
    lower = -0.956159 - -2.349831
    away = math.dist((-1.540997, 1.317746), (1.355521, -0.950606))
    assert _numbers(reason)[1:] == [-0.96, round(lower, 2), round(away, 1)]
    assert "lower" in reason


def test_a_summit_is_told_with_its_height():
    track = _walked(MISTY, (0.5, 1.5), learning_rate=0.2, ascend=True)
    reason = _told(track, "summit").reason
    assert _numbers(reason)[1] == 0.92
    assert "no top on the map is higher" in reason


def test_a_false_summit_is_told_with_how_much_higher_and_how_far_the_summit_is():
    track = _walked(TWO_TOPS, (-1.7, 0.4), learning_rate=0.2, ascend=True)
    reason = _told(track, "false_summit").reason
    assert _numbers(reason)[1:] == [0.5, 0.5, 2.5]
    assert "higher" in reason
    other = _walked(TWO_TOPS, (1.7, 0.4), learning_rate=0.2, ascend=True)
    _told(other, "summit")


def test_a_pass_is_told_with_how_the_ground_bends_both_ways():
    track = _walked(_terrain("1.5*x^2 - y^2"), (1.5, 0.0), learning_rate=0.1)
    reason = _told(track, "pass").reason
    assert "bends down one way (-2) and up the other (+3)" in reason


def test_a_top_on_the_way_down_is_no_end_either():
    track = _walked(_terrain("-x^2 - 2*y^2"), (0.0, 0.0))
    assert "falls away on every side (-4, -2)" in _told(track, "pass").reason


def test_a_bottom_on_the_way_up_is_no_end_either():
    track = _walked(BOWL, (0.0, 0.0), ascend=True)
    assert "rises on every side (+2, +2)" in _told(track, "pass").reason


def test_a_plateau_is_told_with_the_slope_below_which_the_hiker_stops():
    terrain = mountain.terrain_named("plateau")
    track = _walked(terrain, (-4.0, 3.0), flat=0.02)
    reason = _told(track, "plateau").reason
    slope = 2 * 5 / 26**2
    assert _numbers(reason) == [float(f"{slope:.2g}"), 0.02, float(f"{slope:.2g}")]
    assert "no bottom is near" in reason


def test_a_climber_can_end_on_a_plateau_too():
    track = _walked(mountain.terrain_named("plateau"), (0.5, 0.5), flat=0.02, ascend=True)
    assert "no summit is near" in _told(track, "plateau").reason
    radius = math.hypot(track.x[-1], track.y[-1])
    assert 2 * radius / (1 + radius**2) ** 2 < 0.02


def test_bouncing_is_told_with_the_readings_that_turned_back_and_with_the_limit():
    track = _walked(MISTY, (1.0, -0.5), learning_rate=0.9)
    reason = _told(track, "bouncing").reason
    expected = [sum(_turns(track)[-49:]) + 1, 50, 0.9, 2, 0.743]
    assert _numbers(reason) == expected
    assert "is above the limit" in reason


def test_bouncing_exactly_at_the_limit_is_called_exactly_that():
    track = _walked(BOWL, (-2.5, 2.0), learning_rate=1.0)
    assert "η·k = 1 is exactly the limit 2/λ = 1." in _told(track, "bouncing").reason


def test_bouncing_around_the_trap_is_measured_by_the_trap_s_own_limit():
    camel = mountain.terrain_named("three_hump_camel")
    track = _walked(camel, (-1.6, 0.8), learning_rate=0.2)
    assert _numbers(_told(track, "bouncing").reason)[-1] == 0.163


def test_bouncing_over_a_sharp_point_is_told_without_a_limit():
    track = _walked(_terrain("abs(x) + abs(y)"), (0.52, 0.27), learning_rate=0.1)
    assert "at a sharp point no stride is short enough" in _told(track, "bouncing").reason


def test_a_climber_can_bounce_across_a_summit():
    track = _walked(TWO_TOPS, (1.2, 0.1), learning_rate=1.2, ascend=True)
    assert _numbers(_told(track, "bouncing").reason)[2] == 1.2


def test_off_the_map_is_told_with_the_step_its_length_and_where_it_led():
    track = _walked(BOWL, (-2.5, 2.0), learning_rate=1.05)
    reason = _told(track, "off_the_map").reason
    # Two steps of factor 1 - 2η = -1.1.
    x, y = -2.5 * 1.21, 2.0 * 1.21
    stride = math.dist((x, y), (2.75, -2.2))
    expected = [2, float(f"{stride:.2g}"), float(f"{x:.3g}"), float(f"{y:.3g}"), 1.05, 2, 1]
    assert _numbers(reason) == expected
    assert not BOWL.window.holds(*(float(track.rows[-1][axis]) for axis in "xy"))


def test_off_a_map_without_a_home_no_limit_is_told():
    track = _walked(_terrain("x + y"), (0.0, 0.0), learning_rate=0.5)
    assert _told(track, "off_the_map").reason.endswith("η·k = 0.5.")


def test_night_is_told_with_what_the_readings_cost_and_how_far_home_still_is():
    track = _walked(BOWL, (-2.5, 2.0), learning_rate=0.01)
    reason = _told(track, "night").reason
    steps = math.ceil((480 - 5) / 5.5)
    away = math.hypot(2.5, 2.0) * 0.98**steps
    minutes = steps * 5.5 + 5
    figures = [18, 0, steps, steps + 1, (steps + 1) * 5, math.floor(minutes), float(f"{away:.2g}")]
    assert _numbers(reason.replace(":", " ")) == figures


def test_night_on_a_map_without_a_home_names_none():
    track = _walked(_terrain("0.01*x"), (0.0, 0.0), daylight=30.0)
    assert "Home" not in _told(track, "night").reason


def test_lost_is_told_with_the_place_where_there_is_no_ground():
    track = _walked(_terrain("log(x) + y^2"), (0.5, 0.25), learning_rate=0.3)
    # One step: x - η/x = -0.1, y·(1 - 2η) = 0.1.
    assert _numbers(_told(track, "lost").reason) == [-0.1, 0.1]


def test_who_leaps_to_infinity_is_lost():
    track = _walked(_terrain("1e200*x^2"), (1.0, 0.0), learning_rate=1e200, flat=0.0)
    assert _told(track, "lost").fate.name == "lost"


def test_a_hike_in_the_middle_is_walking_and_tells_the_slope_walked_on():
    plan = mountain.plan_on(BOWL, {"measure_every": 1, "learning_rate": 0.1})
    track = mountain.advance(mountain.start(BOWL, plan, (2.0, 0.0)), 2)
    assert _numbers(_told(track, "walking").reason) == [float(f"{4 * 0.8**2:.2g}")]


def test_who_has_used_up_their_steps_is_walking_still():
    track = _walked(BOWL, (2.0, 0.0), learning_rate=0.1, steps=3)
    assert _numbers(_told(track, "walking").reason) == [3, float(f"{4 * 0.8**3:.2g}")]


def test_who_has_used_up_their_steps_to_and_fro_is_bouncing():
    track = _walked(BOWL, (-2.5, 2.0), learning_rate=1.0, steps=40)
    assert _numbers(_told(track, "bouncing").reason)[:2] == [40, 40]
    fewer = _walked(BOWL, (-2.5, 2.0), learning_rate=1.0, steps=9)
    _told(fewer, "walking")


@pytest.mark.parametrize(("rate", "fate"), [(0.99, "night"), (1.0, "bouncing")])
def test_night_that_falls_on_who_turns_back_without_getting_lower_is_bouncing(rate, fate):
    track = _walked(BOWL, (-2.5, 2.0), learning_rate=rate)
    assert track.minutes[-1] >= 480
    assert all(_turns(track)[-10:])
    _told(track, fate)


@pytest.mark.parametrize("start", [(-2.5, 2.0), (-2.5, 2.00000001), (0.7, 0.3), (1e-2, 0.0)])
def test_an_endless_bounce_is_one_wherever_it_swings(start):
    # Heights that differ by rounding alone must not look like progress.
    assert is_bouncing(_walked(BOWL, start, learning_rate=1.0, flat=1e-9))


def test_leaps_beyond_all_numbers_are_judged_without_a_warning():
    steep = _walked(_terrain("1e200*x^2"), (1.0, 0.0), learning_rate=1e-200, flat=0.0, steps=30)
    assert is_bouncing(steep)


def test_who_turns_back_rarely_is_not_bouncing():
    track = _walked(MISTY, (-3.0, -2.5), learning_rate=0.001, measure_every=10)
    assert not is_bouncing(track)
    _told(track, "night")


def test_readings_turn_back_where_the_steps_do():
    for rate in (0.02, 0.065, 0.09):
        track = _walked(MISTY, (-3.0, -2.5), learning_rate=10 * rate)
        # The reading that ends the hike is not walked on.
        assert turned_back(track)[: track.steps - 1].tolist() == _turns(track)


def test_a_fate_is_told_for_every_moment_of_a_hike():
    track = _walked(MISTY, (-3.0, -2.5), learning_rate=0.065, measure_every=10)
    for step in range(0, track.steps, 20):
        _told(track.until(step), "walking")
    _told(track, "home")


def test_a_wide_stance_that_smooths_the_ground_is_told_with_the_true_slope_and_distance():
    track = _walked(MISTY, (-3.0, -2.5), reading="feet", probe_length=0.5, measure_every=10)
    reason = _told(track, "home").reason
    x, y = track.x[-1], track.y[-1]
    distance = math.hypot(x - 1.355521, y + 0.950606)
    assert f"{distance:.2g} from here, and the slope is {track.slope[-1]:.2g}" in reason
    assert track.slope[-1] > 0.5


def test_minutes_of_reading_are_counted_by_the_clock_that_held_at_each():
    plan = mountain.plan_on(MISTY)
    track = mountain.advance(mountain.start(MISTY, plan), 100)
    track = mountain.replan(track, plan.with_settings({"reading_minutes": 30.0}))
    track = mountain.advance(track, 10_000)
    reason = _told(track, "night").reason
    readings = int(track.readings[-1])
    assert track.minutes_reading(track.steps) == pytest.approx(11 * 5 + (readings - 11) * 30)
    assert f"readings took {11 * 5 + (readings - 11) * 30} of the" in reason


def test_leaving_the_map_is_told_of_the_step_that_left_it_even_if_the_walk_went_on():
    terrain = mountain.terrain_named("bowl")
    stopped = _walked(terrain, (-2.5, 2.0), learning_rate=1.05)
    went_on = _walked(terrain, (-2.5, 2.0), learning_rate=1.05, stop=False, steps=40)
    assert _told(went_on, "off_the_map").reason == _told(stopped, "off_the_map").reason


def test_along_a_level_ridge_no_other_places_are_counted():
    ridge = mountain.Terrain(
        "r", "R", mountain.Formula("-x^2"), mountain.Window(-3.0, 3.0, -3.0, 3.0)
    )
    assert (
        "other place"
        not in _told(_walked(ridge, (1.0, 1.0), ascend=True, learning_rate=0.2), "summit").reason
    )
