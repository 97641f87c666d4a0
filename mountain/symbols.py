"""Symbols: names that arithmetic can be done with, so that a rule in Python becomes an expression.

A rule is written once, as a plain function. With numbers it computes; with symbols it returns the
expression that is compiled, and that is written on the blackboard.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from mountain import expression
from mountain.expression import Node, number

Quantity = TypeVar("Quantity", "Symbol", float)


def _operation(
    build: Callable[[Node, Node], Node], swapped: bool = False
) -> Callable[[Symbol, Symbol | float], Symbol]:
    def operate(self: Symbol, other: Symbol | float) -> Symbol:
        theirs = other.node if isinstance(other, Symbol) else number(other)
        left, right = (theirs, self.node) if swapped else (self.node, theirs)
        return Symbol(build(left, right))

    return operate


@dataclass(frozen=True, eq=False)
class Symbol:
    """A quantity that is known by name only, or what has been made of some.

    Attributes
    ----------
    node : Node
        Its expression.
    """

    node: Node

    __add__ = _operation(expression.add)
    __radd__ = _operation(expression.add, swapped=True)
    __sub__ = _operation(expression.subtract)
    __rsub__ = _operation(expression.subtract, swapped=True)
    __mul__ = _operation(expression.multiply)
    __rmul__ = _operation(expression.multiply, swapped=True)
    __truediv__ = _operation(expression.divide)
    __rtruediv__ = _operation(expression.divide, swapped=True)
    __pow__ = _operation(expression.power)
    __rpow__ = _operation(expression.power, swapped=True)

    def __neg__(self) -> Symbol:
        return Symbol(expression.negative(self.node))


def symbol(name: str) -> Symbol:
    """Make the symbol of a name."""
    return Symbol(expression.variable(name))


def root(value: Quantity) -> Quantity:
    """Take the square root of a number, or write it."""
    if isinstance(value, Symbol):
        return Symbol(expression.call("sqrt", value.node))
    return math.sqrt(value)


def sign(value: Quantity) -> Quantity:
    """Return 1, 0 or -1 with the sign of a number, or write it."""
    if isinstance(value, Symbol):
        return Symbol(expression.call("sign", value.node))
    return float((value > 0) - (value < 0))
