"""Mistakes: the derivatives that come out when one rule is forgotten or taken for another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mountain.expression import (
    FUNCTIONS,
    ONE,
    ZERO,
    Node,
    X,
    Y,
    add,
    call,
    derivative,
    divide,
    in_order,
    multiply,
    negative,
    number,
    power,
    subtract,
)

#: From an operation's node and the slopes of its parts to its slope.
Rule = Callable[[Node, Sequence[Node]], Node]
Rules = Mapping[str, Rule]


@dataclass(frozen=True)
class Mistake:
    """A way to get a partial derivative wrong.

    Attributes
    ----------
    name : str
        Its name in code.
    sentence : str
        What went wrong, to a learner; ``{this}`` is the letter that was asked, ``{other}`` the
        other one.
    derivative : callable
        From the height and the letter asked to what one gets by this mistake.
    """

    name: str
    sentence: str
    derivative: Callable[[Node, Node], Node]


def _other(letter: Node) -> Node:
    return Y if letter is X else X


def _outer(node: Node, slopes: Sequence[Node]) -> Node:
    """Differentiate a function by its argument, or anything else rightly."""
    outer = FUNCTIONS[node.operation].derivative(node.parts[0])
    return ZERO if slopes[0] is ZERO else outer


def _chain(node: Node, slopes: Sequence[Node]) -> Node:
    return multiply(_outer(node, slopes), slopes[0])


def _product(node: Node, slopes: Sequence[Node]) -> Node:
    left, right = node.parts
    return add(multiply(slopes[0], right), multiply(left, slopes[1]))


def _quotient(node: Node, slopes: Sequence[Node], join: Callable[..., Node] = subtract) -> Node:
    above, below = node.parts
    top = join(multiply(slopes[0], below), multiply(above, slopes[1]))
    return divide(top, power(below, number(2)))


def _power(node: Node, slopes: Sequence[Node]) -> Node:
    base, exponent = node.parts
    if slopes[1] is ZERO:
        return multiply(_power_outer(node, slopes), slopes[0])
    grown = multiply(slopes[1], call("log", base))
    return multiply(node, add(grown, divide(multiply(exponent, slopes[0]), base)))


def _power_outer(node: Node, slopes: Sequence[Node]) -> Node:
    base, exponent = node.parts
    if slopes[1] is not ZERO:
        return _power(node, slopes)
    lowered = multiply(exponent, power(base, subtract(exponent, ONE)))
    return ZERO if slopes[0] is ZERO else lowered


def _power_not_lowered(node: Node, slopes: Sequence[Node]) -> Node:
    return multiply(multiply(node.parts[1], node), slopes[0])


def _power_without_factor(node: Node, slopes: Sequence[Node]) -> Node:
    base, exponent = node.parts
    return multiply(power(base, subtract(exponent, ONE)), slopes[0])


def _product_of_slopes(node: Node, slopes: Sequence[Node]) -> Node:
    """Multiply the slopes, but for a constant factor, with which nobody goes wrong so."""
    return _product(node, slopes) if ZERO in slopes else multiply(*slopes)


def _quotient_of_slopes(node: Node, slopes: Sequence[Node]) -> Node:
    return _quotient(node, slopes) if ZERO in slopes else divide(*slopes)


def _keeping(build: Callable[[Node, Node], Node]) -> Rule:
    """Add up slopes, but leave a part without the letter as it is."""

    def keep(node: Node, slopes: Sequence[Node]) -> Node:
        """Take a part itself for its slope where that is 0."""
        kept = [
            part if slope is ZERO else slope for part, slope in zip(node.parts, slopes, strict=True)
        ]
        return build(*kept)

    return keep


_RIGHT: Rules = {
    **dict.fromkeys(FUNCTIONS, _chain),
    "+": lambda _, slopes: add(slopes[0], slopes[1]),
    "-": lambda _, slopes: subtract(slopes[0], slopes[1]),
    "negative": lambda _, slopes: negative(slopes[0]),
    "*": _product,
    "/": _quotient,
    "^": _power,
}


def _with(**rules: Rule) -> Callable[[Node, Node], Node]:
    """Return what differentiates with some rules in place of the right ones."""
    names = {"plus": "+", "minus": "-", "product": "*", "quotient": "/", "power": "^"}
    changed = {**_RIGHT, **{names.get(name, name): rule for name, rule in rules.items()}}

    def differentiate(node: Node, letter: Node) -> Node:
        """Differentiate part by part, by these rules."""
        slopes: dict[Node, Node] = {}
        for each in in_order(node):
            parts = [slopes[part] for part in each.parts]
            slopes[each] = changed[each.operation](each, parts) if parts else ZERO
            if each is letter:
                slopes[each] = ONE
        return slopes[node]

    return differentiate


def _with_other(constant: Node) -> Callable[[Node, Node], Node]:
    """Return what differentiates as if the other letter were this number."""

    def differentiate(node: Node, letter: Node) -> Node:
        """Put the number in, and differentiate what is left."""
        made: dict[Node, Node] = {_other(letter): constant}
        for each in in_order(node):
            parts = [made[part] for part in each.parts]
            if each.operation in _BUILD:
                made[each] = _BUILD[each.operation](*parts)
            elif parts:
                made[each] = call(each.operation, parts[0])
            else:
                made.setdefault(each, each)
        return derivative(made[node], letter)

    return differentiate


_BUILD: Mapping[str, Callable[..., Node]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "^": power,
    "negative": negative,
}


_FORGOTTEN = (
    "the chain rule's inner factor is missing: also multiply by the slope of what is inside"
)

#: In the order in which they are looked for: of two that give the same, the first is named.
MISTAKES = (
    Mistake("inner_of_function", _FORGOTTEN, _with(**dict.fromkeys(FUNCTIONS, _outer))),
    Mistake("inner_of_power", _FORGOTTEN, _with(power=_power_outer)),
    Mistake(
        "inner_of_both", _FORGOTTEN, _with(power=_power_outer, **dict.fromkeys(FUNCTIONS, _outer))
    ),
    Mistake(
        "other_derivative",
        "this is the derivative by {other}; here {this} is the letter, and {other} a constant",
        lambda node, letter: derivative(node, _other(letter)),
    ),
    Mistake(
        "not_differentiated",
        "this is the height itself; write how fast it rises along {this}",
        lambda node, _: node,
    ),
    Mistake(
        "both_derivatives",
        "this is the sum of both derivatives; {other} is a constant here",
        lambda node, letter: add(derivative(node, letter), derivative(node, _other(letter))),
    ),
    Mistake(
        "kept_constant",
        "a part without {this} was kept; it does not change along {this}, so its slope is 0",
        _with(plus=_keeping(add), minus=_keeping(subtract)),
    ),
    Mistake(
        "other_is_zero",
        "{other} is a constant here, but it is not 0: what it multiplies stays",
        _with_other(ZERO),
    ),
    Mistake(
        "other_left_out",
        "{other} is missing; it is a constant here, and what it multiplies keeps it",
        _with_other(ONE),
    ),
    Mistake(
        "sign_of_cosine",
        "the slope of the cosine is minus the sine",
        _with(cos=lambda node, slopes: multiply(call("sin", node.parts[0]), slopes[0])),
    ),
    Mistake(
        "sign_of_sine",
        "the slope of the sine is the cosine, without a minus",
        _with(sin=lambda node, slopes: negative(_chain(node, slopes))),
    ),
    Mistake(
        "product_of_slopes",
        "the slope of a product is not the product of the slopes: (u·v)' = u'·v + u·v'",
        _with(product=_product_of_slopes),
    ),
    Mistake(
        "quotient_of_slopes",
        "the slope of a quotient is not the quotient of the slopes: (u/v)' = (u'·v − u·v')/v²",
        _with(quotient=_quotient_of_slopes),
    ),
    Mistake(
        "sign_in_quotient",
        "in the quotient rule there is a minus: (u/v)' = (u'·v − u·v')/v²",
        _with(quotient=lambda node, slopes: _quotient(node, slopes, add)),
    ),
    Mistake(
        "swapped_in_quotient",
        "the quotient rule begins with the slope above: (u/v)' = (u'·v − u·v')/v²",
        _with(quotient=lambda node, slopes: negative(_quotient(node, slopes))),
    ),
    Mistake(
        "power_not_lowered",
        "the exponent must go down by one: the slope of u^n is n·u^(n − 1)·u'",
        _with(power=_power_not_lowered),
    ),
    Mistake(
        "power_without_factor",
        "the exponent also comes to the front: the slope of u^n is n·u^(n − 1)·u'",
        _with(power=_power_without_factor),
    ),
)


def can_go_wrong(node: Node) -> bool:
    """Tell whether mistakes with an expression are known: all its operations have a usual rule."""
    return all(each.operation in _RIGHT for each in in_order(node) if each.parts)
