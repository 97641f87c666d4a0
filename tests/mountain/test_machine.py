"""Machine code: what operations become that are more than one of the processor's."""

import math
import sys
from pathlib import Path

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given
from numpy.typing import NDArray

from mountain import machine
from mountain.callees import LANES
from mountain.expression import X, Y, call, divide, multiply, negative, number, power
from mountain.machine import give_back_compiler
from mountain.native import compiled_surfaces
from mountain.nodes import Node

ENDS = np.array([0.0, -0.0, math.inf, -math.inf, math.nan, 5e-324, -5e-324, 1.5, -2.5, 1e300])


def _at(node: Node, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    return compiled_surfaces([node])[0].at(x, y)


@pytest.mark.parametrize("name", ["sign", "floor", "ceil", "abs", "sqrt"])
def test_at_every_end_a_function_is_numpy_s(name):
    with np.errstate(invalid="ignore"):
        expected = getattr(np, name)(ENDS)
    np.testing.assert_array_equal(_at(call(name, X), ENDS, ENDS), expected)


@pytest.mark.parametrize("name", ["max", "min"])
def test_of_two_numbers_one_is_taken_and_neither_where_one_is_no_number(name):
    x, y = (each.ravel() for each in np.meshgrid(ENDS, ENDS))
    expected = {"max": np.maximum, "min": np.minimum}[name](x, y)
    np.testing.assert_array_equal(_at(Node(name, (X, Y)), x, y), expected)


@given(st.sampled_from([2.4, 0.8, -3.0, 1e-299, 1e299, 4.0]), st.floats(1e-5, 1e5))
def test_what_is_divided_by_a_constant_is_right_to_two_units(divisor, value):
    for node, expected in [
        (divide(X, number(divisor)), value / divisor),
        (negative(divide(X, number(divisor))), -value / divisor),
    ]:
        (found,) = _at(node, np.array([value]), np.zeros(1))
        assert abs(found - expected) <= 2 * math.ulp(expected)


@given(st.sampled_from([2.0, -0.25, 1024.0]), st.floats(allow_nan=False))
def test_what_is_divided_by_a_power_of_two_is_right_to_the_bit(divisor, value):
    (found,) = _at(divide(X, number(divisor)), np.array([value]), np.zeros(1))
    assert found == value / divisor


@given(st.floats(0.1, 9.0), st.floats())
def test_the_opposite_of_a_multiple_is_the_multiple_turned_to_the_bit(factor, value):
    multiple = multiply(number(factor), call("abs", X))
    there = np.array([value]), np.zeros(1)
    turned = _at(negative(multiple), *there)
    np.testing.assert_array_equal(turned, -_at(multiple, *there))


@pytest.mark.parametrize("exponent", [0.5, -0.5, 1.5, -2.5, 7.5, 63.5])
def test_a_power_of_a_half_is_as_exact_as_its_multiplications(exponent):
    places = 10.0 ** np.random.default_rng(3).uniform(-4, 4, 500)
    found = _at(power(X, number(exponent)), places, places)
    expected = [math.pow(place, exponent) for place in places]
    np.testing.assert_allclose(found, expected, rtol=3e-16 * (abs(exponent) + 1))


@pytest.mark.parametrize("exponent", [0.5, -0.5, 1.5, -2.5])
def test_at_every_end_a_power_of_a_half_is_what_it_is_on_arrays(exponent):
    ends = np.array([0.0, -0.0, math.inf, -math.inf, math.nan, -1.0, -1e300, 1.0])
    with np.errstate(all="ignore"):
        expected = ends**exponent
    np.testing.assert_array_equal(_at(power(X, number(exponent)), ends, ends), expected)


def test_a_long_formula_is_written_sparingly_and_has_the_same_heights(monkeypatch):
    node = number(0.0)
    for each in range(machine._MANY + 1):
        wave = call(("sin", "cos", "exp", "tanh")[each % 4], multiply(number(0.1 * each + 0.1), X))
        node = Node("+", (node, multiply(wave, Y)))
    places = np.linspace(-3.0, 3.0, 10 * LANES)
    sparing = _at(node, places, places[::-1])
    assert machine.begun("long", [node]).sparing
    monkeypatch.setattr(machine, "_MANY", 1000)
    assert not machine.begun("long", [node]).sparing
    np.testing.assert_array_equal(_at(node, places, places[::-1]), sparing)


@pytest.mark.parametrize("value", [0.0, -2.5, math.inf])
def test_what_holds_for_all_points_is_spread_over_them(value):
    (surface,) = compiled_surfaces([number(value)])
    assert surface.at(np.zeros(7), np.zeros(7)).tolist() == [value] * 7


def test_a_power_of_a_number_by_a_place_is_the_system_s():
    (surface,) = compiled_surfaces([power(number(0.96), Y)])
    steps = np.arange(0.0, 40.0, 0.25)
    assert surface.at(steps, steps).tolist() == [math.pow(0.96, step) for step in steps]


def _compiler_s_code() -> int:
    """Return how much of the compiler's code is in memory, in kB."""
    inside, found = False, 0
    for line in Path("/proc/self/smaps").read_text(encoding="utf-8").splitlines():
        words = line.split()
        if "-" in words[0]:
            inside = words[1] == "r-xp" and "libllvmlite" in line
        elif inside and words[0] == "Rss:":
            found += int(words[1])
    return found


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux is asked")
def test_a_compiler_that_was_given_back_compiles_again():
    places = np.linspace(-2.0, 2.0, 5)
    compiled_surfaces([call("exp", X)])
    before = _compiler_s_code()
    give_back_compiler()
    assert _compiler_s_code() < before / 2
    (surface,) = compiled_surfaces([power(X, number(3.0))])
    assert surface.at(places, places).tolist() == [-8.0, -1.0, 0.0, 1.0, 8.0]
