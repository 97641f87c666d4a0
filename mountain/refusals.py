"""Refusals: how a formula that cannot be read is said to be so."""

from __future__ import annotations

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


_UNKNOWN = "write a power as x^2, a decimal point as 1.5, or take it out"
_HEIGHT_ONLY = 'write the height alone, as "x^2 + y^2"'
_TERMS = 'write the terms out, as "x + x^2/2"'
_LATIN = "try the Latin letter {}"

#: What is wrong with a character, and what would work.
_CHARACTERS: dict[str, tuple[str, str]] = {
    "=": ("an equation", _HEIGHT_ONLY),
    "!": ("factorials are not supported", 'write the product, as "4*3*2*1"'),
    "%": ("percent is not supported", 'write hundredths, as "0.5" for 50 %'),
    "∞": ("infinity is not a number", 'try a large one, as "1000"'),
    "_": ("indices are not understood", "try x or y, without an index"),
    ":": ("not understood", 'write a division as "x/y"'),
    "'": ("not understood", "take it out"),
    "′": ("not understood", "take it out"),
    **dict.fromkeys("<>≤≥≠≈", ("a comparison", _HEIGHT_ONLY)),
    **dict.fromkeys("∑∏∫∂∇∆Π", ("not supported", _TERMS)),
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
    "N": ("a number that is not understood", "try digits, as 1.5"),
}


def refuse_character(text: str, position: int, kind: str) -> Never:
    """Raise `FormulaError` for a character of a kind, as `unicodedata.category` names it."""
    sign = text[position]
    about = _CHARACTERS.get(sign) or _KINDS.get(kind) or _KINDS.get(kind[:1])
    problem, suggestion = about or ("", _UNKNOWN)
    refuse(text, position, f"unexpected {sign!r}" + (problem and f": {problem}"), suggestion)
