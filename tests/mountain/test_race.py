"""Races: hikers who set out together, each of whom walks as if alone."""

import math

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

import mountain
from mountain import (
    MOST_HIKERS,
    OPTIMIZERS,
    Entrant,
    Formula,
    Plan,
    SettingError,
    Terrain,
    TerrainError,
    Window,
)

BOWL = Terrain("bowl", "Bowl", Formula("(x^2 + y^2)/2"), Window(-5, 5, -5, 5))
SLOPE = Terrain("slope", "Slope", Formula("x + 2*y"), Window(-50, 50, -50, 50))
HILLS = Terrain("hills", "Hills", Formula("sin(2*x)*cos(y) + (x^2 + y^2)/10"), Window(-5, 5, -5, 5))

plans = st.builds(
    Plan,
    optimizer=st.sampled_from(list(OPTIMIZERS)),
    learning_rate=st.floats(1e-3, 0.5),
    measure_every=st.integers(1, 5),
    noise=st.sampled_from([0.0, 0.3]),
    shared_noise=st.booleans(),
    resolution=st.sampled_from([0.0, 0.02]),
    schedule=st.sampled_from(["constant", "cosine"]),
    stride_cap=st.sampled_from([0.2, math.inf]),
    daylight=st.sampled_from([30.0, math.inf]),
)
entrants = st.builds(Entrant, plans, st.tuples(st.floats(-4, 4), st.floats(-4, 4)))


@given(
    st.sampled_from([BOWL, HILLS]),
    st.lists(entrants, min_size=1, max_size=MOST_HIKERS),
    st.lists(st.integers(0, 9), max_size=5),
)
def test_a_hiker_of_a_race_walks_as_alone_and_as_in_a_crowd_in_any_slices(
    terrain, everybody, slices
):
    race = mountain.start_race(terrain, everybody)
    for steps in slices:
        race = mountain.advance_race(race, steps)
    # A slice counts from where the foremost is, so who stops early does not hold up the others.
    plans = [entrant.plan for entrant in everybody]
    places = np.array([entrant.start for entrant in everybody])
    crowd = mountain.outcomes(terrain, plans, places, race.steps)
    for number, (track, entrant) in enumerate(zip(race.tracks, everybody, strict=True)):
        first = mountain.start(terrain, entrant.plan, entrant.start, number)
        alone = mountain.advance(first, race.steps)
        assert track.rows.tobytes() == alone.rows.tobytes()
        assert track.pages.tobytes() == alone.pages.tobytes()
        assert track.rows[-1].tobytes() == crowd[number].tobytes()
        assert track.number == number


def test_with_shared_noise_all_read_with_the_same_errors_and_else_each_with_their_own():
    for shared in (True, False):
        plan = Plan(noise=0.5, shared_noise=shared, measure_every=2, reading="exact")
        slow = plan.with_settings({"learning_rate": 0.001, "optimizer": "adam"})
        race = mountain.start_race(SLOPE, [Entrant(plan, (1.0, 2.0)), Entrant(slow, (-3.0, 0.0))])
        one, other = mountain.advance_race(race, 40).tracks
        assert (one.grad_x.tolist() == other.grad_x.tolist()) == shared
        assert not set(one.grad_y[::2]) & set(other.grad_y[::2]) or shared
        assert len(set(one.grad_x)) == 21


@pytest.mark.parametrize("count", [0, MOST_HIKERS + 1])
def test_a_race_of_nobody_or_of_too_many_is_refused(count):
    with pytest.raises(ValueError, match=f"must have 1 to {MOST_HIKERS} hikers, not {count}"):
        mountain.start_race(BOWL, [Entrant(Plan(), (1.0, 1.0))] * count)


def test_nobody_sets_out_to_a_race_from_where_nobody_can_stand():
    with pytest.raises(TerrainError, match="off the map"):
        mountain.start_race(BOWL, [Entrant(Plan(), (1.0, 1.0)), Entrant(Plan(), (9.0, 1.0))])


def _gait(rate: float, **settings: object) -> Entrant:
    return Entrant(Plan(learning_rate=rate, measure_every=1, **settings), (3.0, 0.0))


def test_who_arrives_first_is_first_and_who_ties_shares_the_rank():
    race = mountain.start_race(BOWL, [_gait(rate) for rate in (0.9, 0.3, 0.9, 1e-4, 2.0)])
    race = mountain.advance_race(race, 10_000)
    assert race.ended
    ranks = {each.number: (each.ending.fate.name, each.rank) for each in mountain.standings(race)}
    assert ranks[0] == ranks[2] == ("home", 1)
    assert ranks[1] == ("home", 3)
    assert ranks[3] == ("night", 0)
    assert ranks[4] == ("bouncing", 0)


def test_a_standing_tells_where_the_hiker_is():
    race = mountain.advance_race(mountain.start_race(BOWL, [_gait(0.5), _gait(0.25)]), 2)
    first, second = mountain.standings(race)
    assert (first.steps, first.readings, first.minutes) == (2, 3, 16.0)
    assert (first.height, first.slope) == pytest.approx((0.75**2 / 2, 0.75), rel=1e-9)
    assert second.slope == pytest.approx(3 * 0.75**2, rel=1e-9)
    assert {first.ending.fate.name, second.ending.fate.name} == {"walking"}


def test_who_has_stopped_waits_while_the_others_walk_on():
    race = mountain.start_race(BOWL, [_gait(0.99999), _gait(0.01)])
    race = mountain.advance_race(mountain.advance_race(race, 3), 20)
    assert [track.steps for track in race.tracks] == [1, 23]
    assert race.steps == 23
    assert not race.ended


def test_a_race_gone_back_is_the_race_as_it_was():
    race = mountain.advance_race(mountain.start_race(HILLS, [_gait(0.9), _gait(0.05)]), 30)
    earlier = race.until(4)
    assert earlier.steps == 4
    again = mountain.advance_race(earlier, 26)
    for track, other in zip(race.tracks, again.tracks, strict=True):
        assert track.rows.tobytes() == other.rows.tobytes()


def test_a_knob_turned_in_a_race_is_that_hiker_s_alone():
    race = mountain.advance_race(mountain.start_race(BOWL, [_gait(0.1), _gait(0.1)]), 5)
    slower = race.tracks[1].plan.with_settings({"learning_rate": 0.01})
    race = mountain.advance_race(mountain.replan_race(race, 1, slower), 5)
    assert [len(track.legs) for track in race.tracks] == [1, 2]
    assert race.tracks[0].x[6] < race.tracks[1].x[6]
    assert race.tracks[0].x[5] == race.tracks[1].x[5]
    assert race.terrain is BOWL


def test_a_knob_turned_at_an_earlier_step_changes_nobody_else_s_way():
    race = mountain.advance_race(mountain.start_race(BOWL, [_gait(0.1), _gait(0.1)]), 40)
    slower = race.tracks[1].plan.with_settings({"learning_rate": 0.01})
    forked = mountain.fork_race(race, 1, slower, 12)
    assert forked.tracks[0].rows.tobytes() == race.tracks[0].rows.tobytes()
    begun = mountain.replan(race.tracks[1].until(12), slower)
    assert forked.tracks[1].rows.tobytes() == mountain.advance(begun, 28).rows.tobytes()


def test_what_was_changed_after_a_fork_is_forgotten_whoever_it_was():
    race = mountain.advance_race(mountain.start_race(BOWL, [_gait(0.1), _gait(0.1)]), 5)
    plan = race.tracks[0].plan
    at_5, at_8, at_2 = (plan.with_settings({"learning_rate": rate}) for rate in (0.02, 0.03, 0.04))
    race = mountain.advance_race(mountain.replan_race(race, 0, at_5), 3)
    race = mountain.advance_race(mountain.replan_race(race, 0, at_8), 3)
    at_five = mountain.fork_race(race, 1, at_2, 5)
    assert [leg.plan for leg in at_five.tracks[0].legs] == [plan, at_5]
    earlier = mountain.fork_race(race, 1, at_2, 2)
    assert [leg.plan for leg in earlier.tracks[0].legs] == [plan]
    assert [track.steps for track in earlier.tracks] == [11, 11]
    assert [leg.first for leg in earlier.tracks[1].legs] == [0, 3]


def test_a_hiker_is_multiplied_with_one_knob_changed():
    entrant = _gait(0.1, optimizer="adam", beta1=0.5)
    half, same, double = mountain.multiplied(entrant, "learning_rate", (0.5, 1.0, 2.0))
    assert same == entrant
    assert [each.plan.learning_rate for each in (half, double)] == [0.05, 0.2]
    assert {each.plan.beta1 for each in (half, double)} == {0.5}
    assert {each.start for each in (half, double)} == {entrant.start}
    with pytest.raises(SettingError, match=r"^beta1: must be .*below 1, not 1\.0"):
        mountain.multiplied(entrant, "beta1", (1.0, 2.0))
