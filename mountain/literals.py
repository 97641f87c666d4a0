"""Literals: the numbers that stand in a formula as typed, and the formula with others instead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from mountain.formula import Formula
from mountain.tokens import tokens

_AFTER_FRAC = re.compile(r"\\[dt]?frac\s*\d?\s*$")


class Literal(NamedTuple):
    """A number in a formula.

    Attributes
    ----------
    text : str
        Its digits, as they were typed.
    place : int
        Where they begin.
    """

    text: str
    place: int

    @property
    def value(self) -> float:
        """The number."""
        return float(self.text)

    @property
    def unit(self) -> float:
        """One of the last digit that was typed; of a whole number 1."""
        exponent = Decimal(self.text).as_tuple().exponent
        return 10.0 ** min(int(exponent), 0)


def literals_of(formula: Formula) -> tuple[Literal, ...]:
    r"""Return the numbers that were typed in plain digits; not those of ½, x² and ``\frac12``."""
    typed = formula.typed
    found = [Literal(each.text, each.place) for each in tokens(typed) if each.kind == "number"]
    return tuple(
        each
        for each in found
        if typed.startswith(each.text, each.place) and not _AFTER_FRAC.search(typed[: each.place])
    )


def with_values(formula: Formula, literals: Sequence[Literal], values: Sequence[float]) -> Formula:
    """Return a formula with other numbers, not negative, in the places of some literals.

    Raises
    ------
    FormulaError
        When that is no formula, or one too long.
    """
    text, end = "", 0
    pairs = zip(literals, values, strict=True)
    for literal, value in sorted(pairs, key=lambda pair: pair[0].place):
        text += f"{formula.typed[end : literal.place]}{value!r}"
        end = literal.place + len(literal.text)
    return Formula(text + formula.typed[end:])
