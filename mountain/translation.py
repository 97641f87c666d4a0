"""Translation: our expressions to sympy's and back, by tables only.

Nothing is ever given to sympy as text. This module loads sympy, which takes half a second.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import sympy

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

#: Fractions, of pi too, with larger denominators are taken for chance.
_LARGEST_DIVISOR = 360
#: Names of decimals that are kept begin with this: they come after x and y.
_KEPT = "~"


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


def to_sympy(node: Node, *, keep_decimals: bool = False) -> Any:
    """Return sympy's expression for ours, with real symbols x and y.

    Parameters
    ----------
    keep_decimals : bool
        Whether numbers like 2.4 become symbols of that name, so that no algebra makes 12/5 of them.

    Raises
    ------
    NoCounterpartError
        When sympy has no operation for one of ours, or no value.
    """
    made: dict[Node, Any] = {X: _X, Y: _Y}
    order = in_order(node)
    # What powers are worked out by is no letter: the slope of x^1.5 has x^0.5.
    powers = {each.parts[1] for each in order if each.operation == "^"}
    for each in order:
        if each in made:
            continue
        if each.operation == "number":
            keep = keep_decimals and each not in powers
            made[each] = _kept(each.value) if keep else _exact(each.value)
        elif each.operation in _TO_SYMPY:
            made[each] = _TO_SYMPY[each.operation](*(made[part] for part in each.parts))
        else:
            raise NoCounterpartError(each.operation)
    return made[node]


def _kept(value: float) -> Any:
    """Return a letter for the size of a decimal, and any other number as it is."""
    exact = _exact(value)
    if not exact.is_Rational or exact.is_Integer:
        return exact
    letter = sympy.Symbol(f"{_KEPT}{abs(value)!r}", positive=True)
    return -letter if value < 0 else letter


def _decimal(expression: Any) -> Decimal | None:
    """Return the number that a letter is kept for; None of anything else."""
    if expression.is_Symbol and expression.name.startswith(_KEPT):
        return Decimal(expression.name.removeprefix(_KEPT))
    return None


def _exact(value: float) -> Any:
    """Return the number that was meant: 0.1 is a tenth, and a third and pi are recognised."""
    if not math.isfinite(value):
        raise NoCounterpartError(str(value))
    if value == math.e:
        return sympy.E
    turns = Fraction(value / math.pi).limit_denominator(_LARGEST_DIVISOR)
    if turns and float(turns) * math.pi == value:
        return sympy.Rational(turns.numerator, turns.denominator) * sympy.pi
    share = Fraction(value).limit_denominator(_LARGEST_DIVISOR)
    is_fraction = share.denominator > 1 and float(share) == value
    return sympy.Rational(str(share) if is_fraction else repr(value))


def without_signs(expression: Any) -> Any:
    """Return an expression with |u|/u for sign(u), and letters for the cube roots of letters.

    Equal but where u is 0, and good for proofs only: x itself is a letter's third power then.
    """
    level = expression.replace(sympy.Abs, lambda part: 1 if part.func is _Sign else sympy.Abs(part))
    plain = level.replace(_Sign, lambda part: sympy.Abs(part) / part)
    for letter in (_X, _Y):
        if plain.has(_CubeRoot(letter)):
            root = sympy.Dummy(real=True)
            plain = plain.xreplace({_CubeRoot(letter): root, letter: root**3})
    return expression if plain == expression else sympy.together(plain)


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
    if (decimal := _decimal(expression)) is not None:
        return number(float(decimal))
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
    parts = [*(rest.as_ordered_factors() if rest.is_Mul else [rest])]
    kept = [part for part in parts if _decimal(part.as_base_exp()[0]) is not None]
    above, below = _numbers(factor, rest, kept)
    beside: list[Node] = []
    for part in parts:
        base, exponent = part.as_base_exp() if part.is_Pow else (part, sympy.S.One)
        if part in kept and exponent.is_Integer:
            continue
        if exponent.is_Rational and exponent.is_negative:
            below.append(_power(base, -exponent))
        else:
            (beside if part.func == sympy.exp else above).append(from_sympy(part))
    # An exponential over a number is wide, and a fraction beside it is not.
    if not above or _multiplied(below).operation != "number":
        above, beside = [*above, *beside], []
    return _multiplied([_over(_multiplied(above), _multiplied(below)), *beside])


def _over(top: Node, bottom: Node) -> Node:
    both = top.operation == bottom.operation == "number" and bottom is not ONE
    return as_it_stands("/", top, bottom) if both else divide(top, bottom)


def _numbers(factor: Any, rest: Any, kept: Sequence[Any]) -> tuple[list[Node], list[Node]]:
    """Return the numbers that a product begins with, above and below."""
    powers = [each.as_base_exp() for each in kept if each.as_base_exp()[1].is_Integer]
    if powers and factor.is_Rational:
        return _decimals(factor, powers)
    is_long = factor.is_Rational and len(repr(float(factor))) > len(str(factor)) + 1
    # A quarter of pi is an angle, 0.25 of it is none.
    if is_long or (factor.is_Rational and sympy.pi in sympy.Mul.make_args(rest)):
        return [number(int(factor.p))], [number(int(factor.q))]
    return ([from_sympy(factor)] if factor != 1 else []), []


def _decimals(factor: Any, powers: Sequence[tuple[Any, Any]]) -> tuple[list[Node], list[Node]]:
    """Work out a fraction of decimals, but for what has no decimals or more than they had."""
    top, bottom, places = Decimal(int(factor.p)), Decimal(int(factor.q)), 0
    for letter, exponent in powers:
        decimal = Decimal(letter.name.removeprefix(_KEPT))
        places = max(places, -int(decimal.as_tuple().exponent))
        if exponent > 0:
            top *= decimal ** int(exponent)
        else:
            bottom *= decimal ** -int(exponent)
    share = round(top / bottom, places)
    if share * bottom == top:
        top, bottom = share, Decimal(1)
    above, below = ([] if each == 1 else [number(float(each))] for each in (top, bottom))
    return above, below


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
