"""Grids as ground: what they refuse, when they are equal, and how one walks on them."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from mountain import (
    Formula,
    Plan,
    Terrain,
    Window,
    advance,
    ending,
    homes,
    landmarks,
    outcomes,
    start,
)
from mountain.grid import Grid, GridError

EDGES = (-4.0, 4.0, -3.5, 3.5)
WINDOW = Window(-3.5, 3.5, -3.0, 3.0)
VALLEYS = Formula("0.05*(x^4 + y^4) - 0.8*x^2 + 0.3*x + 0.2*y^2")
BOWL = Formula("x^2 + y^2")


def sampled(formula: Formula, columns: int = 161, rows: int = 141, name: str = "sampled") -> Grid:
    """Measure a formula's heights at the nodes of a grid."""
    x, y = np.linspace(*EDGES[:2], columns), np.linspace(*EDGES[2:], rows)
    return Grid(formula.height(x[None], y[:, None]), EDGES, name)


def terrain_on(ground: Grid | Formula) -> Terrain:
    return Terrain("sampled", "Sampled", ground, WINDOW, starts=((-2.5, 2.0),))


@pytest.mark.parametrize("reading", ["phone", "feet", "exact"])
@pytest.mark.parametrize("formula", [BOWL, VALLEYS], ids=["bowl", "valleys"])
def test_a_hiker_on_a_sampled_formula_walks_as_on_the_formula(formula, reading):
    plan = Plan(reading=reading, learning_rate=0.05, measure_every=2, probe_length=1e-4, steps=60)
    ours, theirs = (
        advance(start(terrain_on(ground), plan), 60) for ground in (sampled(formula), formula)
    )
    assert ours.steps == theirs.steps
    # Feet choose one of a few directions, which a small error may turn to the one beside it.
    tolerance = 1e-4 if reading != "feet" else 0.05
    np.testing.assert_allclose(ours.x, theirs.x, atol=tolerance)
    np.testing.assert_allclose(ours.y, theirs.y, atol=tolerance)
    assert ending(ours).fate == ending(theirs).fate


def test_a_sampled_mountain_has_the_landmarks_of_its_formula():
    ours, theirs = (landmarks(terrain_on(ground)) for ground in (sampled(VALLEYS), VALLEYS))
    assert [each.kind for each in ours] == [each.kind for each in theirs]
    assert len(ours) == 3
    for mine, yours in zip(ours, theirs, strict=True):
        assert (mine.x, mine.y, mine.height) == pytest.approx(
            (yours.x, yours.y, yours.height), abs=1e-5
        )
        assert mine.curvatures == pytest.approx(yours.curvatures, abs=2e-3)


@pytest.mark.parametrize(
    ("place", "settings_", "fate"),
    [
        ((2.5, 2.0), {"learning_rate": 0.1}, "false_bottom"),
        ((-2.5, 2.0), {"learning_rate": 0.1}, "home"),
        ((-2.5, 2.0), {"learning_rate": 0.001}, "night"),
        ((-2.5, 2.0), {"learning_rate": 30.0}, "off_the_map"),
        ((0.18834, 0.0), {"reading": "exact", "flat": 1e-3}, "pass"),
    ],
)
def test_hikers_on_a_grid_meet_their_fates(place, settings_, fate):
    plan = Plan(measure_every=1, reading_minutes=1.0).with_settings(settings_)
    end = ending(advance(start(terrain_on(sampled(VALLEYS)), plan, place), 10_000))
    assert end.fate.name == fate
    assert "nan" not in end.reason


def test_a_sampled_bowl_has_its_home_in_the_middle_and_its_limit():
    (home,) = homes(terrain_on(sampled(BOWL)))
    assert (home.x, home.y, home.height) == pytest.approx((0, 0, 0), abs=1e-6)
    assert home.limit == pytest.approx(1.0, abs=1e-5)


@pytest.mark.compiled
@settings(max_examples=8)
@given(
    st.sampled_from(["gradient_descent", "adam"]),
    st.sampled_from([0.02, 0.3, 3.0]),
    st.sampled_from([1, 3]),
    st.sampled_from([0.0, 0.4]),
)
def test_each_of_a_crowd_on_a_grid_walks_as_they_would_alone(optimizer, rate, every, noise):
    plan = Plan(optimizer=optimizer, learning_rate=rate, measure_every=every, noise=noise, steps=60)
    terrain = terrain_on(sampled(VALLEYS, 33, 29))
    places = np.random.default_rng(1).uniform([-3.5, -3.0], [3.5, 3.0], (70, 2))
    crowd = outcomes(terrain, [plan] * len(places), places, 60)
    for number, (x, y) in enumerate(places.tolist()):
        alone = advance(start(terrain, plan, (x, y), number), 60)
        assert crowd[number].tobytes() == alone.rows[-1].tobytes()


def test_equal_heights_make_equal_grounds_and_whatever_differs_another():
    heights = np.arange(12.0).reshape(3, 4)
    one = Grid(heights, (0, 1, 0, 1), "steps")
    assert one == Grid(heights.tolist(), (0.0, 1.0, 0.0, 1.0), "steps")
    assert hash(one) == hash(Grid(heights.copy(), (0, 1, 0, 1), "steps"))
    others = [
        Grid(heights + np.eye(3, 4) * 1e-12, (0, 1, 0, 1), "steps"),
        Grid(heights.reshape(4, 3), (0, 1, 0, 1), "steps"),
        Grid(heights, (0, 2, 0, 1), "steps"),
        Grid(heights, (0, 1, 0, 1), "stairs"),
    ]
    assert len({one, *others}) == 5
    assert one != "steps"


def test_a_grid_keeps_the_heights_that_it_was_made_of():
    heights = np.zeros((3, 3))
    grid = Grid(heights, (0, 1, 0, 1), "level")
    heights[:] = 7.0
    assert (grid.heights == 0).all()
    with pytest.raises(ValueError, match="read-only"):
        grid.heights[0, 0] = 1.0


def test_heights_that_cannot_change_are_not_copied():
    heights = np.zeros((3, 3))
    heights.flags.writeable = False
    assert Grid(heights, (0, 1, 0, 1), "level").heights is heights


def test_a_grid_tells_what_it_is_of_in_one_line():
    grid = Grid(np.zeros((3, 5)), (0, 1, 0, 1), "a pond")
    assert grid.text == "a pond, a grid of 5 × 3 heights"


@pytest.mark.parametrize(
    ("heights", "edges", "message"),
    [
        (np.zeros(5), (0, 1, 0, 1), r"shape \(5,\) make no surface"),
        (np.zeros((1, 5)), (0, 1, 0, 1), "two rows and two columns at least"),
        (np.zeros((0, 0)), (0, 1, 0, 1), "make no surface"),
        (np.zeros((2, 2)), (1, 0, 0, 1), "enclose nothing"),
        (np.zeros((2, 2)), (0, 1, 0, 0), "enclose nothing"),
        (np.zeros((2, 2)), (0, np.inf, 0, 1), "enclose nothing"),
        (np.zeros((2, 2)), (np.nan, 1, 0, 1), "enclose nothing"),
        (np.zeros((2, 2)), (-1e308, 1e308, 0, 1), "enclose nothing"),
        (np.zeros((2, 2)), (0, 1, 0, 5e-324), "enclose nothing"),
        (np.array([[0, 1], [np.nan, 2]]), (0, 1, 0, 1), "row 1, column 0 is nan; fill"),
        (np.array([[0, np.inf], [-np.inf, 2]]), (0, 1, 0, 1), "row 0, column 1 is inf"),
    ],
)
def test_what_makes_no_ground_is_refused_in_one_line(heights, edges, message):
    with pytest.raises(GridError, match=message) as refused:
        Grid(heights, edges, "pond")
    assert "\n" not in str(refused.value)


def test_heights_whose_sum_is_too_large_for_a_number_are_heights_all_the_same():
    assert Grid(np.full((2, 2), 1e308), (0, 1, 0, 1), "high").heights.max() == 1e308
