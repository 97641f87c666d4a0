"""Products: what is rounded once, and what stays alike on both sides of a ridge."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given
from naive import fused

from mountain.expression import Node, X, Y, multiply, negative, number, power
from mountain.formula import Formula
from mountain.native import compiled_phone, compiled_surfaces

sides = st.floats(-1e3, 1e3)


def _height(node: Node, x: float, y: float) -> float:
    (surface,) = compiled_surfaces([node])
    return float(surface.at(np.array([x]), np.array([y]))[0])


def _plus(left: Node, right: Node) -> Node:
    return Node("+", (left, right))


def _minus(left: Node, right: Node) -> Node:
    return Node("-", (left, right))


@given(sides, sides)
def test_a_product_and_what_it_is_added_to_are_rounded_once(x, y):
    product, square = multiply(X, Y), power(X, number(2))
    cases = [
        (_plus(product, Y), fused(x, y, y)),
        (_plus(X, product), fused(x, y, x)),
        (_plus(negative(product), Y), fused(-x, y, y)),
        (_minus(product, Y), fused(x, y, -y)),
        (_minus(X, product), fused(-x, y, x)),
        (_plus(square, Y), fused(x, x, y)),
        (_minus(Y, power(X, number(5))), fused(-x, (x * x) * (x * x), y)),
        (_plus(Y, power(X, number(6))), fused(x * x, (x * x) * (x * x), y)),
        (_plus(Y, Node("/", (X, number(2.4)))), fused(1 / 2.4, x, y)),
    ]
    for node, expected in cases:
        assert _height(node, x, y) == expected


@given(sides, sides)
def test_of_two_products_the_left_one_is_rounded_by_itself(x, y):
    left, right = multiply(number(0.3), X), multiply(X, Y)
    assert _height(_plus(left, right), x, y) == fused(x, y, 0.3 * x)
    assert _height(_minus(left, right), x, y) == fused(-x, y, 0.3 * x)


@given(sides, sides)
def test_two_products_that_look_alike_are_each_rounded(x, y):
    for text, expected in [("x^2 + y^2", x * x + y * y), ("2.1*x - 2.1*y", 2.1 * x - 2.1 * y)]:
        assert _height(Formula(text).node, x, y) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2.3*exp(-((x - 1)^2 + y^2)/0.7) + 2.3*exp(-((x + 1)^2 + y^2)/0.7)",
        "0.7*x^4 - 1.9*x^2 + y^2 + 0.3*y",
        "(1.1*x + y)^2 + (y - 1.1*x)^2",
        "3.3*max(x, y) + 3.3*max(-x, y)",
        "(x^2 + y - 11)^2 + 0.1*y*cos(x)",
    ],
)
def test_who_stands_on_a_ridge_feels_no_slope_across_it(text):
    count = 64
    places, slopes = np.zeros((2, count)), np.full((2, count), np.nan)
    places[1] = np.random.default_rng(5).uniform(-3, 3, count)
    for h in (0.01, 0.37, 1e-5):
        probe = np.array([h, 0.5 / h, 0.0, 0.0, 1.0])
        phone = compiled_phone(Formula(text).node)
        phone(count, *(each.ctypes.data for each in (probe, places, slopes)))
        assert (slopes[0] == 0.0).all()


@pytest.mark.parametrize("text", ["x^4 + y^4 - 4*(x*y)", "1.7*x^2 + 1.7*y^2", "x^2 - y^2"])
def test_on_a_diagonal_ridge_both_slopes_are_alike(text):
    diagonal = np.random.default_rng(6).uniform(-3, 3, 64)
    height, h = compiled_surfaces([Formula(text).node])[0], 0.01
    across = height.at(diagonal + h, diagonal) - height.at(diagonal - h, diagonal)
    along = height.at(diagonal, diagonal + h) - height.at(diagonal, diagonal - h)
    np.testing.assert_array_equal(np.abs(across), np.abs(along))
