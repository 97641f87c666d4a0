import numpy as np
import pytest

from mountain import Floats, Window
from ui.haze import FADING, Haze
from ui.veil import REMEMBERED, SIGHT

WINDOW = Window(-4, 4, 0, 4)
SIDES = (1.0, 0.5)


def at(mist: Floats, x: float, y: float) -> float:
    rows, columns = mist.shape
    return float(mist[round(y / 4 * (rows - 1)), round((x + 4) / 8 * (columns - 1))])


def test_the_ground_is_clear_at_the_hiker_and_fades_with_the_way_to_them() -> None:
    mist = Haze(WINDOW, SIDES).around(1.0, 3.0)
    assert at(mist, 1.0, 3.0) < 0.03
    assert at(mist, 1.0 + 8 * SIGHT * 0.5, 3.0) < 0.1
    away = [at(mist, 1.0 - 8 * SIGHT * times, 3.0) for times in np.linspace(0, 2.5, 20)]
    assert away == sorted(away)
    # No step is seen anywhere: mist has no edge.
    assert np.diff(away).max() < 0.2


def test_beyond_the_sight_that_the_map_gives_more_is_hidden_than_seen() -> None:
    mist = Haze(WINDOW, SIDES).around(1.0, 3.0)
    assert at(mist, 1.0 - 8 * SIGHT * 1.1, 3.0) > 0.5
    assert at(mist, 1.0 - 8 * SIGHT * 1.5, 3.0) > 0.8
    beyond = 8 * SIGHT * (FADING[-1][0] + 0.05)
    for x, y in ((1.0 - beyond, 3.0), (1.0, 3.0 - beyond), (-3.5, 0.2)):
        assert at(mist, x, y) == 1.0


def test_it_is_as_far_to_the_north_as_to_the_east() -> None:
    mist = Haze(WINDOW, SIDES).around(0.0, 2.0)
    assert mist.shape == (128, 256)
    away = 8 * SIGHT * 0.8
    assert at(mist, away, 2.0) == pytest.approx(at(mist, 0.0, 2.0 + away), abs=0.06)


def test_along_the_way_walked_the_mist_is_thinner() -> None:
    haze = Haze(WINDOW, SIDES)
    haze.walk(np.array([[-3.0, 1.0], [0.0, 1.0], [3.0, 1.0]]))
    mist = haze.around(3.0, 1.0)
    assert at(mist, -2.0, 1.0) == pytest.approx(1 - REMEMBERED, abs=0.01)
    assert at(mist, -2.0, 3.5) == 1.0


def test_walking_a_way_twice_thins_the_mist_once() -> None:
    haze = Haze(WINDOW, SIDES)
    way = np.array([[-3.0, 1.0], [3.0, 1.0]])
    haze.walk(way)
    once = haze.around(3.0, 1.0)
    haze.walk(way[::-1])
    np.testing.assert_array_equal(haze.around(3.0, 1.0), once)
    haze.forget()
    assert at(haze.around(3.0, 1.0), -2.0, 1.0) == 1.0


@pytest.mark.parametrize("far", [1e9, -1e300, np.inf, np.nan])
def test_a_hiker_who_is_lost_opens_nothing_but_breaks_nothing(far: float) -> None:
    haze = Haze(WINDOW, SIDES)
    haze.walk(np.array([[0.0, 2.0], [far, far]]))
    assert np.isfinite(haze.around(far, 1.0)).all()
