"""Formulas: what they mean, and their exact derivatives."""

import cmath
import math
from collections.abc import Callable

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import assume, given, reject, settings

from mountain import Formula, FormulaError
from mountain.evaluation import evaluate
from mountain.expression import FUNCTIONS

STEP = 1e-30


def _turned(root: Callable[[complex], complex]) -> Callable[[complex], complex]:
    """Make a function that is odd of one that is known for what is positive."""
    return lambda z: root(z) if z.real >= 0 else -root(-z)


# Functions that jump are of another kind: what is a hair's breadth below 2 may come out as 2.
SMOOTH = [name for name in FUNCTIONS if name not in ("floor", "ceil", "sign")]
REAL = {name: getattr(math, name) for name in SMOOTH if name != "abs"} | {"abs": abs}
COMPLEX = {
    **{name: getattr(cmath, name, None) for name in SMOOTH},
    "abs": lambda z: z if z.real >= 0 else -z,
    "cbrt": _turned(lambda z: z ** (1 / 3)),
    "log2": lambda z: cmath.log(z) / math.log(2),
}
CONSTANTS = {"pi": math.pi, "e": math.e}


def _python(text: str, functions: dict[str, Callable], x: complex, y: complex) -> complex:
    """Evaluate a formula of our own making by Python's own grammar and mathematics."""
    names = {"__builtins__": {}, **functions, **CONSTANTS, "x": x, "y": y}
    return eval(text.replace("^", "**"), names)


# Never whole: Python would compute 7^7^7 digit by digit.
numbers = st.sampled_from(["0.5", "1.", "2.0", "3.0", "1.25", ".1", "7.0", "pi", "e", "2.5e-1"])
leaves = st.sampled_from(["x", "y"]) | numbers


def _larger(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(parts, st.sampled_from("+-*/"), parts).map(" ".join),
        st.tuples(parts, st.sampled_from("+-*/"), parts).map("".join).map("({})".format),
        st.tuples(st.sampled_from(SMOOTH), parts).map(lambda call: "{}({})".format(*call)),
        st.tuples(parts, st.sampled_from("234")).map(lambda power: "({})^{}".format(*power)),
        st.tuples(parts, parts).map(lambda power: "(1 + abs({}))^({})".format(*power)),
        parts.map("-{}".format),
        parts.map("-({})^2".format),
        parts.map("({})^-1".format),
    )


formulas = st.recursive(leaves, _larger, max_leaves=8).filter(lambda text: len(text) <= 120)
coordinates = st.floats(-2.0, 2.0).map(lambda value: round(value, 3))


def _drawn(text: str) -> Formula:
    refusal = ""
    try:
        return Formula(text)
    except FormulaError as error:
        refusal = str(error)
    # A constant part such as 1/(2 - 2) is refused; nothing else may be.
    assert "no finite number" in refusal
    return reject()


def _height(text: str, x: float, y: float) -> float:
    """Return the height by Python; NaN where Python knows none."""
    try:
        value = _python(text, REAL, x, y)
    except (ValueError, ZeroDivisionError, OverflowError):
        return math.nan
    return value if isinstance(value, float) else math.nan


@settings(max_examples=300)
@given(formulas, coordinates, coordinates)
def test_a_formula_means_what_the_same_text_means_in_python(text, x, y):
    expected = _height(text, x, y)
    assume(math.isfinite(expected) and abs(expected) < 1e8)
    assert _drawn(text).height(x, y) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@settings(max_examples=300)
@given(formulas, coordinates, coordinates)
def test_the_gradient_is_exact(text, x, y):
    # A step of 1e-30 into the complex plane: no truncation, no cancellation.
    assume(abs(_height(text, x, y)) < 1e6)
    by_x = _python(text, COMPLEX, x + STEP * 1j, y)
    by_y = _python(text, COMPLEX, x, y + STEP * 1j)
    expected = np.array([complex(by_x).imag, complex(by_y).imag]) / STEP
    assume((np.abs(expected) < 1e8).all())
    found = np.array(_drawn(text).gradient(x, y))
    # At a corner of abs, or where log or a root ends, there is no slope to be right about.
    assume(np.isfinite(found).all())
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-8)


@settings(max_examples=300)
@given(formulas, coordinates, coordinates)
def test_the_hessian_is_the_exact_derivative_of_the_gradient(text, x, y):
    assume(abs(_height(text, x, y)) < 1e6)
    formula = _drawn(text)
    expected = np.empty((2, 2))
    for row, node in enumerate(formula.gradient_nodes):
        for column, place in enumerate(((x + STEP * 1j, y), (x, y + STEP * 1j))):
            try:
                (value,) = evaluate([node], *place, COMPLEX)
            except (ValueError, ZeroDivisionError, OverflowError):
                assume(False)
            expected[row, column] = complex(value).imag / STEP
    found = formula.hessian(x, y)
    assume(np.isfinite(found).all() and (np.abs(expected) < 1e8).all())
    np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-7)
    np.testing.assert_allclose(found, found.T, rtol=0, atol=0)


CLOSED_FORMS = {
    "bowl": ("x^2 + y^2", lambda x, y: (2 * x, 2 * y, 2, 0, 2)),
    "saddle": ("x^2 - 3*x*y", lambda x, y: (2 * x - 3 * y, -3 * x, 2, -3, 0)),
    "product of waves": (
        "sin(x)*cos(2*y)",
        lambda x, y: (
            math.cos(x) * math.cos(2 * y),
            -2 * math.sin(x) * math.sin(2 * y),
            -math.sin(x) * math.cos(2 * y),
            -2 * math.cos(x) * math.sin(2 * y),
            -4 * math.sin(x) * math.cos(2 * y),
        ),
    ),
    "bell": (
        "exp(-(x^2 + y^2))",
        lambda x, y: tuple(
            factor * math.exp(-(x * x + y * y))
            for factor in (-2 * x, -2 * y, 4 * x * x - 2, 4 * x * y, 4 * y * y - 2)
        ),
    ),
    "plateau": (
        "(x^2 + y^2)/(1 + x^2 + y^2)",
        lambda x, y: (
            2 * x / (1 + x * x + y * y) ** 2,
            2 * y / (1 + x * x + y * y) ** 2,
            2 * (1 - 3 * x * x + y * y) / (1 + x * x + y * y) ** 3,
            -8 * x * y / (1 + x * x + y * y) ** 3,
            2 * (1 + x * x - 3 * y * y) / (1 + x * x + y * y) ** 3,
        ),
    ),
    "variable power": (
        "x^y",
        lambda x, y: (
            y * x ** (y - 1),
            x**y * math.log(x),
            y * (y - 1) * x ** (y - 2),
            x ** (y - 1) * (1 + y * math.log(x)),
            x**y * math.log(x) ** 2,
        ),
    ),
}


@pytest.mark.parametrize("name", CLOSED_FORMS)
@pytest.mark.parametrize("place", [(0.7, 1.3), (1.9, -0.4), (0.2, 0.1)])
def test_gradient_and_hessian_are_those_worked_out_by_hand(name, place):
    text, by_hand = CLOSED_FORMS[name]
    grad_x, grad_y, xx, xy, yy = by_hand(*place)
    formula = Formula(text)
    np.testing.assert_allclose(formula.gradient(*place), (grad_x, grad_y), rtol=1e-13, atol=1e-14)
    np.testing.assert_allclose(formula.hessian(*place), [[xx, xy], [xy, yy]], rtol=1e-12)


def test_the_longest_product_has_its_derivatives():
    formula = Formula("*".join("xy" * 100))
    x, y = 1.01, 0.99
    height = (x * y) ** 100
    assert formula.height(x, y) == pytest.approx(height, rel=1e-12)
    np.testing.assert_allclose(formula.gradient(x, y), (100 * height / x, 100 * height / y), 1e-11)
    assert formula.hessian(x, y)[0, 1] == pytest.approx(100**2 * height / (x * y), rel=1e-10)


MEANINGS = {
    "2^3^2": 512.0,
    "-2^2": -4.0,
    "(-2)^2": 4.0,
    "2^-1": 0.5,
    "8/4/2": 1.0,
    "8 - 4 - 2": 2.0,
    "2*3 + 4*5": 26.0,
    "x**2": 2.25,
    "+x - -y": 3.5,
    ".5 + 1. + 1e1 + 2.5E-1": 11.75,
    "  x\t+\ny ": 3.5,
    "e^1 - exp(1)": 0.0,
    "cos(pi)": -1.0,
    "-x^2*y": -4.5,
    "2--3": 5.0,
}


@pytest.mark.parametrize("text", MEANINGS)
def test_signs_bind_as_in_mathematics(text):
    assert Formula(text).height(1.5, 2.0) == pytest.approx(MEANINGS[text], abs=1e-15)


def test_heights_and_slopes_take_the_shape_of_the_places():
    formula = Formula("x + 0*y")
    x, y = np.zeros((1, 4)), np.zeros((3, 1))
    assert formula.height(x, y).shape == (3, 4)
    assert [slope.shape for slope in formula.gradient(x, y)] == [(3, 4)] * 2
    assert formula.hessian(x, y).shape == (3, 4, 2, 2)
    assert Formula("3").height(0, 0).shape == ()


def test_where_there_is_no_ground_the_height_is_no_number_and_nobody_is_warned():
    formula = Formula("sqrt(x) + log(y) + 1/(x - 4)")
    heights = formula.height([-1.0, 1.0, 4.0], [1.0, -1.0, 1.0])
    assert np.isnan(heights[:2]).all()
    assert np.isinf(heights[2])
