"""Wording: counts and numbers as they stand in a sentence."""

from __future__ import annotations

import math

#: Numbers from here on are written with a power of ten.
_LONG = 1e9


def counted(number: int, noun: str) -> str:
    """Return a number with what is counted, as ``1 row`` or ``2 rows``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def figure(value: float, form: str, otherwise: str) -> str:
    """Return a number in a form, as ``.2f``; in other words where it is none, or is infinite."""
    if not math.isfinite(value):
        return otherwise
    return f"{value:{form}}" if abs(value) < _LONG else f"{value:.3g}"
