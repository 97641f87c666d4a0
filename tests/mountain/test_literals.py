"""Numbers as they were typed into a formula, and others in their places."""

import pytest
from hypothesis import given, strategies as some

from mountain import Formula, FormulaError
from mountain.literals import Literal, literals_of, with_values


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("3.14x + 2", ["3.14", "2"]),
        ("x^2y", ["2"]),
        (".5x - 1.e-3", [".5", "1.e-3"]),
        ("f(x, y) := 0.10 sin 2x", ["0.10", "2"]),
        ("pi x", []),
        # These are typed in one sign, which no other number could take the place of.
        ("½x² + ٣", []),
        (r"\frac12 x + \frac{3}{4}", ["3", "4"]),
    ],
)
def test_the_numbers_of_a_formula_are_those_typed_in_digits(typed, texts):
    found = literals_of(Formula(typed))
    assert [each.text for each in found] == texts
    assert all(typed[each.place :].startswith(each.text) for each in found)


@pytest.mark.parametrize(
    ("text", "unit"),
    [("3.14", 0.01), ("2.0", 0.1), ("7", 1), ("300", 1), ("1e3", 1), ("1e-3", 1e-3)],
)
def test_a_number_knows_the_unit_of_its_last_digit(text, unit):
    assert Literal(text, 0).unit == pytest.approx(unit)
    assert Literal(text, 0).value == float(text)


@given(some.lists(some.floats(1e-6, 1e6), min_size=3, max_size=3))
def test_other_numbers_stand_where_those_were(values):
    formula = Formula("1.5sin 2x + x^3y")
    first, second, third = values
    made = with_values(formula, literals_of(formula), values)
    assert made == Formula(f"{first!r}*sin({second!r}*x) + x^({third!r})*y")


def test_one_of_several_numbers_can_be_changed():
    formula = Formula("2x + 3y")
    assert with_values(formula, literals_of(formula)[1:], [4.0]) == Formula("2x + 4y")


def test_what_is_no_formula_with_other_numbers_is_refused():
    formula = Formula("x + 1/2")
    with pytest.raises(FormulaError):
        with_values(formula, literals_of(formula)[1:], [0.0])
