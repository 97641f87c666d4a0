"""Typesetting: expressions as a book prints them, in LaTeX and in presentation MathML."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from mountain.expression import FUNCTIONS, Node, in_order
from mountain.notation import LONGEST_PRINTED
from mountain.numerals import Numeral, numeral
from mountain.scripts import LATEX, MATHML, Script

_SUM, _SLASH, _PRODUCT, _FRACTION, _POWER, _ATOM = range(6)

_BRACKETS = {"abs": "|", "floor": "⌊", "ceil": "⌈"}
#: Functions whose powers are written beside the name, as sin²(x), and the powers that are.
_SQUARED = frozenset({*FUNCTIONS} - {*_BRACKETS, "sqrt", "cbrt", "exp", "sign"})
_BESIDE_NAMES = range(2, 100)


class _Piece(NamedTuple):
    """A printed part.

    Attributes
    ----------
    body : str
        What is printed, without the sign of the whole.
    level : int
        How strongly it binds.
    minus : bool
        Whether the whole has a minus.
    digit_first, minus_first : bool
        What the body begins with.
    values : tuple of str
        What the function is of, where the piece is one.
    """

    body: str
    level: int = _ATOM
    minus: bool = False
    digit_first: bool = False
    minus_first: bool = False
    values: tuple[str, ...] = ()


def latex_of(node: Node) -> str | None:
    """Print an expression in LaTeX; None where it is longer than `LONGEST_PRINTED` characters."""
    return _Setter(LATEX, LONGEST_PRINTED).whole(node)


def mathml_of(node: Node) -> str | None:
    """Print an expression in presentation MathML; None where `latex_of` has none."""
    if latex_of(node) is None:
        return None
    body = _Setter(MATHML).whole(node)
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML">{body}</math>'


def _raised(node: Node) -> slice:
    """Return where among an operation's parts what is written as an exponent is, if anywhere."""
    first = {"exp": 0, "^": 1}.get(node.operation, len(node.parts))
    return slice(first, None)


class _Setter:
    """Sets expressions in one script; in what is raised, fractions are on one line."""

    def __init__(self, script: Script, longest: float = math.inf, *, raised: bool = False) -> None:
        self._script = script
        self._longest = longest
        self._is_raised = raised

    def whole(self, node: Node) -> str | None:
        """Set an expression, or give up where it is too long."""
        order = in_order(node)
        exponents = (part for each in order for part in each.parts[_raised(each)])
        raised = _Setter(self._script, self._longest, raised=True)
        above = raised._pieces(in_order(*exponents), {})
        last = self._pieces(order, above)[node]
        return self._signed(last) if last else None

    def _pieces(
        self, order: Sequence[Node], above: Mapping[Node, _Piece | None]
    ) -> dict[Node, _Piece | None]:
        """Set expressions, operands first; what is raised has been set in its own way."""
        pieces: dict[Node, _Piece | None] = {}
        for each in order:
            parts = [pieces[part] for part in each.parts]
            if above:
                parts[_raised(each)] = [above[part] for part in each.parts[_raised(each)]]
            known = [piece for piece in parts if piece is not None]
            piece = self._set(each, known) if len(known) == len(parts) else None
            pieces[each] = piece if piece and len(piece.body) <= self._longest else None
        return pieces

    def _signed(self, piece: _Piece) -> str:
        return self._script.negative.format(piece.body) if piece.minus else piece.body

    def _enclosed(self, body: str) -> str:
        return self._script.brackets["("].format(body)

    def _at(self, piece: _Piece, level: int) -> str:
        """Return the body, in brackets where something binds more strongly."""
        return piece.body if piece.level >= level else self._enclosed(piece.body)

    def _set(self, node: Node, parts: Sequence[_Piece]) -> _Piece:
        if node.operation == "number":
            return self._number(node.value)
        if node.operation == "negative":
            (part,) = parts
            body = self._at(part, _SLASH)
            level = part.level if part.level >= _SLASH else _PRODUCT
            return _Piece(body, level, not part.minus, part.digit_first)
        if node.operation in ("+", "-"):
            return self._sum(node.operation, *parts)
        if node.operation in ("*", "/"):
            return self._product(node.operation, *parts)
        if node.operation == "^":
            return self._power(node, *parts)
        return self._called(node, parts)

    def _number(self, value: float) -> _Piece:
        if not math.isfinite(value):
            return _Piece(self._script.name.format("?"))
        written = numeral(abs(value), nearly=True)
        body, level = self._whole_number(written)
        digit_first = bool(written.digits) and written.symbol != "sqrt"
        if written.divisor > 1:
            under = self._script.number.format(written.divisor)
            template, level = self._divided
            body, digit_first = template.format(body, under), True
        return _Piece(body, level, value < 0, digit_first)

    @property
    def _divided(self) -> tuple[str, int]:
        """Return how a fraction is written here, and how strongly it binds."""
        if self._is_raised:
            return self._script.slash, _SLASH
        return self._script.fraction, _FRACTION

    def _whole_number(self, written: Numeral) -> tuple[str, int]:
        script, digits = self._script, written.digits
        if written.symbol == "sqrt":
            return script.square_root.format(script.number.format(digits)), _ATOM
        if "e" in digits:
            mantissa, exponent = digits.split("e")
            size = script.number.format(abs(int(exponent)))
            raised = script.negative.format(size) if int(exponent) < 0 else size
            ten = script.power.format(script.number.format("10"), raised)
            if mantissa == "1":
                return ten, _POWER
            return script.times.format(script.number.format(mantissa), ten), _PRODUCT
        if not written.symbol:
            return script.number.format(digits), _ATOM
        name = script.names.get(written.symbol) or script.name.format(written.symbol)
        return (self._beside(script.number.format(digits), name), _PRODUCT) if digits else (name, 4)

    def _beside(self, left: str, right: str) -> str:
        return self._script.beside.format(left, right)

    def _sum(self, sign: str, left: _Piece, right: _Piece) -> _Piece:
        # Adding what has a minus is taking away.
        minus = (sign == "-") != right.minus
        loose = right.level == _SUM and (minus or right.minus_first)
        other = self._enclosed(right.body) if loose else right.body
        template = self._script.minus if minus else self._script.plus
        body = template.format(self._signed(left), other)
        return _Piece(body, _SUM, minus_first=left.minus or left.minus_first)

    def _product(self, sign: str, left: _Piece, right: _Piece) -> _Piece:
        minus = left.minus != right.minus
        if sign == "/":
            template, level = self._divided
            above, below = left.body, right.body
            if self._is_raised:
                above, below = self._at(left, _PRODUCT), self._at(right, _POWER)
            return _Piece(template.format(above, below), level, minus, left.digit_first)
        template = self._script.times if right.digit_first else self._script.beside
        body = template.format(self._at(left, _PRODUCT), self._at(right, _PRODUCT))
        return _Piece(body, _PRODUCT, minus, left.digit_first)

    def _power(self, node: Node, base: _Piece, exponent: _Piece) -> _Piece:
        raised = self._signed(exponent)
        name, value = node.parts[0].operation, node.parts[1].value
        # Of other powers it might be taken for the inverse, or for a power of what is inside.
        if name in _SQUARED and value in _BESIDE_NAMES:
            function = self._script.power.format(self._script.names[name], raised)
            return _Piece(self._applied(function, base.values), _POWER)
        bare = base.level == _ATOM and not base.minus and name not in FUNCTIONS
        body = base.body if bare else self._enclosed(self._signed(base))
        return _Piece(self._script.power.format(body, raised), _POWER, False, base.digit_first)

    def _applied(self, function: str, values: Sequence[str]) -> str:
        return self._script.applied.format(
            function, self._enclosed(self._script.comma.join(values))
        )

    def _called(self, node: Node, parts: Sequence[_Piece]) -> _Piece:
        name, script = node.operation, self._script
        if not parts:
            return _Piece(script.name.format(name))
        values = tuple(self._signed(part) for part in parts)
        if name == "exp":
            return _Piece(script.power.format(script.name.format("e"), values[0]), _POWER)
        if name in _BRACKETS:
            return _Piece(script.brackets[_BRACKETS[name]].format(values[0]))
        if name in ("sqrt", "cbrt"):
            template = script.square_root if name == "sqrt" else script.cube_root
            return _Piece(template.format(values[0]))
        if len(parts) > 1 and node.parts[0].operation == name:
            # max(max(x, y), 0) is max(x, y, 0).
            values = (*parts[0].values, *values[1:])
        function = script.names.get(name) or script.name.format(name)
        return _Piece(self._applied(function, values), values=values)
