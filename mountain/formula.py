"""Formulas in x and y: text in; heights, exact gradient and Hessian out.

The grammar: numbers, ``x``, ``y``, ``pi``, ``e``, brackets, ``+ - * / ^`` (or ``**``) and the calls
of `expression.FUNCTIONS`. Nothing is ever evaluated as Python text that a user typed.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from mountain import expression
from mountain.evaluation import evaluate
from mountain.expression import FUNCTIONS, Node, X, Y, derivative
from mountain.ground import Floats

LONGEST = 500
DEEPEST = 40
_CONSTANTS = {"pi": math.pi, "e": math.e}
_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[A-Za-z_]\w*)|(?P<sign>\*\*|[-+*/^()]))",
    re.ASCII,
)


class FormulaError(ValueError):
    """A formula that cannot be read; the message says what, where and what would work."""


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    place: int


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    place = 0
    end = len(text.rstrip())
    while place < end:
        match = _TOKEN.match(text, place)
        if match is None:
            rest = text[place:].lstrip()
            place = end - len(rest.rstrip())
            hint = "write a power as x^2, a decimal point as 1.5, or take it out"
            raise FormulaError(f"{_where(text, place)}: unexpected {rest[0]!r}; {hint}")
        kind = match.lastgroup or ""
        found.append(_Token(kind, match[kind].replace("**", "^"), match.start(kind)))
        place = match.end()
    return [*found, _Token("end", "", end)]


def _where(text: str, place: int) -> str:
    return f"formula {text!r}, character {place + 1}"


class _Reader:
    """A precedence-climbing reader of one formula."""

    _BINDING: ClassVar = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 4}
    _NEGATIVE = 3
    _BUILD: ClassVar[dict[str, Callable[[Node, Node], Node]]] = {
        "+": expression.add,
        "-": expression.subtract,
        "*": expression.multiply,
        "/": expression.divide,
        "^": expression.power,
    }

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _tokens(text)
        self._next = 0
        self._depth = 0

    def whole(self) -> Node:
        """Read the whole text, or raise `FormulaError`."""
        node = self._sum(0)
        if self._peek().kind != "end":
            hint = "try * between factors, as 2*x, and a bracket ( for every )"
            raise self._error(f"expected an operator before {self._peek().text!r}; {hint}")
        return node

    def _peek(self) -> _Token:
        return self._tokens[self._next]

    def _take(self) -> _Token:
        token = self._peek()
        self._next += token.kind != "end"
        return token

    def _error(self, what: str, token: _Token | None = None) -> FormulaError:
        return FormulaError(f"{_where(self._text, (token or self._peek()).place)}: {what}")

    def _sum(self, binding: int) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._error(f"nested deeper than {DEEPEST}; try fewer brackets and powers")
        left = self._operand()
        while (sign := self._peek().text) in self._BINDING and self._BINDING[sign] > binding:
            token = self._take()
            # A power binds to the right: 2^3^2 is 2^9.
            right = self._sum(self._BINDING[sign] - (sign == "^"))
            left = self._finite(self._BUILD[sign](left, right), token)
        self._depth -= 1
        return left

    def _operand(self) -> Node:
        token = self._take()
        if token.kind == "number":
            return self._constant(token)
        if token.kind == "name":
            return self._named(token)
        if token.text == "(":
            return self._bracket()
        if token.text == "-":
            return expression.negative(self._sum(self._NEGATIVE))
        if token.text == "+":
            return self._sum(self._NEGATIVE)
        raise self._error("expected a number, x, y or a bracket; try 1 or x there", token)

    def _constant(self, token: _Token) -> Node:
        return self._finite(expression.number(float(token.text)), token)

    def _finite(self, node: Node, token: _Token) -> Node:
        if node.operation == "number" and not math.isfinite(node.value):
            hint = "try a number that is smaller, or not 0 where it divides"
            raise self._error(f"{token.text!r} gives no finite number here; {hint}", token)
        return node

    def _bracket(self) -> Node:
        node = self._sum(0)
        if self._peek().text != ")":
            raise self._error("expected a closing bracket ')'; try one there")
        self._take()
        return node

    def _named(self, token: _Token) -> Node:
        name = token.text
        if name in ("x", "y"):
            return X if name == "x" else Y
        if name in _CONSTANTS:
            return expression.number(_CONSTANTS[name])
        if name not in FUNCTIONS:
            known = ["x", "y", *_CONSTANTS, *FUNCTIONS]
            near = difflib.get_close_matches(name, known, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"try one of {', '.join(known)}"
            raise self._error(f"unknown name {name!r}; {hint}", token)
        if self._peek().text != "(":
            raise self._error(f"write {name}(...) with brackets, as {name}(x)", token)
        self._take()
        return self._finite(expression.call(name, self._bracket()), token)


_ON_ARRAYS = {name: getattr(np, {"atan": "arctan"}.get(name, name)) for name in FUNCTIONS}


def _on_arrays(nodes: tuple[Node, ...], x: ArrayLike, y: ArrayLike) -> tuple[Floats, ...]:
    """Evaluate expressions at points, any shape."""
    xs, ys = np.asarray(x, float), np.asarray(y, float)
    # A constant has no shape of its own.
    full = np.zeros(np.broadcast_shapes(xs.shape, ys.shape))
    with np.errstate(all="ignore"):
        return tuple(np.asarray(part + full) for part in evaluate(nodes, xs, ys, _ON_ARRAYS))


@dataclass(frozen=True)
class Formula:
    """A height function given as text.

    Attributes
    ----------
    text : str
        The formula as it was written, at most `LONGEST` characters.

    Raises
    ------
    FormulaError
        When the text is empty, too long, or no formula.
    """

    text: str

    def __post_init__(self) -> None:
        """Read the formula once, so that a bad one is refused where it was written."""
        if not self.text.strip():
            raise FormulaError('formula: nothing is written; try "x^2 + y^2"')
        if len(self.text) > LONGEST:
            raise FormulaError(
                f"formula: {len(self.text)} characters; at most {LONGEST} work, try a shorter one"
            )
        _ = self.node

    @cached_property
    def node(self) -> Node:
        """The formula as an expression."""
        return _Reader(self.text).whole()

    @cached_property
    def gradient_nodes(self) -> tuple[Node, Node]:
        """The exact partial derivatives by x and y."""
        return derivative(self.node, X), derivative(self.node, Y)

    @cached_property
    def _hessian_nodes(self) -> tuple[Node, Node, Node]:
        slope_x, slope_y = self.gradient_nodes
        return derivative(slope_x, X), derivative(slope_x, Y), derivative(slope_y, Y)

    def height(self, x: ArrayLike, y: ArrayLike) -> Floats:
        """Heights at points, any shape; NaN or infinite where there is no ground."""
        return _on_arrays((self.node,), x, y)[0]

    def gradient(self, x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
        """Exact partial derivatives at points, by x and by y, in the points' shape."""
        slope_x, slope_y = _on_arrays(self.gradient_nodes, x, y)
        return slope_x, slope_y

    def hessian(self, x: ArrayLike, y: ArrayLike) -> Floats:
        """Exact second derivatives at points, shape (..., 2, 2)."""
        xx, xy, yy = _on_arrays(self._hessian_nodes, x, y)
        return np.stack([np.stack([xx, xy], -1), np.stack([xy, yy], -1)], -1)
