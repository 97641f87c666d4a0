"""Our expressions to sympy's and back, by tables only, and never trusted unchecked."""

import math
import re

import numpy as np
import pytest
import sympy
from hypothesis import given, strategies as some

from mountain import Formula
from mountain.evaluation import on_arrays
from mountain.expression import FUNCTIONS, Node, X, Y, call, derivative, number, variable
from mountain.nodes import node
from mountain.notation import text_of
from mountain.simplification import (
    NoCounterpartError,
    checked,
    derivatives,
    effort,
    from_sympy,
    in_typed_numbers,
    nearest,
    simplest,
    to_sympy,
)

MISTY = (
    "0.03*(x^4 + y^4) - 2.5*exp(-((x - 1.5)^2 + (y + 1)^2)/2.4)"
    " - 1.3*exp(-((x + 1.6)^2 + (y - 1.4)^2)/0.8) + exp(-((x + 0.1)^2 + (y - 1.2)^2)/0.8)"
)
REACH = (-3.0, 3.0, -3.0, 3.0)
SYMBOL = sympy.Symbol("x", real=True)
constants = some.sampled_from([0.5, 1.0, 2.0, 3.0, 0.1, 1 / 3, math.pi, 2 * math.pi, math.e, -1.5])
leaves = some.sampled_from([X, Y]) | constants.map(number)
smooth = ["sin", "cos", "exp", "tanh", "atan", "abs", "cbrt", "sign", "asinh"]
expressions = some.recursive(
    leaves,
    lambda parts: (
        some.builds(call, some.sampled_from(smooth), parts)
        | some.builds(node, some.sampled_from(["+", "-", "*", "max", "min"]), parts, parts)
        | some.builds(node, some.just("negative"), parts)
    ),
    max_leaves=6,
)


def _values(expression: Node, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return on_arrays((expression,), x, y)[0]


@given(expressions)
def test_there_and_back_an_expression_has_the_same_values(sent):
    x, y = np.random.default_rng(1).uniform(-2, 2, (2, 50))
    expected = _values(sent, x, y)
    known = np.isfinite(expected)
    back = _values(from_sympy(to_sympy(sent)), x, y)
    assert back[known] == pytest.approx(expected[known], rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_sympy_has_a_counterpart_for_every_function(name):
    # Every function has values here, if one moves the point by a whole number.
    shifted = node("+", X, number(1)) if name == "acosh" else X
    exact = call(name, shifted)
    found = checked(to_sympy(exact), exact, (0.1, 0.9, 0.1, 0.9))
    assert found is not None
    slope = checked(derivatives(exact)[0], derivative(exact, X), (0.1, 0.9, 0.1, 0.9))
    assert slope is not None


@pytest.mark.parametrize(
    ("text", "by_x", "by_y"),
    [
        ("x^2*sin(y)", "2*x*sin(y)", "x^2*cos(y)"),
        ("sin(x)^2 + cos(x)^2", "0", "0"),
        ("x^3/3", "x^2", "0"),
        ("exp(x)*exp(-x)*y", "0", "1"),
        ("(x*y + y)/y", "1", "0"),
        ("abs(x)", "sign(x)", "0"),
        ("x^y", "x^(y - 1)*y", "x^y*log(x)"),
    ],
)
def test_derivatives_come_out_as_simple_as_one_would_write_them(text, by_x, by_y):
    found = [from_sympy(simplest(each)) for each in derivatives(Formula(text).node)]
    assert found == [Formula(by_x).node, Formula(by_y).node]


@pytest.mark.parametrize(
    ("value", "exact"),
    [
        (0.1, sympy.Rational(1, 10)),
        (2 * math.pi, 2 * sympy.pi),
        (math.pi / 3, sympy.pi / 3),
        (-math.pi, -sympy.pi),
        (math.e, sympy.E),
        (3.14, sympy.Rational(157, 50)),
        (0.0, sympy.Integer(0)),
    ],
)
def test_a_number_becomes_the_one_that_was_meant(value, exact):
    assert to_sympy(number(value)) == exact


@pytest.mark.parametrize(
    ("fraction", "expected"),
    [
        (sympy.Rational(1, 3), node("/", number(1), number(3))),
        (sympy.Rational(-2, 7), node("negative", node("/", number(2), number(7)))),
        (sympy.Rational(5, 2), number(2.5)),
        (sympy.Integer(-4), number(-4)),
    ],
)
def test_a_fraction_is_written_as_a_person_would(fraction, expected):
    assert from_sympy(fraction) is expected


def test_multiples_of_pi_are_not_worked_out():
    two_pi = node("*", number(2), number(math.pi))
    assert from_sympy(2 * sympy.pi) is two_pi
    assert from_sympy(sympy.pi / 4) is node("/", number(math.pi), number(4))


def test_a_sum_begins_with_a_part_that_is_not_subtracted():
    assert from_sympy(-SYMBOL + sympy.sin(SYMBOL)) is node("-", call("sin", X), X)


@pytest.mark.parametrize(
    "expression",
    [
        sympy.I,
        sympy.zoo,
        sympy.nan,
        sympy.oo,
        sympy.gamma(SYMBOL),
        sympy.Piecewise((1, SYMBOL > 0), (0, True)),
        sympy.Derivative(sympy.Function("f")(SYMBOL), SYMBOL),
        sympy.Symbol("z"),
        sympy.Integer(10) ** 400,
    ],
)
def test_what_we_have_no_word_for_is_said_and_never_shown(expression):
    with pytest.raises(NoCounterpartError):
        from_sympy(expression)
    assert checked(expression, X, REACH) is None


@pytest.mark.parametrize("nameless", [variable("eta"), call("gamma", X), number(math.inf)])
def test_what_sympy_has_no_word_for_is_said(nameless):
    with pytest.raises(NoCounterpartError):
        to_sympy(nameless)


def test_a_form_that_differs_somewhere_is_dropped():
    exact = Formula("sqrt(x^2)").node
    assert checked(SYMBOL, exact, REACH) is None
    assert checked(SYMBOL, exact, (1, 3, -3, 3)) is X
    assert checked(sympy.log(SYMBOL) * 0 + sympy.sqrt(SYMBOL) ** 2, exact, REACH) is None


def test_a_form_that_cannot_be_compared_is_dropped():
    assert checked(sympy.log(SYMBOL), Formula("log(x)").node, (-3, -1, 0, 1)) is None


def test_nothing_is_believed_where_numbers_cannot_contradict_it():
    exact = Formula("√(x - 9) - √(x - 9) + y - y").node
    assert checked(sympy.Integer(0), exact, REACH) is number(0)
    assert checked(sympy.Integer(1), exact, REACH) is None
    assert checked(sympy.Integer(0), X, REACH) is None


def test_a_form_that_is_known_in_more_places_is_kept():
    assert checked(SYMBOL, Formula("exp(log(x))").node, REACH) is X


def _as_read(text: str) -> list[str | None]:
    """Return both derivatives of a formula as they are shown."""
    height = Formula(text).node
    ways = [derivatives(height, keep_decimals=keep) for keep in (True, False)]
    found = [from_sympy(nearest([way[place] for way in ways], height)) for place in (0, 1)]
    return [text_of(in_typed_numbers(each, height)) for each in found]


@pytest.mark.parametrize(
    ("text", "by_x", "by_y"),
    [
        (
            "2.5*exp(-((x - 1.5)^2 + (y + 1)^2)/2.4)",
            "-((5*(x - 1.5)/2.4)*exp(-((x - 1.5)^2 + (y + 1)^2)/2.4))",
            "-((5*(y + 1)/2.4)*exp(-((x - 1.5)^2 + (y + 1)^2)/2.4))",
        ),
        ("0.1*(x + y)^2/(x^2 + 0.3)", None, "0.2*(x + y)/(x^2 + 0.3)"),
        ("2*x^2 - 1.05*x^4 + x*y", "4*x - 4.2*x^3 + y", "x"),
        ("0.5*x^2 - 0.25*y^4", "x", "-y^3"),
        ("x^1.5 + 0.3*y", "1.5*sqrt(x)", "0.3"),
        ("exp(-x^2/2)", "-x*exp(-x^2/2)", "0"),
        ("x/3 + y/7", "1/3", "1/7"),
    ],
)
def test_a_derivative_has_the_numbers_that_were_typed(text, by_x, by_y):
    found = _as_read(text)
    assert by_x in (None, found[0])
    assert found[1] == by_y


def test_the_first_mountain_s_derivatives_have_no_number_of_more_figures_than_were_typed():
    for text in _as_read(MISTY):
        assert set(re.findall(r"[0-9.]+", text)) <= {
            *("0.12", "5", "2.5", "2.4", "2.6", "0.8"),
            *("1.5", "1", "2", "3", "1.6", "1.4", "0.1", "1.2"),
        }


@given(expressions)
def test_there_and_back_decimals_that_are_kept_are_the_same(sent):
    x, y = np.random.default_rng(2).uniform(-2, 2, (2, 50))
    expected = _values(sent, x, y)
    known = np.isfinite(expected)
    back = _values(from_sympy(to_sympy(sent, keep_decimals=True)), x, y)
    assert back[known] == pytest.approx(expected[known], rel=1e-9, abs=1e-9)


def test_a_new_number_is_an_effort_and_one_that_was_typed_is_none():
    height = Formula("2.4*x + 7*y").node
    assert effort(Formula("2.4*y").node, height) == 3
    assert effort(Formula("12*y").node, height) == 5
    assert effort(Formula("0.125*y").node, height) == 6
