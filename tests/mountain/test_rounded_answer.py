"""Which numbers of an answer were rounded, and from what."""

import math

import pytest
from hypothesis import given, strategies as some

from mountain import Formula
from mountain.equivalence import points_in
from mountain.rounded_answer import rounded_numbers

POINTS = points_in((-3.0, 3.0, -3.0, 3.0))


def _found(answer: str, right: str) -> dict[str, float] | None:
    numbers = rounded_numbers(Formula(answer), Formula(right).node, *POINTS)
    return None if numbers is None else {each.literal.text: each.exact for each in numbers}


@given(some.floats(0.11, 9.9), some.floats(0.11, 9.9), some.integers(3, 7))
def test_every_number_is_found_from_its_digits(factor, rate, digits):
    answer = f"{factor:.{digits}f}x*sin({rate:.{digits}f}y)"
    found = _found(answer, f"{factor!r}x*sin({rate!r}y)")
    assert found is not None
    for exact in (factor, rate):
        text = f"{exact:.{digits}f}"
        assert found.get(text, exact) == pytest.approx(exact, rel=1e-7)


def test_what_is_worked_out_of_a_rounded_number_is_followed():
    assert _found("3.14^2 x/2.72 + 100y", "pi^2 x/e + 100y") == pytest.approx(
        {"3.14": math.pi, "2.72": math.e}, rel=1e-2
    )
    assert _found("cos(2*3.14x)", "cos(2pi x)") == pytest.approx({"3.14": math.pi})


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ("3x", "pi*x"),
        ("3.2x", "pi*x"),
        ("3.14x + 0.001", "pi*x"),
        ("3.14x", "pi*x + 0.001"),
        ("3.14x", "pi*y"),
        ("3.14x^2", "pi*x^2.01"),
        ("0.3x", "x/3"),
        ("pi*x", "3.14x"),
        ("1.5x", "0"),
        ("0.5√(-1 - x^2)", "x"),
    ],
)
def test_what_is_not_right_with_any_such_numbers_is_not_rounded(answer, right):
    assert _found(answer, right) is None
