"""Checks a student's own gradient function against the exact one, point by point."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from mountain.ground import Floats, Ground
from mountain.kinks import jumps
from mountain.sandbox import Value, run
from mountain.terrain import Window
from mountain.wording import counted

#: How many points there are across and along the window.
ACROSS = 15
#: Differences are forgiven up to this share of the slope there, and of what is usual.
_SHARE, _USUAL_SHARE = 1e-4, 1e-6

RIGHT, WRONG, NO_VALUE, FAILED = "right", "wrong", "no_value", "failed"
#: These are not judged: where there is no ground, and where it has a kink and so no gradient.
NO_GROUND, KINK = "no_ground", "kink"


@dataclass(frozen=True)
class TriedPoint:
    """A point at which a gradient was tried.

    Attributes
    ----------
    x, y : float
        The point.
    expected : (float, float)
        The exact gradient; NaN where there is no ground.
    found : Value
        What the function returned, or why it did not.
    verdict : str
        `RIGHT`, `WRONG`, `NO_VALUE` (not finite), `FAILED` (an error); or `NO_GROUND` or `KINK`,
        and not judged.
    """

    x: float
    y: float
    expected: tuple[float, float]
    found: Value
    verdict: str

    @property
    def distance(self) -> float:
        """How far what was returned is from what is right; infinite where nothing was."""
        if isinstance(self.found, str) or not all(map(math.isfinite, self.found)):
            return math.inf
        return math.dist(self.found, self.expected)


@dataclass(frozen=True)
class GradientVerdict:
    """What is to be said about a gradient function.

    Attributes
    ----------
    is_right : bool
        Whether it is right wherever there is ground.
    sentence : str
        One line for a learner.
    points : tuple of TriedPoint
        All that were tried, row by row from the south-west; empty when it could not be run.
    worst : TriedPoint or None
        The one that is most wrong, when any is.
    printed : str
        The beginning of what the function printed.
    """

    is_right: bool
    sentence: str
    points: tuple[TriedPoint, ...] = ()
    worst: TriedPoint | None = None
    printed: str = ""


def check_gradient(
    text: str,
    ground: Ground,
    window: Window,
    seconds: float = 5.0,
    stopped: Callable[[], bool] = lambda: False,
) -> GradientVerdict:
    """Run a student's `gradient(x, y)` in the sandbox on a grid, and compare it with the exact one.

    Blocks for up to the time given.

    Parameters
    ----------
    text : str
        Python that defines the function.
    ground : Ground
        The height whose gradient it should be.
    window : Window
        Where it is tried.
    seconds : float
        How long it may take in all.
    stopped : callable
        Whether nobody wants the verdict any more; asked now and then.
    """
    x, y = (each.ravel() for each in np.broadcast_arrays(*window.grid(ACROSS, ACROSS)))
    outcome = run(text, x.tolist(), y.tolist(), seconds, stopped)
    if outcome.error:
        return GradientVerdict(False, f"Your function: {outcome.error}", printed=outcome.printed)
    expected = np.stack(ground.gradient(x, y), -1)
    kinks = jumps(ground.gradient, x, y, (window.x0, window.x1, window.y0, window.y1))
    points = tuple(
        replace(point, verdict=KINK) if kinked and point.verdict != NO_GROUND else point
        for point, kinked in zip(_judged(x, y, expected, outcome.values), kinks, strict=True)
    )
    return GradientVerdict(*_said(points), points, _worst(points), outcome.printed)


def _judged(
    x: Floats, y: Floats, expected: Floats, found: tuple[Value, ...]
) -> tuple[TriedPoint, ...]:
    sizes = np.hypot(*expected.T)
    known = sizes[np.isfinite(sizes)]
    usual = float(np.median(known)) if known.size else 0.0
    rows = zip(x.tolist(), y.tolist(), expected.tolist(), found, strict=True)
    return tuple(_point(*row, usual) for row in rows)


def _point(x: float, y: float, expected: list[float], found: Value, usual: float) -> TriedPoint:
    pair = expected[0], expected[1]
    point = TriedPoint(x, y, pair, found, WRONG)
    allowed = _SHARE * math.hypot(*pair) + _USUAL_SHARE * usual
    if not all(map(math.isfinite, pair)):
        verdict = NO_GROUND
    elif isinstance(found, str):
        verdict = FAILED
    elif not all(map(math.isfinite, found)):
        verdict = NO_VALUE
    else:
        verdict = RIGHT if point.distance <= allowed else WRONG
    return TriedPoint(x, y, pair, found, verdict)


def _worst(points: tuple[TriedPoint, ...]) -> TriedPoint | None:
    wrong = [point for point in points if point.verdict in (WRONG, NO_VALUE, FAILED)]
    return max(wrong, key=lambda point: point.distance, default=None)


def _said(points: tuple[TriedPoint, ...]) -> tuple[bool, str]:
    judged = [point for point in points if point.verdict not in (NO_GROUND, KINK)]
    worst = _worst(points)
    if not judged:
        what = "gradient" if any(point.verdict == KINK for point in points) else "ground"
        return False, f"There is no {what} in the window to try your function on."
    if worst is None:
        return True, f"Right at all {counted(len(judged), 'point')}."
    if isinstance(worst.found, str) and all(isinstance(point.found, str) for point in judged):
        return False, f"Your function: {worst.found}"
    wrong = sum(point.verdict != RIGHT for point in judged)
    return False, f"Not right at {wrong} of {len(judged)} points. {_of_worst(worst)}"


def _of_worst(worst: TriedPoint) -> str:
    where, right = f"At ({worst.x:.4g}, {worst.y:.4g})", _pair(worst.expected)
    if isinstance(worst.found, str):
        return f"{where} it fails: {worst.found}; the gradient is {right}."
    return f"{where} it gives {_pair(worst.found)}, but the gradient is {right}."


def _pair(values: tuple[float, float]) -> str:
    return "({:.4g}, {:.4g})".format(*values)
