"""Expressions as a book prints them."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest
from hypothesis import assume, given, settings
from test_formula import formulas
from test_notation import trees

from mountain import Formula, FormulaError, latex_of, mathml_of
from mountain.evaluation import on_arrays
from mountain.expression import X, Y, add, call, in_order, multiply, number
from mountain.notation import LONGEST_PRINTED

PRINTED = {
    "x^2 sin(y)": r"x^{2} \sin\left(y\right)",
    "1/2x": "0.5 x",
    "x/3 - (x+1)/y": r"\frac{x}{3} - \frac{x + 1}{y}",
    "-x^2-y^2": "-x^{2} - y^{2}",
    "e^(-(x^2+y^2)/2)": r"e^{-\left(x^{2} + y^{2}\right)/2}",
    "(e^x)^2": r"\left(e^{x}\right)^{2}",
    "sin^2 x": r"\sin^{2}\left(x\right)",
    "sin(x/y)^5 + sin(x/y)^4": (
        r"\sin^{5}\left(\frac{x}{y}\right) + \sin^{4}\left(\frac{x}{y}\right)"
    ),
    "cos(x)^12": r"\cos^{12}\left(x\right)",
    "sin(x)^-2": r"\left(\sin\left(x\right)\right)^{-2}",
    "sin(x)^0.5": r"\left(\sin\left(x\right)\right)^{0.5}",
    "sin(cos(e^(xy)))": r"\sin\left(\cos\left(e^{x y}\right)\right)",
    "sinh(tan(x)^3)^2": r"\sinh^{2}\left(\tan^{3}\left(x\right)\right)",
    "sin(x)^y": r"\left(\sin\left(x\right)\right)^{y}",
    "2*3^x": r"2 \cdot 3^{x}",
    "x*(y+1)": r"x \left(y + 1\right)",
    "x-(y-1)": r"x - \left(y - 1\right)",
    "x+-2y": "x - 2 y",
    "x-(-2y)": "x + 2 y",
    "-1*x": "-x",
    "√x + ∛y": r"\sqrt{x} + \sqrt[3]{y}",
    "|x| + ⌊y⌋": r"\left|x\right| + \left\lfloor y\right\rfloor",
    "ln x + log10 y": r"\ln\left(x\right) + \log_{10}\left(y\right)",
    "asin x + asinh y": r"\arcsin\left(x\right) + \operatorname{arsinh}\left(y\right)",
    "max(x,y,0)": r"\max\left(x, y, 0\right)",
    "2πx": r"2 \pi x",
    "x^(1/3)": r"x^{1/3}",
    "x^(y/2 + 1/3)": r"x^{y/2 + 1/3}",
    "e^(x/y^2)": r"e^{x/y^{2}}",
    "e^((x/2)/y)": r"e^{\left(x/2\right)/y}",
    "e^(x/(y*x))": r"e^{x/\left(y x\right)}",
    "e^(-(x/3)*y)": r"e^{-\left(x/3\right) y}",
    "e^((x/2)^2)": r"e^{\left(x/2\right)^{2}}",
    "e^(sin(x/y))/2": r"\frac{e^{\sin\left(x/y\right)}}{2}",
    "(x/2)^(x/2)": r"\left(\frac{x}{2}\right)^{x/2}",
    "(-2)^x": r"\left(-2\right)^{x}",
    "(x/2)^2": r"\left(\frac{x}{2}\right)^{2}",
    "1.5e10x + 1e20y": r"15000000000 x + 10^{20} y",
    "1.5e-7x": r"1.5 \cdot 10^{-7} x",
}


@pytest.mark.parametrize("typed", PRINTED)
def test_a_formula_is_printed_as_in_a_book(typed):
    assert Formula(typed).latex == PRINTED[typed]


def test_the_slope_is_printed_like_the_height():
    slope_x, slope_y = Formula("x^2 sin y").gradient_nodes
    assert latex_of(slope_x) == r"2 x \sin\left(y\right)"
    assert latex_of(slope_y) == r"x^{2} \cos\left(y\right)"
    assert latex_of(Formula("x^(1/3)").gradient_nodes[0]) == r"\frac{1}{3} x^{-2/3}"


@settings(max_examples=500, deadline=None)
@given(formulas)
def test_what_is_printed_is_read_with_the_same_heights(text):
    try:
        formula = Formula(text)
    except FormulaError:
        assume(False)
    assume(formula.latex is not None and len(formula.latex) <= 500)
    again = Formula(formula.latex)
    x, y = np.random.default_rng(3).uniform(-2, 2, (2, 20))
    first, second = formula.height(x, y), again.height(x, y)
    # Sums and products may be taken in another order, which can cost all digits of a difference.
    both = np.isfinite(first) & np.isfinite(second) & (np.abs(first) < 1e6)
    np.testing.assert_allclose(second[both], first[both], rtol=1e-7, atol=1e-7)


@settings(max_examples=300, deadline=None)
@given(trees)
def test_mathml_is_well_formed_and_shows_every_variable(node):
    markup = mathml_of(node)
    assert markup is not None
    tree = ET.fromstring(markup)
    space = "{http://www.w3.org/1998/Math/MathML}"
    assert tree.tag == f"{space}math"
    for each in (X, Y):
        shown = any(name.text == each.operation for name in tree.iter(f"{space}mi"))
        assert shown == (each in in_order(node))
    for tag, count in (("mfrac", 2), ("msup", 2), ("msub", 2), ("mroot", 2), ("msqrt", 1)):
        assert all(len(each) == count for each in tree.iter(space + tag))


def test_mathml_of_a_formula():
    assert Formula("x^2/y").mathml == (
        '<math xmlns="http://www.w3.org/1998/Math/MathML">'
        "<mfrac><msup><mi>x</mi><mn>2</mn></msup><mi>y</mi></mfrac></math>"
    )


def test_what_is_too_long_to_print_is_not_printed():
    node = X
    for _ in range(40):
        node = multiply(call("sin", node), add(node, Y))
    assert latex_of(node) is None
    assert mathml_of(node) is None
    longest = Formula("+".join(["x"] * 200))
    assert len(longest.latex or "") < LONGEST_PRINTED


def test_what_has_no_value_is_a_question_mark():
    slope = Formula("(-2)^x").gradient_nodes[0]
    assert latex_of(slope) == r"? \cdot \left(-2\right)^{x}"


def test_a_number_that_is_off_by_its_last_digit_is_printed_as_the_fraction_it_nearly_is():
    nearly = number(1 / 3 - 1)
    assert nearly.value != -2 / 3
    assert latex_of(nearly) == r"-\frac{2}{3}"
    assert on_arrays([nearly], 0.0, 0.0)[0] == nearly.value
