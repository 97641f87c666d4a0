import pytest
from hypothesis import given, strategies as st

import mountain
from mountain import MOST_HIKERS, Entrant, Lineup, SettingError
from ui.party import Party

FLAGSHIP = mountain.terrain_named("misty_mountain")
PLAN = mountain.plan_on(FLAGSHIP)


def party(count: int = 3, *hidden: int, together: bool = True) -> Party:
    """Gather hikers whom their starts tell apart."""
    entrants = tuple(Entrant(PLAN, (float(number), 0.0)) for number in range(count))
    return Party(Lineup(entrants), frozenset(hidden), together)


def names(gathered: Party) -> list[float]:
    return [entrant.start[0] for entrant in gathered.lineup.entrants]


def hidden_names(gathered: Party) -> set[float]:
    return {names(gathered)[number] for number in gathered.hidden}


@given(
    count=st.integers(1, MOST_HIKERS),
    hidden=st.sets(st.integers(0, MOST_HIKERS - 1)),
    number=st.integers(0, MOST_HIKERS + 2),
    how=st.sampled_from(["duplicated", "removed", "multiplied"]),
)
def test_whoever_comes_or_goes_the_others_stay_hidden_or_seen(
    count: int, hidden: set[int], number: int, how: str
) -> None:
    before = party(count, *(each for each in hidden if each < count))
    after = getattr(before, how)(number)
    others = hidden_names(before) - {float(number)}
    assert hidden_names(after) - {float(number)} == others
    assert all(0 <= each < len(after.lineup.entrants) for each in after.hidden)


def test_who_is_hidden_and_twice_there_is_hidden_once() -> None:
    assert party(2, 0).duplicated(0).hidden == {0}
    assert party(2, 0).multiplied(0).hidden == {0}


def test_who_goes_is_not_hidden_any_more() -> None:
    gone = party(3, 1).removed(1)
    assert (names(gone), gone.hidden) == ([0.0, 2.0], frozenset())


@pytest.mark.parametrize("how", ["duplicated", "removed", "multiplied"])
def test_of_a_number_that_nobody_has_nothing_changes(how: str) -> None:
    gathered = party(3, 1)
    assert getattr(gathered, how)(3) is gathered


def test_where_there_is_no_room_or_nobody_else_nothing_changes() -> None:
    full = party(MOST_HIKERS, 1, 5)
    assert full.duplicated(0) == full.multiplied(0) == full
    alone = party(1, 0)
    assert alone.removed(0) == alone


def test_a_rate_that_leaves_its_range_is_refused() -> None:
    wild = Entrant(PLAN.with_settings({"learning_rate": 1e308}), FLAGSHIP.start)
    with pytest.raises(SettingError, match="learning_rate"):
        Party(Lineup((wild,))).multiplied(0)


@pytest.mark.parametrize(("together", "moved"), [(True, [9.0, 9.0, 9.0]), (False, [0.0, 9.0, 2.0])])
def test_all_are_moved_or_the_chosen_hiker_alone(together: bool, moved: list[float]) -> None:
    gathered = party(3, 2, together=together)
    chosen = Party(gathered.lineup.choosing(1), gathered.hidden, together)
    after = chosen.moved((9.0, 0.0))
    assert names(after) == moved
    assert (after.hidden, after.lineup.chosen) == ({2}, 1)


def test_a_hiker_is_hidden_and_seen_again() -> None:
    hidden = party().hiding(2, True)
    assert hidden.hidden == {2}
    assert hidden.hiding(2, False) == hidden.hiding(1, False).hiding(2, False) == party()
