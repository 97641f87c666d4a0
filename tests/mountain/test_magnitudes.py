"""Magnitudes: values that plain numbers cannot hold, against fifty digits."""

import mpmath
import numpy as np
import pytest
from hypothesis import given, strategies as some

from mountain import Formula
from mountain.magnitudes import magnitudes

numbers = some.floats(-5, 5).map(lambda each: round(each, 3))

FORMULAS = {
    "e^(-1e6 x^2 - 1e6 y^2)": lambda x, y: mpmath.exp(-(10**6) * x * x - 10**6 * y * y),
    "x e^(1e5 y) - y e^(-1e5 x)": lambda x, y: (
        x * mpmath.exp(10**5 * y) - y * mpmath.exp(-(10**5) * x)
    ),
    "(e^(-1e4 x^2))^3/(1 + y^2)": lambda x, y: mpmath.exp(-(10**4) * x * x) ** 3 / (1 + y * y),
    "sin(x) cos(y) + |x y|": lambda x, y: mpmath.sin(x) * mpmath.cos(y) + abs(x * y),
    "2^(-1e4 x^2) - y^7": lambda x, y: mpmath.mpf(2) ** (-(10**4) * x * x) - y**7,
}


@pytest.mark.parametrize("text", FORMULAS)
@given(x=numbers, y=numbers)
def test_what_is_known_is_what_fifty_digits_say(text, x, y):
    found = magnitudes(Formula(text).node, np.array([x]), np.array([y]))
    with mpmath.workdps(50):
        exact = FORMULAS[text](mpmath.mpf(x), mpmath.mpf(y))
        if found.are_not_zero[0]:
            assert mpmath.sign(exact) == found.signs[0]
            size = float(mpmath.log(abs(exact)))
            assert found.logs[0] == pytest.approx(size, rel=1e-12, abs=2e-3)


@pytest.mark.parametrize(
    "text",
    [
        "e^x e^(-x) - 1",
        "sin(x)^2 + cos(x)^2 - 1",
        "(x + y)^2 - x^2 - 2x y - y^2",
        "0x",
        "max(x, y)",
    ],
)
def test_what_may_be_zero_is_never_said_not_to_be(text):
    node = Formula(text).node
    x, y = np.random.default_rng(1).uniform(-3, 3, (2, 200))
    assert not magnitudes(node, x, y).are_not_zero.any()


def test_a_number_too_small_for_a_computer_is_not_zero():
    found = magnitudes(Formula("e^(-1e9 x^2)/3").node, np.array([1.0, 2.0]), np.zeros(2))
    assert found.are_not_zero.all()
    assert found.logs == pytest.approx([-1e9, -4e9])
