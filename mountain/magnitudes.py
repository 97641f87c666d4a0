"""Magnitudes: values of expressions where plain numbers would be rounded to nothing.

A value is kept as its sign and the logarithm of its size, beside a bound on what rounding has made
of it. So e^(-10^6) is a number like others, and where two terms cancel it is known that nothing is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mountain.evaluation import evaluate
from mountain.expression import FUNCTIONS, Node
from mountain.ground import Floats

_EPSILON = 4e-16
#: Values that may be off by a larger share than this are not known.
_KNOWN = 1e-3


@dataclass(frozen=True, eq=False)
class Magnitudes:
    """Values at points, all arrays of shape (n,).

    Attributes
    ----------
    signs : array of float
        -1, 0 or 1.
    logs : array of float
        Natural logarithms of the sizes.
    errors : array of float
        By which share of itself each may be off; infinite or NaN where nothing is known.
    """

    signs: Floats
    logs: Floats
    errors: Floats

    @property
    def are_not_zero(self) -> NDArray[np.bool_]:
        """Where it is certain that a value is not zero."""
        known: NDArray[np.bool_] = (
            (self.signs != 0) & np.isfinite(self.logs) & (self.errors <= _KNOWN)
        )
        return known

    @property
    def values(self) -> Floats:
        """As plain numbers, which the smallest and largest cannot be."""
        plain: Floats = self.signs * np.exp(self.logs)
        return plain

    def __neg__(self) -> Magnitudes:
        """Turn the signs."""
        return Magnitudes(-self.signs, self.logs, self.errors)

    def __mul__(self, other: Magnitudes | float) -> Magnitudes:
        """Multiply: logarithms add up, and so do the shares by which both are off."""
        other = _made(other)
        errors = self.errors + other.errors + _EPSILON
        return Magnitudes(self.signs * other.signs, self.logs + other.logs, errors)

    def __truediv__(self, other: Magnitudes | float) -> Magnitudes:
        """Divide."""
        other = _made(other)
        signs = np.where(other.signs == 0, np.nan, self.signs * other.signs)
        return Magnitudes(signs, self.logs - other.logs, self.errors + other.errors + _EPSILON)

    def __add__(self, other: Magnitudes | float) -> Magnitudes:
        """Add; what cancels leaves the rounding of both."""
        other = _made(other)
        top = np.maximum(self.logs, other.logs)
        scale = np.where(np.isfinite(top), top, 0.0)
        one, two = (each.signs * np.exp(each.logs - scale) for each in (self, other))
        total = one + two
        rounding = np.abs(one) * (self.errors + _EPSILON) + np.abs(two) * (other.errors + _EPSILON)
        errors = np.where(total == 0, np.inf, rounding / np.abs(total))
        return Magnitudes(np.sign(total), scale + np.log(np.abs(total)), errors)

    def __sub__(self, other: Magnitudes | float) -> Magnitudes:
        """Subtract."""
        return self + -_made(other)

    def __pow__(self, other: Magnitudes | float) -> Magnitudes:
        """Raise to a power, of a base below zero to a whole one only."""
        other = _made(other)
        exponent = other.values
        whole = exponent == np.round(exponent)
        odd = np.where(np.round(exponent) % 2 == 0, 1.0, self.signs)
        signs = np.where(self.signs > 0, 1.0, np.where(whole, odd, np.nan))
        errors = np.abs(exponent) * (self.errors + np.abs(self.logs) * (other.errors + _EPSILON))
        return Magnitudes(signs, exponent * self.logs, errors + _EPSILON)

    def __radd__(self, other: float) -> Magnitudes:
        """Add to a plain number."""
        return _made(other) + self

    def __rsub__(self, other: float) -> Magnitudes:
        """Subtract from a plain number."""
        return _made(other) - self

    def __rmul__(self, other: float) -> Magnitudes:
        """Multiply a plain number."""
        return _made(other) * self

    def __rtruediv__(self, other: float) -> Magnitudes:
        """Divide a plain number."""
        return _made(other) / self

    def __rpow__(self, other: float) -> Magnitudes:
        """Raise a plain number to a power."""
        return _made(other) ** self


# Logarithms of nothing are minus infinity here, as they should be.
@np.errstate(all="ignore")
def magnitudes(node: Node, x: Floats, y: Floats) -> Magnitudes:
    """Evaluate an expression at points of shape (n,)."""
    (found,) = evaluate([node], _of(x, 0.0), _of(y, 0.0), _MEANINGS)
    made = _made(found)
    return Magnitudes(*(np.broadcast_to(each, x.shape) for each in _arrays(made)))


def _arrays(found: Magnitudes) -> tuple[Floats, Floats, Floats]:
    return found.signs, found.logs, found.errors


def _of(values: Floats, errors: Floats | float) -> Magnitudes:
    return Magnitudes(np.sign(values), np.log(np.abs(values)), errors + np.zeros_like(values))


def _made(value: Magnitudes | float) -> Magnitudes:
    return value if isinstance(value, Magnitudes) else _of(np.asarray(value, float), _EPSILON)


def _exp(value: Magnitudes | float) -> Magnitudes:
    value = _made(value)
    power = value.values
    return Magnitudes(np.ones_like(power), power, np.abs(power) * (value.errors + _EPSILON))


def _absolute(value: Magnitudes | float) -> Magnitudes:
    value = _made(value)
    return Magnitudes(np.abs(value.signs), value.logs, value.errors)


def _of_plain(function: Callable[[Any], Any], value: Magnitudes | float) -> Magnitudes:
    """Apply a function to plain numbers, and see how much what they are off by changes it."""
    value = _made(value)
    plain = value.values
    found, more, less = (
        function(plain * (1 + each)) for each in (0.0, value.errors, -value.errors)
    )
    spread = np.abs(more - less) + np.abs(more - found) + np.abs(less - found)
    errors = spread / np.abs(found) + _EPSILON
    # What is too small or too large for a plain number is not known to it.
    lost = (value.signs != 0) & ((plain == 0) | ~np.isfinite(plain))
    return _of(found, np.where(lost, np.inf, errors))


def _unknown(*values: Magnitudes | float) -> Magnitudes:
    """Return nothing that is known, for what jumps from one value to another."""
    nothing = sum(np.zeros_like(_made(each).signs) for each in values)
    return _of(np.asarray(nothing, float), np.inf)


_JUMPING = ("floor", "ceil", "sign", "max", "min")
_PLAIN = {
    "asin": "arcsin",
    "acos": "arccos",
    "atan": "arctan",
    "asinh": "arcsinh",
    "acosh": "arccosh",
    "atanh": "arctanh",
}
_MEANINGS: dict[str, Callable[..., Magnitudes]] = {
    **{
        name: partial(_of_plain, getattr(np, _PLAIN.get(name, name)))
        for name in FUNCTIONS
        if name not in _JUMPING
    },
    **dict.fromkeys(_JUMPING, _unknown),
    "exp": _exp,
    "abs": _absolute,
}
