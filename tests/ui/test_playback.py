import math
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

import mountain
from mountain import Entrant, Race
from ui.playback import FASTEST, SLOWEST, Playback

BOWL = mountain.terrain_named("bowl")


def _race(*every: int, minutes: float = 0.5) -> Race:
    endless = {"step_minutes": minutes, "stop": False, "daylight": math.inf}
    plans = [mountain.plan_on(BOWL, {"measure_every": k, **endless}) for k in every]
    begun = mountain.start_race(BOWL, [Entrant(plan, (-2.5, 1.0)) for plan in plans])
    return mountain.advance_race(begun, 400)


@pytest.fixture
def playback(qtbot: QtBot) -> Iterator[Playback]:
    owner = QObject()
    made = Playback(owner)
    yield made
    made.run(False)


def _due(playback: Playback, race: Race, seconds: float, step: int = 0, chosen: int = 0) -> int:
    """Let time pass from a step on, a frame of 20 ms at a time, and count the steps."""
    playback.run(False)
    walked = 0
    for _ in range(round(seconds / 0.02)):
        walked += playback.steps_due(race, step + walked, chosen, 0.02)
    return walked


def test_a_reading_costs_the_class_the_time_that_it_costs_the_hiker(playback: Playback) -> None:
    playback.set_pace(100.0)
    often, seldom = (_due(playback, _race(every), 0.06) for every in (1, 50))
    # Six minutes: one step with its reading of five minutes, and a dozen without one.
    assert (often, seldom) == (1, 12)


def test_steps_that_cost_nothing_are_played_all_the_same(playback: Playback) -> None:
    playback.set_pace(FASTEST)
    # Forty minutes at half a minute each, less the five of the reading on the way.
    assert _due(playback, _race(50, minutes=0.0), 0.02) == 70


def test_the_clock_is_the_chosen_hiker_s_and_after_their_end_the_longest_walker_s(
    playback: Playback,
) -> None:
    playback.set_pace(100.0)
    race = _race(1, 50)
    assert _due(playback, race, 0.06, chosen=0) == 1
    assert _due(playback, race, 0.06, chosen=1) == 12
    ended = Race((race.tracks[0].until(20), race.tracks[1]))
    assert _due(playback, ended, 0.06, step=60, chosen=0) == 12


def test_a_window_that_was_held_up_does_not_leap(playback: Playback) -> None:
    playback.set_pace(FASTEST)
    race = _race(50)
    playback.run(False)
    held_up = playback.steps_due(race, 0, 0, 60.0)
    playback.run(False)
    assert held_up == playback.steps_due(race, 0, 0, 0.1)


def test_a_pace_stays_within_what_can_be_watched(playback: Playback) -> None:
    playback.set_pace(1e9)
    assert playback.pace == FASTEST
    playback.set_pace(0.0)
    assert playback.pace == SLOWEST


def test_the_clock_goes_on_until_it_is_stopped(playback: Playback) -> None:
    for going in (False, True, True, False):
        playback.run(going)
        assert playback.is_running == going
