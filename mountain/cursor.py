"""A cursor: goes through the tokens of a formula, and keeps what is built of them in bounds."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Never

from mountain.expression import Node
from mountain.refusals import refuse
from mountain.tokens import DEEPEST, Token, refuse_depth, tokens

MOST_NODES = 400
#: A third, worked out.
_NEARLY = 1e-9
#: Numbers whose digits stand in threes, by commas or by points.
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?", re.ASCII)
_THOUSANDS_BY_POINTS = re.compile(r"[1-9]\d{0,2}(\.\d{3})+", re.ASCII)


class Cursor:
    """A place among the tokens of one formula."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokens(text)
        self._next = 0
        self._depth = 0
        self._nodes = 0

    def _peek(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._peek()
        self._next += token.kind != "end"
        return token

    def _refuse(self, problem: str, suggestion: str, token: Token | None = None) -> Never:
        refuse(self._text, (token or self._peek()).place, problem, suggestion)

    def _built(self, node: Node, token: Token, *parts: Node) -> Node:
        """Count a node made of parts, and refuse a constant that is not finite."""
        self._nodes += 1
        if self._nodes > MOST_NODES:
            self._refuse(f"more than {MOST_NODES} parts", "try a shorter formula", token)
        if node.operation == "number" and not math.isfinite(node.value):
            self._refuse(
                f"{token.text or '*'!r} gives no finite number here", _remedy(token, parts), token
            )
        return node

    def _before(self, token: Token) -> str:
        """Say before what something is missing, as it was typed: ² is ^2 to the grammar only."""
        if token.kind == "end":
            return "at the end"
        typed = token.text if self._text.startswith(token.text, token.place) else ""
        return f"before {typed or self._text[token.place]!r}"

    def _descend(self) -> None:
        """Go one level deeper, where that is allowed; who does comes up again."""
        self._depth += 1
        if self._depth > DEEPEST:
            refuse_depth(self._text, self._peek().place)

    def _refuse_number_beside(self, token: Token) -> Never:
        before = self._tokens[self._next - 1]
        if before.kind == "number":
            problem, hint = "two numbers next to each other", 'write * between them, as "2*3"'
        else:
            problem = f"a number after {before.text!r}"
            hint = 'write a power as "x^2", a product as "2*x"'
        self._refuse(problem, hint, token)

    def _is_decimal(self, comma: Token) -> bool:
        index = self._tokens.index(comma)
        before, after = self._tokens[index - 1], self._tokens[index + 1]
        near = before.place + len(before.text) == comma.place == after.place - 1
        return near and before.kind == after.kind == "number"

    def _problem_of_decimal(self, first: Token) -> tuple[str, str]:
        """Say what is wrong with commas in a number, and how that very number is written."""
        whole, *groups = self._groups(self._tokens.index(first))
        in_thousands = _THOUSANDS.fullmatch(",".join((whole, *groups)))
        together = "".join((whole, *groups))
        if in_thousands and (len(groups) > 1 or "." in together):
            return "unexpected ',': digits stand together", f'write it as "{together}"'
        plain = whole.replace(".", "") if _THOUSANDS_BY_POINTS.fullmatch(whole) else whole
        if "." in plain + groups[0]:
            return "unexpected ',': decimals need a point", 'write it as "1.5"'
        written = f'"{plain}.{groups[0]}"'
        either = f'{written}, or as "{together}"' if in_thousands else written
        return "unexpected ',': decimals need a point", f"write it as {either}"

    def _groups(self, index: int) -> list[str]:
        """Return what commas without blanks separate in a number, from the first of them on."""
        groups = [self._tokens[index - 1].text]
        while self._tokens[index].kind == "," and self._is_decimal(self._tokens[index]):
            groups.append(self._tokens[index + 1].text)
            index += 2
        return groups

    def _refuse_comma(self, comma: Token) -> Never:
        if self._is_decimal(comma):
            problem, hint = self._problem_of_decimal(comma)
        else:
            problem, hint = "unexpected ','", 'write one height alone, as "x^2 + y^2"'
        self._refuse(problem, hint, comma)


def _remedy(token: Token, parts: Sequence[Node]) -> str:
    """Say what would work in place of a constant that is not finite."""
    if token.kind == "/":
        return "try a number other than 0 below"
    if token.kind == "^" or token.text == "pow":
        return _remedy_for_power(*(part.value for part in parts))
    if token.kind == "function":
        inside = "2" if token.text.endswith("cosh") else "0.5"
        return f'try another value, as "{token.text}({inside})"'
    if token.kind in ("root", "√", "∜"):
        return 'try a number that has a root, as "sqrt(2)"'
    return "try a number that is smaller"


def _remedy_for_power(base: float = 0.0, exponent: float = 0.0) -> str:
    if base < 0 and exponent % 1:
        cubic = abs(3 * exponent) % 1 < _NEARLY
        return 'write a cube root as "cbrt(-8)"' if cubic else 'try a whole power, as "(-8)^3"'
    if base == 0:
        return "try a number other than 0 below the power"
    return "try a smaller power"
