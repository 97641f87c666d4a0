"""Evaluation: what expressions come to at places, for numbers and arrays of any kind."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mountain.expression import FUNCTIONS, Node, X, Y, in_order
from mountain.ground import Floats

_SIGNS: dict[str, Callable[..., Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": operator.pow,
    "negative": operator.neg,
}

_ARRAY_NAMES = {
    **{"asin": "arcsin", "acos": "arccos", "atan": "arctan"},
    **{"asinh": "arcsinh", "acosh": "arccosh", "atanh": "arctanh"},
    **{"max": "maximum", "min": "minimum"},
}
_ON_ARRAYS = {
    name: getattr(np, _ARRAY_NAMES.get(name, name)) for name in (*FUNCTIONS, "max", "min")
}


def on_arrays(nodes: Sequence[Node], x: ArrayLike, y: ArrayLike) -> tuple[Floats, ...]:
    """Evaluate expressions at points, any shape; NaN or infinite where they have no value."""
    xs, ys = np.asarray(x, float), np.asarray(y, float)
    # A constant has no shape of its own.
    full = np.zeros(np.broadcast_shapes(xs.shape, ys.shape))
    with np.errstate(all="ignore"):
        return tuple(np.asarray(part + full) for part in evaluate(nodes, xs, ys, _ON_ARRAYS))


def evaluate(
    nodes: Sequence[Node], x: Any, y: Any, functions: Mapping[str, Callable[..., Any]]
) -> list[Any]:
    """Evaluate expressions at one place, or at many at once.

    Parameters
    ----------
    nodes : sequence of Node
        The expressions; what they share is evaluated once.
    x, y : number or array
        The place, of any kind that the signs of arithmetic work on.
    functions : mapping of str to callable
        What the names in `FUNCTIONS`, and `max` and `min`, mean for that kind.

    Returns
    -------
    list
        The value of each; a constant's is a float.
    """
    meanings = {**_SIGNS, **functions}
    values: dict[Node, Any] = {X: x, Y: y}
    for node, done in _agenda(tuple(nodes)):
        if node.operation == "number":
            values[node] = node.value
        elif node.parts:
            values[node] = meanings[node.operation](*[values[part] for part in node.parts])
        for part in done:
            del values[part]
    return [values[node] for node in nodes]


@lru_cache(maxsize=64)
def _agenda(nodes: tuple[Node, ...]) -> list[tuple[Node, list[Node]]]:
    """List what is to be evaluated, each with what is not needed after it: arrays may be large."""
    agenda: list[tuple[Node, list[Node]]] = []
    needed = set(nodes)
    for node in reversed(in_order(*nodes)):
        done = [part for part in dict.fromkeys(node.parts) if part not in needed]
        needed.update(done)
        agenda.append((node, done))
    return agenda[::-1]
