"""The grammar of formulas: which tokens make which expression.

A reader after Vaughan Pratt ("Top down operator precedence", 1973): every sign binds so strongly.
Factors may stand side by side, and a function without brackets takes the product that follows, up
to the next function.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import ClassVar, Never

from mountain import expression
from mountain.cursor import Cursor
from mountain.expression import ONE, Node, X, Y, call, divide, multiply, number, power
from mountain.tokens import EXAMPLE, Token
from mountain.vocabulary import (
    CLOSING,
    CONSTANTS,
    FUNCTION_NAMES,
    INVERSES,
    OF_SEVERAL,
    WITH_POWERS,
)

_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 4}
_PRODUCT, _FACTOR = 2, 3
_SIGNS: dict[str, Callable[[Node, Node], Node]] = {
    "+": expression.add,
    "-": expression.subtract,
    "*": multiply,
    "/": divide,
    "^": power,
}
_COMPOSED: dict[str, Callable[[Node], Node]] = {
    "sec": lambda u: divide(ONE, call("cos", u)),
    "csc": lambda u: divide(ONE, call("sin", u)),
    "cot": lambda u: divide(call("cos", u), call("sin", u)),
}
_SEVERAL = {"max": expression.maximum, "min": expression.minimum, "pow": power}
_BRACKETS = {"|": "abs", "‹": "abs", "⌊": "floor", "⌈": "ceil"}
_RADICALS = {"√": 2.0, "∛": 3.0, "∜": 4.0}
_FIRST = {"number", "name", "function", "frac", "root", *CLOSING, *_RADICALS} - {"|"}


class Reader(Cursor):
    """Reads one formula.

    Attributes
    ----------
    hints : dict
        As keys, remarks on what was understood, one line each.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._open: list[str] = []
        self.hints: dict[str, None] = {}

    def whole(self) -> Node:
        """Read the whole text, or raise `FormulaError`."""
        if self._peek().kind == "end":
            self._refuse("nothing is written", EXAMPLE)
        node = self._expression(0)
        if self._peek().kind != "end":
            self._refuse_rest()
        return node

    def _nested(self, binding: int) -> Node:
        self._descend()
        node = self._expression(binding)
        self._depth -= 1
        return node

    def _expression(self, binding: int) -> Node:
        left = self._operand()
        while True:
            token = self._tokens[self._next]
            stronger = _BINDING.get(token.kind)
            if stronger is None:
                if binding >= _PRODUCT or not self._begins_factor(token):
                    return left
                left = self._times(left, token, _PRODUCT)
                continue
            if stronger <= binding:
                return left
            self._next += 1
            # A power binds to the right: 2^3^2 is 2^9.
            power_next = token.kind == "^"
            right = self._nested(_FACTOR) if power_next else self._expression(stronger)
            left = self._built(_SIGNS[token.kind](left, right), token, left, right)

    def _begins_factor(self, token: Token) -> bool:
        # A bar closes where it can; otherwise it opens.
        return token.kind in _FIRST or (token.kind == "|" and self._open[-1:] != ["|"])

    def _times(self, left: Node, token: Token, binding: int) -> Node:
        """Multiply by the factor that stands beside."""
        if token.kind == "number":
            self._refuse_number_beside(token)
        right = self._expression(binding)
        return self._built(multiply(left, right), Token("*", "*", token.place))

    def _operand(self) -> Node:
        token = self._take()
        read = self._READERS.get(token.kind)
        if read is None:
            problem = f"expected a number, x, y or a bracket {self._before(token)}"
            self._refuse(problem, "try 1 or x there", token)
        node = read(self, token)
        while self._tokens[self._next].kind == "°":
            node = self._built(multiply(number(math.pi / 180), node), self._take())
        return node

    def _constant(self, token: Token) -> Node:
        return self._built(number(float(token.text)), token)

    def _name(self, token: Token) -> Node:
        if token.text in CONSTANTS:
            return self._built(number(CONSTANTS[token.text]), token)
        return self._built(X if token.text == "x" else Y, token)

    def _signed(self, token: Token) -> Node:
        node = self._nested(_FACTOR)
        return self._built(expression.negative(node), token) if token.kind == "-" else node

    def _bracket(self, token: Token) -> Node:
        node = self._inside(token)
        self._close(token)
        name = _BRACKETS.get(token.kind)
        return self._built(call(name, node), token) if name else node

    def _inside(self, token: Token) -> Node:
        self._open.append(token.kind)
        node = self._nested(0)
        self._open.pop()
        return node

    def _close(self, opening: Token) -> None:
        closing = CLOSING[opening.kind]
        token = self._peek()
        if token.kind == ",":
            self._refuse_comma(token)
        if token.kind != closing:
            closing = closing.replace("›", "|")
            what = "a closing bar" if closing == "|" else "a closing bracket"
            problem = f"expected {what} {closing!r} {self._before(token)}"
            self._refuse(problem, "try one there")
        self._take()

    def _function(self, token: Token) -> Node:
        name = FUNCTION_NAMES[token.text]
        exponent = self._exponent(token, name) if self._peek().kind == "^" else None
        if name in OF_SEVERAL:
            return self._of_several(token, name)
        if exponent is not None and exponent.value == -1:
            name = INVERSES[name]
        elif token.text == "log":
            self.hints["log is the natural logarithm here, as ln; for base 10 write log10"] = None
        elif token.text == "log2" and self._peek().kind not in CLOSING:
            self.hints["log2 is the logarithm to base 2; for ln of twice x write ln(2x)"] = None
        argument = self._argument(token)
        build = _COMPOSED.get(name)
        node = self._built(build(argument) if build else call(name, argument), token)
        if exponent is None or exponent.value == -1:
            return node
        return self._built(power(node, exponent), token)

    def _exponent(self, token: Token, name: str) -> Node:
        """Read what stands between a function and its value, as in sin^2 x and sin^-1 x."""
        if name not in WITH_POWERS:
            example = "max(x, y)^2" if name in OF_SEVERAL else f"{token.text}(x)"
            self._refuse(f"{token.text} needs something in brackets", f'write it as "{example}"')
        self._take()
        exponent = self._nested(_FACTOR)
        if exponent.operation != "number":
            self._refuse("a power that is not a number", f'write it as "{token.text}(x)^y"', token)
        if exponent.value == -1 and name in INVERSES:
            inverse = INVERSES[name]
            hint = f"{token.text}^-1 is the inverse function, {inverse}"
            self.hints[f"{hint}; for one over it write 1/{token.text}(x)"] = None
        elif exponent.value <= 0:
            problem = f"a power of {token.text} that may mean two things"
            self._refuse(problem, f'write it as "1/{token.text}(x)^2"', token)
        return exponent

    def _argument(self, token: Token) -> Node:
        first = self._peek()
        if first.kind == "{" or first.kind in CLOSING:
            if first.kind in _BRACKETS:
                return self._bracket(self._take())
            return self._one_value(token, self._take())
        if first.kind in ("+", "-"):
            self._take()
            node = self._product()
            return self._built(expression.negative(node), first) if first.kind == "-" else node
        if first.kind not in _FIRST:
            problem = f"{token.text} needs a value"
            self._refuse(problem, f'write it in brackets, as "{token.text}(x)"', token)
        return self._product()

    def _product(self) -> Node:
        """Read factors side by side, up to the next function."""
        node = self._nested(_FACTOR)
        while self._begins_factor(token := self._peek()) and token.kind != "function":
            node = self._times(node, token, _FACTOR)
        return node

    def _one_value(self, token: Token, opening: Token) -> Node:
        node = self._inside(opening)
        comma = self._peek()
        if comma.kind == "," and not self._is_decimal(comma):
            problem = f"{token.text} takes one value"
            self._refuse(problem, f'write it as "{token.text}(x)"', comma)
        self._close(opening)
        return node

    def _of_several(self, token: Token, name: str) -> Node:
        opening = self._take()
        if opening.kind not in ("(", "[", "{"):
            self._refuse_several(token, "needs its values in brackets")
        values = [self._inside(opening)]
        while self._peek().kind == ",":
            self._take()
            values.append(self._inside(opening))
        self._close(opening)
        if name == "pow" and len(values) != 2:
            self._refuse_several(token, "needs 2 values")
        if len(values) < 2:
            self._refuse_several(token, "needs 2 or more values")
        node = values[0]
        for value in values[1:]:
            node = self._built(_SEVERAL[name](node, value), token, node, value)
        return node

    def _refuse_several(self, token: Token, problem: str) -> Never:
        self._refuse(f"{token.text} {problem}", f'write it as "{token.text}(x, 2)"', token)

    def _radical(self, token: Token) -> Node:
        if self._peek().kind in CLOSING:
            return self._root(number(_RADICALS[token.kind]), self._bracket(self._take()), token)
        return self._root(number(_RADICALS[token.kind]), self._nested(_FACTOR), token)

    def _latex_root(self, token: Token) -> Node:
        index = self._bracket(self._take()) if self._peek().kind == "[" else number(2)
        return self._root(index, self._piece(), token)

    def _root(self, index: Node, node: Node, token: Token) -> Node:
        if index.value in (2.0, 3.0):
            return self._built(call("sqrt" if index.value == 2 else "cbrt", node), token)
        exponent = self._built(divide(ONE, index), token)
        if index.operation != "number" or index.value % 2 != 1:
            return self._built(power(node, exponent), token)
        # An odd root of what is negative is negative.
        size = power(call("abs", node), exponent)
        return self._built(multiply(call("sign", node), size), token)

    def _fraction(self, token: Token) -> Node:
        above = self._piece()
        return self._built(divide(above, self._piece()), token)

    def _piece(self) -> Node:
        """Read what a LaTeX command takes: a group, or one token."""
        self._descend()
        node = self._operand()
        self._depth -= 1
        return node

    def _refuse_rest(self) -> Never:
        token = self._peek()
        if token.kind == ",":
            self._refuse_comma(token)
        hint = "try taking it out, or an opening one before it"
        self._refuse(f"one {token.text!r} too many", hint)

    _READERS: ClassVar[dict[str, Callable[[Reader, Token], Node]]] = {
        "number": _constant,
        "name": _name,
        "function": _function,
        "frac": _fraction,
        "root": _latex_root,
        **dict.fromkeys("+-", _signed),
        **dict.fromkeys(CLOSING, _bracket),
        **dict.fromkeys(_RADICALS, _radical),
    }
