"""Mistakes: rules that are right come out right, and each mistake as it is made by hand."""

import pytest

from mountain import Formula
from mountain.equivalence import compare, points_in
from mountain.exercise import DIFFICULTIES, exercises
from mountain.expression import X, Y, derivative
from mountain.mistakes import MISTAKES, _with, can_go_wrong

POINTS = points_in((0.2, 2.5, 0.3, 2.1))
BY_NAME = {mistake.name: mistake for mistake in MISTAKES}

#: The height, the letter, and what the mistake makes of its derivative.
MADE = {
    "inner_of_function": ("sin(3x)", X, "cos(3x)"),
    "inner_of_power": ("(2x + 1)^3", X, "3(2x + 1)^2"),
    "inner_of_both": ("sin(5x)^2", X, "2 sin(5x)"),
    "other_derivative": ("x^2 y^3", X, "3x^2 y^2"),
    "not_differentiated": ("x^2 + y", X, "x^2 + y"),
    "both_derivatives": ("x^2 + y^3", X, "2x + 3y^2"),
    "kept_constant": ("x^2 + 3y - 7", X, "2x + 3y - 7"),
    "other_is_zero": ("x^2 y + x", X, "1"),
    "other_left_out": ("x^2 y", X, "2x"),
    "sign_of_cosine": ("cos(2x)", X, "2 sin(2x)"),
    "sign_of_sine": ("y sin x", X, "-y cos x"),
    "product_of_slopes": ("y^2 sin y", Y, "2y cos y"),
    "quotient_of_slopes": ("sin(x)/x^2", X, "cos(x)/(2x)"),
    "sign_in_quotient": ("x/(1 + x)", X, "(1 + x + x)/(1 + x)^2"),
    "swapped_in_quotient": ("y^3/(1 + y)", Y, "(y^3 - 3y^2 (1 + y))/(1 + y)^2"),
    "power_not_lowered": ("x^4", X, "4x^4"),
    "power_without_factor": ("x^4 + y", X, "x^3"),
}


def test_every_mistake_is_made_once_here():
    assert list(MADE) == [mistake.name for mistake in MISTAKES]


@pytest.mark.parametrize("name", MADE)
def test_a_mistake_gives_what_one_gets_by_hand(name):
    text, letter, wrong = MADE[name]
    made = BY_NAME[name].derivative(Formula(text).node, letter)
    assert compare(Formula(wrong).node, made, *POINTS).are_equal
    assert not compare(derivative(Formula(text).node, letter), made, *POINTS).are_equal


@pytest.mark.parametrize("letter", [X, Y])
@pytest.mark.parametrize(
    "text",
    [each.formula.text for difficulty in DIFFICULTIES for each in exercises(difficulty)]
    + ["tan(x)/atan(y)", "2^x*y^x", "√(x y)", "-x^-2", "|x - y|"],
)
def test_without_a_mistake_the_rules_are_right(text, letter):
    node = Formula(text).node
    assert can_go_wrong(node)
    assert compare(derivative(node, letter), _with()(node, letter), *POINTS).are_equal


def test_no_mistakes_are_known_with_what_has_no_usual_rule():
    assert not can_go_wrong(Formula("max(x, y)").node)
