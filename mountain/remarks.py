"""Remarks: what a hiker on a formula should know of it before setting out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from mountain.evaluation import on_arrays
from mountain.expression import ZERO, Node, X, Y, call, in_order
from mountain.ground import Floats
from mountain.notation import text_of

#: A slope that a hiker calls flat, unless they decide otherwise.
FLAT = 1e-3
#: Below such a share of the height, rounding is seen in what the ground differs by.
_LOST = 1e-13
_COLUMNS = 61
_PIXELS = 500
#: So many places around one are looked at from nearer by, each way, and so often.
_AROUND, _ZOOMS = 13, 12
_LOGARITHMS = frozenset({"log", "log10", "log2"})
_STEPS = frozenset({"floor", "ceil", "sign"})


class Extent(Protocol):
    """A rectangle of the map."""

    @property
    def x0(self) -> float:
        """The west edge."""

    @property
    def x1(self) -> float:
        """The east edge."""

    @property
    def y0(self) -> float:
        """The south edge."""

    @property
    def y1(self) -> float:
        """The north edge."""


def warnings_of(node: Node, gradient: Sequence[Node], window: Extent) -> tuple[str, ...]:
    """Look at a height function from some thousand places in a window.

    Parameters
    ----------
    node : Node
        The height.
    gradient : sequence of Node
        Its derivatives by x and y.
    window : Extent
        Where to look.

    Returns
    -------
    tuple of str
        What is unusual, a line each; nothing where all is well.
    """
    x, y = np.meshgrid(_places(window.x0, window.x1), _places(window.y0, window.y1))
    height, slope_x, slope_y = on_arrays([node, *gradient], x, y)
    finite = np.isfinite(height)
    if not finite.any():
        return ("undefined everywhere in the window; try another window",)
    # The heights may be as large as numbers are.
    with np.errstate(all="ignore"):
        slope = np.hypot(slope_x, slope_y)
        known = slope[np.isfinite(slope)]
        found = [
            *_undefined(node, height, x, y),
            *(_level(node, gradient) or _flat(gradient, slope, (x, y, height))),
            *_tall(height[finite]),
            *_fast(height[finite], known, window),
        ]
    return tuple(found)


def _places(low: float, high: float) -> Floats:
    """Return places from edge to edge; 0 and 1 are where formulas come to an end."""
    special = [each for each in (-1.0, 0.0, 1.0) if low < each < high]
    return np.union1d(np.linspace(low, high, _COLUMNS), special)


def _undefined(node: Node, height: Floats, x: Floats, y: Floats) -> list[str]:
    divisors = _divisors(node)
    values = dict(zip(divisors, on_arrays(divisors, x, y), strict=True))
    poles = [divisor for divisor, value in values.items() if _passes_zero(value)]
    missing, infinite = np.isnan(height), np.isinf(height)
    found = []
    if poles:
        # What is missing only because a place happens to be on a pole has been said.
        for pole in poles:
            missing &= values[pole] != 0
        where = " or ".join(text_of(pole) or "what it divides by" for pole in poles)
        found.append(f"not finite where {where} is 0")
    elif infinite.any():
        place = f"x = {x[infinite][0]:.3g}, y = {y[infinite][0]:.3g}"
        found.append(f"not finite in {_share(infinite)} of the window, as at {place}")
    if missing.any():
        found.append(f"undefined {_where(missing, x, y)}{_remedy(node)}")
    return found


def _divisors(node: Node) -> list[Node]:
    """Return what is divided by, or taken the logarithm of."""
    divisors = []
    for each in in_order(node):
        if each.operation == "/":
            divisors.append(each.parts[1])
        elif each.operation == "tan":
            divisors.append(call("cos", each.parts[0]))
        elif each.operation in _LOGARITHMS or (each.operation == "^" and each.parts[1].value < 0):
            divisors.append(each.parts[0])
    return [each for each in dict.fromkeys(divisors) if each.operation != "number"]


def _passes_zero(value: Floats) -> bool:
    known = value[np.isfinite(value)]
    return known.size > 0 and bool(known.min() <= 0 <= known.max())


def _share(where: NDArray[np.bool_]) -> str:
    return f"{max(where.mean(), 0.01):.0%}"


def _where(missing: NDArray[np.bool_], x: Floats, y: Floats) -> str:
    """Tell where something is missing: beyond an axis, or in so much of the window."""
    sides = {"x < 0": x < 0, "x > 0": x > 0, "y < 0": y < 0, "y > 0": y > 0}
    for words, side in sides.items():
        # At whole numbers of y there may be a height beyond.
        if not (missing & ~side).any() and side.any() and missing[side].mean() > 0.8:
            return f"for {words}"
    return f"in {_share(missing)} of the window"


def _remedy(node: Node) -> str:
    powers = [each.parts for each in in_order(node) if each.operation == "^"]
    third = 1 / 3
    if any(exponent.value == third for _, exponent in powers):
        return "; cbrt is the cube root that negative numbers have as well"
    return ""


def _level(node: Node, gradient: Sequence[Node]) -> list[str]:
    """Tell what is known of slopes without looking at any."""
    steps = sorted({each.operation for each in in_order(node)} & _STEPS)
    names, several = " and ".join(steps), len(steps) > 1
    if all(each is ZERO for each in gradient):
        if not steps:
            return ["flat: the slope is 0 everywhere, and the hiker will not move"]
        have = "have" if several else "has"
        return [f"{names} {have} a slope of 0 almost everywhere: the hiker will not move"]
    if steps:
        jumps = "jump" if several else "jumps"
        return [f"{names} {jumps}, and the slope does not tell of it"]
    return []


def _flat(
    gradient: Sequence[Node], slope: Floats, ground: tuple[Floats, Floats, Floats]
) -> list[str]:
    """Tell of slopes too small to be seen; `ground` is x, y and height, like them (rows, n)."""
    known = slope[np.isfinite(slope)]
    steepest = known.max(initial=0.0)
    if not known.size or steepest >= FLAT:
        return []
    unseen = "a slope below what can be seen on the map"
    if not {X, Y} & set(in_order(*gradient)):
        return [f"nowhere steeper than {steepest:.2g}: {unseen}"]
    words = f"no steeper than {steepest:.2g} at any of {known.size:,} places looked at"
    x, y, steeper = _steepest_near(gradient, slope, ground)
    if steeper >= FLAT:
        place = f"x = {x:.3g}, y = {y:.3g}"
        return [f"{words}, but {steeper:.2g} at {place}: most of the map will look flat"]
    return [f"{words}: {unseen}"]


def _steepest_near(
    gradient: Sequence[Node], slope: Floats, ground: tuple[Floats, Floats, Floats]
) -> tuple[float, float, float]:
    """Climb to steeper places between those looked at: x, y and the slope there."""
    x, y, height = ground
    unusual = np.abs(height - np.nanmedian(height))
    starts = {int(np.nanargmax(each)) for each in (slope, unusual) if not np.isnan(each).all()}
    apart = np.diff(x[0]).max(), np.diff(y[:, 0]).max()
    found = [_climbed(gradient, (x.flat[start], y.flat[start]), apart) for start in starts]
    return max(found, key=lambda place: place[2])


def _climbed(
    gradient: Sequence[Node], start: tuple[float, float], apart: tuple[float, float]
) -> tuple[float, float, float]:
    """Look around the steepest place so far, nearer by each time."""
    best = *start, 0.0
    shares = np.linspace(-1.0, 1.0, _AROUND)
    for nearer in range(_ZOOMS):
        across, along = (each * 0.5**nearer for each in apart)
        x, y = np.meshgrid(best[0] + across * shares, best[1] + along * shares)
        slope = np.nan_to_num(np.hypot(*on_arrays(gradient, x, y)), nan=0.0, posinf=0.0)
        top = int(slope.argmax())
        if slope.flat[top] > best[2]:
            best = float(x.flat[top]), float(y.flat[top]), float(slope.flat[top])
    return best


def _tall(height: Floats) -> list[str]:
    size = np.abs(height)
    tallest, usual = float(size.max()), float(np.median(size))
    # Half of each: the whole may be beyond the largest number.
    span = 2 * (float(height.max()) / 2 - float(height.min()) / 2)
    if span < _LOST * tallest and span > 0:
        words = f"the heights differ by {span:.2g} only, beside {tallest:.2g}"
        return [f"{words}: too little to draw well; leave the constant out"]
    if span > 1e6:
        return [f"very large values, up to {tallest:.2g}: too large to draw to scale"]
    if tallest > 1e3 and tallest > 500 * usual:
        words = f"very large values, up to {tallest:.2g}, and {usual:.2g} in the middle"
        return [f"{words}: most of the map will look flat"]
    return []


def _fast(height: Floats, slope: Floats, window: Extent) -> list[str]:
    """Compare what the height changes by from one pixel to the next with its whole range."""
    low, high = np.quantile(height, [0.02, 0.98])
    pixel = max(window.x1 - window.x0, window.y1 - window.y0) / _PIXELS
    jumps = np.count_nonzero(slope * pixel > 0.5 * (high - low))
    if high > low and jumps > 0.2 * slope.size:
        return ["changes faster than the map can show; try a smaller window"]
    return []
