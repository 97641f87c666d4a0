"""Refusals: how a formula that cannot be read is said to be so."""

from __future__ import annotations

import re
from typing import Never

#: How many characters a formula may have.
LONGEST = 500
_SHOWN = 60


class FormulaError(ValueError):
    """A formula that cannot be read; in words it is one line that says what, where and what works.

    Attributes
    ----------
    text : str
        The formula as it was typed.
    position : int
        Where in the text it went wrong, from 0 to the text's length.
    problem : str
        What is wrong, in some words.
    suggestion : str
        What would work; what stands between ``"`` in it is a formula.
    """

    def __init__(self, text: str, position: int, problem: str, suggestion: str) -> None:
        super().__init__(text, position, problem, suggestion)
        self.text = text
        self.position = position
        self.problem = problem
        self.suggestion = suggestion

    def __str__(self) -> str:
        return f"{self._place()}: {self.problem}; {self.suggestion}"

    def _place(self) -> str:
        if not self.text.strip() or len(self.text) > LONGEST:
            return "formula"
        first = max(0, min(self.position - _SHOWN // 2, len(self.text) - _SHOWN))
        shown = self.text[first : first + _SHOWN]
        before = "…" if first else ""
        after = "…" if first + _SHOWN < len(self.text) else ""
        return f"formula {before + shown + after!r}, character {self.position + 1}"


def refuse(text: str, position: int, problem: str, suggestion: str) -> Never:
    """Raise `FormulaError`."""
    raise FormulaError(text, position, problem, suggestion)


_TAKE_OUT = "take it out"
HEIGHT_ONLY = 'write the height alone, as "x^2 + y^2"'
_TERMS = 'write the terms out, as "x + x^2/2"'
_LATIN = "try the Latin letter {}"
_QUOTED = ("a quotation mark", _TAKE_OUT)
_SLOPE = ("slopes are worked out by themselves", HEIGHT_ONLY)

#: What is wrong with a character, and what would work.
_CHARACTERS: dict[str, tuple[str, str]] = {
    "=": ("an equation", HEIGHT_ONLY),
    "!": ("factorials are not supported", 'write the product, as "4*3*2*1"'),
    "%": ("percent is not supported", 'write hundredths, as "0.5" for 50 %'),
    "∞": ("infinity is not a number", 'try a large one, as "1000"'),
    "_": ("indices are not understood", "try x or y, without an index"),
    ":": ("not understood", 'write a division as "x/y"'),
    "'": ("not understood", _TAKE_OUT),
    "′": ("not understood", _TAKE_OUT),
    "&": ("no sign of arithmetic", 'write a product as "x*y"'),
    "@": ("no sign of arithmetic", 'write a product as "x*y"'),
    ".": ("a point without a number", 'write a product as "x*y"'),
    ";": ("one height only", HEIGHT_ONLY),
    "#": ("remarks are not understood", "take out what follows it"),
    "$": ("it belongs round a whole formula", _TAKE_OUT),
    "\\": ("no command follows", _TAKE_OUT),
    "~": ("no sign of arithmetic", 'write a minus as "-x"'),
    "±": ("two heights at once", 'choose one of them, as "x + y"'),
    "∓": ("two heights at once", 'choose one of them, as "x - y"'),
    "∘": ("not understood", 'write functions in brackets, as "sin(cos(x))"'),
    "…": ("what is left out is not guessed", _TERMS),
    **dict.fromkeys("<>≤≥≠≈", ("a comparison", HEIGHT_ONLY)),
    **dict.fromkeys("∑∏Π", ("not supported", _TERMS)),
    "∫": ("not supported", 'write what it comes to, as "x^2/2"'),
    **dict.fromkeys("∂∇∆", _SLOPE),
    **dict.fromkeys('"`“”„‘’«»', _QUOTED),
    **dict.fromkeys("→⇒←↦", ("an arrow", HEIGHT_ONLY)),
    **dict.fromkeys("∧∨¬∀∃∈", ("a sign of logic", HEIGHT_ONLY)),
    **dict.fromkeys("χХхΧ", ("it only looks like x", _LATIN.format("x"))),
    **dict.fromkeys("УуγυΥ", ("it only looks like y", _LATIN.format("y"))),
    **dict.fromkeys("ЕеεΕ", ("it only looks like e", _LATIN.format("e"))),
}
#: The same for all characters of one kind, by the first letters of Unicode's category.
_KINDS: dict[str, tuple[str, str]] = {
    "Cf": ("an invisible sign of direction or form", "try typing that part again"),
    "Cc": ("an invisible character", "try typing that part again"),
    "M": ("a mark above or below is not understood", "try the letter without it"),
    "L": ("a letter of another alphabet", "try x or y"),
    "N": ("a number that is not understood", 'write it in digits, as "1.5"'),
    "So": ("a picture or a mark", _TAKE_OUT),
    "Sc": ("amounts have no currency here", _TAKE_OUT),
}


#: Names that people write who mean something else than a number, and what would work.
_NAMES = {
    **dict.fromkeys(("i", "j"), "there are no imaginary numbers here, try x or y"),
    "r": 'write the distance from the middle as "sqrt(x^2 + y^2)"',
    **dict.fromkeys(("theta", "phi"), 'write the angle as "atan(y/x)"'),
    **dict.fromkeys(("inf", "infinity", "infty", "nan"), 'try a large number, as "1000"'),
    **dict.fromkeys(("if", "else"), 'write the larger of two as "max(x, y)"'),
    **dict.fromkeys(("def", "return", "lambda"), HEIGHT_ONLY),
    **dict.fromkeys(("nabla", "grad", "partial", "d", "dx", "dy"), HEIGHT_ONLY),
    **dict.fromkeys(("atan2", "arctan2"), 'try "atan(y/x)"'),
    **dict.fromkeys(("sum", "prod"), _TERMS),
    "sech": 'write it as "1/cosh(x)"',
    **dict.fromkeys(("csch", "cosech"), 'write it as "1/sinh(x)"'),
    **dict.fromkeys(("coth", "cotanh", "ctgh"), 'write it as "1/tanh(x)"'),
    **dict.fromkeys(("asec", "arcsec"), 'write it as "acos(1/x)"'),
    **dict.fromkeys(("acsc", "arccsc"), 'write it as "asin(1/x)"'),
    **dict.fromkeys(("acot", "arccot", "arcctg"), 'write it as "atan(1/x)"'),
    **dict.fromkeys(("asech", "arsech", "arcsech"), 'write it as "acosh(1/x)"'),
    **dict.fromkeys(("acsch", "arcsch", "arccsch"), 'write it as "asinh(1/x)"'),
    **dict.fromkeys(("acoth", "arcoth", "arccoth"), 'write it as "atanh(1/x)"'),
    "int": 'write what it comes to, as "x^2/2"',
}
#: The = that follows says where an index begins.
_INDEX = re.compile(r"(?<![A-Za-z])(sum|prod)\s*(?:\\limits\s*)?_\s*\{?[^{}=]*\Z")
#: All that a name may be.
_KNOWN_NAMES = "try one of x, y, pi, e, exp, log, sqrt, abs, sin, cos, tan"


def remedy_for_name(name: str, otherwise: str = _KNOWN_NAMES) -> str:
    """Say what would work in place of a name that is not known; if nobody can, something else."""
    plain = name.lower()
    if plain.strip("_0123456789") in ("x", "y"):
        return "indices are not understood, try x or y without one"
    if plain.startswith("log_"):
        return 'write another base as "log(x)/log(3)"'
    if not plain.strip("_0123456789"):
        return "take the underscore out"
    if plain in _NAMES:
        return _NAMES[plain]
    return "try x, y or a number" if len(plain) == 1 else otherwise


def refuse_character(text: str, position: int, kind: str) -> Never:
    """Raise `FormulaError` for a character of a kind, as `unicodedata.category` names it."""
    sign = text[position]
    if sign == "=" and (over := _INDEX.search(text, 0, position)):
        refuse(text, over.start(1), f"{over[1]!r} is not supported", _TERMS)
    about = _CHARACTERS.get(sign) or _KINDS.get(kind) or _KINDS.get(kind[:1])
    if text.startswith(":=", position):
        about = _CHARACTERS["="]
    problem, suggestion = about or ("not understood", _TAKE_OUT)
    refuse(text, position, f"unexpected {sign!r}" + (problem and f": {problem}"), suggestion)
