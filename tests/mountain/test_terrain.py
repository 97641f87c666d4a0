"""Windows, and where a hiker may set out."""

import math

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from mountain import Formula, Terrain, TerrainError, Window


def _bowl(**rest) -> Terrain:
    return Terrain("bowl", "Bowl", Formula("x^2 + y^2"), Window(-4.0, 4.0, -2.0, 2.0), **rest)


@pytest.mark.parametrize(
    ("edges", "words"),
    [
        ((3, -3, -3, 3), "empty"),
        ((-3, 3, 3, -3), "empty"),
        ((1, 1, -3, 3), "empty"),
        ((-3, 3, 0, 0), "empty"),
        ((-3, math.inf, -3, 3), "finite"),
        ((-math.inf, 3, -3, 3), "finite"),
        ((-3, 3, math.nan, 3), "finite"),
        ((-1.5e308, 1.5e308, -3, 3), "too large"),
        ((-3, 3, -1.5e308, 1.5e308), "too large"),
        ((-1e308, 3, -3, 3), "too large"),
        ((0, 1e-320, 0, 1), "too small"),
        ((0, 1, -1e-310, 1e-310), "too small"),
        ((1e16, 1e16 + 2, 0, 1), "too small"),
    ],
)
def test_a_window_that_is_empty_or_endless_is_refused_in_one_line(edges, words):
    with pytest.raises(TerrainError, match=words) as refusal:
        Window(*map(float, edges))
    assert str(refusal.value).startswith("window: ")
    assert "try -3,3,-3,3" in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert words in refusal.value.reason
    assert "try" not in refusal.value.reason
    assert Window(*refusal.value.try_edges).width == 6


def test_an_empty_window_is_told_of_by_the_edges_that_are_the_wrong_way_round():
    with pytest.raises(TerrainError) as refusal:
        Window(-3.0, 3.0, 2.0, -2.5)
    told = "it is empty: its south edge 2 is not below its north edge -2.5"
    assert refusal.value.reason == told


def test_a_window_reaches_from_edge_to_edge():
    window = Window(-1.0, 3.0, 0.0, 2.5)
    assert (window.width, window.tall) == (4.0, 2.5)
    x, y = window.grid(5, 3)
    assert x.shape == (1, 5)
    assert y.shape == (3, 1)
    assert x.ravel().tolist() == [-1.0, 0.0, 1.0, 2.0, 3.0]
    assert y.ravel().tolist() == [0.0, 1.25, 2.5]


@given(st.floats(-3, 5), st.floats(-2, 4))
def test_the_edge_is_still_on_the_map_and_what_lies_beyond_is_not(x, y):
    window = Window(-1.0, 3.0, 0.0, 2.5)
    assert window.holds(x, y) == (min(max(x, -1.0), 3.0) == x and min(max(y, 0.0), 2.5) == y)


def test_nowhere_is_not_on_the_map():
    assert not Window(-1.0, 3.0, 0.0, 2.5).holds(math.nan, 1.0)


@pytest.mark.parametrize("place", [(4.5, 0.0), (0.0, -2.1), (math.nan, 0.0), (0.0, math.inf)])
def test_a_start_off_the_map_is_refused_with_one_that_would_work(place):
    terrain = _bowl(starts=((1.0, 1.0),))
    with pytest.raises(
        TerrainError, match=r"off the map.*from -4 to 4 in x and -2 to 2 in y"
    ) as no:
        terrain.checked_start(*place)
    assert str(no.value).endswith("try 1,1")
    assert "\n" not in str(no.value)


@pytest.mark.parametrize("text", ["log(x)", "1/x", "sqrt(x - 1)"])
def test_a_start_where_there_is_no_ground_is_refused(text):
    terrain = Terrain("edge", "Edge", Formula(text), Window(-1.0, 1.0, -1.0, 1.0))
    with pytest.raises(TerrainError, match=r"no ground at 0,0\.5"):
        terrain.checked_start(0.0, 0.5)


def test_a_start_on_the_ground_is_taken_as_it_is():
    assert _bowl().checked_start(-4, 2) == (-4.0, 2.0)


def test_a_terrain_that_names_no_start_has_one_on_its_map_and_off_its_middle():
    terrain = _bowl()
    assert terrain.window.holds(*terrain.start)
    assert np.hypot(*terrain.start) > 1.0


def test_the_first_start_named_is_the_default():
    assert _bowl(starts=((1.0, 0.5), (0.0, 1.0))).start == (1.0, 0.5)
