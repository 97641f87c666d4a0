"""Expressions in machine code against the same expressions on arrays, and against each other."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from test_formula import formulas

import mountain
from mountain import Formula, FormulaError
from mountain.callees import LANES
from mountain.expression import FUNCTIONS, ONE, X, Y, add, call, divide, number, power
from mountain.machine import HIGHEST_POWER
from mountain.native import compiled_surfaces

PLACES = np.linspace(-2.75, 2.5, 22)
X_PLACES, Y_PLACES = (each.ravel() for each in np.meshgrid(PLACES, PLACES[::-1]))


def _same(formula: Formula, tolerance: float = 1e-14) -> None:
    """Compare the height and both slopes, places without a height included."""
    surfaces = compiled_surfaces([formula.node, *formula.gradient_nodes])
    expected = [formula.height(X_PLACES, Y_PLACES), *formula.gradient(X_PLACES, Y_PLACES)]
    for surface, values in zip(surfaces, expected, strict=True):
        scale = np.abs(values[np.isfinite(values)]).max(initial=1.0)
        found = surface.at(X_PLACES, Y_PLACES)
        np.testing.assert_allclose(found, values, rtol=tolerance, atol=tolerance * scale)


@pytest.mark.parametrize("name", mountain.terrain_names())
def test_every_terrain_has_its_heights_and_slopes(name):
    _same(mountain.terrain_named(name).ground)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_is_known_everywhere(name):
    _same(Formula(f"{name}(x*y) + {name}(-3*x)"), 1e-13)


@pytest.mark.parametrize(
    "exponent", ["2", "3", "7", "-1", "-2", "64", "65", "-65", "0.5", "2.5", "y", "-y", "0*x"]
)
def test_every_power_is_known(exponent):
    _same(Formula(f"x^({exponent}) + (1 + y*y)^({exponent})"), 1e-13)


@settings(max_examples=60, deadline=None)
@given(formulas)
def test_any_formula_has_the_heights_that_it_has_on_arrays(text):
    try:
        formula = Formula(text)
    except FormulaError:
        return
    with np.errstate(all="ignore"):
        expected = formula.height(X_PLACES, Y_PLACES)
    (surface,) = compiled_surfaces([formula.node])
    found = surface.at(X_PLACES, Y_PLACES)
    # Where a height has lost all its digits to a difference, two exps may differ in every digit.
    near = np.abs(expected) < 1e6
    np.testing.assert_allclose(found[near], expected[near], rtol=1e-9, atol=1e-9)


@given(st.integers(1, HIGHEST_POWER), st.floats(0.5, 1.5))
def test_a_whole_power_is_as_exact_as_its_multiplications(exponent, base):
    (surface,) = compiled_surfaces([power(X, number(exponent))])
    (found,) = surface.at(np.array([base]), np.array([0.0]))
    assert found == pytest.approx(base**exponent, rel=2e-16 * exponent)


@given(st.lists(st.floats(-30, 30), min_size=1, max_size=3 * LANES))
def test_a_height_does_not_depend_on_its_neighbours(values):
    bell = divide(call("exp", add(X, call("sin", Y))), add(ONE, power(Y, number(2))))
    (surface,) = compiled_surfaces([bell])
    places = np.array(values)
    together = surface.at(places, places[::-1])
    alone = [
        surface.at(np.array([x]), np.array([y]))[0]
        for x, y in zip(places, places[::-1], strict=True)
    ]
    assert together.tobytes() == np.array(alone).tobytes()


@pytest.mark.parametrize("count", [0, 1, LANES - 1, LANES, LANES + 1, 5 * LANES])
def test_any_number_of_points_may_be_asked_for(count):
    (surface,) = compiled_surfaces([add(X, Y)])
    places = np.arange(count, dtype=float)
    assert surface.at(places, 2 * places).tolist() == (3 * places).tolist()


def test_surfaces_live_as_long_as_they_are_held():
    kept = [compiled_surfaces([add(X, number(each))])[0] for each in range(20)]
    heights = [surface.at(np.zeros(1), np.zeros(1))[0] for surface in kept]
    assert heights == list(range(20))
