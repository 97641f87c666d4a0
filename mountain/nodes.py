"""Nodes: what expressions are made of.

They are interned: equal expressions are one object, so a derivative that repeats a part of its
formula shares it, and every part is evaluated once. What nobody holds any more is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import RLock
from weakref import WeakValueDictionary


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Node:
    """One operation on other nodes.

    Attributes
    ----------
    operation : str
        `number`, the name of a variable, one of ``+ - * / ^``, `negative`, `max`, `min`, or the
        name of a function of one variable.
    parts : tuple of Node
        The operands, in order.
    value : float
        The value of a `number`; 0 otherwise.
    """

    operation: str
    parts: tuple[Node, ...] = ()
    value: float = 0.0

    def __reduce__(self) -> tuple[Callable[..., Node], tuple[object, ...]]:
        """Come back from a copy or from another process as the one node that it is."""
        return _interned, (self.operation, self.parts, self.value)


_NODES: WeakValueDictionary[tuple[object, ...], Node] = WeakValueDictionary()
_ONE_AT_A_TIME = RLock()


def _interned(operation: str, parts: tuple[Node, ...], value: float) -> Node:
    # The text tells 0.0 from -0.0, which compare equal.
    key = (operation, *parts, repr(value)) if operation == "number" else (operation, *parts)
    with _ONE_AT_A_TIME:
        known = _NODES.get(key)
        if known is None:
            known = _NODES[key] = Node(operation, parts, value)
    return known


def node(operation: str, *parts: Node) -> Node:
    """Make the node of an operation as it stands, without making it simpler."""
    return _interned(operation, parts, 0.0)


def number(value: float) -> Node:
    """Make the node of a constant."""
    return _interned("number", (), float(value))


def variable(name: str) -> Node:
    """Make the node of a quantity that has a name."""
    return node(name)


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
