"""Errands: long work is left as soon as nobody waits for it, and nothing of it stays behind."""

import threading
from itertools import count

import numpy as np
import pytest

import mountain
from mountain.errand import go_on

Y, X = np.mgrid[0:40, 0:60]
HEIGHTS = 100 + 30 * np.sin(X / 9) * np.cos(Y / 7) + 0.4 * (X + Y)
HOLED = np.where((X - 30) ** 2 + (Y - 20) ** 2 < 30, np.nan, HEIGHTS)


def land(heights: np.ndarray = HEIGHTS) -> mountain.Elevation:
    """Return a new map, of which nothing has been worked out yet."""
    return mountain.Elevation(heights, 30.0, 30.0, "land")


def wanted_for(looks: int):
    """Tell whether work is wanted: only when asked for the first few times."""
    asked = count()
    return lambda: next(asked) < looks


def test_who_runs_no_errand_goes_on():
    go_on()


def test_an_errand_is_left_when_nobody_wants_it_and_not_before():
    with mountain.errand(wanted_for(2)):
        go_on()
        go_on()
        with pytest.raises(mountain.AbandonedError):
            go_on()


def test_what_comes_after_an_errand_that_was_left_goes_on():
    with pytest.raises(mountain.AbandonedError), mountain.errand(lambda: False):
        go_on()
    go_on()


def test_an_errand_in_one_thread_does_not_concern_another():
    went_on = []

    def elsewhere() -> None:
        go_on()
        went_on.append(True)

    with mountain.errand(lambda: False):
        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()
    assert went_on == [True]


@pytest.mark.parametrize(
    "work",
    [
        lambda: mountain.smoothed(land(), 2.0),
        lambda: mountain.pits(HEIGHTS),
        lambda: mountain.filled(HOLED),
        lambda: mountain.elevation_ground(land()).height(70.0, 70.0),
        lambda: mountain.landmarks(mountain.Terrain("land", "Land", GROUND, WINDOW)),
        lambda: mountain.elevation_terrain(land()),
    ],
    ids=["smoothing", "pits", "holes", "spline", "landmarks", "terrain"],
)
def test_every_long_stage_of_a_mountain_can_be_left(work):
    with pytest.raises(mountain.AbandonedError), mountain.errand(lambda: False):
        work()


GROUND = mountain.elevation_ground(land(HEIGHTS + 1.0))
WINDOW = mountain.Window(*GROUND.edges)
# The spline is there: it is the search that is to be left.
GROUND.height(70.0, 70.0)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_mountain_that_was_left_halfway_is_the_same_when_it_is_wanted_again(share):
    looks = count()
    with mountain.errand(lambda: next(looks) >= 0):
        whole = mountain.elevation_terrain(land())
    elevation = land()
    left_at = int(share * next(looks))
    with pytest.raises(mountain.AbandonedError), mountain.errand(wanted_for(left_at)):
        mountain.elevation_terrain(elevation)
    again = mountain.elevation_terrain(elevation)
    assert (again.starts, again.settings) == (whole.starts, whole.settings)
    np.testing.assert_array_equal(again.ground.heights, whole.ground.heights)
    np.testing.assert_array_equal(again.ground.height(70.0, 70.0), whole.ground.height(70.0, 70.0))
