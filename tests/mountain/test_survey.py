import math

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import mountain
from mountain import Formula, TerrainError, Window, grounded, surveyed

SQUARE = Window(-3, 3, -3, 3)


def _walked(terrain: mountain.Terrain) -> mountain.Track:
    plan = mountain.plan_on(terrain, {"daylight": math.inf, "steps": 20_000})
    return mountain.advance(mountain.start(terrain, plan), 20_000)


@pytest.mark.parametrize("name", mountain.terrain_names())
def test_on_the_gallery_s_grounds_a_surveyed_hike_stays_on_the_map_and_settles(name):
    known = mountain.terrain_named(name)
    terrain = surveyed("again", "Again", known.ground, known.window)
    assert terrain.checked_start(*terrain.start) == terrain.start
    fate = mountain.ending(_walked(terrain)).fate.name
    # On the pass and on level valleys a hike may end elsewhere, but never for want of good knobs.
    assert fate in {"home", "false_bottom", "pass", "plateau"} or name == "the_pass"


@pytest.mark.parametrize("text", ["x^2 + y^2", "1e-6*(x^2 + 2*y^2)", "1e6*(x^2 + 2*y^2)"])
def test_a_bowl_of_any_steepness_is_walked_down_to_its_middle(text):
    track = _walked(surveyed("bowl", "Bowl", Formula(text), SQUARE))
    assert mountain.ending(track).fate.name == "home"
    assert math.hypot(track.x[-1], track.y[-1]) < 0.01


def _by_its_own_clock(terrain: mountain.Terrain) -> mountain.Track:
    plan = mountain.plan_on(terrain)
    return mountain.advance(mountain.start(terrain, plan), plan.steps)


@pytest.mark.parametrize("half", [4, 5, 10])
@pytest.mark.parametrize(
    ("text", "steepest"),
    [
        # Where the second derivative along a radius is zero: at 1/√2, 1/√20 and 1/√3.
        ("-e^(-x^2-y^2)", math.sqrt(2 / math.e)),
        ("-e^(-10(x^2+y^2))", math.sqrt(20 / math.e)),
        ("-1/(1+x^2+y^2)", 3 * math.sqrt(3) / 8),
        # Along each axis 2·tanh·sech² is 4/(3√3) at most.
        ("tanh(x)^2+tanh(y)^2", 4 * math.sqrt(2) / math.sqrt(27)),
    ],
)
def test_a_well_in_a_wide_plain_is_entered_from_its_flank_and_found_by_sunset(
    text: str, steepest: float, half: int
) -> None:
    formula = mountain.parse_formula(text)
    terrain = surveyed("well", "Well", formula, Window(-half, half, -half, half))
    plan, slope = mountain.plan_on(terrain), np.hypot(*formula.gradient(*terrain.start))
    assert slope > 0.01 * steepest
    assert 1e-5 < plan.flat < 0.1 * slope
    track = _by_its_own_clock(terrain)
    assert mountain.ending(track).fate.name == "home"
    assert track.readings[-1] >= 5


@settings(max_examples=30, deadline=None)
@given(st.floats(-2.5, 2.5), st.floats(-2.5, 2.5), st.floats(0.5, 3))
def test_wherever_a_well_lies_in_a_plain_a_hiker_gets_home(x: float, y: float, wide: float) -> None:
    formula = Formula(f"3 - exp(-((x - {x})^2 + (y - {y})^2)*{wide})")
    terrain = surveyed("well", "Well", formula, Window(-8, 8, -8, 8))
    track = _by_its_own_clock(terrain)
    assert mountain.ending(track).fate.name == "home"
    assert math.hypot(track.x[-1] - x, track.y[-1] - y) < 0.05
    assert math.hypot(track.x[0] - x, track.y[0] - y) > 0.2


@pytest.mark.parametrize("text", ["exp(x^2 + y^2)", "x^2 + 10*y^2", "x^4 + 30*y^4"])
def test_a_bowl_that_grows_ever_steeper_is_no_plain_and_is_entered_from_afar(text: str) -> None:
    terrain = surveyed("bowl", "Bowl", Formula(text), SQUARE)
    assert math.hypot(*terrain.start) > 1.5


def test_the_learning_rate_glides_home_and_the_start_is_away_from_it():
    terrain = surveyed("bowl", "Bowl", Formula("x^2 + 5*y^2"), SQUARE)
    plan = mountain.plan_on(terrain)
    assert plan.stride < 1 / 10 < 2 / 10
    assert math.hypot(*terrain.start) > 1.5


def test_where_there_is_no_slope_a_terrain_is_as_any_other():
    flat = surveyed("flat", "Flat", Formula("5"), SQUARE)
    assert (flat.starts, flat.settings) == ((), {})


def test_a_start_stands_on_ground_where_a_part_of_the_map_has_none():
    terrain = surveyed("half", "Half", Formula("sqrt(x)*y^2"), SQUARE)
    x, _ = terrain.start
    assert x > 0


@given(st.floats(0.1, 50), st.floats(0.1, 50), st.floats(-2, 2), st.floats(-2, 2))
def test_the_first_step_of_any_bowl_stays_within_a_quarter_of_the_map(a, b, x, y):
    formula = Formula(f"{a}*(x - {x})^2 + {b}*(y - {y})^2")
    terrain = surveyed("bowl", "Bowl", formula, SQUARE)
    slope = np.hypot(*formula.gradient(*terrain.start))
    assert mountain.plan_on(terrain).stride * slope <= 0.25 * 6 * 1.05


@pytest.mark.parametrize("text", ["log(x - 2.9)", "sqrt(x - 2.98)", "asin(x + 3.9)"])
def test_ground_that_is_a_strip_along_an_edge_is_found(text):
    terrain = surveyed("strip", "Strip", Formula(text), SQUARE)
    assert terrain.checked_start(*terrain.start) == terrain.start


@pytest.mark.parametrize("text", ["(-1)^x", "floor(x)^0.5", "sqrt(-abs(floor(x)))"])
def test_where_no_ground_slopes_a_hiker_is_put_on_some_that_is_there(text):
    terrain = surveyed("steps", "Steps", Formula(text), Window(-3.25, 3.25, -3, 3))
    if np.isfinite(terrain.ground.height(*terrain.start)):
        assert terrain.checked_start(*terrain.start) == terrain.start
    else:
        x, y = terrain.window.grid(17, 17)
        assert not np.isfinite(terrain.ground.height(x, y)).all()


@pytest.mark.parametrize("text", ["x^2 + y^2", "log(x)", "sqrt(x - 2.98)", "5"])
def test_a_terrain_with_ground_is_grounded_as_it_is(text):
    terrain = surveyed("some", "Some", Formula(text), SQUARE)
    assert grounded(terrain) is terrain


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("log(x - 5)", SQUARE),
        ("sqrt(x^2 + y^2 - 50)", SQUARE),
        ("asin(x)", Window(4, 5, 4, 5)),
        ("sqrt(1e-3 - x^2)", Window(1, 2, 0, 1)),
    ],
)
def test_where_a_window_has_no_ground_one_that_has_some_is_told(text, window):
    with pytest.raises(TerrainError, match=r"^window: no ground was found in it") as refused:
        grounded(surveyed("none", "None", Formula(text), window))
    assert "\n" not in str(refused.value)
    edges = refused.value.try_edges
    assert edges is not None
    assert str(refused.value).endswith(f"try {','.join(f'{edge:g}' for edge in edges)}")
    there = surveyed("there", "There", Formula(text), Window(*edges))
    assert there.checked_start(*there.start) == there.start


def test_where_there_is_no_ground_anywhere_none_is_promised():
    with pytest.raises(TerrainError, match="try another formula, or look elsewhere") as refused:
        grounded(surveyed("none", "None", Formula("log(-1 - x^2)"), SQUARE))
    assert refused.value.try_edges is None
    assert refused.value.reason.startswith("no ground was found in it, from -3 to 3 in x")


@pytest.mark.parametrize("text", ["x^y", "1/x", "x^2 + y^2", "x*y", "exp(x)", "x^5", "sin(x)"])
@pytest.mark.parametrize("west", [-1e150, -1e150 / 3])
def test_a_window_as_wide_as_numbers_go_is_surveyed_to_a_plan(text, west):
    terrain = surveyed("vast", "Vast", Formula(text), Window(west, 1e150, -1e150, 3))
    plan = mountain.plan_on(terrain)
    assert 0 < plan.learning_rate < math.inf
    mountain.ending(mountain.advance(mountain.start(terrain, plan), 20))
