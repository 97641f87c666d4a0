"""Answers to the question for a partial derivative: verdicts, reasons and points."""

import math

import pytest
from hypothesis import given, strategies as some

from mountain import Formula, Window
from mountain.derivative_check import (
    RIGHT,
    RIGHT_BUT,
    UNSETTLED,
    WRONG,
    DerivativeVerdict,
    check_derivative,
)
from mountain.exercise import DIFFICULTIES, exercises, random_equation
from mountain.notation import text_of

WINDOW = Window(-3, 3, -3, 3)


def _checked(height: str, axis: str, answer: str, window: Window = WINDOW) -> DerivativeVerdict:
    return check_derivative(Formula(height), axis, Formula(answer), window)


@pytest.mark.parametrize(
    ("height", "axis", "answer"),
    [
        ("x^2 + 3y", "x", "2x"),
        ("x^2 + 3y", "y", "3"),
        ("x^2", "y", "0"),
        ("(x + y)^2", "x", "2x + 2y"),
        ("sin(x)^2", "x", "sin 2x"),
        ("ln x", "x", "1/x"),
        ("x e^(-y)", "y", "-x/e^y"),
        ("√(x^2 + y^2)", "y", "y/√(x^2 + y^2)"),
        ("x^y", "x", "y x^(y-1)"),
        ("|x|", "x", "x/|x|"),
    ],
)
def test_a_right_answer_is_right_however_it_is_written(height, axis, answer):
    verdict = _checked(height, axis, answer)
    sure = f"Right: this is ∂f/∂{axis}.", "Right at every point that was tried."
    assert verdict.kind == RIGHT
    # Where it is not ours letter by letter, algebra is to say more than that.
    assert verdict.sentence == sure[verdict.asks_algebra]


@pytest.mark.parametrize("axis", ["x", "y"])
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_our_own_derivative_of_every_exercise_is_right(difficulty, axis):
    for exercise in [*exercises(difficulty), *(random_equation(s, difficulty) for s in range(10))]:
        text = text_of(exercise.formula.gradient_nodes[axis == "y"])
        assert text is not None
        verdict = check_derivative(exercise.formula, axis, Formula(text), exercise.window)
        assert verdict.kind == RIGHT, exercise


@pytest.mark.parametrize(
    ("height", "axis", "answer", "mistake", "words"),
    [
        ("x^2 y", "x", "x^2", "other_derivative", "derivative by y; here x is the letter"),
        ("x^2 y", "y", "2x y", "other_derivative", "derivative by x; here y is the letter"),
        ("x^3 + y", "x", "-3x^2", "sign", "the sign is the wrong way round"),
        ("sin(3x)", "x", "cos(3x)", "inner_of_function", "inner factor is missing"),
        ("e^(-2y)", "y", "e^(-2y)", "inner_of_function", "inner factor is missing"),
        ("(2x + y)^2", "x", "2(2x + y)", "inner_of_power", "inner factor is missing"),
        ("cos y", "y", "sin y", "sign_of_cosine", "minus the sine"),
        ("x^2 + 3y", "x", "2x + 3y", "kept_constant", "a part without x was kept"),
        ("x^2 + y^2", "x", "x^2 + y^2", "not_differentiated", "the height itself"),
        ("x sin x", "x", "cos x", "product_of_slopes", "the slope of a product"),
        ("x^3", "x", "3x^3", "power_not_lowered", "go down by one"),
        ("x^3", "x", "x^2", "power_without_factor", "comes to the front"),
        ("x^2 y", "x", "2x", "other_left_out", "y is missing"),
        ("x^2", "x", "6x", "factor", "3 times too large"),
        ("x^2", "x", "x/2", "factor", "only 0.25 of what it should be"),
        ("x^2 + y", "x", "2x + 0.001", "constant", "it is 0.001 too large everywhere. At (0, 0)"),
        ("x^2 + 3x", "x", "2x + 2", "constant", "it is 1 too small everywhere"),
        ("x^2", "x", "3x + 1", "", "Not yet. At (1, 1) it gives 4, but ∂f/∂x is 2."),
        ("max(x, y)", "x", "x", "", "Not yet. At"),
        # With y = 1 this has no slope that is seen, but nobody meant that.
        ("e^(-100(x^2 + y^2))", "x", "0", "", "Not yet. At ("),
        ("x y", "x", "0", "other_is_zero", "it is not 0"),
    ],
)
def test_a_mistake_is_named_where_it_is_recognised(height, axis, answer, mistake, words):
    verdict = _checked(height, axis, answer)
    assert (verdict.kind, verdict.mistake) == (WRONG, mistake)
    assert words in verdict.sentence
    assert len(verdict.sentence.splitlines()) == 1


@pytest.mark.parametrize(
    ("height", "derivative", "answer"),
    [
        ("x^2 y", lambda x, y: 2 * x * y, "2x + y"),
        ("x/y", lambda _, y: 1 / y, "x/y^2"),
        ("sin(x y)", lambda x, y: y * math.cos(x * y), "cos(x y) + x"),
        ("√(x^2 + y^2)", lambda x, y: x / math.hypot(x, y), "x + y"),
    ],
)
def test_a_wrong_answer_shows_a_point_and_both_values_there(height, derivative, answer):
    verdict = _checked(height, "x", answer)
    point = verdict.point
    assert point is not None
    assert WINDOW.holds(point.x, point.y)
    assert point.expected == pytest.approx(derivative(point.x, point.y), rel=1e-12)
    assert point.found == pytest.approx(float(Formula(answer).height(point.x, point.y)))
    assert abs(point.found - point.expected) > 0.04 * max(abs(point.found), abs(point.expected))
    assert (point.x, point.y) == (round(point.x), round(point.y))
    for number in (point.x, point.y, point.expected, point.found):
        assert f"{number:.4g}" in verdict.sentence


@given(some.sampled_from([-1, 1]), some.floats(0.05, 5), some.integers(0, 400))
def test_an_answer_that_is_off_anywhere_is_never_right(sign, much, seed):
    exercise = random_equation(seed, "medium")
    text = text_of(exercise.formula.gradient_nodes[0])
    answer = Formula(f"{text} + {sign * much!r}*y^2")
    verdict = check_derivative(exercise.formula, "x", answer, exercise.window)
    assert verdict.kind == WRONG
    assert verdict.point is not None


@pytest.mark.parametrize(
    ("height", "answer", "words"),
    [
        ("cos(2πx)", "-6.28sin(6.28x)", "up to 0.051 %, as 6.28 for 6.283185."),
        ("cos(2πx)", "-2*3.14 sin(2*3.14x)", "up to 0.051 %, as 3.14 for 3.141593."),
        ("x^2/6", "0.333x", "up to 0.1 %, as 0.333 for 0.3333333. At (1, 1) it gives 0.333,"),
        ("x^2/3", "0.67x", "as 0.67 for 0.6666667."),
        ("x^2/3", "0.66x", "as 0.66 for 0.6666667."),
        ("√2 x + y", "1.414", "it gives 1.414, but ∂f/∂x is 1.4142."),
        ("ln(x)/ln 2", "1/(0.693x)", "as 0.693 for 0.6931472."),
        ("50πx^2", "314x", "as 314 for 314.1593."),
        ("e^(x/3)", "0.333e^(0.333x)", "as 0.333 for 0.3333333."),
    ],
)
def test_rounded_numbers_are_right_but_rounded_and_what_they_were_is_said(height, answer, words):
    verdict = _checked(height, "x", answer)
    assert (verdict.kind, verdict.mistake) == (RIGHT_BUT, "rounded")
    assert verdict.sentence.startswith("Right but for rounding: your numbers are off by up to ")
    assert words in verdict.sentence


@pytest.mark.parametrize(
    ("height", "answer"),
    [
        # A term that what is right does not have, be it ever so small.
        *[("x^2 + y", f"2x + {much}") for much in ("0.001", "1e-7", "1e-14", "1e-300")],
        ("3x + y", "3 + 1e-14"),
        ("x^2 y", "2x y + 0.01y"),
        ("sin(πx)", "3.14cos(3.14x) + 0.001"),
        ("10^6 x", "10^6 + 0.0005"),
        ("x^2 + y", "2x + 1e-14 ln(y)"),
        # Numbers at the ends of what numbers are.
        ("x^2 + y", "2x + 1e308"),
        ("x^2 + y", "2x + 1e308 x y"),
        ("x^2 + y", "2x - 0.5max(x, ln(1e-320 y))"),
        ("y", "0.0001"),
        # A term that is left out.
        ("x^2 + 0.001x", "2x"),
        # Numbers that do not round to the right ones.
        *[("x^2", f"{number}x") for number in ("2.001", "1.99", "2.01", "1.9", "1.999999")],
        ("x^2/6", "0.3x"),
        ("x^2/3", "0.68x"),
        ("x/7", "0.142858"),
        ("100x^3/3 + 1.3x^2", "100x^2 + 3x"),
        ("50πx^2", "300x"),
        ("x^3", "2.99x^2"),
        # What is right in the window only.
        ("x^2", "2x + max(0, x - 10)"),
        ("x^2", "2x + min(0, 200 + y)"),
    ],
)
def test_what_is_not_the_derivative_is_wrong_however_near_it_comes(height, answer):
    verdict = _checked(height, "x", answer)
    assert verdict.kind == WRONG
    assert verdict.sentence.startswith("Not yet")


@pytest.mark.parametrize("answer", ["2x + 0", "2.00x", "2x + 0.001(y - y)", "2x^1.0", "x*2.0/1.00"])
def test_a_number_that_changes_nothing_is_not_held_against_an_answer(answer):
    assert _checked("x^2", "x", answer).kind == RIGHT


@given(
    some.integers(2, 400).filter(lambda sevenths: sevenths % 7),
    some.integers(2, 6),
    some.booleans(),
)
def test_the_digits_of_a_number_that_is_rounded_or_cut_off_are_forgiven(sevenths, digits, cut):
    exact = sevenths / 7
    place = digits - 1 - math.floor(math.log10(exact))
    rounded = math.floor(exact * 10**place) / 10**place if cut else round(exact, place)
    typed = f"{rounded:.{max(place, 0)}f}"
    verdict = _checked(f"{exact!r}*x + y", "x", typed)
    near = abs(rounded - exact) <= 0.0199 * exact
    # A whole number with less than three digits is no rounded one.
    if near and "." in typed:
        assert verdict.is_right
    if abs(float(typed) - exact) > 10.0**-place:
        assert verdict.kind == WRONG


@pytest.mark.parametrize(
    ("answer", "place"),
    [("2(√x)^2", "(-1, 1)"), ("2x^2/x", "(0, 0)"), ("2x + ln(y + 9) - ln(y + 9)", "")],
)
def test_an_answer_without_a_value_somewhere_is_right_where_it_has_one(answer, place):
    verdict = _checked("x^2", "x", answer)
    assert verdict.kind == (RIGHT_BUT if place else RIGHT)
    assert place in verdict.sentence
    if verdict.point is not None:
        assert math.isnan(verdict.point.found)


def test_where_there_is_no_ground_nothing_is_compared():
    assert _checked("√x + y", "x", "1/(2√x)").kind == RIGHT
    assert _checked("x + √(x - 1) - √(x - 1)", "x", "√(x - 1)/√(x - 1)").kind == RIGHT


def test_an_answer_without_any_value_is_wrong():
    verdict = _checked("x^2", "x", "ln(x - 100)")
    assert verdict.kind == WRONG
    assert "At (1, 1) your answer has no value, but the derivative is 2." in verdict.sentence


def test_without_ground_in_the_window_nothing_is_said():
    verdict = _checked("√(x - 9)", "x", "1/(2√(x - 9))")
    assert verdict.kind == UNSETTLED
    assert "try a larger" in verdict.sentence


@pytest.mark.parametrize(
    ("height", "answer", "words"),
    [
        ("x^2", "2x*1.0000001", "it is 1.0000001 times too large."),
        ("x^2", "2x*0.99999999", "it is only 0.99999999 of what it should be."),
        ("x^2", "2x*1.00000001", "it is 1.00000001 times too large."),
        ("1e-300x + y^2", "0", "it gives 0, but ∂f/∂x is 1e-300."),
        ("1e-300x + y^2", "2e-300", "it gives 2e-300, but ∂f/∂x is 1e-300."),
    ],
)
def test_what_is_off_by_little_is_told_in_figures_that_differ(height, answer, words):
    verdict = _checked(height, "x", answer)
    assert verdict.kind == WRONG
    assert words in verdict.sentence


@pytest.mark.parametrize(
    ("height", "answer"),
    [
        ("max(0, x) + y^2", "max(0, sign(x))"),
        ("max(0, x) + y^2", "(1 + |x|/x)/2"),
        ("max(x, y)", "(1 + |x - y|/(x - y))/2"),
        ("min(x, 0.3)", "max(0, sign(0.3 - x))"),
        ("x sign(x)", "|x|/x"),
    ],
)
def test_on_a_kink_no_answer_is_judged(height, answer):
    assert _checked(height, "x", answer).kind == RIGHT


@pytest.mark.parametrize("answer", ["1", "0", "-max(0, sign(x))", "sign(x)"])
def test_beside_a_kink_an_answer_is_judged(answer):
    verdict = _checked("max(0, x) + y^2", "x", answer)
    assert verdict.kind == WRONG
    assert verdict.point.x != 0
