"""Wording: counts and numbers as they stand in a sentence."""

from __future__ import annotations

import math

#: Numbers from here on are written with a power of ten.
_LONG = 1e9
#: From so many metres on a height is told in kilometres; no mountain is as high.
_HIGH = 10_000


def counted(number: int, noun: str) -> str:
    """Return a number with what is counted, as ``1 row`` or ``2 rows``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def figure(value: float, form: str, otherwise: str) -> str:
    """Return a number in a form, as ``.2f``; in other words where it is none, or is infinite.

    A form of a few figures does not bring powers of ten to numbers of less than `_LONG`.
    """
    if not math.isfinite(value):
        return otherwise
    if abs(value) >= _LONG:
        return f"{value:.3g}"
    text = f"{value:{form}}"
    return f"{value:.0f}" if "e+" in text else text


def length(value: float, form: str, otherwise: str, unit: str) -> str:
    """Return a height or a short length; in metres, in as many figures as a walker would tell.

    Parameters
    ----------
    value, form, otherwise
        As for `figure`, which tells what is in no unit.
    unit : str
        As m; empty for none.
    """
    if not unit or not math.isfinite(value) or abs(value) >= _LONG:
        return figure(value, form, otherwise)
    if abs(value) >= _HIGH:
        return f"{value / 1000:.3g} k{unit}"
    return f"{value:.0f} {unit}" if abs(value) >= 100 else f"{value:.2g} {unit}"


def distance(value: float, form: str, otherwise: str, unit: str) -> str:
    """Return how far something is on the map: as `length`, from 1 km on in kilometres.

    Parameters
    ----------
    value, form, otherwise, unit
        As for `length`; not negative.
    """
    kilometres = value / 1000
    # What would be rounded to a thousand metres is a kilometre.
    if not unit or not 0.9995 <= kilometres < _LONG / 1000:
        return length(value, form, otherwise, unit)
    return f"{kilometres:.1f} k{unit}" if kilometres < 9.95 else f"{kilometres:.0f} k{unit}"


def figures(value: float) -> str:
    """Return a number in as many figures as one reads at a glance, without a negative zero."""
    size = abs(value)
    form = ".2g" if size < 0.095 else ".2f" if size < 1000 else ".0f" if size < 1e7 else ".3g"
    return f"{value + 0.0:{form}}".replace("-", "−")
