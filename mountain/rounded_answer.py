"""Rounding: whether an answer is right but for numbers that were rounded when it was typed.

It is when there are numbers that round to those typed, and with which it is exactly right. What the
right answer does not have, and be it ever so small, cannot be had by rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mountain.equivalence import compare
from mountain.evaluation import on_arrays
from mountain.expression import Node
from mountain.formula import Formula
from mountain.ground import Floats
from mountain.literals import Literal, literals_of, with_values
from mountain.refusals import FormulaError

#: Numbers that are off by more than this share of themselves are wrong, however few their digits.
_LARGEST_SHARE = 0.02
#: Whole numbers below this are counts, which nobody rounds.
_SMALLEST_WHOLE = 100
#: So many numbers are adjusted at most, and so often.
_MOST, _ROUNDS = 12, 10
#: A small share of a unit; and of one what is nothing any more.
_STEP, _SETTLED = 1e-3, 1e-12


class Rounded(NamedTuple):
    """A number as typed, and the one that makes the answer right."""

    literal: Literal
    exact: float

    @property
    def share(self) -> float:
        """How far the one is from the other, as a share."""
        return abs(self.exact - self.literal.value) / abs(self.exact)


def rounded_numbers(
    answer: Formula, expected: Node, x: Floats, y: Floats
) -> tuple[Rounded, ...] | None:
    """Return what the numbers of an answer were before they were rounded.

    Parameters
    ----------
    answer : Formula
        What was typed.
    expected : Node
        What is right.
    x, y : array of float, shape (n,)
        Where the two are compared.

    Returns
    -------
    tuple of Rounded or None
        Those numbers that were rounded; None when the answer is not right but for rounding.
    """
    literals = tuple(each for each in literals_of(answer) if _may_be_rounded(each))
    if not 0 < len(literals) <= _MOST:
        return None
    try:
        values = _adjusted(answer, literals, expected, (x, y))
        pairs = zip(literals, values, strict=True)
        found = [Rounded(literal, float(value)) for literal, value in pairs]
        if not all(map(_rounds, found)):
            return None
        right = with_values(answer, literals, [each.exact for each in found])
    except (FormulaError, np.linalg.LinAlgError):
        return None
    if not compare(expected, right.node, x, y).are_equal:
        return None
    return tuple(each for each in found if each.share > _SETTLED)


def _may_be_rounded(literal: Literal) -> bool:
    # What is next to nothing has no steps that are smaller.
    return literal.value > 1e-200 and (literal.unit < 1 or literal.value >= _SMALLEST_WHOLE)


def _rounds(number: Rounded) -> bool:
    """Tell whether a number, rounded or cut off at the last digit typed, is what was typed."""
    more = (number.exact - number.literal.value) / number.literal.unit
    return -0.5 - _STEP <= more <= 1 - _STEP and number.share <= _LARGEST_SHARE


def _adjusted(
    answer: Formula, literals: Sequence[Literal], expected: Node, places: tuple[Floats, Floats]
) -> Floats:
    """Adjust numbers until the answer is as near to what is right as it can be: Gauss and Newton.

    Of several ways the one that changes them least, each counted in units of its last digit.
    """
    (right,) = on_arrays((expected,), *places)
    values = np.array([each.value for each in literals])
    units = np.array([each.unit for each in literals])
    steps = np.maximum(_STEP * units, _STEP**2 * values)

    def at(numbers: Floats) -> Floats:
        return on_arrays((with_values(answer, literals, numbers.tolist()).node,), *places)[0]

    for _ in range(_ROUNDS):
        columns = [
            (at(values + step) - at(values - step)) * (unit / 2 / step.max())
            for step, unit in zip(np.diag(steps), units, strict=True)
        ]
        change = _least_change(np.column_stack(columns), right - at(values), right)
        values = np.maximum(values + change * units, _STEP * steps)
        if not _SETTLED < np.abs(change).max() < 1 / _STEP:
            break
    return values


def _least_change(slopes: Floats, wanted: Floats, right: Floats) -> Floats:
    """Solve for changes, near and far from zero alike; what has no value tells nothing."""
    known = np.isfinite(slopes).all(1) & np.isfinite(wanted)
    if not known.any():
        return np.zeros(slopes.shape[1])
    size = np.abs(right[known])
    weights = 1 / (size + (np.median(size) or 1.0))
    left = slopes[known] * weights[:, None]
    return np.linalg.lstsq(left, wanted[known] * weights, rcond=1e-9)[0]
