"""Exercises: a list that can be read, and random equations that always can be solved."""

import numpy as np
import pytest

from mountain import Formula, Window
from mountain.exercise import (
    DIFFICULTIES,
    USUAL_WINDOW,
    ExerciseError,
    exercises,
    own_exercise,
    random_equation,
)
from mountain.expression import X, Y, in_order


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_each_difficulty_has_at_least_eight_different_equations(difficulty):
    found = exercises(difficulty)
    assert len({each.formula.node for each in found}) == len(found) >= 8
    assert len({each.title for each in found}) == len(found)
    assert {each.difficulty for each in found} == {difficulty}


@pytest.mark.parametrize(
    "exercise", [each for name in DIFFICULTIES for each in exercises(name)], ids=lambda e: e.title
)
def test_every_equation_has_height_and_derivatives_nearly_everywhere_in_its_window(exercise):
    x, y = exercise.window.grid(40, 40)
    for values in (exercise.formula.height(x, y), *exercise.formula.gradient(x, y)):
        assert np.isfinite(values).all()


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_a_random_equation_has_both_letters_and_values_everywhere(difficulty):
    x, y = USUAL_WINDOW.grid(25, 25)
    drawn = [random_equation(seed, difficulty) for seed in range(150)]
    for each in drawn:
        assert {X, Y} <= set(in_order(each.formula.node))
        assert each.window == USUAL_WINDOW
        for values in (each.formula.height(x, y), *each.formula.gradient(x, y)):
            assert np.isfinite(values).all(), each
    assert len({each.formula.node for each in drawn}) > 100


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_the_same_seed_draws_the_same_equation(difficulty):
    assert random_equation(7, difficulty) == random_equation(7, difficulty)


def test_what_a_seed_draws_stays_the_same():
    drawn = [random_equation(1, difficulty).formula for difficulty in DIFFICULTIES]
    expected = ["4x^3 + 3y + 8", "2y^3 atan(x) - 3x", "cos(y^2 + x) + ln(x^2 + 3y^2 + 4)"]
    assert [each.node for each in drawn] == [Formula(text).node for text in expected]


def test_equations_grow_harder():
    def parts(difficulty: str) -> float:
        drawn = [random_equation(seed, difficulty).formula.gradient_nodes for seed in range(60)]
        return float(np.mean([len(in_order(*each)) for each in drawn]))

    assert parts("easy") < parts("medium") < parts("hard")


def test_ones_own_formula_makes_an_exercise():
    window = Window(0, 1, 0, 1)
    exercise = own_exercise(Formula("x y"), window)
    assert (exercise.formula, exercise.window, exercise.difficulty) == (Formula("x y"), window, "")


@pytest.mark.parametrize("ask", [exercises, lambda difficulty: random_equation(1, difficulty)])
def test_an_unknown_difficulty_is_refused(ask):
    with pytest.raises(ExerciseError, match="'simple'; try easy, medium, hard"):
        ask("simple")


def test_an_equation_is_called_a_bowl_only_where_it_is_one():
    for exercise in (each for level in DIFFICULTIES for each in exercises(level)):
        if exercise.title.split()[-1] == "bowl":
            (bend,) = np.linalg.eigvalsh(exercise.formula.hessian([0.1], [0.2]))
            assert (bend > 0).all(), exercise.title
