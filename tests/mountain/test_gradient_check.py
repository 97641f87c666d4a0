"""A student's gradient function against the exact one, point by point."""

import math

import pytest

from mountain import Formula, Window, terrain_named
from mountain.gradient_check import (
    ACROSS,
    FAILED,
    KINK,
    NO_GROUND,
    NO_VALUE,
    RIGHT,
    WRONG,
    GradientVerdict,
    check_gradient,
)

WINDOW = Window(-3, 3, -3, 3)
WAVES = Formula("x^2 sin y")
SECONDS = 30.0


def _checked(body: str, ground: Formula = WAVES) -> GradientVerdict:
    text = f"from math import *\nimport numpy as np\ndef gradient(x, y):\n    {body}\n"
    return check_gradient(text, ground, WINDOW, SECONDS)


@pytest.mark.parametrize(
    "body",
    [
        "return 2*x*sin(y), x**2*cos(y)",
        "return np.array([2*x*np.sin(y), x**2*np.cos(y)])",
        "return np.stack([2*x*np.sin(y), x**2*np.cos(y)]) if x.shape else None",
        "f = lambda x, y: x*x*sin(y)\n    h = 1e-5\n"
        "    return (f(x+h, y) - f(x-h, y))/(2*h), (f(x, y+h) - f(x, y-h))/(2*h)",
    ],
)
def test_a_right_function_is_right_everywhere(body):
    verdict = _checked(body)
    assert verdict.sentence == "Right at all 225 points."
    assert verdict.is_right
    assert verdict.worst is None
    assert {point.verdict for point in verdict.points} == {RIGHT}
    assert len(verdict.points) == ACROSS * ACROSS


def test_a_wrong_function_shows_its_worst_point_and_both_values():
    verdict = _checked("return 2*x*sin(y), -x**2*cos(y)")
    assert not verdict.is_right
    worst = verdict.worst
    assert worst is not None
    assert worst.verdict == WRONG
    assert worst.expected == pytest.approx(
        (2 * worst.x * math.sin(worst.y), worst.x**2 * math.cos(worst.y))
    )
    assert worst.distance == pytest.approx(max(18 * abs(math.cos(p.y)) for p in verdict.points))
    wrong = sum(point.verdict == WRONG for point in verdict.points)
    # Where x = 0 the mistake makes no difference.
    assert wrong == ACROSS * ACROSS - ACROSS
    assert verdict.sentence.startswith(f"Not right at {wrong} of 225 points. At (")
    assert f"the gradient is ({worst.expected[0]:.4g}, {worst.expected[1]:.4g})" in verdict.sentence


def test_a_difference_too_coarse_is_not_right():
    body = "f = lambda x, y: x*x*sin(y)\n    return f(x + 0.1, y)*10 - f(x, y)*10, x*x*cos(y)"
    assert not _checked(body).is_right


def test_a_function_that_fails_somewhere_says_where_and_why():
    verdict = _checked("return 2*x*sin(y)*x/x, x**2*cos(y)")
    assert verdict.worst is not None
    assert verdict.worst.verdict == FAILED
    assert verdict.worst.x == 0
    assert "Not right at 15 of 225 points. At (0, -3) it fails: line 4: ZeroDiv" in verdict.sentence
    assert verdict.worst.distance == math.inf


def test_a_value_that_is_not_finite_is_no_value():
    verdict = _checked("return np.float64(2*x*x*sin(y))/x, x**2*cos(y)")
    assert verdict.worst is not None
    assert verdict.worst.verdict == NO_VALUE
    assert sum(point.verdict == NO_VALUE for point in verdict.points) == 15


def test_a_function_that_fails_everywhere_says_why_once():
    assert _checked("return x").sentence == (
        "Your function: line 3: TypeError: gradient returned one value; return two, gx and gy"
    )


def test_a_text_that_cannot_be_run_has_no_points():
    verdict = check_gradient("def gradient(", WAVES, WINDOW, SECONDS)
    assert verdict.sentence == "Your function: line 1: '(' was never closed (SyntaxError)"
    assert not verdict.is_right
    assert verdict.points == ()


def test_where_there_is_no_ground_nothing_is_asked():
    verdict = _checked("return 1/(2*sqrt(x)), 1", Formula("√x + y"))
    assert verdict.is_right
    # Only east of x = 0, where the slope is endless, is there something to be right about.
    assert verdict.sentence == "Right at all 105 points."
    assert {point.verdict for point in verdict.points} == {RIGHT, NO_GROUND}
    nowhere = _checked("return 0, 0", Formula("√(x - 9)"))
    assert not nowhere.is_right
    assert "There is no ground" in nowhere.sentence


def test_what_is_printed_is_handed_on():
    assert _checked("print('here'); return 0, 0").printed.startswith("here\nhere\n")


def test_it_works_on_any_terrain():
    terrain = terrain_named("ravine")
    body = "def gradient(x, y): return 0.52*x - 0.48*y, 0.52*y - 0.48*x"
    assert check_gradient(body, terrain.ground, terrain.window, SECONDS).is_right


@pytest.mark.parametrize(
    ("height", "body"),
    [
        ("max(0, x) + y^2", "return (1.0 if x > 0 else 0.0), 2*y"),
        ("max(0, x) + y^2", "return (1.0 if x >= 0 else 0.0), 2*y"),
        ("(x + |x|)/2 + y^2", "return (1.0 if x > 0 else 0.0), 2*y"),
        ("max(x, y)", "return (1, 0) if x > y else (0, 1)"),
        ("x sign(x)", "return np.where(x > 0, 1, -1), 0"),
    ],
)
def test_on_a_kink_there_is_no_gradient_to_be_right_or_wrong(height, body):
    verdict = _checked(body, Formula(height))
    assert verdict.sentence == "Right at all 210 points."
    assert {point.verdict for point in verdict.points} <= {RIGHT, KINK, NO_GROUND}


def test_beside_a_kink_a_wrong_gradient_is_wrong():
    verdict = _checked("return 0.0, 2*y", Formula("max(0, x) + y^2"))
    assert verdict.sentence.startswith("Not right at 105 of 210 points.")


def test_where_all_of_the_window_is_a_kink_that_is_said():
    # Its points across lie on whole numbers, where a saw's teeth end.
    text = "def gradient(x, y):\n    return 0, 0\n"
    saw = Formula("(x - floor(x) - 0.25)^2")
    verdict = check_gradient(text, saw, Window(-7, 7, -7, 7), SECONDS)
    assert verdict.sentence == "There is no gradient in the window to try your function on."
