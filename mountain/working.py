"""Expressions of quantities that have names, simplified and worked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from mountain.expression import (
    Node,
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

_BUILD: Mapping[str, Callable[..., Node]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "^": power,
    "negative": negative,
}


def without(node: Node, nothing: Node) -> Node:
    """Return an expression in which a variable is 0, simplified."""
    made: dict[Node, Node] = {}
    for each in in_order(node):
        parts = [made[part] for part in each.parts]
        if each is nothing:
            made[each] = number(0)
        elif each.operation in _BUILD:
            made[each] = _BUILD[each.operation](*parts)
        else:
            made[each] = call(each.operation, parts[0]) if parts else each
    return made[node]


_WORK_OUT: Mapping[str, Callable[..., np.float64]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "^": np.power,
    "negative": np.negative,
}


def worked_out(nodes: Sequence[Node], known: Mapping[Node, float]) -> dict[Node, float]:
    """Return the values of all parts of expressions; infinite or not a number as the walk's."""
    values = dict(known)
    with np.errstate(all="ignore"):
        for node in in_order(*nodes):
            if node in values:
                continue
            if node.operation == "number":
                values[node] = node.value
                continue
            if any(part not in values for part in node.parts) or not node.parts:
                continue
            work_out = _WORK_OUT.get(node.operation) or getattr(np, node.operation)
            values[node] = float(work_out(*(values[part] for part in node.parts)))
    return values
