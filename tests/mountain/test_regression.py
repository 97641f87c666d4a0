"""Linear regression as a mountain, against NumPy, SciPy and going through the points."""

import numpy as np
import pytest
from hypothesis import assume, given, settings, strategies as some
from scipy.stats import linregress

from mountain import (
    Formula,
    Terrain,
    Track,
    advance,
    ending,
    landmarks,
    plan_on,
    presets_of,
    start,
    terrain_named,
)
from mountain.evaluation import evaluate
from mountain.regression import Regression, regression_terrain, window_for
from mountain.samples import Samples, seeded_samples
from mountain.units import standard_units

SAMPLES = seeded_samples(4)
GROUND = Regression(SAMPLES)
EQUAL_X = Samples((2, 2, 2), (1, 2, 6))

numbers = some.floats(-50, 50).map(lambda value: round(value, 2))
points = some.lists(some.tuples(numbers, numbers), min_size=2, max_size=30)
any_samples = points.map(lambda each: Samples(*zip(*each, strict=True)))
places = some.floats(-5, 5)


def _matrix(samples: Samples) -> np.ndarray:
    return np.stack([samples.x, np.ones(len(samples))], -1)


def _error(samples: Samples, slope: float, intercept: float) -> float:
    return float(np.mean((slope * np.array(samples.x) + intercept - np.array(samples.y)) ** 2))


@given(any_samples, places, places)
def test_the_height_is_the_mean_squared_error_of_the_line(samples, slope, intercept):
    ground = Regression(samples)
    expected = _error(samples, slope, intercept)
    scale = 1e-12 * (1 + np.mean(np.square(samples.y)) + expected)
    assert float(ground.height(slope, intercept)) == pytest.approx(expected, rel=1e-9, abs=scale)
    assert ground.mean_squared_error(slope, intercept) == pytest.approx(expected, rel=1e-12)


@given(any_samples)
def test_the_minimum_is_the_shortest_line_of_least_squares(samples):
    spread = np.ptp(samples.x)
    assume(spread == 0 or spread > 0.1)
    best, *_ = np.linalg.lstsq(_matrix(samples), np.array(samples.y), rcond=1e-12)
    assert Regression(samples).minimum == pytest.approx(tuple(best), rel=1e-8, abs=1e-8)


def test_the_minimum_is_what_other_libraries_fit():
    slope, intercept = np.polyfit(SAMPLES.x, SAMPLES.y, 1)
    assert GROUND.minimum == pytest.approx((slope, intercept), rel=1e-12)
    fit = linregress(SAMPLES.x, SAMPLES.y)
    assert GROUND.minimum == pytest.approx((fit.slope, fit.intercept), rel=1e-12)
    assert GROUND.least == pytest.approx(_error(SAMPLES, fit.slope, fit.intercept), rel=1e-12)


@given(any_samples, places, places)
def test_no_line_is_better_than_the_minimum(samples, slope, intercept):
    ground = Regression(samples)
    rounding = 1e-12 * (1 + ground.least)
    assert ground.least <= ground.mean_squared_error(slope, intercept) + rounding


@given(any_samples)
def test_the_curvatures_are_those_of_the_points_own_matrix(samples):
    matrix = _matrix(samples)
    expected = np.linalg.eigvalsh(2 * matrix.T @ matrix / len(samples))
    ground = Regression(samples)
    assert ground.curvatures == pytest.approx(tuple(expected), rel=1e-9, abs=1e-9)
    assert np.linalg.eigvalsh(ground.hessian(0, 0)) == pytest.approx(expected, abs=1e-9)
    assert ground.limit == 2 / ground.curvatures[1]


def test_a_small_curvature_keeps_its_digits_far_from_the_middle():
    # x of 1e6 - 1 and 1e6 + 1: 2·(1e12 + 1) and 2 on the diagonal, 4 for the determinant.
    low, high = Regression(Samples((1e6 - 1, 1e6 + 1), (0, 1))).curvatures
    assert high == pytest.approx(2e12, rel=1e-11)
    assert low == pytest.approx(4 / high, rel=1e-14)


@given(any_samples, places, places)
def test_the_gradient_is_the_mean_over_the_points(samples, slope, intercept):
    errors = slope * np.array(samples.x) + intercept - np.array(samples.y)
    expected = 2 * np.mean(errors * np.array(samples.x)), 2 * np.mean(errors)
    gradient = Regression(samples).gradient(slope, intercept)
    scale = 1e-9 * (1 + np.mean(np.square(samples.x)) + np.mean(np.square(samples.y)))
    assert np.array(gradient) == pytest.approx(np.array(expected), rel=1e-9, abs=scale)


@given(any_samples, places, places)
def test_the_expression_the_formula_and_the_ground_are_one(samples, slope, intercept):
    ground = Regression(samples)
    assert Formula(ground.text).node is ground.node
    height, by_x, by_y = evaluate((ground.node, *ground.gradient_nodes), slope, intercept, {})
    scale = 1e-12 * (1 + abs(height))
    assert height == pytest.approx(float(ground.height(slope, intercept)), abs=scale)
    east, north = map(float, ground.gradient(slope, intercept))
    assert (by_x, by_y) == pytest.approx((east, north), rel=1e-12, abs=1e-9)


def test_derivatives_have_the_shape_of_their_points():
    x, y = np.linspace(0, 1, 3)[None, :], np.linspace(0, 1, 4)[:, None]
    assert GROUND.height(x, y).shape == (4, 3)
    assert [part.shape for part in GROUND.gradient(x, y)] == [(4, 3), (4, 3)]
    assert GROUND.hessian(x, y).shape == (4, 3, 2, 2)


def test_equal_samples_make_equal_grounds():
    assert Regression(Samples(SAMPLES.x, SAMPLES.y)) == GROUND
    assert hash(Regression(Samples(SAMPLES.x, SAMPLES.y))) == hash(GROUND)
    assert Regression(SAMPLES.with_point(0, 0, 0)) != GROUND


def test_where_all_x_are_equal_the_ground_is_a_level_valley():
    ground = Regression(EQUAL_X)
    slope, intercept = ground.minimum
    assert ground.curvatures == (0, pytest.approx(10))
    along = np.linspace(-3, 3, 7)
    assert ground.height(slope + along, intercept - 2 * along) == pytest.approx(ground.least)
    assert ground.least == pytest.approx(np.var(EQUAL_X.y))


def _fate(terrain: Terrain, settings: dict) -> str:
    plan = plan_on(terrain, settings)
    return ending(advance(start(terrain, plan), plan.steps)).fate.name


@settings(max_examples=40)
@given(any_samples, some.sampled_from([1e-12, 0.01, 1, 1e5]), some.sampled_from([0, 2000, 1e9]))
def test_a_hiker_gets_home_on_the_mountain_of_any_points(samples, scale, far):
    moved = [scale * each + far for each in samples.x], [scale * each - far for each in samples.y]
    terrain = regression_terrain(Samples(*moved))
    assert terrain.window.holds(*terrain.start)
    assert terrain.window.holds(*terrain.ground.minimum)
    assert _fate(terrain, {}) == "home"


def test_points_whose_valley_is_too_long_are_standardised_and_the_caption_says_so():
    years = Samples((1990, 1995, 2000, 2010), (3, 4, 5, 9))
    terrain = regression_terrain(years)
    assert terrain.ground.samples == standard_units(years).standard(years)
    assert "standard deviations" in terrain.caption
    assert regression_terrain(SAMPLES).ground.samples == SAMPLES
    assert regression_terrain(SAMPLES).ground.units.are_own
    assert "standard deviations" not in regression_terrain(SAMPLES).caption


def test_the_window_holds_every_line_that_misses_the_points_by_little():
    window = window_for(SAMPLES)
    edge = np.linspace(0, 1, 201)
    x = np.concatenate([window.x0 + window.width * edge] * 2 + [np.full(201, window.x0)])
    y = np.concatenate(
        [np.full(201, window.y0), np.full(201, window.y1), window.y0 + window.tall * edge]
    )
    excess = GROUND.height(x, y) - GROUND.least
    assert excess.min() >= 0.99 * (2 * np.std(SAMPLES.y)) ** 2
    assert max(window.width, window.tall) <= 2.0001 * min(window.width, window.tall)
    assert window.holds(0, np.mean(SAMPLES.y))


def test_the_search_for_landmarks_finds_the_closed_form():
    (found,) = landmarks(regression_terrain(SAMPLES))
    assert (found.x, found.y) == pytest.approx(GROUND.minimum, abs=1e-9)
    assert found.limit == pytest.approx(GROUND.limit, rel=1e-9)


def _walked(name: str) -> Track:
    terrain = terrain_named("regression")
    (preset,) = (each for each in presets_of("regression") if each.name == name)
    plan = plan_on(terrain, preset.settings)
    return advance(start(terrain, plan, preset.start), plan.steps)


def test_the_good_preset_is_half_the_limit_and_the_big_one_a_little_beyond_it():
    limit = terrain_named("regression").ground.limit
    assert _walked("good").plan.learning_rate == pytest.approx(limit / 2, rel=0.02)
    assert limit < _walked("too_big").plan.learning_rate < 1.1 * limit


def test_an_overshoot_betters_every_line_and_what_is_too_big_worsens_every_one():
    assert (np.diff(_walked("overshoot").height) < 0).all()
    assert (np.diff(_walked("too_big").height) > 0).all()


def test_on_one_point_a_reading_the_hiker_gets_near_the_best_line_and_never_rests():
    track = _walked("stochastic")
    ground = track.terrain.ground
    early, late = track.height[0] - ground.least, track.height[-200:] - ground.least
    assert late.max() < 0.05 * early
    assert (np.diff(late) > 0).sum() > 50
