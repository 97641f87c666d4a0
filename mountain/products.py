"""Products: powers by multiplying, and products that are fused with what they are added to.

Fused, a product and its sum are rounded once, which takes half the work. Whether it is done depends
on the expression alone, so that a height is the same to the bit wherever it is worked out.
"""

from __future__ import annotations

from collections.abc import Mapping

from llvmlite import ir

from mountain.expression import Node, X, Y
from mountain.writer import Writer

#: The largest whole exponent that is worked out by multiplying.
HIGHEST_POWER = 64
#: One by what is from here to one by this has all its digits.
_SMALLEST = 1e-300


def has_share(divisor: Node) -> bool:
    """Tell whether something is divided by a usual constant, one by which has all its digits."""
    return divisor.operation == "number" and _SMALLEST <= abs(divisor.value) <= 1 / _SMALLEST


def multiplied(write: Writer, base: ir.Value, times: int) -> ir.Value:
    """Write a whole power above 0, by squaring."""
    if times == 1:
        return base
    first, second = _last_factors(write, base, times)
    return write.builder.fmul(first, second)


def _last_factors(write: Writer, base: ir.Value, times: int) -> tuple[ir.Value, ir.Value]:
    """Write the two numbers whose product is a whole power above 1."""
    highest = 1 << times.bit_length() - 1
    if times == highest:
        half = multiplied(write, base, times // 2)
        return half, half
    return multiplied(write, base, times - highest), multiplied(write, base, highest)


def shape_of(node: Node, shapes: Mapping[Node, int]) -> int:
    """Return what an expression has in common with all of its mirror images."""
    parts = [shapes[part] for part in node.parts]
    if node in (X, Y) or node.operation == "number":
        return hash(abs(node.value))
    if node.operation == "negative":
        return parts[0]
    if node.operation in ("+", "-", "*", "max", "min"):
        return hash(("*" if node.operation == "*" else "+", *sorted(parts)))
    return hash((node.operation, *parts))


def fusible(node: Node, shapes: Mapping[Node, int]) -> Node | None:
    """Return which part of a sum is a product to fuse with it; None where there is none."""
    products = [part for part in node.parts if _is_product(part)]
    if node.operation not in ("+", "-") or not products:
        return None
    left, right = node.parts
    mirrored = len(products) == 2 and shapes[left] == shapes[right]
    return None if mirrored else products[-1]


def _is_product(node: Node) -> bool:
    """Tell whether the last thing to do for an expression is to multiply."""
    if node.operation == "negative":
        return _is_product(node.parts[0])
    if node.operation == "/":
        return has_share(node.parts[1])
    if node.operation == "^":
        times = node.parts[1].value
        return 1 < times <= HIGHEST_POWER and float(times).is_integer()
    return node.operation == "*"


def fused(write: Writer, node: Node, product: Node, values: Mapping[Node, ir.Value]) -> ir.Value:
    """Write a sum of a product and of something else, rounded once."""
    left, right = node.parts
    first, second = _factors(write, product, values)
    if product is right:
        first = _turned(write, first) if node.operation == "-" else first
        return write.fused(first, second, values[left])
    other = values[right]
    return write.fused(first, second, _turned(write, other) if node.operation == "-" else other)


def _factors(
    write: Writer, product: Node, values: Mapping[Node, ir.Value]
) -> tuple[ir.Value, ir.Value]:
    """Write what is multiplied last for a product."""
    if product.operation == "negative":
        first, second = _factors(write, product.parts[0], values)
        return _turned(write, first), second
    base, other = product.parts
    if product.operation == "/":
        return write.number(1 / other.value), values[base]
    if product.operation == "^":
        return _last_factors(write, values[base], int(other.value))
    return values[base], values[other]


def _turned(write: Writer, value: ir.Value) -> ir.Value:
    """Write the opposite of a value."""
    if isinstance(value, ir.Constant):
        return write.number(-value.constant)
    return write.operation("fneg", value)
