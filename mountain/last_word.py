"""The last word: what algebra says of an answer that numbers alone find right."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mountain.derivative_check import (
    RIGHT,
    UNSETTLED,
    WRONG,
    DerivativeVerdict,
    points_with_ground,
    right_at_points,
)
from mountain.equivalence import FEWEST
from mountain.evaluation import on_arrays
from mountain.exercise import Exercise
from mountain.expression import ZERO, Node, subtract
from mountain.formula import Formula
from mountain.magnitudes import magnitudes
from mountain.notation import text_of

#: Differences of at least this share of what is usual may come from the last digits of numbers;
#: smaller ones come from a term that does not belong there.
_LAST_DIGITS = np.log(1e-25)
#: Longer differences are not shown.
_LONGEST_SHOWN = 70


def difference_from_right(formula: Formula, axis: str, answer: Formula) -> Node:
    """Return what is left when an answer is taken from the right derivative; 0 when it is right."""
    return subtract(formula.gradient_nodes[axis == "y"], answer.node)


def verdict_by_algebra(
    verdict: DerivativeVerdict, exercise: Exercise, axis: str, difference: Node | None
) -> DerivativeVerdict:
    """Return what is to be said once algebra has made the difference as simple as it can.

    Parameters
    ----------
    verdict : DerivativeVerdict
        What numbers said.
    exercise : Exercise
        What was asked.
    axis : str
        The letter to differentiate by.
    difference : Node or None
        What algebra made of `difference_from_right`; None where it came to no end.
    """
    if not verdict.asks_algebra:
        return verdict
    if difference is ZERO:
        return _proved(verdict, axis)
    if verdict.kind == UNSETTLED:
        return verdict
    if difference is not None and _is_hidden(exercise, axis, difference):
        text = text_of(difference)
        left = text if text is not None and len(text) <= _LONGEST_SHOWN else "something"
        return DerivativeVerdict(
            WRONG,
            "Not yet: it is right at every point that was tried, but algebra finds that "
            f"∂f/∂{axis} minus your answer leaves {left}.",
            "hidden_term",
        )
    if verdict.kind == RIGHT:
        sentence = f"{right_at_points()}; algebra could not prove that it is right everywhere."
        return DerivativeVerdict(RIGHT, sentence)
    return replace(verdict, asks_algebra=False)


def _proved(verdict: DerivativeVerdict, axis: str) -> DerivativeVerdict:
    if verdict.kind == UNSETTLED:
        return DerivativeVerdict(RIGHT, f"Right: algebra shows that this is ∂f/∂{axis}.")
    if verdict.kind == RIGHT:
        return DerivativeVerdict(RIGHT, f"Right: this is ∂f/∂{axis}.")
    return replace(verdict, asks_algebra=False)


def _is_hidden(exercise: Exercise, axis: str, difference: Node) -> bool:
    """Tell whether a difference is certainly not zero, and smaller than any rounding makes one."""
    x, y = points_with_ground(exercise.formula, exercise.window)
    found = magnitudes(difference, x, y)
    (expected,) = on_arrays([exercise.formula.gradient_nodes[axis == "y"]], x, y)
    sizes = np.abs(expected[np.isfinite(expected) & (expected != 0)])
    usual = float(np.log(np.median(sizes))) if sizes.size else 0.0
    with np.errstate(invalid="ignore"):
        tiny = found.are_not_zero & (found.logs - usual < _LAST_DIGITS)
    return int(tiny.sum()) >= FEWEST
