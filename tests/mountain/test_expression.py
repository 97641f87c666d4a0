"""Expressions: built once each, simplified with care, differentiated, evaluated."""

import cmath
import math
import weakref

import numpy as np
import pytest
from test_formula import COMPLEX, SMOOTH

from mountain import Formula
from mountain.evaluation import evaluate
from mountain.expression import (
    ONE,
    ZERO,
    Node,
    X,
    Y,
    add,
    call,
    derivative,
    divide,
    multiply,
    negative,
    number,
    power,
    subtract,
)


def _nodes(*roots: Node) -> set[Node]:
    found: set[Node] = set()
    waiting = list(roots)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting.extend(node.parts)
    return found


def _run(node: Node, x: complex, y: complex) -> complex:
    """Evaluate with complex numbers."""
    return evaluate([node], x, y, COMPLEX)[0]


def test_equal_expressions_are_one_object():
    assert add(X, multiply(number(2), Y)) is add(X, multiply(number(2.0), Y))
    assert call("sin", X) is call("sin", X)
    assert number(0.1) is number(0.1)
    assert number(0.0) is not number(-0.0)


SIMPLER = {
    "x + 0": (add(X, ZERO), X),
    "0 + x": (add(ZERO, X), X),
    "x + -y": (add(X, negative(Y)), subtract(X, Y)),
    "x - 0": (subtract(X, ZERO), X),
    "0 - x": (subtract(ZERO, X), negative(X)),
    "x - x": (subtract(X, X), ZERO),
    "x - -y": (subtract(X, negative(Y)), add(X, Y)),
    "0 * x": (multiply(ZERO, X), ZERO),
    "x * 0": (multiply(X, ZERO), ZERO),
    "1 * x": (multiply(ONE, X), X),
    "x * 2": (multiply(X, number(2)), multiply(number(2), X)),
    "2 * (3 * x)": (multiply(number(2), multiply(number(3), X)), multiply(number(6), X)),
    "-x * -y": (multiply(negative(X), negative(Y)), multiply(X, Y)),
    "x / 1": (divide(X, ONE), X),
    "0 / x": (divide(ZERO, X), ZERO),
    "-x / y": (divide(negative(X), Y), negative(divide(X, Y))),
    "--x": (negative(negative(X)), X),
    "-0": (negative(ZERO), ZERO),
    "x ^ 1": (power(X, ONE), X),
    "x ^ 0": (power(X, ZERO), ONE),
    "2 + 3": (add(number(2), number(3)), number(5)),
    "2 - 3": (subtract(number(2), number(3)), number(-1)),
    "2 ^ 0.5": (power(number(2), number(0.5)), number(math.sqrt(2))),
    "cos 0": (call("cos", ZERO), ONE),
}


@pytest.mark.parametrize("written", SIMPLER)
def test_what_can_be_simpler_is(written):
    built, simplest = SIMPLER[written]
    assert built is simplest


@pytest.mark.parametrize(
    "node",
    [
        divide(ONE, ZERO),
        divide(ZERO, ZERO),
        power(number(10), number(400)),
        power(number(-8), number(1 / 3)),
        power(ZERO, number(-1)),
        call("log", number(-1)),
        call("sqrt", number(-1)),
        call("exp", number(1000)),
    ],
)
def test_a_constant_without_a_finite_value_is_not_a_number(node):
    assert node.operation == "number"
    assert math.isnan(node.value)


INSIDE = [-0.8, 0.3, 0.71]
PLACES = {"acosh": [1.2, 1.71, 2.4], "asin": INSIDE, "acos": INSIDE, "atanh": INSIDE}


@pytest.mark.parametrize("name", SMOOTH)
@pytest.mark.parametrize("index", range(3))
def test_each_function_s_derivative_is_the_slope_of_its_graph(name, index):
    # A step of 1e-30 into the complex plane: no rounding, no truncation.
    place = PLACES.get(name, [0.3, 0.71, 2.4])[index]
    exact = _run(call(name, X), place + 1e-30j, 0).imag / 1e-30
    rule = _run(derivative(call(name, X), X), place, 0).real
    assert rule == pytest.approx(exact, rel=1e-14)


def test_a_function_s_constants_fold_to_the_value_of_the_function():
    for name in SMOOTH:
        place = 1.6 if name == "acosh" else 0.6
        folded = call(name, number(place))
        assert folded.value == pytest.approx(_run(call(name, X), place, 0).real, rel=1e-15)


def test_the_derivative_by_one_variable_holds_the_other_fast():
    product = multiply(X, call("sin", Y))
    assert derivative(product, X) is call("sin", Y)
    assert derivative(product, Y) is multiply(X, call("cos", Y))
    assert derivative(number(7), X) is ZERO


def test_a_part_used_twice_is_computed_once():
    shared = call("exp", add(X, Y))
    calls = []
    functions = {"exp": lambda z: calls.append(z) or cmath.exp(z)}
    both = [add(shared, multiply(shared, shared)), shared]
    found = evaluate(both, 1.0, 2.0, functions)
    assert found == [cmath.exp(3) + cmath.exp(3) ** 2, cmath.exp(3)]
    assert calls == [3.0]


def test_nothing_is_kept_in_memory_that_is_not_needed_any_more():
    alive: list[weakref.ref] = []

    def wave(argument):
        alive[:] = [each for each in alive if each() is not None]
        assert len(alive) <= 2
        result = np.sin(argument)
        alive.append(weakref.ref(result))
        return result

    node = X
    for _ in range(30):
        node = call("sin", node)
    evaluate([node], np.ones(8), 0.0, {"sin": wave})


CHAINS = {
    "products": "*".join("xy" * 62),
    "longest products": "*".join("xy" * 100),
    "longest quotients": "x/y*" * 99 + "x",
    "quotients": "/".join(["(x+1)"] * 66),
    "powers": "^".join(["x"] * 38),
    "powers in brackets": "(" * 30 + "x" + "^y)" * 30,
    "sums of products": "+".join(["x*y"] * 99),
    "sines of sines": "sin(" * 38 + "x*y" + ")" * 38,
    "products of sines": "*".join(["sin(x)"] * 70),
    "different factors": "*".join(f"(x+{i}*y)" for i in range(1, 50)),
    "roots of roots": "sqrt(x+" * 18 + "y" + ")" * 18,
    "quotients in quotients": "x/(1+y/(1+" * 6 + "x" + "))" * 6,
}


@pytest.mark.parametrize("name", CHAINS)
def test_derivatives_of_the_worst_formulas_stay_small(name):
    formula = Formula(CHAINS[name])
    slope_x, slope_y = formula.gradient_nodes
    second = [derivative(slope_x, X), derivative(slope_x, Y), derivative(slope_y, Y)]
    parts = len(_nodes(formula.node))
    assert len(_nodes(slope_x, slope_y)) <= 10 * parts
    assert len(_nodes(*second)) <= 40 * parts


@pytest.mark.parametrize("root", [*range(-60, 61), 0.3, -1.5, 12.5])
def test_the_cube_root_of_a_perfect_cube_is_worked_out_to_the_last_digit(root):
    assert call("cbrt", number(root * root * root)) is number(root)


def test_any_other_cube_root_is_the_system_s_own():
    assert call("cbrt", number(2.0)).value == math.cbrt(2.0)
