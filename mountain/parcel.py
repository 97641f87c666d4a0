"""Parcels: expressions as plain lists, which one process can send to another as JSON."""

from __future__ import annotations

import math
from collections.abc import Sequence

from mountain.expression import FUNCTIONS, Node, X, Y, in_order, number
from mountain.nodes import node as as_it_stands

#: The operation and the places of its operands in the parcel; of a number, its value.
Item = tuple[str, list[int]] | tuple[str, float]
_OPERANDS = {
    **dict.fromkeys(("+", "-", "*", "/", "^", "max", "min"), 2),
    **dict.fromkeys(FUNCTIONS, 1),
    "negative": 1,
}
_VARIABLES = {"x": X, "y": Y}


class ParcelError(ValueError):
    """A parcel that is none; the message says what is wrong with it."""


def packed(nodes: Sequence[Node]) -> list[Item]:
    """Return every part of some expressions, operands first, the expressions themselves last."""
    order = in_order(*nodes)
    places = {each: place for place, each in enumerate(order)}
    items: list[Item] = [
        ("number", each.value)
        if each.operation == "number"
        else (each.operation, [places[part] for part in each.parts])
        for each in order
    ]
    return [*items, ("all", [places[each] for each in nodes])]


def unpacked(parcel: object) -> tuple[Node, ...]:
    """Return the expressions in a parcel, or raise `ParcelError` when it holds anything else."""
    match parcel:
        case [*_, ["all", _]]:
            pass
        case _:
            raise ParcelError("parcel: not a list of operations, with all at its end")
    made: list[Node] = []
    for item in parcel[:-1]:
        made.append(_made(item, made))
    return _operands(parcel[-1], made)


def _made(item: object, made: Sequence[Node]) -> Node:
    match item:
        case ["number", float() | int() as value] if math.isfinite(value):
            return number(value)
        case [("x" | "y") as name, []]:
            return _VARIABLES[name]
        case [str(name), [*_]] if name in _OPERANDS:
            operands = _operands(item, made)
            if len(operands) == _OPERANDS[name]:
                # Nothing is folded: what was sent as 1/3 arrives as 1/3.
                return as_it_stands(name, *operands)
    raise ParcelError(f"parcel: {str(item)[:60]} is no operation")


def _operands(item: object, made: Sequence[Node]) -> tuple[Node, ...]:
    match item:
        case [str(), [*places]]:
            known = [each for each in places if isinstance(each, int) and 0 <= each < len(made)]
            if len(known) == len(places):
                return tuple(made[place] for place in known)
    raise ParcelError(f"parcel: {str(item)[:60]} has no such operands")
