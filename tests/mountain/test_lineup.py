"""The line-up: copies, thirds and whole teams of hikers, of which one is chosen."""

import pytest

from mountain import MOST_HIKERS, OPTIMIZERS, Entrant, Lineup, Plan, SettingError

ALONE = Lineup((Entrant(Plan(learning_rate=0.1), (1.0, 2.0)),))


def _rates(lineup: Lineup) -> list[float]:
    return [entrant.plan.learning_rate for entrant in lineup.entrants]


def test_the_plan_and_the_start_are_the_chosen_hiker_s():
    lineup = ALONE.duplicated(0).with_plan(Plan(learning_rate=0.3))
    assert lineup.chosen == 1
    assert (lineup.plan.learning_rate, lineup.start) == (0.3, (1.0, 2.0))
    assert lineup.choosing(0).plan.learning_rate == 0.1


def test_a_hiker_copied_stands_beside_the_original_and_is_chosen():
    lineup = ALONE.multiplied(0).duplicated(1)
    assert _rates(lineup) == [0.05, 0.1, 0.1, 0.2]
    assert lineup.chosen == 2


def test_three_hikers_come_for_one_with_the_rate_halved_kept_and_doubled():
    assert _rates(ALONE.multiplied(0)) == [0.05, 0.1, 0.2]


def test_a_rate_that_would_leave_its_range_is_refused():
    huge = ALONE.with_plan(Plan(learning_rate=1e308))
    with pytest.raises(SettingError, match="learning_rate"):
        huge.multiplied(0)


def test_a_race_that_is_full_grows_no_more():
    lineup = ALONE
    for _ in range(2 * MOST_HIKERS):
        lineup = lineup.duplicated(0)
    assert len(lineup.entrants) == MOST_HIKERS
    assert lineup.multiplied(0) == lineup


def test_the_last_hiker_cannot_be_taken_out():
    assert ALONE.removed(0) is ALONE


@pytest.mark.parametrize(("number", "left"), [(0, 0.1), (1, 0.2), (2, 0.1)])
def test_the_chosen_hiker_stays_chosen_when_another_is_taken_out(number, left):
    lineup = ALONE.multiplied(0).choosing(1).removed(number)
    assert len(lineup.entrants) == 2
    assert lineup.plan.learning_rate == left


def test_who_is_chosen_is_always_somebody():
    lineup = ALONE.multiplied(0)
    assert (lineup.choosing(99).chosen, lineup.choosing(-1).chosen) == (2, 0)


def test_every_rule_walks_with_all_else_as_the_chosen_one_has_it():
    lineup = ALONE.multiplied(0).choosing(2).with_every_rule()
    assert [entrant.plan.optimizer for entrant in lineup.entrants] == list(OPTIMIZERS)
    assert set(_rates(lineup)) == {0.2}
    assert {entrant.start for entrant in lineup.entrants} == {(1.0, 2.0)}
    assert lineup.entrants[3].plan == Plan(learning_rate=0.2, optimizer="adagrad")


def test_all_set_out_from_one_place_or_each_from_their_own():
    lineup = ALONE.multiplied(0).choosing(1)
    together = lineup.with_start((5.0, 6.0), together=True)
    alone = lineup.with_start((5.0, 6.0), together=False)
    assert [entrant.start for entrant in together.entrants] == [(5.0, 6.0)] * 3
    assert [entrant.start for entrant in alone.entrants] == [(1.0, 2.0), (5.0, 6.0), (1.0, 2.0)]
