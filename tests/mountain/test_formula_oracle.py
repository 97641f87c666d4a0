"""Heights and slopes against computer algebra at forty digits."""

from collections.abc import Callable

import numpy as np
import pytest
import sympy

from mountain import Formula
from mountain.expression import Node, in_order

X, Y = sympy.symbols("x y", real=True)

#: What our operations are in the other's; nothing is read from text.
TABLE: dict[str, Callable[..., sympy.Expr]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": lambda a, b: a**b,
    "negative": lambda a: -a,
    "log10": lambda a: sympy.log(a) / sympy.log(10),
    "log2": lambda a: sympy.log(a) / sympy.log(2),
    "abs": sympy.Abs,
    "max": sympy.Max,
    "min": sympy.Min,
    "ceil": sympy.ceiling,
    **{
        name: getattr(sympy, name)
        for name in (
            *("exp", "log", "sqrt", "cbrt", "sign", "floor", "sin", "cos", "tan", "asin", "acos"),
            *("atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh"),
        )
    },
}
DIGITS = 40

#: Each is looked at where it has heights: from low to high in both directions.
FORMULAS = {
    "x^2 sin y": (-3, 3),
    "((x^2 + y - 11)^2 + (x + y^2 - 7)^2)/100": (-5, 5),
    "(1 - x)^2 + 5(y - x^2)^2": (-2, 2),
    "0.03(x^4 + y^4) - 2.5e^(-((x-1.5)^2+(y+1)^2)/2.4) + e^(-((x+0.1)^2+(y-1.2)^2)/0.8)": (-3, 3),
    "20 + x^2 - 10cos(2πx) + y^2 - 10cos(2πy)": (-3, 3),
    "-20e^(-0.2√((x²+y²)/2)) - e^((cos 2πx + cos 2πy)/2) + 20 + e": (-4, 4),
    "(x^2 + y^2)/(1 + x^2 + y^2)": (-4, 4),
    "sin(x y)/(1 + |x|)": (-3, 3),
    "|x - y|^3 + |x|y": (-3, 3),
    "x^y": (0.1, 4),
    "x^(1/3) + y^-0.7": (0.1, 4),
    "2^x - 3^-y": (-4, 4),
    "x^y^2": (0.2, 2),
    "e^(-x²-y²) + exp(x)/7": (-3, 3),
    "ln(x + y²) log10(y) + log2 x": (0.2, 5),
    "√(1 + x²) + ∛(2 + y)": (-1.5, 3),
    "cbrt(x y)^2": (0.1, 4),
    r"\sqrt[5]{x} + \sqrt[4]{y}": (0.1, 4),
    "tan(x/2) cos^2 y": (-1.5, 1.5),
    "sec x + csc(y + 5) + cot(x - 2)": (-1, 1),
    "asin(x) + acos(y)": (-0.999, 0.999),
    "atan(5x - y^2)": (-3, 3),
    "sinh x cosh(y/2)": (-4, 4),
    "tanh(3x) tanh(y - x)": (-4, 4),
    "asinh(4x) + acosh y": (1.001, 6),
    "atanh(x y)": (-0.999, 0.999),
    "max(x², y, 1/2)": (-3, 3),
    "min(sin x, cos y) max(x, -y)": (-3, 3),
    "1/(1 + e^(-4x+y))": (-4, 4),
    "(x+y)(x-y)(x+2y)(x-3y)/(x^2+1)": (-3, 3),
    "sin²(x + y)/x + cos³(x - y)": (0.3, 3),
    "1e-3x^7 - 1e3y^0.5": (0.1, 5),
}


def _symbolic(node: Node) -> sympy.Expr:
    made: dict[Node, sympy.Expr] = {}
    for each in in_order(node):
        if each.operation == "number":
            made[each] = _exactly(each.value)
        elif not each.parts:
            made[each] = {"x": X, "y": Y}[each.operation]
        else:
            made[each] = TABLE[each.operation](*(made[part] for part in each.parts))
    return made[node]


def _exactly(value: float) -> sympy.Expr:
    # A float to forty digits is exact; as a fraction it would be raised to powers as one.
    return sympy.Integer(int(value)) if value.is_integer() else sympy.Float(value, DIGITS)


def _worth(expression: sympy.Expr, x: float, y: float) -> float:
    return float(expression.evalf(DIGITS, subs={X: _exactly(x), Y: _exactly(y)}))


@pytest.mark.parametrize("text", FORMULAS)
def test_heights_and_slopes_are_those_of_computer_algebra(text):
    formula = Formula(text)
    symbolic = _symbolic(formula.node)
    exact = symbolic, sympy.diff(symbolic, X), sympy.diff(symbolic, Y)
    x, y = np.random.default_rng(len(text)).uniform(*FORMULAS[text], (2, 20))
    found = formula.height(x, y), *formula.gradient(x, y)
    for values, expression in zip(found, exact, strict=True):
        expected = [_worth(expression, *place) for place in zip(x, y, strict=True)]
        np.testing.assert_allclose(values, expected, rtol=1e-12, atol=1e-300)


@pytest.mark.parametrize("text", ["floor(3x)", "ceil(x y)", "sign(x - y)", "⌊x²⌋ - ⌈y⌉ + sgn y"])
def test_jumps_are_where_computer_algebra_has_them(text):
    formula = Formula(text)
    symbolic = _symbolic(formula.node)
    x, y = np.random.default_rng(len(text)).uniform(-3, 3, (2, 20))
    # A sum that is 0 comes out as what is left beyond forty digits.
    expected = [round(_worth(symbolic, *place)) for place in zip(x, y, strict=True)]
    np.testing.assert_array_equal(formula.height(x, y), expected)
    np.testing.assert_array_equal(formula.gradient(x, y), 0.0)
