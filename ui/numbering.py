"""Numbering: the figures of a scale, each as short as tells it from its neighbours."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

#: A figure is off by no more than such a share of the way to the next one.
_SHARE = 0.05
#: What is less than such a share of the way to the next one is a 0 that was rounded.
_NOTHING = 1e-9
#: To a number alone the next one is so far, as a share of it.
_ALONE = 0.1
#: Numbers are written out from 10^-4 to below 10^6.
SMALLEST, LARGEST = -4, 6
TIMES = "×"
#: No float64 has more digits that tell anything.
_MOST_DIGITS = 17
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def figures_of(values: Iterable[float]) -> dict[float, str]:
    """Return the figures of a scale's numbers, as 250 or 5.9×10⁸, with a true minus sign."""
    scale = sorted({*values})
    gaps = [after - before for before, after in pairwise(scale)]
    # At either end there is a neighbour on one side only.
    beside = [math.inf, *gaps, math.inf]
    found = {}
    for place, value in enumerate(scale):
        gap = min(beside[place], beside[place + 1])
        found[value] = _figure(value, gap if math.isfinite(gap) else _ALONE * abs(value))
    return found


def power_of_ten(order: int) -> str:
    """Return a power of ten as people write it."""
    return f"10{str(order).translate(_RAISED)}"


def _figure(value: float, gap: float) -> str:
    if abs(value) <= _NOTHING * gap:
        return "0"
    text = f"{value:.0e}"
    for decimals in range(1, _MOST_DIGITS):
        if abs(float(text) - value) <= _SHARE * gap:
            break
        text = f"{value:.{decimals}e}"
    return _shown(text).replace("-", "−")


def _shown(text: str) -> str:
    """Return a number of the form 1.5e+08 as people write it."""
    mantissa, power = text.split("e")
    order, digits = int(power), len(mantissa.strip("-").replace(".", ""))
    if SMALLEST <= order < LARGEST or 0 <= order < digits:
        return f"{Decimal(text):f}"
    raised = power_of_ten(order)
    sign = "-" if mantissa.startswith("-") else ""
    return f"{sign}{raised}" if mantissa.strip("-") == "1" else f"{mantissa}{TIMES}{raised}"
