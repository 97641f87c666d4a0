"""Hidden parts: what an answer has too much, too small or too far away for a window to show."""

from __future__ import annotations

from contextlib import suppress

import numpy as np

from mountain.equivalence import Comparison, compare, points_in
from mountain.evaluation import on_arrays
from mountain.expression import Node
from mountain.formula import Formula
from mountain.ground import Floats
from mountain.literals import Literal, literals_of, with_values
from mountain.refusals import FormulaError
from mountain.terrain import Window

#: So many times as wide as the window is looked.
_BEYOND = (10.0, 100.0)
#: Far away, rounding makes more of the values, and differences must be this share of them.
_CLEAR = 1e-6
#: and this share of what is usual in the window: where a curve levels out, digits are lost.
_SEEN = 1e-2
#: At single places they tell nothing: this share of all have to be so.
_MANY = 0.1
#: So many times as large, a number that means something is seen.
_MAGNIFIED = 1e12


def hidden_number(answer: Formula, expected: Node, x: Floats, y: Floats) -> Literal | None:
    """Find a number that does not belong in an answer that is right as far as can be seen.

    Without it the answer is as right, and with a much larger one it would be wrong: so it is part
    of a term that what is right has not. One that is multiplied by nothing is none.
    """
    for literal in literals_of(answer):
        larger = max(1.0, literal.value * _MAGNIFIED)
        # What can be no formula without a number needs it.
        with suppress(FormulaError):
            without, magnified = (with_values(answer, [literal], [each]) for each in (0.0, larger))
            if (
                literal.value > 0
                and compare(expected, without.node, x, y).are_equal
                and compare(expected, magnified.node, x, y).different.any()
            ):
                return literal
    return None


def far_difference(
    formula: Formula, expected: Node, answer: Node, window: Window
) -> Comparison | None:
    """Compare an answer with what is right far outside of a window.

    Returns
    -------
    Comparison or None
        With what is clearly different; None where nothing is.
    """
    usual = _usual_size(expected, window)
    for wider in _BEYOND:
        across, along = (0.5 * wider * (high - low) for low, high in _sides(window))
        middle = [0.5 * (low + high) for low, high in _sides(window)]
        edges = (middle[0] - across, middle[0] + across, middle[1] - along, middle[1] + along)
        x, y = points_in(edges)
        solid = np.isfinite(formula.height(x, y))
        found = compare(expected, answer, x[solid], y[solid])
        size = np.maximum(np.abs(found.expected), np.abs(found.found))
        with np.errstate(invalid="ignore"):
            apart = np.abs(found.found - found.expected)
            clear = found.different & (apart > _CLEAR * size) & (apart > _SEEN * usual)
        if clear.sum() > _MANY * clear.size:
            return Comparison(
                found.x, found.y, found.expected, found.found, found.equal, clear, found.missing
            )
    return None


def _usual_size(node: Node, window: Window) -> float:
    sizes = np.abs(on_arrays((node,), *points_in((window.x0, window.x1, window.y0, window.y1)))[0])
    known = sizes[np.isfinite(sizes)]
    return float(np.median(known)) if known.size else 0.0


def _sides(window: Window) -> tuple[tuple[float, float], tuple[float, float]]:
    return (window.x0, window.x1), (window.y0, window.y1)
