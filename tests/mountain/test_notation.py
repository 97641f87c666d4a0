"""Expressions as text: read again they are the very same expression."""

import math

import hypothesis.strategies as st
import pytest
from hypothesis import assume, given, settings

from mountain import Formula, text_of
from mountain.expression import (
    FUNCTIONS,
    Node,
    X,
    Y,
    add,
    call,
    divide,
    in_order,
    maximum,
    minimum,
    multiply,
    negative,
    number,
    power,
    subtract,
)
from mountain.notation import LONGEST_PRINTED

CONSTANTS = [
    *(2.0, 3.0, 0.5, -2.0, -1.0, 1 / 3, -2 / 3, 0.1, 10.0, math.sqrt(2), 7 / 9 * math.pi),
    *(math.pi, 2 * math.pi, -math.pi / 2, math.pi / 180, math.e, 1e-5, 1e22, 1e200, -1e-200),
]
leaves = (
    st.sampled_from([X, Y])
    | st.sampled_from(CONSTANTS).map(number)
    # Nobody can write -0.0.
    | st.floats(allow_nan=False, allow_infinity=False).map(lambda value: number(value + 0.0))
)


def _larger(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    of_two = st.sampled_from([add, subtract, multiply, divide, power, maximum, minimum])
    return st.one_of(
        st.tuples(of_two, parts, parts).map(lambda made: made[0](made[1], made[2])),
        st.tuples(st.sampled_from(list(FUNCTIONS)), parts).map(lambda made: call(*made)),
        parts.map(negative),
    )


def _finite(node: Node) -> bool:
    return all(math.isfinite(each.value) for each in in_order(node))


trees = st.recursive(leaves, _larger, max_leaves=12).filter(_finite)


@settings(max_examples=1500, deadline=None)
@given(trees)
def test_what_is_written_is_read_as_the_very_same_expression(node):
    written = text_of(node)
    assert written is not None
    assume(len(written) <= 500)
    assert Formula(written).node is node
    assert Formula(written).text == written


NORMAL = {
    "x^2 sin y": "x^2*sin(y)",
    "1/2x": "0.5*x",
    "x - (y - 1)": "x - (y - 1)",
    "-(x + 1)²": "-(x + 1)^2",
    "2πx + x/3": "2*pi*x + x/3",
    "30°": "pi/6",
    "(1/3)x": "(1/3)*x",
    "x^-1": "x^(-1)",
    "2^x^y": "2^x^y",
    "(2^x)^y": "(2^x)^y",
    "e^(-x²)": "exp(-x^2)",
    "max(x, y, 0)": "max(x, y, 0)",
    "√2 y": "sqrt(2)*y",
    "1x + 0y": "x",
    "2.50*x": "2.5*x",
    "0.00001x": "1e-05*x",
    "e": "e",
}


@pytest.mark.parametrize("typed", NORMAL)
def test_the_normal_form_is_how_one_would_write_it(typed):
    assert Formula(typed).text == NORMAL[typed]


def test_a_normal_form_that_would_be_too_long_to_read_is_the_text_as_typed():
    typed = "+".join(["√x"] * 130)
    assert len(text_of(Formula(typed).node) or "") > 500
    assert Formula(typed).text == typed


def test_what_is_too_long_to_print_is_not_printed():
    node = X
    for _ in range(40):
        node = multiply(call("sin", node), add(node, Y))
    assert text_of(node) is None
    assert len(text_of(power(X, call("exp", Y))) or "") < LONGEST_PRINTED


@settings(max_examples=300, deadline=None)
@given(trees)
def test_the_text_of_a_formula_is_its_normal_form_and_what_was_typed_is_kept(node):
    typed = f"  {text_of(node)}\n"
    assume(len(typed) <= 400)
    formula = Formula(typed)
    assert formula.typed == typed
    assert Formula(formula.text) == formula
    assert Formula(formula.text).text == formula.text


@pytest.mark.parametrize(
    "typed", ["x^2 sin y", "x**2*sin(y)", r"x^2 \sin y", "f(x,y) = x² sin(y)", "(x^2)(sin y)"]
)
def test_the_same_expression_is_the_same_ground_however_it_is_typed(typed):
    formula, usual = Formula(typed), Formula("x^2*sin(y)")
    assert formula == usual
    assert hash(formula) == hash(usual)
    assert formula.text == "x^2*sin(y)"


def test_another_expression_is_another_ground_also_where_it_is_as_high():
    assert Formula("x + y") != Formula("y + x")
    assert Formula("x + y") != "x + y"


def test_a_text_of_several_lines_that_has_no_shorter_form_is_put_on_one():
    typed = "\n+ ".join(["√x"] * 100)
    formula = Formula(typed)
    assert formula.text == " + ".join(["√x"] * 100)
    assert Formula(formula.text) == formula
