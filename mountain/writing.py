"""Expressions and numbers, written as a person writes them on a blackboard."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from decimal import Decimal

from mountain.expression import Node
from mountain.plan import PARAMETERS

#: How strongly an expression holds together; what holds less than its place asks for gets brackets.
SUM, NEGATIVE, PRODUCT, POWER, WHOLE = range(5)
#: Numbers are written out when their first figure is at most so many places from the point.
WRITTEN_OUT = 5

_RAISED = str.maketrans("0123456789−t", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻ᵗ")
#: What is written, and how strongly it holds together.
Text = tuple[str, int]


def rounded(value: float, figures: int) -> float:
    """Return a number as it is when it is written in so many significant figures."""
    return float(f"{value:.{figures}g}")


def written_number(value: float) -> str:
    """Write a number, the very small and the very large with a power of ten."""
    return _number(value)[0]


def written(
    node: Node, names: Mapping[Node, str], values: Mapping[Node, float] | None = None
) -> str:
    """Write an expression, in symbols or with numbers put in.

    Parameters
    ----------
    node : Node
        The expression.
    names : mapping of Node to str
        Parts of it that are called by a name; itself never is.
    values : mapping of Node to float, optional
        Parts of it that a number is put in for.
    """
    known: dict[Node, Text] = {part: (name, WHOLE) for part, name in names.items()}
    known |= {part: _number(value) for part, value in (values or {}).items()}
    if node.parts:
        known.pop(node, None)
    return _written(node, known)[0]


def _number(value: float) -> Text:
    if not math.isfinite(value):
        text = "?" if math.isnan(value) else "∞"
        return (f"−{text}", NEGATIVE) if value < 0 else (text, WHOLE)
    if value == 0:
        return "0", WHOLE
    exact, kind = Decimal(repr(abs(value))).normalize(), WHOLE
    order = exact.adjusted()
    if -WRITTEN_OUT < order < WRITTEN_OUT:
        text = f"{exact:f}"
    else:
        mantissa = exact.scaleb(-order)
        power = f"10{str(order).replace('-', '−').translate(_RAISED)}"
        text, kind = (power, POWER) if mantissa == 1 else (f"{mantissa:f}·{power}", PRODUCT)
    return (f"−{text}", NEGATIVE) if value < 0 else (text, kind)


def _written(node: Node, known: Mapping[Node, Text]) -> Text:
    """Write an expression, and tell how strongly it holds together."""
    if node in known:
        return known[node]
    if node.operation == "number":
        return _number(node.value)
    if not node.parts:
        parameter = PARAMETERS.get(node.operation)
        return (parameter.symbol if parameter else node.operation), WHOLE
    parts = [_written(part, known) for part in node.parts]
    if node.operation in _OPERATIONS:
        return _OPERATIONS[node.operation](*parts)
    if node.operation == "sqrt":
        return f"√{_bracketed(parts[0], WHOLE)}", WHOLE
    return f"{node.operation}({parts[0][0]})", WHOLE


def _bracketed(text: Text, least: int) -> str:
    return f"({text[0]})" if text[1] < least else text[0]


def _sum(left: Text, right: Text) -> Text:
    negative = right[0].startswith("−")
    return f"{left[0]} + {f'({right[0]})' if negative else right[0]}", SUM


def _difference(left: Text, right: Text) -> Text:
    return f"{left[0]} − {_bracketed(right, PRODUCT)}", SUM


def _opposite(part: Text) -> Text:
    return f"−{_bracketed(part, PRODUCT)}", NEGATIVE


def _product(left: Text, right: Text) -> Text:
    return f"{_bracketed(left, PRODUCT)}·{_bracketed(right, PRODUCT)}", PRODUCT


def _quotient(left: Text, right: Text) -> Text:
    return f"{_bracketed(left, PRODUCT)}/{_bracketed(right, POWER)}", PRODUCT


def _power(base: Text, exponent: Text) -> Text:
    raised = exponent[0].isdecimal() or exponent[0] == "t"
    top = exponent[0].translate(_RAISED) if raised else f"^{_bracketed(exponent, WHOLE)}"
    return f"{_bracketed(base, WHOLE)}{top}", POWER


_OPERATIONS: Mapping[str, Callable[..., Text]] = {
    "+": _sum,
    "-": _difference,
    "negative": _opposite,
    "*": _product,
    "/": _quotient,
    "^": _power,
}
