"""Checks what somebody says the partial derivative of a height is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mountain.equivalence import Comparison, compare, points_in
from mountain.expression import ZERO, X, Y
from mountain.formula import Formula
from mountain.ground import Floats
from mountain.hidden_parts import far_difference, hidden_number
from mountain.kinks import jumps
from mountain.mistakes import MISTAKES, can_go_wrong
from mountain.rounded_answer import rounded_numbers
from mountain.terrain import Window

RIGHT, RIGHT_BUT, WRONG, UNSETTLED = "right", "right_but", "wrong", "unsettled"
#: A point where the answer is off by this share of itself, and of what is usual, shows it well.
_VISIBLE = 0.05
#: What is smaller is what rounding has left of nothing.
_NOTHING = 1e-12
_RATIO = 1e-8


@dataclass(frozen=True)
class Difference:
    """A point at which an answer differs from what is right.

    Attributes
    ----------
    x, y : float
        The point.
    expected, found : float
        The values of the right derivative and of the answer there; NaN where it has none.
    """

    x: float
    y: float
    expected: float
    found: float


@dataclass(frozen=True)
class DerivativeVerdict:
    """What is to be said about an answer.

    Attributes
    ----------
    kind : str
        `RIGHT`, `RIGHT_BUT`, `WRONG`, or `UNSETTLED` when numbers cannot tell.
    sentence : str
        One sentence or two for a learner.
    mistake : str
        The name of the mistake, when it is proved to be one of those known; else empty.
    point : Difference or None
        Where the answer differs.
    asks_algebra : bool
        Whether numbers alone said so, and algebra is to have the last word.
    """

    kind: str
    sentence: str
    mistake: str = ""
    point: Difference | None = None
    asks_algebra: bool = False

    @property
    def is_right(self) -> bool:
        """Whether the answer counts as right."""
        return self.kind in (RIGHT, RIGHT_BUT)


# Answers may be as large as numbers are, and larger.
@np.errstate(all="ignore")
def check_derivative(
    formula: Formula, axis: str, answer: Formula, window: Window
) -> DerivativeVerdict:
    """Tell whether an answer is the partial derivative of a formula, and if not, why not.

    Parameters
    ----------
    formula : Formula
        The height.
    axis : str
        The letter to differentiate by, `x` or `y`.
    answer : Formula
        What is said to be the derivative.
    window : Window
        Where the two are compared: wherever the height and its derivative have values.

    Returns
    -------
    DerivativeVerdict
        Where it asks for algebra, `Algebra.ask_simplified` of `difference_from_right` tells more;
        see `verdict_by_algebra`.
    """
    expected = formula.gradient_nodes[axis == "y"]
    if expected is answer.node:
        return DerivativeVerdict(RIGHT, f"Right: this is ∂f/∂{axis}.")
    x, y = points_with_ground(formula, window)
    found = compare(expected, answer.node, x, y)
    if found.different.any():
        return _of_different(formula, axis, answer, found)
    if not found.is_settled:
        return _unsettled(found)
    hidden = _of_hidden(formula, axis, answer, found, window)
    if hidden is not None:
        return hidden
    if found.missing.any():
        point = _difference(found, found.missing, np.abs(found.expected))
        return DerivativeVerdict(
            RIGHT_BUT,
            "Right wherever your answer has a value. But at "
            f"{_place(point)} it has none, and the derivative there is {_figure(point.expected)}.",
            point=point,
            asks_algebra=True,
        )
    return DerivativeVerdict(RIGHT, f"{right_at_points()}.", asks_algebra=True)


def right_at_points() -> str:
    """Begin the sentence on what is right as far as numbers tell."""
    return "Right at every point that was tried"


def points_with_ground(formula: Formula, window: Window) -> tuple[Floats, Floats]:
    """Return points at which there is a gradient, or nearly, shape (n,); whole numbers among them.

    Where the ground has a kink no gradient is right or wrong.
    """
    edges = (window.x0, window.x1, window.y0, window.y1)
    x, y = points_in(edges)
    across, along = np.meshgrid(_wholes(window.x0, window.x1), _wholes(window.y0, window.y1))
    x, y = np.append(x, across), np.append(y, along)
    solid = np.isfinite(formula.height(x, y)) & ~jumps(formula.gradient, x, y, edges)
    return x[solid], y[solid]


def _wholes(low: float, high: float) -> Floats:
    return np.array([each for each in range(-4, 5) if low <= each <= high], float)


def _of_different(
    formula: Formula, axis: str, answer: Formula, found: Comparison
) -> DerivativeVerdict:
    point, values = _told_difference(axis, found)
    expected = formula.gradient_nodes[axis == "y"]
    rounded = rounded_numbers(answer, expected, found.x, found.y)
    if rounded:
        worst = max(rounded, key=lambda number: number.share)
        sentence = (
            f"Right but for rounding: your numbers are off by up to {100 * worst.share:.2g} %, "
            f"as {worst.literal.text} for {worst.exact:.7g}."
        )
        return DerivativeVerdict(RIGHT_BUT, f"{sentence} {values}.", "rounded", point)
    name, reason = _mistake(formula, axis, answer, found)
    sentence = f"Not yet: {reason}. {values}." if reason else f"Not yet. {values}."
    return DerivativeVerdict(WRONG, sentence, name, point)


def _told_difference(axis: str, found: Comparison) -> tuple[Difference, str]:
    point = _difference(found, found.different, np.abs(found.found - found.expected))
    said, right = _figures_apart(point.found, point.expected)
    return point, f"At {_place(point)} it gives {said}, but ∂f/∂{axis} is {right}"


def _of_hidden(
    formula: Formula, axis: str, answer: Formula, found: Comparison, window: Window
) -> DerivativeVerdict | None:
    """Say what is wrong with an answer that is right as far as the window shows, if anything is."""
    expected = formula.gradient_nodes[axis == "y"]
    number = hidden_number(answer, expected, found.x, found.y)
    if number is not None:
        sentence = f"Not yet: {number.text} does not belong there, however little it changes."
        return DerivativeVerdict(WRONG, sentence, "hidden_number")
    far = far_difference(formula, expected, answer.node, window)
    if far is None:
        return None
    point, values = _told_difference(axis, far)
    sentence = f"Not yet: in the window it is right, but not beyond. {values}."
    return DerivativeVerdict(WRONG, sentence, "elsewhere", point)


def _mistake(formula: Formula, axis: str, answer: Formula, found: Comparison) -> tuple[str, str]:
    """Return the name and the sentence of the mistake that gives this very answer, if any does."""
    letter, letters = (Y, ("y", "x")) if axis == "y" else (X, ("x", "y"))
    if can_go_wrong(formula.node):
        for mistake in MISTAKES:
            wrong = mistake.derivative(formula.node, letter)
            # What is only too small to be told from 0 is not what somebody meant who wrote 0.
            meant = wrong is ZERO or answer.node is not ZERO
            if meant and compare(wrong, answer.node, found.x, found.y).are_equal:
                return mistake.name, mistake.sentence.format(this=letters[0], other=letters[1])
    ratio = _constant_ratio(found)
    if ratio == -1:
        return "sign", "the sign is the wrong way round"
    if ratio is not None:
        share = _figures_apart(ratio, 1.0, 6)[0]
        return "factor", f"it is {share} times too large" if abs(ratio) > 1 else (
            f"it is only {share} of what it should be"
        )
    rest = _constant_rest(found)
    if rest is not None:
        return (
            "constant",
            f"it is {abs(rest):.6g} too {'large' if rest > 0 else 'small'} everywhere",
        )
    return "", ""


def _constant_ratio(found: Comparison) -> float | None:
    """Return by what an answer must be divided to be right, when that is the same everywhere."""
    both = (found.equal | found.different) & (found.expected != 0)
    zeros = (found.equal | found.different) & (found.expected == 0)
    if not both.any() or (found.found[zeros] != 0).any():
        return None
    ratios = found.found[both] / found.expected[both]
    middle = float(np.median(ratios))
    if middle == 0 or np.abs(ratios - middle).max() > _RATIO * abs(middle):
        return None
    return middle


def _constant_rest(found: Comparison) -> float | None:
    """Return what must be taken from an answer for it to be right, when that is a constant."""
    both = found.equal | found.different
    rests = found.found[both] - found.expected[both]
    middle = float(np.median(rests))
    return middle if np.abs(rests - middle).max() <= _RATIO * abs(middle) else None


def _difference(found: Comparison, where: NDArray[np.bool_], apart: Floats) -> Difference:
    """Choose a point to show: off by enough to be seen, and as simple as there is."""
    with np.errstate(invalid="ignore"):
        usual = np.median(apart[where])
        least = _VISIBLE * np.maximum(usual, np.fmax(np.abs(found.expected), np.abs(found.found)))
        clear = where & (apart >= least)
    chosen = np.flatnonzero(clear if clear.any() else where & _large_as_shares(found, where, apart))
    x, y = found.x[chosen], found.y[chosen]
    length = np.array([len(f"{each:.10g}{other:.10g}") for each, other in zip(x, y, strict=True)])
    # On an axis much is zero that is not meant to be.
    best = chosen[np.lexsort((np.hypot(x, y), (x == 0) | (y == 0), length))[0]]
    values = (found.x, found.y, found.expected, found.found)
    return Difference(*(float(each[best]) for each in values))


def _large_as_shares(
    found: Comparison, where: NDArray[np.bool_], apart: Floats
) -> NDArray[np.bool_]:
    """Tell where differences too small to be seen are largest, as shares of the values."""
    with np.errstate(all="ignore"):
        shares = apart / np.fmax(np.abs(found.expected), np.abs(found.found))
        return shares >= 0.5 * np.nanmax(shares[where])


def _figures_apart(first: float, second: float, fewest: int = 4) -> tuple[str, str]:
    """Write two numbers with as many digits as it takes to tell them apart, or all there are."""
    for digits in range(fewest, 18):
        figures = _figure(first, digits), _figure(second, digits)
        if figures[0] != figures[1]:
            return figures
    # Both are next to nothing, but not the same.
    return f"{first:.4g}", f"{second:.4g}"


def _figure(value: float, digits: int = 4) -> str:
    return f"{value:.{digits}g}" if abs(value) > _NOTHING else "0"


def _place(point: Difference) -> str:
    return f"({point.x:.4g}, {point.y:.4g})"


def _unsettled(found: Comparison) -> DerivativeVerdict:
    if not np.isfinite(found.expected).any():
        return DerivativeVerdict(
            UNSETTLED,
            "The derivative has no value in the window; try a larger one.",
            asks_algebra=True,
        )
    if found.missing.any():
        point = _difference(found, found.missing, np.abs(found.expected))
        sentence = f"Not yet. At {_place(point)} your answer has no value, "
        return DerivativeVerdict(
            WRONG, f"{sentence}but the derivative is {_figure(point.expected)}.", "", point
        )
    return DerivativeVerdict(
        UNSETTLED,
        "Numbers alone cannot tell here: too few points have a clear value.",
        asks_algebra=True,
    )
