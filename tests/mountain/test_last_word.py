"""The last word on an answer, which algebra has."""

from collections.abc import Iterator

import pytest

from mountain import Algebra, DerivativeVerdict, Exercise, Formula, Window
from mountain.derivative_check import RIGHT, RIGHT_BUT, UNSETTLED, WRONG, check_derivative
from mountain.expression import ZERO, X
from mountain.last_word import difference_from_right, verdict_by_algebra

SPIKE = "e^(-1e6(x-1.2345)^2-1e6(y-0.5)^2)"
TRIED = "Right at every point that was tried"


@pytest.fixture(scope="module")
def algebra() -> Iterator[Algebra]:
    with Algebra() as made:
        yield made


def judged(
    algebra: Algebra, height: str, answer: str
) -> tuple[DerivativeVerdict, DerivativeVerdict]:
    """Return what numbers say of an answer for the derivative by x, and what algebra says then."""
    exercise = Exercise("Own", "", Formula(height))
    verdict = check_derivative(exercise.formula, "x", Formula(answer), exercise.window)
    assert verdict.asks_algebra
    algebra.ask_simplified(difference_from_right(exercise.formula, "x", Formula(answer)))
    simplified = algebra.wait(90)
    assert simplified is not None
    return verdict, verdict_by_algebra(verdict, exercise, "x", simplified.nodes[0])


@pytest.mark.parametrize("answer", [f"2x + {SPIKE}", f"x + x - {SPIKE}/7"])
def test_a_spike_between_all_points_is_wrong(algebra, answer):
    verdict, last = judged(algebra, "x^2 + y^2", answer)
    assert (verdict.kind, verdict.sentence) == (RIGHT, f"{TRIED}.")
    assert (last.kind, last.mistake, last.asks_algebra) == (WRONG, "hidden_term", False)
    assert "algebra finds that ∂f/∂x minus your answer leaves " in last.sentence
    assert len(last.sentence.splitlines()) == 1


@pytest.mark.parametrize(
    ("height", "answer"),
    [
        ("x^2 + y^2", "x + x"),
        ("sin(x)^2", "sin 2x"),
        ("x^2", "2x sin(y)^2 + 2x cos(y)^2"),
        ("√x", "0.5x^(-0.5)"),
        ("ln(x^2 + 1)", "1/(x + 1/x) * 2"),
        ("e^(x y)", "y (e^x)^y"),
        ("|x|", "sign(x)"),
        ("|x y|", "|x y|/x"),
        ("|x - y|^3", "3(x - y)^2 sign(x - y)"),
        ("cbrt(x)", "1/(3cbrt(x)^2)"),
        ("cbrt(x)", "cbrt(x)/(3x)"),
        ("cbrt(x y)", "y/(3cbrt(x y)^2)"),
        ("max(0, x) + y^2", "max(0, sign(x))"),
        ("x^2/2", "√(x^2)*sign(x)"),
        ("max(0, x)", "(1 + |x|/x)/2"),
    ],
)
def test_what_algebra_proves_is_right_without_reserve(algebra, height, answer):
    _, last = judged(algebra, height, answer)
    assert last.kind in (RIGHT, RIGHT_BUT)
    assert not last.asks_algebra
    assert last.sentence.startswith("Right: this is ∂f/∂x.") or last.kind == RIGHT_BUT


def test_what_algebra_cannot_prove_is_right_where_it_was_tried(algebra):
    verdict, last = judged(algebra, "x floor(x)", "-ceil(-x)")
    assert verdict.kind == last.kind == RIGHT
    assert last.sentence.startswith(f"{TRIED}; algebra could not prove")


@pytest.mark.parametrize(
    ("height", "answer"),
    [
        ("√2 x^2 + √2 y", "2.82842712474619x"),
        ("x^2/3", "0.66666666666666663x"),
        ("x^3/7", "3x*x/7"),
    ],
)
def test_last_digits_are_not_taken_for_a_term_too_many(height, answer, algebra):
    exercise = Exercise("Own", "", Formula(height))
    verdict = check_derivative(exercise.formula, "x", Formula(answer), exercise.window)
    assert verdict.is_right
    algebra.ask_simplified(difference_from_right(exercise.formula, "x", Formula(answer)))
    simplified = algebra.wait(90)
    assert simplified is not None
    assert verdict_by_algebra(verdict, exercise, "x", simplified.nodes[0]).is_right


def test_algebra_settles_what_numbers_cannot():
    exercise = Exercise("Own", "", Formula("√(x - 2.9999)"), Window(-3, 2.9, -3, 3))
    answer = Formula("0.5/√(x - 2.9999)")
    again = Formula("1/(√(x - 2.9999) + √(x - 2.9999))")
    verdict = check_derivative(exercise.formula, "x", again, exercise.window)
    assert (verdict.kind, verdict.asks_algebra) == (UNSETTLED, True)
    assert difference_from_right(exercise.formula, "x", answer) is ZERO
    assert verdict_by_algebra(verdict, exercise, "x", ZERO).kind == RIGHT
    assert verdict_by_algebra(verdict, exercise, "x", X) is verdict
    assert verdict_by_algebra(verdict, exercise, "x", None) is verdict


def test_algebra_does_not_overrule_a_point_that_differs():
    exercise = Exercise("Own", "", Formula("x^2"))
    verdict = check_derivative(exercise.formula, "x", Formula("3x"), exercise.window)
    assert not verdict.asks_algebra
    assert verdict_by_algebra(verdict, exercise, "x", ZERO) is verdict
