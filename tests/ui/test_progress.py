import numpy as np
import pytest

import mountain
from mountain import Entrant, Lineup, Race
from ui.coming import LOOK_AHEAD
from ui.progress import Progress

FLAGSHIP = mountain.terrain_named("misty_mountain")
PLAN = mountain.plan_on(FLAGSHIP, {"steps": 50})
LONGER = mountain.plan_on(FLAGSHIP, {"steps": 80, "learning_rate": 0.001})
TWO = Lineup((Entrant(PLAN, FLAGSHIP.start), Entrant(LONGER, FLAGSHIP.start)))


def race() -> Race:
    return mountain.start_race(FLAGSHIP, TWO.entrants)


def test_hikes_are_walked_ahead_of_what_is_shown() -> None:
    begun = Progress(race()).looking_ahead()
    assert begun.step == begun.furthest == 0
    assert begun.race.steps == min(80, LOOK_AHEAD)
    assert begun.walked.rows == 2


def test_who_goes_back_keeps_how_far_it_was() -> None:
    back = Progress(race()).at(20).at(5)
    assert (back.step, back.furthest) == (5, 20)
    assert back.walked.steps == 20


def test_nothing_is_shown_before_the_start_or_after_the_end() -> None:
    assert Progress(race()).at(-3).step == 0
    for last in (Progress(race()).at(10**6), Progress(race()).at_end()):
        assert (last.step, last.furthest) == (80, 80)
        assert last.has_ended


def test_who_has_arrived_waits_for_the_others() -> None:
    later = Progress(race()).at(60)
    assert later.has_arrived(0)
    assert not later.has_arrived(1)
    assert (later.own_step(0), later.own_step(1)) == (50, 60)


def test_another_plan_holds_from_the_next_step_on() -> None:
    before = Progress(race()).at(10)
    after = before.by_plan(1, LONGER.with_settings({"learning_rate": 0.05}))
    assert (after.step, after.furthest) == (10, 10)
    old, new = before.race.tracks[1], after.race.tracks[1]
    np.testing.assert_array_equal(new.rows[:11], old.rows[:11])
    assert new.x[12] != old.x[12]
    assert after.race.tracks[0] is before.race.tracks[0]


def test_who_goes_back_has_the_knobs_as_they_were() -> None:
    quicker = LONGER.with_settings({"learning_rate": 0.05})
    turned = Progress(race()).at(10).by_plan(1, quicker)
    lineup = turned.plans_of(TWO)
    assert lineup.entrants[1].plan == quicker
    assert turned.at(4).plans_of(lineup).entrants[1].plan == LONGER
    assert turned.at(4).plans_of(TWO) is TWO


@pytest.mark.parametrize(("hidden", "left"), [((), 2), ((0,), 1), ((0, 1), 0)])
def test_the_ways_are_those_of_the_hikers_that_are_seen(hidden: tuple[int, ...], left: int) -> None:
    ways = Progress(race()).at(7).ways(frozenset(hidden))
    assert [way.shape for way in ways] == [(8, 2)] * left


def test_who_has_not_set_out_has_no_way() -> None:
    assert Progress(race()).ways(frozenset()) == ()
