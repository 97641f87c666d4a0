"""Expressions in x and y as a small closed graph: built, differentiated, evaluated.

Nodes are interned: equal expressions are one object, so a derivative that repeats a part of its
formula shares it, and every part is evaluated once.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, eq=False, slots=True)
class Node:
    """One operation on other nodes.

    Attributes
    ----------
    operation : str
        `number`, the name of a variable, one of ``+ - * / ^``, `negative`, or a function's name.
    parts : tuple of Node
        The operands, in order.
    value : float
        The value of a `number`; 0 otherwise.
    """

    operation: str
    parts: tuple[Node, ...] = ()
    value: float = 0.0


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


@cache
def _node(operation: str, *parts: Node) -> Node:
    return Node(operation, parts)


@cache
def _number(text: str) -> Node:
    return Node("number", value=float(text))


def number(value: float) -> Node:
    """Make the node of a constant."""
    # The text tells 0.0 from -0.0, which compare equal.
    return _number(repr(float(value)))


X = _node("x")
Y = _node("y")
ZERO = number(0)
ONE = number(1)


def variable(name: str) -> Node:
    """Make the node of a quantity that has a name."""
    return _node(name)


def _folded(value: Callable[[], object]) -> Node:
    """Make the node of a constant result; NaN where there is none."""
    try:
        result = value()
    except (ArithmeticError, ValueError):
        result = math.nan
    return number(result if isinstance(result, float) else math.nan)


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
    if left.operation == "negative":
        return negative(multiply(left.parts[0], right))
    if right.operation == "negative":
        return negative(multiply(left, right.parts[0]))
    if _all_numbers(left, right):
        return _folded(lambda: left.value * right.value)
    if left.operation == "number" and right.operation == "*" and _all_numbers(right.parts[0]):
        return multiply(multiply(left, right.parts[0]), right.parts[1])
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
    if exponent is ZERO:
        return ONE
    if _all_numbers(base, exponent):
        return _folded(lambda: base.value**exponent.value)
    return _node("^", base, exponent)


def call(name: str, argument: Node) -> Node:
    """Make name(argument), `name` in `FUNCTIONS` or known to who evaluates it."""
    if _all_numbers(argument) and name in FUNCTIONS:
        return _folded(lambda: FUNCTIONS[name].value(argument.value))
    return _node(name, argument)


def _square(part: Node) -> Node:
    return power(part, number(2))


FUNCTIONS: dict[str, Function] = {
    "exp": Function(lambda u: call("exp", u), math.exp),
    "log": Function(lambda u: divide(ONE, u), math.log),
    "sqrt": Function(lambda u: divide(number(0.5), call("sqrt", u)), math.sqrt),
    "abs": Function(lambda u: divide(u, call("abs", u)), abs),
    "sin": Function(lambda u: call("cos", u), math.sin),
    "cos": Function(lambda u: negative(call("sin", u)), math.cos),
    "tan": Function(lambda u: add(ONE, _square(call("tan", u))), math.tan),
    "tanh": Function(lambda u: subtract(ONE, _square(call("tanh", u))), math.tanh),
    "sinh": Function(lambda u: call("cosh", u), math.sinh),
    "cosh": Function(lambda u: call("sinh", u), math.cosh),
    "atan": Function(lambda u: divide(ONE, add(ONE, _square(u))), math.atan),
}


def derivative(node: Node, variable: Node) -> Node:
    """Differentiate a node by `X` or `Y`, exactly."""
    # Operands first: a long product is nested deeper than Python can call.
    return [_derivative(each, variable) for each in in_order(node)][-1]


@cache
def _derivative(node: Node, variable: Node) -> Node:
    if node is variable:
        return ONE
    if node.operation in ("number", "x", "y"):
        return ZERO
    slopes = [_derivative(part, variable) for part in node.parts]
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


_RULES: dict[str, Callable[[tuple[Node, ...], list[Node]], Node]] = {
    "negative": lambda _, slopes: negative(slopes[0]),
    "+": lambda _, slopes: add(slopes[0], slopes[1]),
    "-": lambda _, slopes: subtract(slopes[0], slopes[1]),
    "*": _product_rule,
    "/": _quotient_rule,
    "^": _power_rule,
}


def in_order(*nodes: Node) -> list[Node]:
    """List every part of some expressions once, operands first."""
    order: dict[Node, None] = {}
    waiting = [*nodes]
    while waiting:
        each = waiting[-1]
        missing = [part for part in each.parts if part not in order]
        if missing:
            waiting.extend(missing)
        else:
            order.setdefault(waiting.pop())
    return list(order)
