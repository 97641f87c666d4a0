"""The gallery: every preset does what its button says, and every caption is true."""

import dataclasses
import math

import numpy as np
import pytest

import mountain
from mountain import FATES, Preset, TerrainError, Track
from mountain.turning import turned_back

NAMES = mountain.terrain_names()
PRESETS = [preset for name in NAMES for preset in mountain.presets_of(name)]


def _label(preset: Preset) -> str:
    return f"{preset.terrain}-{preset.name}"


def _preset(terrain: str, name: str) -> Preset:
    (preset,) = [each for each in mountain.presets_of(terrain) if each.name == name]
    return preset


def _walked(preset: Preset, start: tuple[float, float] | None = None, **settings: object) -> Track:
    terrain = mountain.terrain_named(preset.terrain)
    plan = mountain.plan_on(terrain, {**preset.settings, **settings})
    return mountain.advance(mountain.start(terrain, plan, start or preset.start), 10**7)


def _hike(terrain: str, name: str) -> Track:
    return _walked(_preset(terrain, name))


def _end(track: Track) -> tuple[float, float]:
    return float(track.x[-1]), float(track.y[-1])


def _share_turned_back(track: Track) -> float:
    turned = turned_back(track)
    return float(turned.mean()) if len(turned) else 0.0


def test_the_gallery_has_thirteen_terrains_in_teaching_order():
    assert NAMES == (
        "misty_mountain",
        "bowl",
        "ravine",
        "two_valleys",
        "the_pass",
        "himmelblau",
        "banana",
        "potholes",
        "plateau",
        "three_hump_camel",
        "regression",
        "digits",
        "jacksboro_fault",
    )


@pytest.mark.parametrize("preset", PRESETS, ids=_label)
def test_every_preset_has_the_fate_it_states(preset):
    assert mountain.ending(_walked(preset)).fate.name == preset.fate


@pytest.mark.parametrize("nudge", [(1e-8, 0), (-1e-8, 0), (0, 1e-8), (0, -1e-8), (1e-8, 1e-8)])
@pytest.mark.parametrize("preset", PRESETS, ids=_label)
def test_no_fate_of_a_preset_hangs_on_the_last_digits(preset, nudge):
    moved = (preset.start[0] + nudge[0], preset.start[1] + nudge[1])
    assert mountain.ending(_walked(preset, moved)).fate.name == preset.fate


@pytest.mark.parametrize("preset", PRESETS, ids=_label)
def test_a_preset_is_a_button_with_a_short_title_and_one_sentence(preset):
    assert 0 < len(preset.title) <= 14
    assert preset.caption.endswith(".")
    assert preset.caption.count(". ") == 0
    assert preset.fate in FATES


@pytest.mark.parametrize("preset", PRESETS, ids=_label)
def test_a_preset_changes_few_settings_and_changes_them_indeed(preset):
    terrain = mountain.terrain_named(preset.terrain)
    suggested = mountain.plan_on(terrain)
    assert len(preset.settings) <= 3
    for name, value in preset.settings.items():
        assert getattr(suggested, name) != value


@pytest.mark.parametrize("name", NAMES)
def test_every_terrain_is_introduced_and_its_starts_are_on_the_map(name):
    terrain = mountain.terrain_named(name)
    assert terrain.name == name
    assert terrain.title
    assert terrain.caption.endswith(".")
    assert terrain.starts
    for start in terrain.starts:
        assert terrain.checked_start(*start) == start
    names = [preset.name for preset in mountain.presets_of(name)]
    assert len(set(names)) == len(names)
    assert {"too_small", "good", "overshoot", "too_big"} <= set(names)


@pytest.mark.parametrize("name", NAMES)
def test_a_good_hike_comes_home_well_before_sunset(name):
    track = _hike(name, "good")
    assert not _preset(name, "good").settings
    assert track.minutes[-1] < 0.7 * track.plan.daylight
    assert _share_turned_back(track) < 0.25


@pytest.mark.parametrize("name", NAMES)
def test_an_overshoot_crosses_its_home_and_keeps_below_its_limit(name):
    track = _hike(name, "overshoot")
    home = mountain.nearest_home(track.terrain, *_end(track))
    assert home.limit / 2 < track.plan.stride < home.limit
    assert _share_turned_back(track) > max(0.18, 1.3 * _share_turned_back(_hike(name, "good")))


@pytest.mark.parametrize("name", NAMES)
def test_too_big_is_above_the_limit_of_every_home_nearby_and_too_small_far_below(name):
    big, small = _hike(name, "too_big"), _hike(name, "too_small")
    assert big.plan.stride > mountain.nearest_home(big.terrain, *_end(big)).limit
    assert small.plan.stride <= 0.1 * mountain.nearest_home(small.terrain, *_end(small)).limit
    assert mountain.ending(small).fate.name == "night"
    heights = small.height
    assert (np.diff(heights) < 0).all()


def test_on_the_misty_mountain_reading_less_often_pays_until_it_does_not():
    every = {
        preset: _hike("misty_mountain", preset)
        for preset in ("every_step", "good", "every_20", "every_40")
    }
    strides = {name: track.plan.measure_every for name, track in every.items()}
    assert strides == {"every_step": 1, "good": 10, "every_20": 20, "every_40": 40}
    assert {track.plan.learning_rate for track in every.values()} == {0.02}
    assert {track.rows[0]["x"].item() for track in every.values()} == {-3.0}
    fates = {name: mountain.ending(track).fate.name for name, track in every.items()}
    assert fates == {
        "every_step": "night",
        "good": "home",
        "every_20": "home",
        "every_40": "bouncing",
    }
    assert every["every_20"].minutes[-1] < every["good"].minutes[-1] < 400
    assert every["every_step"].readings[-1] * 5 > 0.9 * 480
    limit = mountain.homes(every["good"].terrain)[0].limit
    assert every["every_20"].plan.stride < limit < every["every_40"].plan.stride


def test_on_the_bowl_one_leap_is_one_step_and_one_reading_leads_to_the_same_place():
    leap, reading = _hike("bowl", "one_leap"), _hike("bowl", "one_reading")
    assert (leap.steps, reading.steps) == (1, 5)
    assert (leap.readings[-1], reading.readings[-1]) == (2, 2)
    assert _end(leap) == pytest.approx((0, 0), abs=1e-9)
    assert _end(reading) == pytest.approx(_end(leap), abs=1e-9)


@pytest.mark.parametrize(
    ("preset", "factor"),
    [("too_small", 0.98), ("good", 0.4), ("overshoot", -0.8), ("too_big", -1.1)],
)
def test_on_the_bowl_each_step_multiplies_the_distance_as_the_captions_say(preset, factor):
    track = _hike("bowl", preset)
    assert track.x[1:] == pytest.approx(factor * track.x[:-1], abs=1e-8)


def test_on_the_bowl_an_overshoot_never_climbs_and_the_endless_bounce_never_sinks():
    assert (np.diff(_hike("bowl", "overshoot").height) < 0).all()
    bounce = _hike("bowl", "endless_bounce")
    assert bounce.x[::2] == pytest.approx(-2.5, abs=1e-6)
    assert bounce.x[1::2] == pytest.approx(2.5, abs=1e-6)


def test_in_the_ravine_one_good_step_leaves_the_wall_and_the_rest_go_along_the_floor():
    track = _hike("ravine", "good")
    across = np.abs(track.x - track.y)
    assert across[0] > 10
    assert across[1:].max() < 1e-6
    bounce = _hike("ravine", "endless_bounce")
    assert np.abs(bounce.x + bounce.y)[-1] < 1e-3
    assert np.abs(bounce.x - bounce.y) == pytest.approx(14.0, abs=1e-6)


def test_between_two_valleys_the_same_stride_jumps_the_ridge_either_way():
    lucky, unlucky = _hike("two_valleys", "lucky_jump"), _hike("two_valleys", "unlucky_jump")
    assert lucky.plan == unlucky.plan
    assert lucky.x[0] > 0.0754 > lucky.x[1]
    assert unlucky.x[0] < 0.0754 < unlucky.x[1]
    assert (_hike("two_valleys", "good").x < 0.0754).all()
    assert (_hike("two_valleys", "false_bottom").x > 0.0754).all()
    thrown = _hike("two_valleys", "too_big")
    assert abs(np.diff(thrown.x)[1]) > thrown.terrain.window.width


def test_on_the_pass_a_thousandth_aside_lingers_and_then_finds_the_way_down():
    straight, aside = _hike("the_pass", "on_the_pass"), _hike("the_pass", "good")
    assert (np.abs(straight.y) < 1e-9).all()
    lingering = np.hypot(aside.x, aside.y) < 0.2
    assert lingering.sum() >= 5
    assert _end(aside) == pytest.approx((0, 1), abs=1e-2)
    assert _preset("the_pass", "shaky_hands").start == _preset("the_pass", "on_the_pass").start


@pytest.mark.parametrize("seed", [0, 1, 2, 5])
def test_shaky_hands_shake_the_hiker_off_the_pass_whatever_the_seed(seed):
    shaky = _walked(_preset("the_pass", "shaky_hands"), seed=seed)
    assert abs(shaky.y[-1]) > 0.9


def test_near_himmelblau_s_top_two_neighbours_have_two_homes():
    one, other = _hike("himmelblau", "one_neighbour"), _hike("himmelblau", "the_other")
    assert math.dist((one.x[0], one.y[0]), (other.x[0], other.y[0])) == pytest.approx(0.1)
    assert one.plan == other.plan
    assert _end(one) == pytest.approx((3.584428, -1.848127), abs=1e-3)
    assert _end(other) == pytest.approx((-3.779310, -3.283186), abs=1e-3)


def test_himmelblau_climbed_ends_on_its_only_top():
    assert _end(_hike("himmelblau", "climb")) == pytest.approx((-0.270845, -0.923039), abs=1e-3)


def test_in_the_banana_the_valley_is_found_soon_and_followed_long():
    track = _hike("banana", "good")
    assert track.slope[:5].min() < track.slope[0] / 8
    assert track.steps > 500
    late = _hike("banana", "too_small")
    noon = np.abs(late.y - late.x**2)[late.minutes >= 120]
    assert noon.max() < 0.2
    careful = _walked(_preset("banana", "overshoot"), learning_rate=track.plan.learning_rate)
    assert _hike("banana", "overshoot").steps < careful.steps


def test_among_potholes_a_wide_stance_walks_home_past_the_pit_that_holds_the_others():
    stuck, wide = _hike("potholes", "false_bottom"), _hike("potholes", "wide_stance")
    assert _end(stuck) == pytest.approx((2.985, -1.990), abs=1e-3)
    assert _end(wide) == pytest.approx((0, 0), abs=1e-3)
    assert stuck.rows[0][["x", "y"]] == wide.rows[0][["x", "y"]]
    not_a_cure = _hike("potholes", "not_a_cure")
    assert math.dist(_end(not_a_cure), (2.985, -1.990)) < 0.25


def test_on_the_plateau_most_of_the_steps_go_into_the_crawl():
    track = _hike("plateau", "good")
    assert (np.hypot(track.x, track.y) > 1.0).mean() > 0.7
    assert _hike("plateau", "numb_feet").steps == 0


def test_the_camel_s_trap_throws_the_hiker_home_only_with_too_long_a_stride():
    thrown, held = (
        _hike("three_hump_camel", "thrown_home"),
        _hike("three_hump_camel", "false_bottom"),
    )
    side = (-1.747552, 0.873776)
    assert _end(held) == pytest.approx(side, abs=1e-2)
    assert np.hypot(thrown.x - side[0], thrown.y - side[1]).min() < 0.2
    assert _end(thrown) == pytest.approx((0, 0), abs=1e-2)
    trap = mountain.landmark_near(thrown.terrain, *side)
    home = mountain.nearest_home(thrown.terrain, 0, 0)
    assert trap.limit < thrown.plan.stride < home.limit


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mistymountain", "misty_mountain"),
        ("Two Valleys", "two_valleys"),
        ("himelblau", "himmelblau"),
        ("Three-hump camel", "three_hump_camel"),
    ],
)
def test_an_unknown_terrain_is_answered_with_the_nearest_name(typed, meant):
    with pytest.raises(TerrainError) as refusal:
        mountain.terrain_named(typed)
    assert (
        str(refusal.value) == f"terrain: {typed!r} is not in the gallery; did you mean {meant!r}?"
    )


def test_a_terrain_like_no_other_is_answered_with_the_list():
    with pytest.raises(TerrainError) as refusal:
        mountain.terrain_named("qqqq")
    assert str(refusal.value).endswith(f"try one of {', '.join(NAMES)}")


def test_the_probe_suggested_is_a_hundred_thousandth_of_the_map():
    ravine = mountain.terrain_named("ravine")
    assert mountain.plan_on(ravine).probe_length == pytest.approx(20e-5)
    assert mountain.plan_on(ravine, {"probe_length": 0.5}).probe_length == 0.5


def test_a_setting_asked_for_goes_before_the_terrain_s_and_that_before_the_plan_s():
    ravine = mountain.terrain_named("ravine")
    assert mountain.plan_on(ravine).reading_minutes == 1.0
    assert mountain.plan_on(ravine, {"reading_minutes": 2.0}).reading_minutes == 2.0
    assert mountain.plan_on(ravine).step_minutes == 0.5


@pytest.mark.parametrize("name", mountain.terrain_names())
@pytest.mark.parametrize("setting", mountain.PARAMETERS)
def test_the_slider_of_a_terrain_has_its_own_value_within_reach(name, setting):
    terrain = mountain.terrain_named(name)
    own, parameter = getattr(mountain.plan_on(terrain), setting), mountain.PARAMETERS[setting]
    there = mountain.parameter_on(terrain, setting)
    if there == parameter:
        return
    assert own > parameter.high / 5 or own < 5 * parameter.low
    assert 5 * there.low <= own <= there.high / 5
    assert there.high / there.low == pytest.approx(parameter.high / parameter.low, rel=1e-9)
    assert (there.minimum, there.maximum, there.default) == (
        parameter.minimum,
        parameter.maximum,
        parameter.default,
    )


def test_a_map_in_metres_has_a_slider_of_its_own_for_the_learning_rate():
    real = mountain.terrain_named("jacksboro_fault")
    assert mountain.parameter_on(real, "learning_rate").high > 10.0
    assert mountain.parameter_on(real, "measure_every") == mountain.PARAMETERS["measure_every"]


@pytest.mark.parametrize("rate", [1e-300, 3e-200, 1e-30, 2e-9, 1e-5, 9.0, 4e7, 1e99, 1e300])
def test_a_slider_has_stops_around_any_learning_rate(rate):
    from ui.knob import detents_of

    bowl = mountain.terrain_named("bowl")
    terrain = dataclasses.replace(bowl, settings={"learning_rate": rate})
    parameter = mountain.parameter_on(terrain, "learning_rate")
    stops = detents_of(parameter)
    assert len(stops) > 100
    assert all(stop > 0 for stop in stops)
    if 1e-290 < rate < 1e290:
        assert stops[10] < rate < stops[-10]
