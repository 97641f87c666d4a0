import numpy as np
import pytest
from conftest import prepared, preset_named
from pytestqt.qtbot import QtBot

import mountain
from mountain import MOST_HIKERS, OPTIMIZERS
from ui.session import MOST_GHOSTS, Session


@pytest.fixture
def race(session: Session, qtbot: QtBot) -> Session:
    """Have three hikers stand ready, with η halved, kept and doubled."""
    session.multiply(0)
    prepared(session, qtbot)
    return session


def _places(session: Session) -> list[tuple[float, float]]:
    assert session.race is not None
    rows = [track.rows[min(session.step, track.steps)] for track in session.race.tracks]
    return [(float(row["x"]), float(row["y"])) for row in rows]


def test_hikers_of_a_race_walk_as_each_would_alone(race: Session) -> None:
    race.move(30)
    assert race.race is not None
    for track in race.race.tracks:
        alone = mountain.start(race.terrain, track.plan, race.start, track.number)
        alone = mountain.advance(alone, 30)
        assert track.rows[:31].tobytes() == alone.rows.tobytes()


def test_a_knob_turned_in_mid_race_is_the_chosen_hiker_s(race: Session) -> None:
    race.choose_hiker(1)
    race.move(12)
    race.change_setting("learning_rate", 0.05)
    assert race.race is not None
    assert [len(track.legs) for track in race.race.tracks] == [1, 2, 1]
    assert race.race.tracks[1].legs[1].first == 13
    rates = [entrant.plan.learning_rate for entrant in race.lineup.entrants]
    assert rates == [0.01, 0.05, 0.04]


def test_a_knob_turned_before_the_race_leaves_the_others_where_they_are(race: Session) -> None:
    race.choose_hiker(2)
    race.change_setting("optimizer", "adam")
    race.move(1)
    assert race.race is not None
    assert [track.plan.optimizer for track in race.race.tracks] == [
        "gradient_descent",
        "gradient_descent",
        "adam",
    ]
    assert [track.number for track in race.race.tracks] == [0, 1, 2]


@pytest.mark.parametrize("before", [0, 7])
def test_whoever_s_knob_is_turned_walks_on_with_the_others(race: Session, before: int) -> None:
    race.choose_hiker(1)
    race.move(before)
    race.change_setting("learning_rate", 0.013)
    assert race.race is not None
    foremost = max(track.steps for track in race.race.tracks)
    assert all(track.ended or track.steps == foremost for track in race.race.tracks)
    race.move(5)
    assert race.own_step == before + 5
    alone = mountain.start(race.terrain, race.race.tracks[1].legs[0].plan, race.start, 1)
    alone = mountain.advance(alone, before)
    alone = mountain.advance(mountain.replan(alone, race.plan), 5)
    assert race.track is not None
    assert race.track.rows[: before + 6].tobytes() == alone.rows.tobytes()


def test_going_back_brings_every_hiker_s_knobs_back(race: Session) -> None:
    race.move(10)
    for number in (0, 2):
        race.choose_hiker(number)
        race.change_setting("learning_rate", 0.03)
    race.move(5)
    race.move(-10)
    rates = [entrant.plan.learning_rate for entrant in race.lineup.entrants]
    assert rates == [0.01, 0.02, 0.04]
    assert race.lineup.chosen == 2


def test_a_hiker_whose_hike_is_over_stays_while_others_walk_on(race: Session) -> None:
    race.go_to_end()
    assert race.race is not None
    first = min(race.race.tracks, key=lambda track: track.steps)
    race.choose_hiker(first.number)
    race.move(-1)
    assert race.has_arrived
    assert not race.has_ended
    assert race.own_step == first.steps
    assert race.shown is not None
    assert len(race.shown) == len(first)


def test_all_are_moved_together_or_one_alone(race: Session, qtbot: QtBot) -> None:
    race.choose_start(-2.0, -2.0)
    prepared(race, qtbot)
    assert _places(race) == [(-2.0, -2.0)] * 3
    race.set_together(False)
    race.choose_hiker(1)
    race.choose_start(2.0, 2.0)
    prepared(race, qtbot)
    assert _places(race) == [(-2.0, -2.0), (2.0, 2.0), (-2.0, -2.0)]


def test_the_ways_of_the_last_runs_stay_until_they_are_dismissed(
    race: Session, qtbot: QtBot
) -> None:
    race.move(20)
    race.restart()
    prepared(race, qtbot)
    assert [len(way) for way in race.past] == [21, 21, 21]
    race.move(5)
    race.restart()
    prepared(race, qtbot)
    assert [len(way) for way in race.past] == [21, 21, 21, 6, 6, 6]
    race.dismiss_past()
    assert race.past == ()


def test_of_very_many_runs_the_last_ways_are_kept(race: Session, qtbot: QtBot) -> None:
    for _ in range(MOST_GHOSTS // 3 + 2):
        race.move(3)
        race.restart()
        prepared(race, qtbot)
    assert len(race.past) == MOST_GHOSTS >= 2 * MOST_HIKERS


def test_on_another_mountain_there_are_no_ways_of_this_one(race: Session, qtbot: QtBot) -> None:
    race.move(20)
    race.choose_terrain("bowl")
    prepared(race, qtbot)
    assert race.past == ()


def test_a_restart_without_a_step_leaves_no_ghost(race: Session, qtbot: QtBot) -> None:
    race.restart()
    prepared(race, qtbot)
    assert race.past == ()


def test_a_preset_is_for_one_hiker_again(race: Session, qtbot: QtBot) -> None:
    race.choose_preset(preset_named("too_big"))
    prepared(race, qtbot)
    assert len(race.lineup.entrants) == 1


def test_every_rule_can_be_asked_to_walk(session: Session, qtbot: QtBot) -> None:
    session.line_up(session.lineup.with_every_rule())
    prepared(session, qtbot)
    session.go_to_end()
    assert session.race is not None
    assert [track.plan.optimizer for track in session.race.tracks] == list(OPTIMIZERS)
    assert session.has_ended


def test_hidden_hikers_stay_hidden_until_they_are_shown(race: Session) -> None:
    race.hide(1, True)
    race.move(4)
    assert race.hidden == {1}
    race.hide(1, False)
    assert race.hidden == frozenset()


def test_a_rate_that_leaves_its_range_is_said_and_nothing_changes(
    race: Session, qtbot: QtBot
) -> None:
    race.choose_hiker(0)
    race.change_setting("learning_rate", 1e308)
    with qtbot.waitSignal(race.noticed) as told:
        race.multiply(0)
    assert "learning_rate" in told.args[0].text
    assert len(race.lineup.entrants) == 3


@pytest.mark.parametrize("name", mountain.race_names())
def test_a_prepared_race_sets_out_with_its_hikers(
    session: Session, qtbot: QtBot, name: str
) -> None:
    session.choose_race(name)
    prepared(session, qtbot)
    expected = mountain.race_named(name)
    assert session.terrain.name == expected.terrain
    assert session.lineup.entrants == expected.entrants
    session.restart()
    prepared(session, qtbot)
    assert session.introduction == (expected.title, expected.caption)
    session.go_to_end()
    assert np.isfinite(_places(session)).all()


def test_who_is_hidden_stays_hidden_whoever_comes_or_goes(race: Session, qtbot: QtBot) -> None:
    race.hide(1, hidden=True)
    race.duplicate(0)
    prepared(race, qtbot)
    assert race.hidden == {2}
    race.remove(0)
    prepared(race, qtbot)
    assert race.hidden == {1}
    race.multiply(0)
    prepared(race, qtbot)
    assert race.hidden == {3}
    race.remove(3)
    assert race.hidden == frozenset()


def test_in_another_race_nobody_is_hidden(race: Session, qtbot: QtBot) -> None:
    race.hide(1, hidden=True)
    race.choose_race("potholes")
    prepared(race, qtbot)
    assert race.hidden == frozenset()


def test_who_was_hidden_leaves_no_ghost(race: Session, qtbot: QtBot) -> None:
    race.hide(1, hidden=True)
    race.move(5)
    race.restart()
    prepared(race, qtbot)
    assert len(race.past) == 2


def test_a_race_from_several_starts_is_not_one_with_a_single_start(
    session: Session, qtbot: QtBot
) -> None:
    for name, together in (("the_pass", False), ("ravine", True)):
        session.choose_race(name)
        prepared(session, qtbot)
        assert session.together == together


def test_a_row_of_the_race_before_asks_for_nothing(session: Session, qtbot: QtBot) -> None:
    session.choose_race("misty_mountain")
    session.choose_preset(preset_named("good"))
    for ask in (session.duplicate, session.multiply, session.remove, session.choose_hiker):
        ask(5)
    prepared(session, qtbot)
    assert len(session.lineup.entrants) == 1
