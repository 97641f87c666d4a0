"""What an answer has too much, where nobody would see it."""

import numpy as np
import pytest

from mountain import Formula, Window
from mountain.equivalence import points_in
from mountain.hidden_parts import far_difference, hidden_number

WINDOW = Window(-3.0, 3.0, -3.0, 3.0)
POINTS = points_in((-3.0, 3.0, -3.0, 3.0))


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("2x + 1e-14", "1e-14"),
        ("2x + 1e-20y^2", "1e-20"),
        ("2x(1 + 0.0000000000001y)", "0.0000000000001"),
        ("2x", None),
        ("2x + 0", None),
        ("2x + 5(y - y)", None),
        ("4x/2", None),
        ("x/0.5", None),
    ],
)
def test_a_number_too_small_to_be_seen_is_found(answer, text):
    found = hidden_number(Formula(answer), Formula("2x").node, *POINTS)
    assert (found.text if found else None) == text


@pytest.mark.parametrize("answer", ["2x + max(0, x - 10)", "2x + max(0, -y - 99)", "2 min(x, 50)"])
def test_what_differs_only_far_away_is_found_and_shown_there(answer):
    found = far_difference(Formula("x^2"), Formula("2x").node, Formula(answer).node, WINDOW)
    assert found is not None
    beyond = ~((np.abs(found.x) <= 3) & (np.abs(found.y) <= 3))
    assert beyond[found.different].all()


@pytest.mark.parametrize(
    ("height", "right", "answer"),
    [
        ("x^2", "2x", "x + x"),
        # Where a curve levels out, digits are lost that nobody typed.
        ("tanh(x)", "1/cosh(x)^2", "1 - tanh(x)^2"),
        ("√(x^2 + 1) - x", "x/√(x^2 + 1) - 1", "(x - √(x^2 + 1))/√(x^2 + 1)"),
        ("e^(x y)", "y e^(x y)", "y (e^x)^y"),
        # Without ground there is nothing to compare.
        ("√x", "1/(2√x)", "1/(2√x) + 0max(0, -x)"),
    ],
)
def test_what_is_right_is_not_found_wrong_far_away(height, right, answer):
    assert (
        far_difference(Formula(height), Formula(right).node, Formula(answer).node, WINDOW) is None
    )
