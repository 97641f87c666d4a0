"""Linear regression as a mountain: over every line stands its mean squared error.

East is the slope of the line, north its intercept. The mean of (slope*x + intercept - y)^2 over the
points is a quadratic in both, so that its home and its curvatures are known without a search.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from mountain.expression import Node, X, Y, add, derivative, multiply, number, power, subtract
from mountain.ground import Floats
from mountain.notation import text_of
from mountain.samples import Samples, deviation, mean
from mountain.terrain import Terrain, Window
from mountain.units import OWN_UNITS, Units, standard_units

#: Where the ground bends so many times more across a valley than along it, a day is too short.
_LONGEST_VALLEY = 100.0
#: Errors smaller or larger than these are beyond the knobs, and a level so many times as far off.
_FINEST, _COARSEST, _FARTHEST = 0.01, 100.0, 100.0
#: How far the map reaches: to lines that miss the best by so many deviations of y.
_REACH = 2.0
#: No side of the map is longer than so many times the other.
_LONGEST_SIDE = 2.0
#: Below this ratio of curvatures the valley is a bowl, in which half the limit is a single leap.
_ROUND = 10.0
#: The share of the slope at the start that counts as flat.
_FLAT_SHARE = 2e-4
#: So many digits of a number are read; with fewer, who copies them has another gradient.
FIGURES = 6
#: What is a smaller share of a larger number beside it is what rounding has left of nothing.
_NOTHING = 1e-12


@dataclass(frozen=True)
class Regression:
    """The mean squared error of lines through points, a ground like any other.

    Attributes
    ----------
    samples : Samples
        The points. Where all their x are equal, a whole line of slopes and intercepts is best: the
        ground is a straight level valley, and `minimum` the place in it nearest to (0, 0).
    units : Units
        What the points are counted in.
    """

    samples: Samples
    units: Units = OWN_UNITS

    @cached_property
    def own_samples(self) -> Samples:
        """The points in their own units."""
        return self.units.own(self.samples)

    @cached_property
    def minimum(self) -> tuple[float, float]:
        """Slope and intercept of the line of least squares, by the closed form."""
        x, y = self.samples.x, self.samples.y
        middle_x, middle_y = mean(x), mean(y)
        if self._variance == 0:
            share = middle_y / (1 + x[0] ** 2)
            return _unsigned(share * x[0]), _unsigned(share)
        together = math.fsum(
            (a - middle_x) * (b - middle_y) for a, b in zip(x, y, strict=True)
        ) / len(x)
        slope = together / self._variance
        return _unsigned(slope), _unsigned(middle_y - slope * middle_x)

    @cached_property
    def least(self) -> float:
        """The mean squared error of the best line."""
        return self.mean_squared_error(*self.minimum)

    @cached_property
    def bends(self) -> tuple[float, float, float]:
        """The height's terms a, b and d in a*u^2 + b*u*v + d*v^2, u and v from the minimum."""
        square = mean(tuple(each * each for each in self.samples.x))
        return square, _unsigned(2 * mean(self.samples.x)), 1.0

    @cached_property
    def curvatures(self) -> tuple[float, float]:
        """The eigenvalues of the Hessian, ascending; the same everywhere."""
        a, b, d = self.bends
        high = a + d + math.hypot(a - d, b)
        # Their product is the determinant; the difference would lose the small one's digits.
        return 4 * self._variance / high, high

    @property
    def limit(self) -> float:
        """The largest η·k that still arrives: 2 over the larger curvature."""
        return 2 / self.curvatures[1]

    @cached_property
    def points(self) -> Floats:
        """The points' x, and their y, as kernels need them: shape (2, n)."""
        return np.array([self.samples.x, self.samples.y])

    @cached_property
    def _variance(self) -> float:
        return deviation(self.samples.x) ** 2

    def worked_out(self) -> Regression:
        """Return this ground with all done that goes through every point, so that nobody waits."""
        hash(self)
        _ = self.own_samples, self.least, self.bends, self.curvatures
        return self

    def with_own_point(self, index: int, x: float, y: float) -> Regression:
        """Return the ground with one point moved to a place in its own units."""
        moved = self.samples.with_point(index, *self.units.standard_point(x, y))
        return Regression(moved, self.units)

    def mean_squared_error(self, slope: float, intercept: float) -> float:
        """Go through the points: the mean of (slope*x + intercept - y)^2."""
        errors = (
            slope * x + intercept - y for x, y in zip(self.samples.x, self.samples.y, strict=True)
        )
        return mean(tuple(error * error for error in errors))

    @property
    def unit(self) -> str:
        """Nothing: its lengths and heights are in no unit."""
        return ""

    @property
    def text(self) -> str:
        """The height as a formula in x, the slope, and y, the intercept."""
        text = text_of(self.node)
        assert text is not None, "four terms are never too long to write"
        return text

    @cached_property
    def node(self) -> Node:
        """The height as an expression, which can be compiled."""
        return _written(self.least, self.bends, self.minimum)

    @property
    def short_node(self) -> Node:
        """The height as `node`, with `FIGURES` digits of each number, for people to read."""
        (least,) = _rounded(self.least)
        return _written(least, _rounded(*self.bends), _rounded(*self.minimum))

    @cached_property
    def gradient_nodes(self) -> tuple[Node, Node]:
        """The exact partial derivatives by slope and intercept, as expressions."""
        return derivative(self.node, X), derivative(self.node, Y)

    def height(self, x: ArrayLike, y: ArrayLike) -> Floats:
        """Mean squared errors of lines, any shape; x are slopes, y intercepts."""
        u, v = self._from_minimum(x, y)
        a, b, d = self.bends
        with np.errstate(all="ignore"):
            return np.asarray(self.least + a * u * u + b * u * v + d * v * v)

    def gradient(self, x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
        """Exact partial derivatives at points, by slope and intercept, in the points' shape."""
        u, v = self._from_minimum(x, y)
        a, b, d = self.bends
        with np.errstate(all="ignore"):
            return np.asarray(2 * a * u + b * v), np.asarray(b * u + 2 * d * v)

    def hessian(self, x: ArrayLike, y: ArrayLike) -> Floats:
        """Exact second derivatives at points, shape (..., 2, 2); the same everywhere."""
        a, b, d = self.bends
        shape = np.broadcast_shapes(np.shape(x), np.shape(y))
        return np.broadcast_to([[2 * a, b], [b, 2 * d]], (*shape, 2, 2)).astype(float)

    def _from_minimum(self, x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
        east, north = self.minimum
        u, v = np.broadcast_arrays(np.asarray(x, float) - east, np.asarray(y, float) - north)
        return u, v


def _unsigned(value: float) -> float:
    """Return a number, of two zeros the one that can be written."""
    return value + 0.0


def window_for(samples: Samples) -> Window:
    """Return a window around the best line that holds all lines which miss the points by little.

    Little is a mean squared error of (2 deviations of y)^2 more than the best line's. No side is
    more than twice the other, so that the valley's bend is seen.

    Raises
    ------
    TerrainError
        When places in it could not be told apart, as with x in the millions.
    """
    ground = Regression(samples)
    across, (a, _, _) = deviation(samples.x), ground.bends
    reach = _REACH * _misses(samples)
    # The box around the ellipse of equal error; a level valley has none.
    east = reach / across if across else reach / math.sqrt(a) if a else reach
    north = reach * math.sqrt(a) / across if across else reach
    east, north = max(east, north / _LONGEST_SIDE), max(north, east / _LONGEST_SIDE)
    middle_x, middle_y = ground.minimum
    return Window(middle_x - east, middle_x + east, middle_y - north, middle_y + north)


def _misses(samples: Samples) -> float:
    """Return by how much a level line in the middle misses the points, the scale of errors."""
    return deviation(samples.y) or max(abs(mean(samples.y)), 1.0)


def regression_terrain(samples: Samples) -> Terrain:
    """Return the mountain of lines through points, with settings with which a hiker gets home.

    Where the valley is too long for a day's walk, or the numbers too large or too small for the
    knobs, the ground's samples are the standardised ones, and the caption says so.
    """
    is_raw = _is_walkable(samples)
    units = OWN_UNITS if is_raw else standard_units(samples)
    ground = Regression(samples if is_raw else units.standard(samples), units)
    window = window_for(ground.samples)
    start = _start(ground, window)
    steepness = math.hypot(*map(float, ground.gradient(*start)))
    counted = "" if is_raw else " x and y are counted from their means, in standard deviations."
    return Terrain(
        name="regression",
        title="Linear regression",
        ground=ground,
        window=window,
        caption="Every place is a line, as high as its mean squared error: the lowest fits best."
        + counted,
        starts=(start,),
        settings={
            "learning_rate": _rounded_down(_unhurried_share(ground) * ground.limit, 2),
            "measure_every": 1,
            "probe_length": _rounded_down(1e-5 * min(window.width, window.tall), 1),
            "flat": _rounded_down(_FLAT_SHARE * steepness, 1),
            "step_minutes": 0.1,
            "reading_minutes": 0.2,
        },
    )


def _is_walkable(samples: Samples) -> bool:
    """Tell whether plain gradient descent gets home in these units, within a day."""
    low, high = Regression(samples).curvatures
    level, spread = abs(mean(samples.y)), _misses(samples)
    return (
        high <= _LONGEST_VALLEY * low
        and _FINEST <= spread <= _COARSEST
        and level <= _FARTHEST * spread
    )


def _start(ground: Regression, window: Window) -> tuple[float, float]:
    """Return a place on the steep side of the valley, so that both its bends are met.

    It is half-way from the edge, whose lines are far away from all points.
    """
    up = 0.375 if ground.bends[1] >= 0 else 0.625
    # Few digits, as one would type them.
    x, y = window.x0 + 0.3125 * window.width, window.y0 + up * window.tall
    return float(f"{x:.3g}"), float(f"{y:.3g}")


def _unhurried_share(ground: Regression) -> float:
    """Return the share of the limit to walk with: half glides across, less where that is home."""
    low, high = ground.curvatures
    return 0.5 if high > _ROUND * low > 0 else 0.1


def _rounded_down(value: float, digits: int) -> float:
    """Return a positive number with so many significant digits, not above it."""
    unit = 10.0 ** (math.floor(math.log10(value)) - digits + 1)
    return float(f"{math.floor(value / unit) * unit:.{digits}g}")


def _written(least: float, bends: Sequence[float], minimum: Sequence[float]) -> Node:
    """Write a height as its least value, and what squares of the way from there add to it."""
    a, b, d = map(number, bends)
    u, v = (subtract(*pair) for pair in zip((X, Y), map(number, minimum), strict=True))
    two = number(2)
    across = multiply(multiply(b, u), v)
    height = add(number(least), multiply(a, power(u, two)))
    return add(add(height, across), multiply(d, power(v, two)))


def _rounded(*values: float) -> tuple[float, ...]:
    """Round to a few digits each; beside a larger one, what rounding has left of nothing is 0."""
    nothing = _NOTHING * max(map(abs, values))
    return tuple(float(f"{each:.{FIGURES}g}") if abs(each) > nothing else 0.0 for each in values)
