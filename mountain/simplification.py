"""Simplification by sympy: our expressions to its own and back, by tables only.

Nothing is ever given to sympy as text. This module loads sympy, which takes half a second, and what
it asks of sympy may take for ever: only `mountain.algebra_worker` imports it.
"""

from __future__ import annotations

import math
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import sympy

from mountain.equivalence import compare, points_in
from mountain.expression import (
    ONE,
    ZERO,
    Node,
    X,
    Y,
    add,
    divide,
    in_order,
    multiply,
    negative,
    number,
    power,
    subtract,
)
from mountain.nodes import node as as_it_stands

#: West, east, south and north edge of where expressions are compared.
Reach = tuple[float, float, float, float]
#: Multiples of pi by fractions with larger denominators are taken for chance.
_LARGEST_PART_OF_PI = 360
#: Expressions of more operations than this are not searched for identities.
_LARGEST_TRIED = 50
#: A timer of no time would never ring.
_SHORTEST = 1e-3


class NoCounterpartError(ValueError):
    """Something that the other side has no word for."""


class _Flat(sympy.Function):  # type: ignore[misc]
    """A function that is level but for its jumps."""

    nargs = 1

    def fdiff(self, argindex: int = 1) -> Any:  # noqa: ARG002  (sympy hands it over)
        return sympy.S.Zero


class _Floor(_Flat):
    pass


class _Ceil(_Flat):
    pass


class _Sign(_Flat):
    pass


class _CubeRoot(sympy.Function):  # type: ignore[misc]
    """The real cube root, which sympy's own power is not for negative numbers."""

    nargs = 1

    def fdiff(self, argindex: int = 1) -> Any:  # noqa: ARG002  (sympy hands it over)
        return 1 / (3 * self**2)


_X, _Y = sympy.Symbol("x", real=True), sympy.Symbol("y", real=True)
_SAME: Mapping[str, Any] = {
    **{name: getattr(sympy, name) for name in ("exp", "log", "sin", "cos", "tan")},
    **{name: getattr(sympy, name) for name in ("asin", "acos", "atan", "sinh", "cosh", "tanh")},
    **{name: getattr(sympy, name) for name in ("asinh", "acosh", "atanh")},
    **{"abs": sympy.Abs, "floor": _Floor, "ceil": _Ceil, "sign": _Sign, "cbrt": _CubeRoot},
}
_TO_SYMPY: Mapping[str, Callable[..., Any]] = {
    **_SAME,
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
    "^": sympy.Pow,
    "negative": lambda part: -part,
    "sqrt": sympy.sqrt,
    "log10": lambda part: sympy.log(part) / sympy.log(10),
    "log2": lambda part: sympy.log(part) / sympy.log(2),
    "max": lambda left, right: (left + right + sympy.Abs(left - right)) / 2,
    "min": lambda left, right: (left + right - sympy.Abs(left - right)) / 2,
}
_NAMES = {kind: name for name, kind in _SAME.items()} | {sympy.sign: "sign"}
_ONE_OVER = {sympy.sec: "cos", sympy.csc: "sin", sympy.cot: "tan"}


def to_sympy(node: Node) -> Any:
    """Return sympy's expression for ours, with real symbols x and y.

    Raises
    ------
    NoCounterpartError
        When sympy has no operation for one of ours, or no value.
    """
    made: dict[Node, Any] = {X: _X, Y: _Y}
    for each in in_order(node):
        if each in made:
            continue
        if each.operation == "number":
            made[each] = _exact(each.value)
        elif each.operation in _TO_SYMPY:
            made[each] = _TO_SYMPY[each.operation](*(made[part] for part in each.parts))
        else:
            raise NoCounterpartError(each.operation)
    return made[node]


def _exact(value: float) -> Any:
    """Return the number that was meant: 0.1 is a tenth, and pi is recognised."""
    if not math.isfinite(value):
        raise NoCounterpartError(str(value))
    if value == math.e:
        return sympy.E
    turns = Fraction(value / math.pi).limit_denominator(_LARGEST_PART_OF_PI)
    if turns and float(turns) * math.pi == value:
        return sympy.Rational(turns.numerator, turns.denominator) * sympy.pi
    return sympy.Rational(repr(value))


def from_sympy(expression: Any) -> Node:
    """Return our expression for sympy's.

    Raises
    ------
    NoCounterpartError
        When we have no operation for one of sympy's.
    """
    if expression.is_Rational:
        return _fraction(int(expression.p), int(expression.q))
    if expression in _CONSTANTS:
        return _CONSTANTS[expression]
    if expression.is_Add:
        return _sum([*expression.as_ordered_terms()])
    if expression.is_Mul:
        return _product(expression)
    if expression.is_Pow:
        return _power(*expression.as_base_exp())
    if expression.func in _NAMES:
        return as_it_stands(_NAMES[expression.func], from_sympy(expression.args[0]))
    if expression.func in _ONE_OVER:
        part = as_it_stands(_ONE_OVER[expression.func], from_sympy(expression.args[0]))
        return divide(ONE, part)
    raise NoCounterpartError(str(expression.func))


_CONSTANTS = {_X: X, _Y: Y, sympy.pi: number(math.pi), sympy.E: number(math.e)}


def _fraction(above: int, below: int) -> Node:
    """Return a fraction as one would write it: as a decimal where that is short."""
    try:
        value = above / below
    except OverflowError as error:
        raise NoCounterpartError("a number beyond the largest") from error
    if below == 1 or len(repr(value)) <= len(f"{above}/{below}") + 1:
        return number(value)
    part = as_it_stands("/", number(abs(above)), number(below))
    return negative(part) if above < 0 else part


def _sum(terms: Sequence[Any]) -> Node:
    total = ZERO
    first = next((term for term in terms if not term.could_extract_minus_sign()), terms[0])
    # A sum that begins with a minus is harder to read.
    for term in (first, *(each for each in terms if each is not first)):
        if term.could_extract_minus_sign():
            total = subtract(total, from_sympy(-term))
        else:
            total = add(total, from_sympy(term))
    return total


def _product(expression: Any) -> Node:
    factor, rest = expression.as_coeff_Mul()
    if factor.is_negative:
        return negative(from_sympy(-expression))
    above, below = [], []
    is_long = factor.is_Rational and len(repr(float(factor))) > len(str(factor)) + 1
    # A quarter of pi is an angle, 0.25 of it is none.
    if is_long or (factor.is_Rational and sympy.pi in sympy.Mul.make_args(rest)):
        above, below = [number(int(factor.p))], [number(int(factor.q))]
    elif factor != 1:
        above = [from_sympy(factor)]
    for part in sympy.Mul.make_args(rest) if not rest.is_Mul else rest.as_ordered_factors():
        base, exponent = part.as_base_exp() if part.is_Pow else (part, sympy.S.One)
        if exponent.is_Rational and exponent.is_negative:
            below.append(_power(base, -exponent))
        else:
            above.append(from_sympy(part))
    top, bottom = _multiplied(above), _multiplied(below)
    both = top.operation == bottom.operation == "number" and bottom is not ONE
    return as_it_stands("/", top, bottom) if both else divide(top, bottom)


def _multiplied(parts: Sequence[Node]) -> Node:
    product = ONE
    for part in parts:
        both = product is not ONE and product.operation == part.operation == "number"
        # 2*pi would be worked out.
        product = as_it_stands("*", product, part) if both else multiply(product, part)
    return product


def _power(base: Any, exponent: Any) -> Node:
    if exponent.is_Rational and exponent.is_negative:
        return divide(ONE, _power(base, -exponent))
    if exponent == sympy.Rational(1, 2):
        return as_it_stands("sqrt", from_sympy(base))
    if base == sympy.E:
        return as_it_stands("exp", from_sympy(exponent))
    return power(from_sympy(base), from_sympy(exponent))


def simplest(expression: Any, seconds: float = math.inf) -> Any:
    """Return the shortest of an expression and what sympy makes of it within some seconds.

    Where the system has no timer, it takes the time that it takes.
    """
    # Of equally short ones the first: x^(y - 1) rather than x^y/x.
    forms = [expression]
    with _at_most(seconds):
        forms.insert(0, sympy.powsimp(expression))
        forms.append(sympy.together(expression))
        forms.append(sympy.factor(expression))
        # Of what is long, all that it tries takes long, and comes out longer still.
        if sympy.count_ops(expression) <= _LARGEST_TRIED:
            forms.append(sympy.simplify(expression))
    return min(forms, key=sympy.count_ops)


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


def derivatives(node: Node) -> tuple[Any, Any]:
    """Return sympy's own derivatives of our expression by x and y, as they come."""
    height = to_sympy(node)
    return sympy.diff(height, _X), sympy.diff(height, _Y)


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
    proved = node is ZERO and not found.different.any()
    return node if (found.are_equal or proved) and not found.misses_a_region else None
