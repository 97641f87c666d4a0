"""Landmarks of any map: bottoms, tops, passes and sharp points, and what is none of them."""

import math

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import assume, given, settings

import mountain
from mountain import Formula, Terrain, Window

ACKLEY = "-20*exp(-0.2*sqrt((x^2 + y^2)/2)) - exp((cos(2*pi*x) + cos(2*pi*y))/2) + 20 + exp(1)"


def _terrain(text: str, *edges: float) -> Terrain:
    return Terrain("drawn", "Drawn", Formula(text), Window(*(edges or (-2.0, 2.5, -2.0, 2.0))))


@given(
    st.floats(-1.9, 1.9),
    st.floats(-1.9, 1.9),
    st.floats(0.01, 100),
    st.floats(0.01, 1),
    st.floats(0, math.pi),
)
def test_a_tilted_bowl_is_found_with_its_curvatures(x, y, sharp, share, angle):
    c, s, gentle = math.cos(angle), math.sin(angle), sharp * share
    along, across = (
        f"({c!r}*(x - {x!r}) + {s!r}*(y - {y!r}))",
        f"({c!r}*(y - {y!r}) - {s!r}*(x - {x!r}))",
    )
    text = f"{sharp / 2!r}*{along}^2 + {gentle / 2!r}*{across}^2".replace("- -", "+ ")
    (bottom,) = mountain.landmarks(_terrain(text))
    assert bottom.kind == "minimum"
    assert (bottom.x, bottom.y) == pytest.approx((x, y), abs=1e-9)
    assert bottom.curvatures == pytest.approx((gentle, sharp), rel=1e-9)


def test_four_homes_of_equal_depth_are_all_home():
    himmelblau = mountain.terrain_named("himmelblau")
    assert len(mountain.homes(himmelblau)) == 4
    assert len(mountain.homes(himmelblau, ascend=True)) == 1
    beside = mountain.nearest_home(himmelblau, -2.0, -2.0)
    assert (beside.x, beside.y) == pytest.approx((-3.779310, -3.283186), abs=1e-6)


def test_a_bottom_only_a_little_higher_is_not_home():
    (home,) = mountain.homes(_terrain("(x^2 - 1)^2 + 0.00001*x + y^2"))
    assert home.x == pytest.approx(-1, abs=1e-4)


@pytest.mark.parametrize("text", ["5", "x + y", "x - 2*y + 1", "exp(x)", "0*x"])
def test_ground_without_a_level_place_or_level_all_over_has_no_landmark(text):
    terrain = _terrain(text)
    assert mountain.landmarks(terrain) == ()
    assert mountain.homes(terrain) == ()
    assert mountain.nearest_home(terrain, 0, 0) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("x^4 + y^4", "minimum"),
        ("-x^4 - y^2", "maximum"),
        ("x^4 - y^4", "pass"),
        ("x^3 - 3*x*y^2", "pass"),
    ],
)
def test_where_a_curvature_vanishes_the_ground_around_tells_the_kind(text, kind):
    (place,) = mountain.landmarks(_terrain(text))
    assert place.kind == kind
    assert (place.x, place.y) == pytest.approx((0, 0), abs=1e-3)


@pytest.mark.parametrize("text", ["x^4 + y^4", "(x^2 + y^2)^2", "x^6 + y^6", "1000000 + x^4 + y^4"])
def test_a_bottom_that_does_not_bend_has_no_curvature_and_no_limit(text):
    for edges in ((-2.0, 2.5, -2.0, 2.0), (-3.0, 3.0, -3.0, 3.0)):
        (place,) = mountain.landmarks(_terrain(text, *edges))
        assert (place.kind, place.curvatures, place.level) == ("minimum", (0.0, 0.0), False)
        assert place.limit == math.inf


def test_a_curvature_that_vanishes_one_way_leaves_the_limit_of_the_other():
    (place,) = mountain.landmarks(_terrain("x^2 + y^4"))
    assert place.curvatures == (0.0, pytest.approx(2.0))
    assert place.limit == pytest.approx(1.0)
    assert not place.level


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("x^2", "minimum"),
        ("x^4", "minimum"),
        ("-x^2", "maximum"),
        ("(x + 2*y)^2", "minimum"),
        ("-(x + y)^4", "maximum"),
        ("(x^2 + 2*y^2 - 1)^2", "minimum"),
    ],
)
def test_a_level_valley_or_ridge_is_one_in_every_place_and_never_a_pass(text, kind):
    terrain = _terrain(text, -3.0, 3.0, -3.0, 3.0)
    found = [each for each in mountain.landmarks(terrain) if each.level]
    assert found
    assert {each.kind for each in found} == {kind}
    assert all(0.0 in each.curvatures for each in found)
    assert all(each.kind != "pass" for each in mountain.landmarks(terrain))


@pytest.mark.parametrize("text", ["x^3", "(x + y)^3", "max(0, x^2 + y^2 - 1)"])
def test_a_terrace_on_a_slope_and_the_edge_of_level_ground_are_no_landmarks(text):
    assert mountain.landmarks(_terrain(text, -3.0, 3.0, -3.0, 3.0)) == ()


@given(st.floats(0.3, 2.9), st.floats(-2e-3, 2e-3))
def test_whoever_stands_on_a_level_floor_has_settled_right_there(y, x):
    terrain = _terrain("x^2*sin(y)", -4.0, 4.0, -4.0, 4.0)
    floor = mountain.landmark_near(terrain, x, y)
    assert (floor.x, floor.y) == pytest.approx((0, y), abs=1e-3 + 10 * abs(x))
    assert floor.x == pytest.approx(0, abs=1e-9)
    assert floor.kind == "minimum"
    assert floor.level
    # The Hessian there is 2 sin y across the floor, and 0 along it.
    assert floor.curvatures == (0.0, pytest.approx(2 * math.sin(floor.y)))


@given(st.floats(0, 2 * math.pi), st.floats(-1e-3, 1e-3))
def test_a_level_floor_may_run_in_a_ring(angle, off):
    terrain = _terrain("(x^2 + 2*y^2 - 1)^2", -3.0, 3.0, -3.0, 3.0)
    x, y = (1 + off) * math.cos(angle), (1 + off) * math.sin(angle) / math.sqrt(2)
    floor = mountain.landmark_near(terrain, x, y)
    assert floor.x**2 + 2 * floor.y**2 == pytest.approx(1, abs=1e-12)
    assert (floor.x, floor.y) == pytest.approx((x, y), abs=5e-3)
    # Twice the square of the slope of x² + 2y² - 1.
    sharp = 2 * ((2 * floor.x) ** 2 + (4 * floor.y) ** 2)
    assert floor.level
    assert floor.curvatures == (0.0, pytest.approx(sharp))


def test_a_floor_that_falls_however_gently_is_none():
    for text in ("x^2 + 0.001*y", "x^2 + y^4", "x^2 + y^8/1000", "(1 - x)^2 + 5*(y - x^2)^2"):
        near = mountain.landmark_near(_terrain(text), 0.0005, 0.1)
        assert near is None or not near.level


@pytest.mark.parametrize(
    ("text", "x", "y", "kind"),
    [
        ("abs(x) + abs(y)", 0, 0, "minimum"),
        ("abs(x - 0.123) + 2*abs(y + 0.377)", 0.123, -0.377, "minimum"),
        ("-sqrt(x^2 + (y - 1)^2)", 0, 1, "maximum"),
        ("abs(x - 0.1) + y^2", 0.1, 0, "minimum"),
    ],
)
def test_a_sharp_point_is_a_landmark_at_which_no_stride_settles(text, x, y, kind):
    (point,) = mountain.landmarks(_terrain(text))
    assert point.kind == kind
    assert (point.x, point.y) == pytest.approx((x, y), abs=1e-9)
    assert point.limit == 0.0
    near = mountain.landmark_near(_terrain(text), x + 0.01, y - 0.01)
    assert near == point


def test_sharp_points_of_one_height_are_all_home():
    places = mountain.homes(_terrain("sqrt((abs(x) - 1)^2 + y^2)"))
    assert sorted((place.x, place.y) for place in places) == [(-1.0, 0.0), (1.0, 0.0)]


@pytest.mark.parametrize(
    "text",
    [
        "abs(x)",
        "abs(x + 0.3*y)",
        "abs(y - x^2)",
        "abs(x) - abs(y)",
        "log(x^2 + y^2)",
        "1/(x^2 + y^2)",
        "1/(x - 0.1)",
        "tan(2*x) + y",
        "sqrt(x) + y",
    ],
)
def test_kinks_poles_and_edges_of_the_ground_are_no_sharp_points(text):
    assert mountain.landmarks(_terrain(text)) == ()


def test_ackley_s_home_is_its_sharp_point_and_the_pits_around_are_not():
    ackley = _terrain(ACKLEY, -5.0, 5.0, -5.0, 5.0)
    (home,) = mountain.homes(ackley)
    assert (home.x, home.y, home.height) == pytest.approx((0, 0, 0), abs=1e-9)
    assert home.limit == 0.0
    assert sum(each.kind == "minimum" for each in mountain.landmarks(ackley)) == 121
    plan = mountain.plan_on(ackley, {"learning_rate": 0.005, "measure_every": 1})
    track = mountain.advance(mountain.start(ackley, plan, (0.95, 0.1)), 10_000)
    assert mountain.ending(track).fate.name == "false_bottom"


def test_a_hiker_on_the_plateau_has_settled_on_nothing():
    assert mountain.landmark_near(mountain.terrain_named("plateau"), -4.0, 3.0) is None


def test_a_hiker_beside_the_tarn_has_settled_on_the_tarn():
    tarn = mountain.landmark_near(mountain.terrain_named("misty_mountain"), -1.53, 1.32)
    assert (tarn.x, tarn.y) == pytest.approx((-1.540997, 1.317746), abs=1e-6)


@settings(max_examples=8)
@given(st.integers(0, 99))
def test_the_lowest_bottom_of_a_grid_is_found_however_fine_it_is(seed):
    random = np.random.default_rng(seed)
    side = 900
    x = np.linspace(0, 1, side)
    heights = 100 * ((x - 0.3) ** 2 + (x[:, None] - 0.6) ** 2)
    # A pit of one cell, narrower than a 160th of the window, is deeper than all the rest.
    row, column = random.integers(5, side - 5, 2).tolist()
    heights[row, column] = -7.0
    grid = mountain.Grid(heights, (0.0, 900.0, 0.0, 900.0), "a pit")
    terrain = Terrain("drawn", "Drawn", grid, Window(0.0, 900.0, 0.0, 900.0))
    (home,) = mountain.homes(terrain)
    cell = 900 / (side - 1)
    assert home.height <= -7.0
    assert (home.x, home.y) == pytest.approx((column * cell, row * cell), abs=0.2 * cell)
    assert home.height == pytest.approx(float(grid.height(home.x, home.y)))


@given(
    st.sampled_from([each for each in mountain.terrain_names() if each != "plateau"]),
    st.integers(0, 40),
    st.floats(-1e-4, 1e-4),
    st.floats(-1e-4, 1e-4),
)
def test_right_beside_a_landmark_one_has_settled_on_it(name, number, east, north):
    terrain = mountain.terrain_named(name)
    known = [each for each in mountain.landmarks(terrain) if not each.level]
    assume(known)
    landmark = known[number % len(known)]
    near = mountain.landmark_near(terrain, landmark.x + east, landmark.y + north)
    assert (near.x, near.y) == pytest.approx((landmark.x, landmark.y), abs=1e-7)
    assert near.kind == landmark.kind


def test_a_dimple_too_narrow_for_the_landmarks_is_what_one_stands_in_all_the_same():
    dimple = "0.001e^(-1e7((x-0.0101)^2 + (y-0.0103)^2))"
    terrain = _terrain(f"x^2 + y^2 - {dimple}", -10, 10, -10, 10)
    assert len(mountain.landmarks(terrain)) == 1
    near = mountain.landmark_near(terrain, 0.0101, 0.0103)
    assert (near.x, near.y) == pytest.approx((0.0101, 0.0103), abs=1e-5)


RASTRIGIN = "20 + x^2 - 10cos(2πx) + y^2 - 10cos(2πy)"
ACKLEY = "-20e^(-0.2sqrt((x^2+y^2)/2)) - e^((cos(2πx)+cos(2πy))/2) + 20 + e"


@pytest.mark.parametrize(("text", "half"), [(RASTRIGIN, 20.0), (ACKLEY, 32.768)])
def test_home_is_found_among_many_thousands_of_hollows(text, half):
    (home,) = mountain.homes(_terrain(text, -half, half, -half, half))
    assert (home.x, home.y, home.height) == pytest.approx((0, 0, 0), abs=1e-9)


def test_equal_hollows_are_counted_all_over_a_wide_map():
    wide = mountain.homes(_terrain("sin(x) sin(y)", -60, 60, -60, 60))
    # One in each square of 2π², as far as both signs go.
    by_hand = sum(
        (-1) ** (i + j) < 0
        for i in range(-20, 21)
        for j in range(-20, 21)
        if max(abs(i + 0.5), abs(j + 0.5)) * math.pi <= 60
    )
    assert len(wide) == by_hand


def test_the_top_of_a_ripple_round_a_cone_is_its_middle():
    schaffer = "0.5 - (sin(sqrt(x^2+y^2))^2 - 0.5)/(1 + 0.001(x^2+y^2))^2"
    (top,) = mountain.homes(_terrain(schaffer, -20, 20, -20, 20), ascend=True)
    assert (top.x, top.y, top.height) == pytest.approx((0, 0, 1), abs=1e-6)


def test_peano_s_surface_has_a_pass_that_seems_a_bottom_along_every_straight_way():
    (place,) = mountain.landmarks(_terrain("(y - x^2)(y - 3x^2)", -2, 2, -2, 2))
    assert (place.x, place.y, place.kind) == (
        pytest.approx(0, abs=1e-6),
        pytest.approx(0, abs=1e-6),
        "pass",
    )


def test_level_ground_whose_heights_are_rounding_has_no_landmark():
    assert mountain.landmarks(_terrain("max(x,y) + |x-1|", -4, 4, -4, 4)) == ()


@pytest.mark.parametrize("half", [4.0, 10.0])
def test_a_needle_in_a_wide_plain_is_found(half):
    (well,) = mountain.landmarks(_terrain("-e^(-100(x^2 + y^2))", -half, half, -half, half))
    assert (well.x, well.y) == pytest.approx((0, 0), abs=1e-9)
    assert well.curvatures == pytest.approx((200, 200))
