"""The hiker's clock."""

import datetime
import math

import hypothesis.strategies as st
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


def test_where_the_sun_never_sets_there_is_no_time_of_sunset():
    assert mountain.time_of_day(math.inf) == "never"


def test_an_age_is_not_written_in_three_hundred_figures():
    assert mountain.time_of_day(1e308) == "08:56 +6.94e+304 d"
