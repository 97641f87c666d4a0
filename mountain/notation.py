"""Notation: expressions as text that can be read again."""

from __future__ import annotations

import math
from typing import NamedTuple

from mountain.expression import Node, in_order
from mountain.numerals import numeral

#: No expression is written longer than so many characters.
LONGEST_PRINTED = 4000

_SUM, _PRODUCT, _NEGATIVE, _POWER, _ATOM = range(5)


class _Piece(NamedTuple):
    """A part in words, how strongly it binds, and whether its first factor is a number."""

    words: str
    level: int = _ATOM
    number_first: bool = False

    def at(self, level: int) -> str:
        """Return it in brackets where something binds more strongly."""
        return self.words if self.level >= level else f"({self.words})"

    def after_sign(self, level: int) -> str:
        """Return it as what follows a sign: not with another one."""
        return f"({self.words})" if self.words.startswith("-") else self.at(level)


def text_of(node: Node) -> str | None:
    """Write an expression in plain signs, as ``x^2*sin(y)``.

    Read by the grammar it gives the same node, as far as a formula can name its parts and may be so
    long. None where it is longer than `LONGEST_PRINTED`.
    """
    pieces: dict[Node, _Piece | None] = {}
    for each in in_order(node):
        parts = [pieces[part] for part in each.parts]
        known = [part for part in parts if part is not None]
        piece = _written(each, known) if len(known) == len(parts) else None
        pieces[each] = piece if piece and len(piece.words) <= LONGEST_PRINTED else None
    whole = pieces[node]
    return whole.words if whole else None


def _written(node: Node, parts: list[_Piece]) -> _Piece:
    if node.operation == "number":
        return _number(node.value)
    if node.operation == "negative":
        (part,) = parts
        # Of a number first in a product the sign would be the number's.
        inside = f"({part.words})" if part.number_first else part.at(_PRODUCT)
        return _Piece(f"-{inside}", _NEGATIVE if part.level > _PRODUCT else _PRODUCT)
    if node.operation in "+-":
        left, right = parts
        words = f"{left.words} {node.operation} {right.after_sign(_PRODUCT)}"
        return _Piece(words, _SUM)
    if node.operation in "*/":
        left, right = parts
        over = f"({left.words})" if "/" in left.words and left.number_first else left.at(_PRODUCT)
        words = f"{over}{node.operation}{right.at(_POWER)}"
        return _Piece(words, _PRODUCT, left.number_first)
    if node.operation == "^":
        base, exponent = parts
        return _Piece(f"{base.at(_ATOM)}^{exponent.at(_POWER)}", _POWER)
    return _called(node, parts)


def _number(value: float) -> _Piece:
    digits, symbol, divisor = numeral(abs(value)) if math.isfinite(value) else (str(value), "", 1)
    words = f"sqrt({digits})" if symbol == "sqrt" else "*".join(filter(None, (digits, symbol)))
    level = _PRODUCT if "*" in words else _ATOM
    if divisor > 1:
        words, level = f"{words}/{divisor}", _PRODUCT
    if value < 0:
        words, level = f"-{words}", min(level, _NEGATIVE)
    return _Piece(words, level, number_first=True)


def _called(node: Node, parts: list[_Piece]) -> _Piece:
    if not parts:
        return _Piece(node.operation)
    first = parts[0].words
    if len(parts) > 1 and node.parts[0].operation == node.operation:
        # max(max(x, y), 0) is max(x, y, 0).
        return _Piece(f"{first[:-1]}, {parts[1].words})")
    return _Piece(f"{node.operation}({', '.join(part.words for part in parts)})")
