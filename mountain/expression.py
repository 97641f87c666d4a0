"""Expressions in x and y as a small closed graph: built as simple as they are, differentiated."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from dataclasses import dataclass

from mountain.nodes import (
    Node as Node,
    in_order as in_order,
    node as _node,
    number as number,
    variable as variable,
)


@dataclass(frozen=True)
class Function:
    """A function of one variable that a formula may call.

    Attributes
    ----------
    derivative : callable
        The argument's node to the node of the function's derivative there.
    value : callable
        The function on one float, for folding constants.
    """

    derivative: Callable[[Node], Node]
    value: Callable[[float], float]


_SMALLEST = sys.float_info.min
X = _node("x")
Y = _node("y")
ZERO = number(0)
ONE = number(1)
_E = number(math.e)
_MINUS_ONE = number(-1)


def _folded(value: Callable[[], object]) -> Node:
    """Make the node of a constant result; NaN where there is none."""
    try:
        result = value()
    except (ArithmeticError, ValueError):
        result = math.nan
    # Of two zeros the one without a sign is the one that can be written.
    return number(result + 0.0 if isinstance(result, float) else math.nan)


def _all_numbers(*parts: Node) -> bool:
    return all(part.operation == "number" for part in parts)


def add(left: Node, right: Node) -> Node:
    """Make left + right."""
    if left is ZERO:
        return right
    if right is ZERO:
        return left
    if right.operation == "negative":
        return subtract(left, right.parts[0])
    if _all_numbers(left, right):
        return _folded(lambda: left.value + right.value)
    return _node("+", left, right)


def negative(part: Node) -> Node:
    """Make -part."""
    if part.operation == "number":
        return number(-part.value) if part.value else ZERO
    return part.parts[0] if part.operation == "negative" else _node("negative", part)


def subtract(left: Node, right: Node) -> Node:
    """Make left - right."""
    if right is ZERO:
        return left
    if left is ZERO:
        return negative(right)
    if left is right:
        return ZERO
    if right.operation == "negative":
        return add(left, right.parts[0])
    if _all_numbers(left, right):
        return _folded(lambda: left.value - right.value)
    return _node("-", left, right)


def multiply(left: Node, right: Node) -> Node:
    """Make left * right."""
    if ZERO in (left, right):
        return ZERO
    if left is ONE:
        return right
    if right is ONE:
        return left
    if right.operation == "number" and left.operation != "number":
        return multiply(right, left)
    if left is _MINUS_ONE:
        return negative(right)
    if left.operation == "negative":
        return negative(multiply(left.parts[0], right))
    if right.operation == "negative":
        return negative(multiply(left, right.parts[0]))
    if _all_numbers(left, right):
        return _folded(lambda: left.value * right.value)
    if left.operation == "number" and right.operation == "*" and _all_numbers(right.parts[0]):
        together = multiply(left, right.parts[0])
        # Past the ends of the numbers it would not mean the same.
        if _SMALLEST <= abs(together.value) < math.inf:
            return multiply(together, right.parts[1])
    return _node("*", left, right)


def divide(left: Node, right: Node) -> Node:
    """Make left / right."""
    if right is ONE:
        return left
    if left is ZERO and right is not ZERO:
        return ZERO
    if left.operation == "negative":
        return negative(divide(left.parts[0], right))
    if _all_numbers(left, right):
        return _folded(lambda: left.value / right.value)
    return _node("/", left, right)


def power(base: Node, exponent: Node) -> Node:
    """Make base ^ exponent."""
    if exponent is ONE:
        return base
    if exponent is ZERO or base is ONE:
        return ONE
    if base is _E:
        return call("exp", exponent)
    if _all_numbers(base, exponent):
        return _folded(lambda: base.value**exponent.value)
    return _node("^", base, exponent)


def maximum(left: Node, right: Node) -> Node:
    """Make the larger of two."""
    return _chosen("max", left, right)


def minimum(left: Node, right: Node) -> Node:
    """Make the smaller of two."""
    return _chosen("min", left, right)


def _chosen(name: str, left: Node, right: Node) -> Node:
    if left is right:
        return left
    if _all_numbers(left, right):
        choose = max if name == "max" else min
        return _folded(lambda: choose(left.value, right.value))
    return _node(name, left, right)


def call(name: str, argument: Node) -> Node:
    """Make name(argument), `name` in `FUNCTIONS` or known to who evaluates it."""
    if _all_numbers(argument) and name in FUNCTIONS:
        return _folded(lambda: FUNCTIONS[name].value(argument.value))
    return _node(name, argument)


def _square(part: Node) -> Node:
    return power(part, number(2))


def _per_root(*parts: Node) -> Node:
    """Make 1 over the roots of some parts."""
    roots = [call("sqrt", part) for part in parts]
    return divide(ONE, roots[0] if len(roots) == 1 else multiply(*roots))


def _less(part: Node) -> Node:
    return subtract(ONE, part)


def _more(part: Node) -> Node:
    return add(ONE, part)


def _level(_: Node) -> Node:
    return ZERO


def _cube_root(value: float) -> float:
    root = math.cbrt(value)
    # The system's is off by its last digit, even of 27.
    near = float(f"{root:.12g}")
    return near if near * near * near == value else root


# What would be lost to cancellation is written so that it is not: 1/cosh² for 1 - tanh².
FUNCTIONS: dict[str, Function] = {
    "exp": Function(lambda u: call("exp", u), math.exp),
    "log": Function(lambda u: divide(ONE, u), math.log),
    "log10": Function(lambda u: divide(number(1 / math.log(10)), u), math.log10),
    "log2": Function(lambda u: divide(number(1 / math.log(2)), u), math.log2),
    "sqrt": Function(lambda u: divide(number(0.5), call("sqrt", u)), math.sqrt),
    "cbrt": Function(lambda u: divide(number(1 / 3), _square(call("cbrt", u))), _cube_root),
    "abs": Function(lambda u: divide(u, call("abs", u)), abs),
    "sin": Function(lambda u: call("cos", u), math.sin),
    "cos": Function(lambda u: negative(call("sin", u)), math.cos),
    "tan": Function(lambda u: _more(_square(call("tan", u))), math.tan),
    "asin": Function(lambda u: _per_root(multiply(_less(u), _more(u))), math.asin),
    "acos": Function(lambda u: negative(_per_root(multiply(_less(u), _more(u)))), math.acos),
    "atan": Function(lambda u: divide(ONE, _more(_square(u))), math.atan),
    "sinh": Function(lambda u: call("cosh", u), math.sinh),
    "cosh": Function(lambda u: call("sinh", u), math.cosh),
    "tanh": Function(lambda u: divide(ONE, _square(call("cosh", u))), math.tanh),
    "asinh": Function(lambda u: _per_root(_more(_square(u))), math.asinh),
    "acosh": Function(lambda u: _per_root(subtract(u, ONE), _more(u)), math.acosh),
    "atanh": Function(lambda u: divide(ONE, multiply(_less(u), _more(u))), math.atanh),
    "floor": Function(_level, lambda value: float(math.floor(value))),
    "ceil": Function(_level, lambda value: float(math.ceil(value))),
    "sign": Function(_level, lambda value: float((value > 0) - (value < 0))),
}


def derivative(node: Node, variable: Node) -> Node:
    """Differentiate a node by `X` or `Y`, exactly.

    At a jump of floor, ceil and sign the slope is 0 like all around, at the corner of an absolute
    value there is none (NaN), and where two parts of max or min are equal it is the mean of theirs.
    """
    slopes: dict[Node, Node] = {}
    # Operands first: a long product is nested deeper than Python can call.
    for each in in_order(node):
        slopes[each] = _slope(each, [slopes[part] for part in each.parts])
        if each is variable:
            slopes[each] = ONE
    return slopes[node]


def _slope(node: Node, slopes: list[Node]) -> Node:
    """Differentiate a node whose parts' slopes are known; a name stands still."""
    if all(slope is ZERO for slope in slopes):
        return ZERO
    if node.operation in FUNCTIONS:
        return multiply(FUNCTIONS[node.operation].derivative(node.parts[0]), slopes[0])
    return _RULES[node.operation](node.parts, slopes)


def _product_rule(parts: tuple[Node, ...], slopes: list[Node]) -> Node:
    return add(multiply(slopes[0], parts[1]), multiply(parts[0], slopes[1]))


def _quotient_rule(parts: tuple[Node, ...], slopes: list[Node]) -> Node:
    left = divide(slopes[0], parts[1])
    return subtract(left, divide(multiply(parts[0], slopes[1]), _square(parts[1])))


def _power_rule(parts: tuple[Node, ...], slopes: list[Node]) -> Node:
    base, exponent = parts
    if slopes[1] is ZERO:
        lowered = power(base, subtract(exponent, ONE))
        return multiply(multiply(exponent, lowered), slopes[0])
    whole = add(multiply(slopes[1], call("log", base)), divide(multiply(exponent, slopes[0]), base))
    return multiply(power(base, exponent), whole)


def _choice_rule(larger: Node, smaller: Node, slopes: list[Node]) -> Node:
    """Weigh two slopes by the sign of a difference: 1 and 0, 0 and 1, or half and half."""
    side, half = call("sign", subtract(larger, smaller)), number(0.5)
    weights = multiply(half, _more(side)), multiply(half, _less(side))
    return add(multiply(weights[0], slopes[0]), multiply(weights[1], slopes[1]))


_RULES: dict[str, Callable[[tuple[Node, ...], list[Node]], Node]] = {
    "negative": lambda _, slopes: negative(slopes[0]),
    "+": lambda _, slopes: add(slopes[0], slopes[1]),
    "-": lambda _, slopes: subtract(slopes[0], slopes[1]),
    "*": _product_rule,
    "/": _quotient_rule,
    "^": _power_rule,
    "max": lambda parts, slopes: _choice_rule(parts[0], parts[1], slopes),
    "min": lambda parts, slopes: _choice_rule(parts[1], parts[0], slopes),
}
