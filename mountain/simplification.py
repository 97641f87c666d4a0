"""Simplification by sympy: what it makes of an expression, checked before it is believed.

What this asks of sympy may take for ever: only `mountain.algebra_worker` imports it.
"""

from __future__ import annotations

import math
import signal
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from fractions import Fraction
from typing import Any

import sympy

from mountain.equivalence import Comparison, compare, points_in
from mountain.evaluation import on_arrays
from mountain.expression import ZERO, Node, X, Y, divide, in_order, multiply, number
from mountain.kinks import jumps
from mountain.nodes import node as as_it_stands
from mountain.translation import (
    NoCounterpartError as NoCounterpartError,
    from_sympy as from_sympy,
    to_sympy as to_sympy,
    without_signs,
)

#: West, east, south and north edge of where expressions are compared.
Reach = tuple[float, float, float, float]
#: Expressions of more operations than this are not searched for identities.
_LARGEST_TRIED = 50
#: A timer of no time would never ring.
_SHORTEST = 1e-3


def simplest(expression: Any, seconds: float = math.inf) -> Any:
    """Return the shortest of an expression and what sympy makes of it within some seconds.

    Where the system has no timer, it takes the time that it takes.
    """
    with _at_most(seconds / 2):
        if without_signs(expression) == 0:
            return sympy.S.Zero
    return min(_forms_within(expression, seconds / 2), key=sympy.count_ops)


def nearest(ways: Sequence[Any], height: Node, seconds: float = math.inf) -> Any:
    """Return what is short and has the numbers that were typed, of all that sympy makes of it.

    Parameters
    ----------
    ways : sequence of sympy expressions
        Equal ones to begin with.
    height : Node
        The formula as it was typed.
    seconds : float
        How long it may take, as for `simplest`.
    """
    found: dict[Any, int] = {}
    for way in ways:
        for form in _forms_within(way, seconds / len(ways)):
            with suppress(NoCounterpartError):
                found.setdefault(form, effort(from_sympy(form), height))
    return min(found, key=lambda form: found[form], default=ways[0])


def effort(node: Node, height: Node) -> int:
    """Count what there is to read in an expression: its parts, and the digits of new numbers.

    New is a number that the height that it was derived from has not.
    """
    typed = _numbers_of(height)
    efforts: dict[Node, int] = {}
    for each in in_order(node):
        efforts[each] = 1 + sum(efforts[part] for part in each.parts)
        if each.operation == "number" and abs(each.value) not in typed:
            efforts[each] += len(repr(abs(each.value)).removesuffix(".0").replace("0.", ""))
    return efforts[node]


def in_typed_numbers(node: Node, height: Node) -> Node:
    """Return an expression with what was typed as a division not as a decimal: x/2, not 0.5x."""
    typed = _numbers_of(height) | {1.0}
    made: dict[Node, Node] = {}
    for each in in_order(node):
        parts = [made[part] for part in each.parts]
        made[each] = as_it_stands(each.operation, *parts) if parts else each
        if each.operation == "*" and parts[0].operation == "number":
            value = parts[0].value
            over, under = Fraction(repr(value)).as_integer_ratio()
            if abs(value) not in typed and {abs(over), under} <= typed:
                made[each] = divide(multiply(number(over), parts[1]), number(under))
    return made[node]


def _numbers_of(height: Node) -> set[float]:
    return {abs(each.value) for each in in_order(height) if each.operation == "number"}


def _forms_within(expression: Any, seconds: float) -> Collection[Any]:
    """Return an expression's forms, as many as there is time for.

    Of equally short ones the first is taken: x^(y - 1) rather than x^y/x.
    """
    forms = [expression]
    with _at_most(seconds):
        forms.insert(0, sympy.powsimp(expression))
        forms.append(sympy.Add(*map(sympy.factor_terms, sympy.Add.make_args(expression))))
        forms.append(sympy.together(expression))
        # Of what is long, all that it tries takes long, and comes out longer still.
        if sympy.count_ops(expression) <= _LARGEST_TRIED:
            forms.append(sympy.factor(expression))
            forms.append(sympy.simplify(expression))
    return forms


class _OutOfTimeError(BaseException):
    """The time is up; of a kind that sympy does not catch for one of its own."""


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Break off what is inside after some seconds."""
    if not math.isfinite(seconds) or not hasattr(signal, "setitimer"):
        yield
        return
    is_inside = True

    def ring(*_: object) -> None:
        if is_inside:
            raise _OutOfTimeError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, _SHORTEST))
    try:
        yield
    except _OutOfTimeError:
        pass
    finally:
        is_inside = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def derivatives(node: Node, *, keep_decimals: bool = False) -> tuple[Any, Any]:
    """Return sympy's own derivatives of our expression by x and y, as they come."""
    height = to_sympy(node, keep_decimals=keep_decimals)
    return sympy.diff(height, to_sympy(X)), sympy.diff(height, to_sympy(Y))


def checked(expression: Any, exact: Node, reach: Reach) -> Node | None:
    """Return sympy's expression as ours, if it has the exact one's values wherever that has any.

    Compared at seeded points within a reach; None when it differs, when there are too few points to
    tell (but for a plain 0), or when we have no word for something in it.
    """
    x, y = points_in(reach)
    try:
        node = from_sympy(expression)
        found = compare(exact, node, x, y)
    except (NoCounterpartError, ArithmeticError):
        return None
    # Where numbers tell nothing, a difference that is zero is proved by algebra alone.
    proved = node is ZERO and not _differ(found, exact, reach)
    return node if (found.are_equal or proved) and not found.misses_a_region else None


def _differ(found: Comparison, exact: Node, reach: Reach) -> bool:
    """Tell whether values differ, but for those that stand alone: no algebra tells of them."""
    x, y = found.x[found.different], found.y[found.different]
    return not jumps(lambda x, y: on_arrays([exact], x, y), x, y, reach).all()
