"""Numerals: numbers as people write them, where that is exactly the number."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import NamedTuple

#: No denominator and no number under a root is larger.
_LARGEST = 99
#: A number of so many characters is written as it is.
_SHORT = 8


class Numeral(NamedTuple):
    """A number's size, without its sign: ``whole · symbol / divisor``.

    Attributes
    ----------
    digits : str
        The number in digits, with an exponent after ``e`` where it is long; empty for 1 · symbol.
    symbol : str
        `pi`, `e`, `sqrt` (of the digits) or empty.
    divisor : int
        What that is divided by.
    """

    digits: str
    symbol: str = ""
    divisor: int = 1


def numeral(size: float, *, nearly: bool = False) -> Numeral:
    """Write a number that is not negative, so that it is read as the same float64.

    Where it need be so nearly only, 1/3 - 1 is a fraction, though its last digit is another.
    """
    within = 4e-16 if nearly else 0.0
    if size == math.e:
        return Numeral("", "e")
    if size < 1e15 and size == int(size):
        return Numeral(str(int(size)))
    digits = repr(size)
    if len(digits) <= _SHORT or not math.isfinite(size):
        return Numeral(digits)
    forms = _fraction(size), _part_of_pi(size), _root(size)
    near = (form for form, value in filter(None, forms) if abs(value - size) <= within * size)
    return next(near, Numeral(digits))


def _fraction(size: float) -> tuple[Numeral, float] | None:
    share = Fraction(size).limit_denominator(_LARGEST)
    over, under = share.numerator, share.denominator
    return (Numeral(str(over), "", under), over / under) if 0 < over < 10**6 else None


def _part_of_pi(size: float) -> tuple[Numeral, float] | None:
    # Divisions by 180 are degrees.
    share = Fraction(size / math.pi).limit_denominator(180)
    over, under = share.numerator, share.denominator
    part = Numeral("" if over == 1 else str(over), "pi", under)
    return (part, over * math.pi / under) if 0 < over < 10**6 else None


def _root(size: float) -> tuple[Numeral, float] | None:
    under = round(size * size) if size < _LARGEST else 0
    return (Numeral(str(under), "sqrt"), math.sqrt(under)) if under else None
