"""Landmarks of the gallery, against a table, minimizers, walks and the topology of a map."""

import math
from collections import Counter

import numpy as np
import pytest
import scipy.optimize
from numpy import cos, exp, pi

import mountain
from mountain import Landmark, Terrain

# Each height function once more, written by hand, so that no formula is its own witness.
GROUNDS = {
    "misty_mountain": lambda x, y: (
        0.03 * (x**4 + y**4)
        - 2.5 * exp(-((x - 1.5) ** 2 + (y + 1) ** 2) / 2.4)
        - 1.3 * exp(-((x + 1.6) ** 2 + (y - 1.4) ** 2) / 0.8)
        + 1.0 * exp(-((x + 0.1) ** 2 + (y - 1.2) ** 2) / 0.8)
    ),
    "bowl": lambda x, y: x**2 + y**2,
    "ravine": lambda x, y: 0.26 * (x**2 + y**2) - 0.48 * x * y,
    "two_valleys": lambda x, y: (x**2 - 1) ** 2 + 0.3 * x + y**2,
    "the_pass": lambda x, y: x**2 / 2 + y**4 / 4 - y**2 / 2,
    "himmelblau": lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    "banana": lambda x, y: (1 - x) ** 2 + 5 * (y - x**2) ** 2,
    "potholes": lambda x, y: 20 + x**2 - 10 * cos(2 * pi * x) + y**2 - 10 * cos(2 * pi * y),
    "plateau": lambda x, y: 1 - 1 / (1 + x**2 + y**2),
    "three_hump_camel": lambda x, y: 2 * x**2 - 1.05 * x**4 + x**6 / 6 + x * y + y**2,
}

# Kind, x, y, height, 2/λmax.
KNOWN = {
    "misty_mountain": [
        ("minimum", 1.355521, -0.950606, -2.349831, 0.7431),
        ("minimum", -1.540997, 1.317746, -0.956159, 0.4191),
        ("pass", -0.991884, 0.116880, None, None),
        ("pass", -0.008546, 1.896639, None, None),
        ("maximum", -0.041185, 1.416233, 0.915922, None),
    ],
    "bowl": [("minimum", 0, 0, 0, 1.0)],
    "ravine": [("minimum", 0, 0, 0, 2.0)],
    "two_valleys": [
        ("minimum", -1.035579, 0, -0.305428, 0.2255),
        ("minimum", 0.960150, 0, 0.294146, 0.2832),
        ("pass", 0.075429, 0, 1.011282, None),
    ],
    "the_pass": [
        ("minimum", 0, 1, -0.25, 1.0),
        ("minimum", 0, -1, -0.25, 1.0),
        ("pass", 0, 0, 0, None),
    ],
    "himmelblau": [
        ("minimum", 3, 2, 0, 0.02431),
        ("minimum", -2.805118, 3.131313, 0, 0.02483),
        ("minimum", -3.779310, -3.283186, 0, 0.01495),
        ("minimum", 3.584428, -1.848127, 0, 0.01897),
        ("maximum", -0.270845, -0.923039, 181.6165, None),
    ],
    "banana": [("minimum", 1, 1, 0, 0.03875)],
    "potholes": [
        ("minimum", 0, 0, 0, 0.005041),
    ],
    "plateau": [("minimum", 0, 0, 0, 1.0)],
    "three_hump_camel": [
        ("minimum", 0, 0, 0, 0.4531),
        ("minimum", 1.747552, -0.873776, 0.298638, 0.1633),
        ("minimum", -1.747552, 0.873776, 0.298638, 0.1633),
    ],
}

# Minima, maxima, passes.
COUNTS = {
    "misty_mountain": (2, 1, 2),
    "bowl": (1, 0, 0),
    "ravine": (1, 0, 0),
    "two_valleys": (2, 0, 1),
    "the_pass": (2, 0, 1),
    "himmelblau": (4, 1, 4),
    "banana": (1, 0, 0),
    "potholes": (121, 100, 220),
    "plateau": (1, 0, 0),
    "three_hump_camel": (3, 0, 2),
}


def _nearest(terrain: Terrain, x: float, y: float) -> Landmark:
    return min(mountain.landmarks(terrain), key=lambda each: math.dist((x, y), (each.x, each.y)))


def _bends(ground, x, y):
    """Take the Hessian's eigenvalues by second differences."""
    h = 1e-4
    xx = (ground(x + h, y) - 2 * ground(x, y) + ground(x - h, y)) / h**2
    yy = (ground(x, y + h) - 2 * ground(x, y) + ground(x, y - h)) / h**2
    xy = ground(x + h, y + h) - ground(x + h, y - h) - ground(x - h, y + h) + ground(x - h, y - h)
    return np.linalg.eigvalsh([[xx, xy / (4 * h**2)], [xy / (4 * h**2), yy]])


@pytest.mark.parametrize("name", KNOWN)
def test_a_formula_of_the_gallery_is_the_height_written_by_hand(name):
    terrain = mountain.terrain_named(name)
    x, y = terrain.window.grid(37, 41)
    expected = np.broadcast_to(GROUNDS[name](x, y), (41, 37))
    assert np.asarray(terrain.ground.height(x, y)) == pytest.approx(expected, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("name", KNOWN)
def test_every_known_place_of_the_gallery_is_found(name):
    terrain = mountain.terrain_named(name)
    for kind, x, y, height, limit in KNOWN[name]:
        found = _nearest(terrain, x, y)
        assert found.kind == kind
        assert (found.x, found.y) == pytest.approx((x, y), abs=2e-6)
        if height is not None:
            assert found.height == pytest.approx(height, abs=1e-6, rel=1e-6)
        if limit is not None:
            assert found.limit == pytest.approx(limit, rel=3e-4)


def test_the_pothole_that_the_default_start_falls_into_is_where_the_hand_calculation_puts_it():
    pit = _nearest(mountain.terrain_named("potholes"), 2.985, -1.990)
    assert pit.kind == "minimum"
    assert (pit.x, pit.y) == pytest.approx((2.985, -1.990), abs=5e-4)
    assert pit.height == pytest.approx(12.93, abs=5e-3)


@pytest.mark.parametrize("name", KNOWN)
def test_no_place_of_the_gallery_is_missed_or_found_twice(name):
    kinds = Counter(each.kind for each in mountain.landmarks(mountain.terrain_named(name)))
    assert (kinds["minimum"], kinds["maximum"], kinds["pass"]) == COUNTS[name]


@pytest.mark.parametrize("name", KNOWN)
def test_the_slope_turns_once_around_the_map_for_each_bottom_and_top_and_back_for_each_pass(name):
    terrain = mountain.terrain_named(name)
    window = terrain.window
    x = np.linspace(window.x0, window.x1, 5000)
    y = np.linspace(window.y0, window.y1, 5000)
    around_x = np.concatenate([x, 0 * y + window.x1, x[::-1], 0 * y + window.x0])
    around_y = np.concatenate([0 * x + window.y0, y, 0 * x + window.y1, y[::-1]])
    east, north = terrain.ground.gradient(around_x, around_y)
    turns = np.diff(np.unwrap(np.arctan2(north, east)))
    assert np.abs(turns).max() < 0.5
    # The theorem of Poincaré and Hopf, which knows nothing of Newton's method.
    kinds = Counter(each.kind for each in mountain.landmarks(terrain))
    surplus = kinds["minimum"] + kinds["maximum"] - kinds["pass"]
    assert turns.sum() / (2 * pi) == pytest.approx(surplus, abs=1e-6)


@pytest.mark.parametrize("name", KNOWN)
def test_a_minimizer_let_go_beside_a_bottom_or_a_top_ends_on_it(name):
    ground = GROUNDS[name]
    for place in mountain.landmarks(mountain.terrain_named(name))[:12]:
        if place.kind == "pass":
            continue
        sign = 1.0 if place.kind == "minimum" else -1.0
        end = scipy.optimize.minimize(
            lambda p, sign=sign: sign * ground(*p), (place.x + 0.03, place.y - 0.02), tol=1e-10
        )
        assert tuple(end.x) == pytest.approx((place.x, place.y), abs=1e-4)
        assert sign * end.fun == pytest.approx(place.height, abs=1e-8)


@pytest.mark.parametrize("name", KNOWN)
def test_no_minimizer_finds_ground_lower_than_home(name):
    terrain = mountain.terrain_named(name)
    window = terrain.window
    bounds = [(window.x0, window.x1), (window.y0, window.y1)]
    lowest = scipy.optimize.direct(lambda p: float(GROUNDS[name](*p)), bounds, maxfun=4000)
    (home, *_) = mountain.homes(terrain)
    assert home.height <= lowest.fun + 1e-12
    assert lowest.fun == pytest.approx(home.height, abs=1e-2)


@pytest.mark.parametrize("name", KNOWN)
def test_curvatures_are_those_of_second_differences(name):
    for place in mountain.landmarks(mountain.terrain_named(name))[:12]:
        bends = _bends(GROUNDS[name], place.x, place.y)
        assert np.array(place.curvatures) == pytest.approx(bends, rel=1e-4, abs=1e-4)


@pytest.mark.parametrize("name", KNOWN)
def test_a_hiker_a_little_below_the_limit_settles_and_a_little_above_does_not(name):
    terrain = mountain.terrain_named(name)
    for home in mountain.homes(terrain):
        place = (home.x + 1e-4, home.y + 1e-4)
        away = []
        for share in (0.98, 1.02):
            settings = {"learning_rate": share * home.limit, "measure_every": 1, "stop": False}
            plan = mountain.plan_on(terrain, {**settings, "reading": "exact"})
            track = mountain.advance(mountain.start(terrain, plan, place), 200)
            # In the ravine the gentle way down is still long, and says nothing of the limit.
            wall = np.linalg.eigh(terrain.ground.hessian(home.x, home.y))[1][:, -1]
            away.append(abs((track.x - home.x) * wall[0] + (track.y - home.y) * wall[1]))
        assert away[0][-1] <= 0.05 * away[0][0]
        assert away[1][-20:].max() >= 10 * away[1][0]


def test_three_quarters_of_the_misty_mountain_lead_home_and_the_rest_into_the_tarn():
    terrain = mountain.terrain_named("misty_mountain")
    x, y = (each.ravel() for each in np.meshgrid(*[np.linspace(-3.4, 3.4, 35)] * 2))
    settings = {"learning_rate": 0.2, "measure_every": 1, "daylight": math.inf}
    plans = [mountain.plan_on(terrain, settings)] * len(x)
    ends = mountain.outcomes(terrain, plans, np.stack([x, y], -1), 1000)
    shares = [
        np.mean(np.hypot(ends["x"] - place.x, ends["y"] - place.y) < 0.05)
        for place in mountain.landmarks(terrain)
        if place.kind == "minimum"
    ]
    assert shares == pytest.approx([0.76, 0.24], abs=0.02)
