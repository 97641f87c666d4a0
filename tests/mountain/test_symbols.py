"""Symbols: arithmetic with names is the arithmetic that is compiled and shown."""

import math
import operator

import pytest

from mountain import expression
from mountain.expression import in_order, number, variable
from mountain.symbols import Symbol, root, sign, symbol

A, B = symbol("a"), symbol("b")
VALUES = {"a": 0.7, "b": -2.5}


def _worth(written: Symbol) -> float:
    """Work an expression out with the values of its names."""
    signs = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
    meanings = {
        **signs,
        "^": operator.pow,
        "negative": operator.neg,
        "sqrt": math.sqrt,
        "sign": lambda value: math.copysign(1.0, value),
    }
    found = {variable(name): value for name, value in VALUES.items()}
    for node in in_order(written.node):
        if node.operation == "number":
            found[node] = node.value
        elif node not in found:
            found[node] = meanings[node.operation](*(found[part] for part in node.parts))
    return found[written.node]


@pytest.mark.parametrize(
    "combined", [operator.add, operator.sub, operator.mul, operator.truediv, operator.pow]
)
def test_arithmetic_with_symbols_means_what_it_means_with_numbers(combined):
    a, b = VALUES["a"], VALUES["b"]
    assert _worth(combined(A, B)) == combined(a, b)
    assert _worth(combined(A, 3)) == combined(a, 3.0)
    assert _worth(combined(3, A)) == combined(3.0, a)
    assert _worth(combined(2.5, combined(A, 0.5))) == combined(2.5, combined(a, 0.5))


def test_a_sign_turned_round_twice_is_as_it_was():
    assert _worth(-B) == 2.5
    turned = -B
    assert (-turned).node is B.node


def test_numbers_are_worked_out_and_symbols_are_written():
    assert root(2.25) == 1.5
    assert [sign(each) for each in (-0.1, 0.0, 7.0)] == [-1.0, 0.0, 1.0]
    assert root(A).node is expression.call("sqrt", A.node)
    assert _worth(root(A) + sign(B)) == math.sqrt(0.7) - 1


def test_equal_formulas_are_one_expression():
    assert (A * B + 1).node is (symbol("a") * symbol("b") + 1).node
    assert (1 - A).node is expression.subtract(number(1), variable("a"))


def test_a_symbol_is_a_name_and_equal_to_itself_only():
    assert A.node is variable("a")
    assert symbol("a") != A
