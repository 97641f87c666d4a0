"""Exercises: equations to differentiate, from a list, drawn at random, or one's own."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from mountain.expression import (
    Node,
    X,
    Y,
    add,
    call,
    divide,
    in_order,
    multiply,
    negative,
    number,
    power,
    subtract,
)
from mountain.formula import Formula
from mountain.gallery import ASSETS
from mountain.notation import text_of
from mountain.terrain import Window

DIFFICULTIES = ("easy", "medium", "hard")
#: Where an equation is looked at unless it says otherwise.
USUAL_WINDOW = Window(-3.0, 3.0, -3.0, 3.0)


class ExerciseError(ValueError):
    """An exercise that there is none of; the message says which there are."""


@dataclass(frozen=True)
class Exercise:
    """An equation whose two partial derivatives are asked for.

    Attributes
    ----------
    title : str
        What it is called on the screen.
    difficulty : str
        One of `DIFFICULTIES`; empty for one's own.
    formula : Formula
        The height.
    window : Window
        Where answers are compared with what is right.
    """

    title: str
    difficulty: str
    formula: Formula
    window: Window = USUAL_WINDOW


@cache
def _table() -> Mapping[str, Any]:
    path = ASSETS / "exercises" / "derivatives.toml"
    return MappingProxyType(tomllib.loads(path.read_text(encoding="utf-8")))


@cache
def exercises(difficulty: str) -> tuple[Exercise, ...]:
    """Return the equations of a difficulty that come with the program, in teaching order."""
    _check(difficulty)
    return tuple(
        Exercise(
            title=row["title"],
            difficulty=difficulty,
            formula=Formula(row["formula"]),
            window=Window(*map(float, row["window"])) if "window" in row else USUAL_WINDOW,
        )
        for row in _table()[difficulty]
    )


def own_exercise(formula: Formula, window: Window = USUAL_WINDOW) -> Exercise:
    """Return the exercise of differentiating one's own formula."""
    return Exercise("Your own", "", formula, window)


def random_equation(seed: int, difficulty: str) -> Exercise:
    """Draw an equation, the same for the same seed and difficulty.

    Both letters are in it, and it has a height and derivatives everywhere in `USUAL_WINDOW`.
    """
    _check(difficulty)
    chance = _Chance(seed)
    node = _DRAW[difficulty](chance)
    # Taking something from itself leaves nothing to differentiate.
    while not {X, Y} <= set(in_order(node)):
        node = _DRAW[difficulty](chance)
    text = text_of(node)
    if text is None:
        raise ExerciseError(f"exercise: seed {seed} draws an equation too long; try another")
    return Exercise(f"Random, {difficulty}, seed {seed}", difficulty, Formula(text))


def _check(difficulty: str) -> None:
    if difficulty not in DIFFICULTIES:
        known = ", ".join(DIFFICULTIES)
        raise ExerciseError(f"exercise: no difficulty is called {difficulty!r}; try {known}")


class _Chance:
    """Choices that a seed makes, the same with every Python."""

    def __init__(self, seed: int) -> None:
        # Python promises the numbers of random() for ever, those of its other methods it does not.
        self._next = random.Random(seed).random

    def whole(self, low: int, high: int) -> Node:
        """Draw a whole number from low to high."""
        return number(low + int(self._next() * (high - low + 1)))

    def one_of(self, *choices: Callable[[_Chance], Node]) -> Node:
        """Draw one of some ways to build an expression, and build it."""
        return choices[int(self._next() * len(choices))](self)

    def letters(self) -> tuple[Node, Node]:
        """Draw the order of the two letters."""
        return (X, Y) if self._next() < 0.5 else (Y, X)

    def joined(self, left: Node, right: Node) -> Node:
        """Add two expressions, or take the second from the first."""
        return add(left, right) if self._next() < 0.6 else subtract(left, right)


def _times(chance: _Chance, node: Node, most: int = 5) -> Node:
    return multiply(chance.whole(1, most), node)


def _easy(chance: _Chance) -> Node:
    """Draw a sum of a power of each letter, and of a product or a number."""
    first, second = chance.letters()
    total = chance.joined(
        _times(chance, power(first, chance.whole(2, 3))),
        _times(chance, power(second, chance.whole(1, 3))),
    )
    last = chance.one_of(
        lambda chance: _times(chance, multiply(X, Y)), lambda chance: chance.whole(1, 9)
    )
    return chance.joined(total, last)


def _medium(chance: _Chance) -> Node:
    """Draw a power, and a function of one letter times something of the other."""
    first, second = chance.letters()
    function = chance.one_of(
        lambda chance: call("sin", _times(chance, first, 4)),
        lambda chance: call("cos", _times(chance, first, 4)),
        lambda _: call("exp", first),
        lambda _: call("exp", negative(first)),
        lambda chance: power(add(_times(chance, first, 3), chance.whole(1, 5)), chance.whole(2, 3)),
        lambda _: call("atan", first),
    )
    product = multiply(_times(chance, power(second, chance.whole(1, 3)), 4), function)
    return chance.joined(product, _times(chance, power(first, chance.whole(1, 2))))


def _hard(chance: _Chance) -> Node:
    """Draw two terms in each of which the letters are tied together."""
    return chance.joined(chance.one_of(*_TIED), chance.one_of(*_TIED))


def _circle(chance: _Chance) -> Node:
    """Draw 1 or more, plus both letters squared, so that it is never 0 or below."""
    squares = add(power(X, number(2)), _times(chance, power(Y, number(2)), 4))
    return add(squares, chance.whole(1, 4))


def _mixed(chance: _Chance) -> Node:
    first, second = chance.letters()
    return chance.joined(_times(chance, power(first, chance.whole(1, 2)), 3), second)


_TIED: tuple[Callable[[_Chance], Node], ...] = (
    lambda chance: call("sin", multiply(_times(chance, X, 3), Y)),
    lambda chance: call("cos", _mixed(chance)),
    lambda _: call("tanh", multiply(X, Y)),
    lambda chance: call("log", _circle(chance)),
    lambda chance: call("sqrt", _circle(chance)),
    lambda chance: divide(multiply(*chance.letters()), _circle(chance)),
    lambda chance: multiply(
        chance.letters()[0],
        call("exp", divide(negative(_circle(chance)), chance.whole(2, 6))),
    ),
    lambda chance: power(_mixed(chance), chance.whole(2, 4)),
)
_DRAW = {"easy": _easy, "medium": _medium, "hard": _hard}
