"""The hiker's clock."""

import datetime
import math

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

import mountain


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [
        (0, "10:00"),
        (59.99, "10:59"),
        (277.5, "14:37"),
        (480, "18:00"),
        (839.9, "23:59"),
        (840, "00:00 +1 d"),
        (840 + 1440 + 61, "01:01 +2 d"),
    ],
)
def test_a_hike_begins_at_ten_and_the_clock_shows_whole_minutes(minutes, shown):
    assert mountain.time_of_day(minutes) == shown


@given(st.integers(0, 100_000))
def test_the_clock_goes_like_the_calendar(minutes):
    morning = datetime.datetime(2024, 3, 1, 10)
    then = morning + datetime.timedelta(minutes=minutes)
    days = (then.date() - morning.date()).days
    assert mountain.time_of_day(minutes) == then.strftime("%H:%M") + (f" +{days} d" if days else "")


@pytest.mark.parametrize(
    ("slope", "kilometres_per_hour"),
    [
        # Known of it: 5 km/h on the level, and 6 at most, at -2.86 degrees.
        (0.0, 5.04),
        (-0.05, 6.0),
        (math.tan(math.radians(-2.86)), 6.0),
        (0.5, 0.875),
        (-0.5, 1.24),
    ],
)
def test_the_time_of_walking_is_toblers_hiking_function(slope, kilometres_per_hour):
    minutes = mountain.walking_minutes(1000.0, 1000.0 * slope)
    assert 60 / minutes == pytest.approx(kilometres_per_hour, abs=0.005)


@given(st.floats(0.1, 1e4), st.floats(-1.0, 1.0))
def test_up_takes_longer_than_down_and_a_way_as_long_as_its_parts(metres, slope):
    up, down = (mountain.walking_minutes(metres, metres * each) for each in (slope, -slope))
    assert (up > down) == (slope > 0) or abs(slope) < 1e-12
    parts = 3 * mountain.walking_minutes(metres / 3, metres * slope / 3)
    assert parts == pytest.approx(up)


def test_a_hike_whose_time_goes_by_the_slope_tells_the_minutes_of_its_way():
    plan = mountain.Plan(clock="tobler", learning_rate=0.1, measure_every=4, reading_minutes=0.25)
    terrain = mountain.terrain_named("misty_mountain")
    track = mountain.advance(mountain.start(terrain, plan), 20)
    away = np.hypot(np.diff(track.x), np.diff(track.y))
    minutes = map(mountain.walking_minutes, away, np.diff(track.height))
    assert np.diff(track.minutes) - 0.25 * track.measured[1:] == pytest.approx(list(minutes))
    assert track.minutes_reading(20) == 0.25 * track.readings[20]


def test_a_crowd_whose_time_goes_by_the_slope_walks_as_each_alone():
    plan = mountain.Plan(clock="tobler", learning_rate=0.1, daylight=40.0)
    terrain = mountain.terrain_named("misty_mountain")
    places = np.random.default_rng(1).uniform(-2.5, 2.5, (20, 2))
    crowd = mountain.outcomes(terrain, [plan] * 20, places, 50)
    for number, place in enumerate(places):
        alone = mountain.advance(mountain.start(terrain, plan, tuple(place), number), 50)
        assert alone.rows[-1].tobytes() == crowd[number].tobytes()


def test_where_the_sun_never_sets_there_is_no_time_of_sunset():
    assert mountain.time_of_day(math.inf) == "never"


def test_an_age_is_not_written_in_three_hundred_figures():
    assert mountain.time_of_day(1e308) == "08:56 +6.94e+304 d"
