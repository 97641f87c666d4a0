"""The prepared races: every hiker has the fate that is stated, and every caption is true."""

import re

import numpy as np
import pytest

import mountain
from mountain import FATES, PreparedRace, Race, Standing, TerrainError, Track
from mountain.turning import turned_back

RACES = [mountain.race_named(name) for name in mountain.race_names()]
EACH = pytest.mark.parametrize("prepared", RACES, ids=lambda race: race.name)


def walked(prepared: PreparedRace, aside: tuple[float, float] = (0.0, 0.0)) -> Race:
    """Walk a race to its end, from starts moved aside by so much."""
    terrain = mountain.terrain_named(prepared.terrain)
    entrants = [
        mountain.Entrant(each.plan, (each.start[0] + aside[0], each.start[1] + aside[1]))
        for each in prepared.entrants
    ]
    return mountain.advance_race(mountain.start_race(terrain, entrants), 10**6)


def fates(race: Race) -> tuple[str, ...]:
    return tuple(standing.ending.fate.name for standing in mountain.standings(race))


def hikers(race: Race, optimizer: str) -> list[tuple[Track, Standing]]:
    """Return who walks by an optimizer, by rising learning rate, then by number."""
    them = [
        (track, standing)
        for track, standing in zip(race.tracks, mountain.standings(race), strict=True)
        if track.plan.optimizer == optimizer
    ]
    return sorted(them, key=lambda each: each[0].plan.learning_rate)


def bottoms_visited(track: Track) -> list[tuple[int, int]]:
    """Return the potholes that a hiker was in, whose bottoms are near the whole numbers."""
    places = zip(np.rint(track.x).astype(int), np.rint(track.y).astype(int), strict=True)
    return list(dict.fromkeys((int(x), int(y)) for x, y in places))


def first_beyond(distances: np.ndarray, distance: float) -> int:
    return int(np.argmax(distances > distance))


def test_there_are_four_races_in_teaching_order() -> None:
    assert mountain.race_names() == ("misty_mountain", "ravine", "the_pass", "potholes")


@EACH
def test_a_race_asks_who_gets_home_and_says_in_one_sentence_what_it_shows(
    prepared: PreparedRace,
) -> None:
    assert prepared.title == "Who gets home?"
    assert prepared.caption.endswith(".")
    assert prepared.caption.count(". ") == 0
    assert len(prepared.caption) <= 150


@EACH
def test_three_to_six_hikers_take_part_each_in_their_own_way(prepared: PreparedRace) -> None:
    assert 3 <= len(prepared.entrants) <= 6
    assert len(set(prepared.entrants)) == len(prepared.entrants)
    assert len(prepared.fates) == len(prepared.entrants)
    assert set(prepared.fates) <= set(FATES)


@EACH
def test_every_hiker_has_the_fate_that_is_stated(prepared: PreparedRace) -> None:
    assert fates(walked(prepared)) == prepared.fates


@EACH
def test_somebody_gets_home_and_somebody_does_not(prepared: PreparedRace) -> None:
    assert 0 < prepared.fates.count("home") < len(prepared.fates)


@pytest.mark.parametrize("aside", [(1e-8, 0), (-1e-8, 0), (1e-4, 0), (-1e-4, 0)])
@EACH
def test_no_fate_hangs_on_where_exactly_the_hikers_set_out(
    prepared: PreparedRace, aside: tuple[float, float]
) -> None:
    assert fates(walked(prepared, aside)) == prepared.fates


@EACH
def test_a_race_uses_what_its_terrain_suggests_where_it_says_nothing_else(
    prepared: PreparedRace,
) -> None:
    suggested = mountain.plan_on(mountain.terrain_named(prepared.terrain))
    assert {entrant.plan.probe_length for entrant in prepared.entrants} == {suggested.probe_length}


def test_an_optimizer_in_a_race_has_its_own_defaults() -> None:
    plans = [entrant.plan for race in RACES for entrant in race.entrants]
    assert {plan.epsilon for plan in plans if plan.optimizer == "adagrad"} == {1e-10}
    assert {plan.epsilon for plan in plans if plan.optimizer == "adam"} == {1e-8}


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("revine", "did you mean 'ravine'?"),
        ("The pass", "did you mean 'the_pass'?"),
        ("xyz", "try one of misty_mountain, ravine, the_pass, potholes"),
    ],
)
def test_an_unknown_race_is_refused_with_what_would_work(name: str, hint: str) -> None:
    with pytest.raises(TerrainError) as refused:
        mountain.race_named(name)
    assert str(refused.value) == f"race: {name!r} is not prepared; {hint}"


def test_on_misty_mountain_momentum_is_home_where_gradient_descent_is_benighted() -> None:
    race = walked(mountain.race_named("misty_mountain"))
    (slow, slow_end), (fast, fast_end) = hikers(race, "gradient_descent")
    ((rolling, rolling_end),) = hikers(race, "momentum")
    assert rolling.plan.learning_rate == slow.plan.learning_rate
    assert rolling.plan.measure_every == slow.plan.measure_every
    assert (slow_end.ending.fate.name, rolling_end.ending.fate.name) == ("night", "home")
    assert fast.plan.learning_rate == pytest.approx(10 * slow.plan.learning_rate)
    ranks = [standing.rank for standing in mountain.standings(race)]
    assert ranks.count(1) == fast_end.rank == 1


def test_in_the_ravine_gradient_descent_creeps_or_zigzags_and_nesterov_is_home_first() -> None:
    race = walked(mountain.race_named("ravine"))
    (slow, slow_end), (fast, fast_end) = hikers(race, "gradient_descent")
    ((rolling, rolling_end),) = hikers(race, "nesterov")
    # The floor is the line x = y; to be on it is to have x - y near nothing.
    assert not turned_back(slow).any()
    assert np.abs(slow.x - slow.y)[60:].max() < 1e-3
    assert slow_end.ending.fate.name == "night"
    walls = np.sign(fast.x - fast.y)
    assert (walls[1:30] == -walls[:29]).all()
    assert fast_end.ending.fate.name == "home"
    assert rolling.plan.learning_rate == slow.plan.learning_rate
    assert [standing.rank for standing in mountain.standings(race)].count(1) == 1
    assert rolling_end.rank == 1


def test_beside_the_ridge_line_gradient_descent_lingers_and_rmsprop_leaves_at_once() -> None:
    race = walked(mountain.race_named("the_pass"))
    ((lingering, _),) = hikers(race, "gradient_descent")
    (beside, beside_end), (on_line, on_line_end) = hikers(race, "rmsprop")
    assert beside.plan == on_line.plan
    assert lingering.y[0] == beside.y[0] == 0.001
    assert first_beyond(np.abs(beside.y), 0.5) == 1
    # Without its correction, the average of the first squares is a hundredth of them.
    leap = 10 * beside.plan.learning_rate
    assert "10 η per axis" in mountain.race_named("the_pass").caption
    assert (beside.x[1] - beside.x[0], beside.y[1] - beside.y[0]) == pytest.approx(
        (-leap, leap), rel=1e-3
    )
    assert on_line.x[1] - on_line.x[0] == pytest.approx(-leap)
    ((corrected, _),) = hikers(race, "adam")
    assert abs(corrected.x[1] - corrected.x[0]) == pytest.approx(corrected.plan.learning_rate)
    near = np.hypot(lingering.x, lingering.y) < 0.5
    assert near.sum() > lingering.steps / 2
    assert first_beyond(np.abs(lingering.y), 0.5) > 60
    assert beside_end.ending.fate.name == "home"
    assert on_line_end.ending.fate.name == "pass"
    assert not on_line.y.any()


def test_among_the_potholes_momentum_rolls_through_two_where_others_bounce_in_one() -> None:
    race = walked(mountain.race_named("potholes"))
    _, (bouncing, bouncing_end) = hikers(race, "gradient_descent")
    _, (rolling, rolling_end) = hikers(race, "momentum")
    assert rolling.plan.learning_rate == bouncing.plan.learning_rate
    assert bouncing_end.ending.fate.name == "bouncing"
    assert bottoms_visited(bouncing) == [(2, 1)]
    assert rolling_end.ending.fate.name == "home"
    assert bottoms_visited(rolling) == [(2, 1), (1, 0), (0, 0)]
    assert [standing.rank for standing in mountain.standings(race) if standing.rank] == [1]


def test_among_the_potholes_home_is_a_matter_of_the_momentum() -> None:
    prepared = mountain.race_named("potholes")
    _, (rolling, _) = hikers(walked(prepared), "momentum")
    told = {}
    for momentum in re.findall(r"0\.\d", prepared.caption):
        plan = rolling.plan.with_settings({"momentum": float(momentum)})
        begun = mountain.start(rolling.terrain, plan, (2.4, 1.4))
        told[momentum] = mountain.ending(mountain.advance(begun, 10**6)).fate.name
    assert told == {"0.8": "home", "0.7": "false_bottom", "0.9": "false_bottom"}
