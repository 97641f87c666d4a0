"""Summands: what a sum is made of, so that a long one can be broken where one would break it."""

from __future__ import annotations

from mountain.expression import Node, negative
from mountain.typesetting import mathml_of

_BEGIN, _END = '<math xmlns="http://www.w3.org/1998/Math/MathML">', "</math>"


def summands(node: Node) -> list[tuple[str, Node]]:
    """Return the terms of a sum in order, each with its sign, ``+`` or ``-``."""
    terms: list[tuple[str, Node]] = []
    waiting = [("+", node)]
    while waiting:
        sign, each = waiting.pop()
        if each.operation == "+" and sign == "+":
            waiting += [("+", each.parts[1]), ("+", each.parts[0])]
        elif each.operation == "-" and sign == "+":
            waiting += [("-", each.parts[1]), ("+", each.parts[0])]
        elif each.operation == "negative" and sign == "+":
            waiting.append(("-", each.parts[0]))
        elif each.operation == "number" and each.value < 0:
            terms.append(("-" if sign == "+" else "+", negative(each)))
        else:
            terms.append((sign, each))
    return terms


def mathml_terms(node: Node) -> tuple[str, ...] | None:
    """Print the terms of a sum in presentation MathML, each with its sign before it.

    None where the whole would be too long, as `mathml_of` has it.
    """
    if mathml_of(node) is None:
        return None
    printed = []
    for place, (sign, term) in enumerate(summands(node)):
        body = (mathml_of(term) or "").removeprefix(_BEGIN).removesuffix(_END)
        inside = term.operation in ("+", "-") and sign == "-"
        bracketed = f"<mrow><mo>(</mo>{body}<mo>)</mo></mrow>" if inside else body
        mark = "−" if sign == "-" else "+"
        # Between terms there is room around a sign, before the first there is none.
        form = "infix" if place else "prefix"
        lead = f'<mo form="{form}">{mark}</mo>' if place or sign == "-" else ""
        printed.append(f"{_BEGIN}<mrow>{lead}{bracketed}</mrow>{_END}")
    return tuple(printed)
