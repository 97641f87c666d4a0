"""Splines: a smooth surface through the nodes of an even grid, on NumPy arrays.

The uniform bicubic B-spline (de Boor 1978, "A Practical Guide to Splines"): its second derivatives
are continuous, it goes through every node, and across an edge it does not bend (natural ends).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mountain.errand import go_on
from mountain.expression import Node, X, Y
from mountain.ground import Floats

#: The height, and how often it is differentiated by x and by y.
Orders = tuple[int, int]
#: A spline in a cell is made of so many coefficients, in either direction.
WEIGHTS = 4
#: So many lines are solved at once where they lie across the memory.
_ACROSS = 1024


def _value_weights(t: Any, s: Any) -> list[Any]:
    inner, outer = (each * each * (0.5 * each - 1.0) + 2.0 / 3.0 for each in (t, s))
    return [s * s * s * (1.0 / 6.0), inner, outer, t * t * t * (1.0 / 6.0)]


def _slope_weights(t: Any, s: Any) -> list[Any]:
    inner, outer = (each * (1.5 * each - 2.0) for each in (t, s))
    return [s * s * -0.5, inner, -outer, t * t * 0.5]


def _bend_weights(t: Any, s: Any) -> list[Any]:
    return [s, 3.0 * t - 2.0, 3.0 * s - 2.0, t]


#: What four coefficients in a row weigh, by how far a place is into its cell and how far from its
#: end, for the spline and its first two derivatives. Arrays and numbers yet to be written do alike.
WEIGHT_RULES: tuple[Callable[[Any, Any], list[Any]], ...] = (
    _value_weights,
    _slope_weights,
    _bend_weights,
)


def total(terms: Sequence[Any]) -> Any:
    """Add four terms up, always in the same order."""
    return (terms[0] + terms[1]) + (terms[2] + terms[3])


def _solve(lines: Floats) -> None:
    """Turn nodes into coefficients along the first axis, in place; the rim is left open.

    Each node is (a + 4 b + c) / 6 of its own coefficient b and those beside it, and a natural
    spline's first and last coefficients are the nodes there: Thomas's elimination.
    """
    shares = [0.0]
    for row in range(1, len(lines) - 1):
        go_on()
        shares.append(1.0 / (4.0 - shares[-1]))
        lines[row] *= 6.0
        lines[row] -= lines[row - 1]
        lines[row] *= shares[-1]
    for row in range(len(lines) - 2, 0, -1):
        go_on()
        lines[row] -= shares[row] * lines[row + 1]


def _coefficients(heights: Floats) -> Floats:
    """Return the coefficients, shape (rows + 2, columns + 2), of heights, shape (rows, columns)."""
    rows, columns = heights.shape
    coefficients = np.empty((rows + 2, columns + 2))
    inner = coefficients[1:-1, 1:-1]
    inner[:] = heights
    _solve(inner)
    for first in range(0, rows, _ACROSS):
        # A copy that lies along the memory; only so much of it at once.
        across = inner[first : first + _ACROSS].T.copy()
        _solve(across)
        inner[first : first + _ACROSS] = across.T
    for whole in (coefficients[:, 1:-1], coefficients.T):
        whole[0] = 2.0 * whole[1] - whole[2]
        whole[-1] = 2.0 * whole[-2] - whole[-3]
    coefficients.flags.writeable = False
    return coefficients


@dataclass(frozen=True, eq=False)
class Spline:
    """A surface of coefficients, and where it lies.

    Attributes
    ----------
    coefficients : array, shape (rows + 2, columns + 2)
        One for each node and one beyond each edge; read-only and contiguous.
    edges : (float, float, float, float)
        West, east, south and north, where the first and the last nodes lie.
    """

    coefficients: Floats
    edges: tuple[float, float, float, float]

    @property
    def cells(self) -> tuple[int, int]:
        """How many cells lie from west to east, and from south to north."""
        rows, columns = self.coefficients.shape
        return columns - WEIGHTS + 1, rows - WEIGHTS + 1

    @property
    def scales(self) -> tuple[float, float]:
        """How many cells there are to a map unit, from west to east and from south to north."""
        x0, x1, y0, y1 = self.edges
        across, along = self.cells
        return across / (x1 - x0), along / (y1 - y0)

    @np.errstate(all="ignore")
    def at(self, x: ArrayLike, y: ArrayLike, orders: Orders = (0, 0)) -> Floats:
        """Evaluate the surface or a derivative at places, any shape; NaN where there is none.

        Parameters
        ----------
        x, y : array_like
            Places, in map units.
        orders : (int, int)
            How often to differentiate by x and by y, at most twice each.

        Returns
        -------
        array
            In the places' common shape.
        """
        xs, ys = np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float))
        x0, x1, y0, y1 = self.edges
        inside = (xs >= x0) & (xs <= x1) & (ys >= y0) & (ys <= y1)
        columns, across = self._weights(np.where(inside, xs, x0), 0, orders[0])
        rows, along = self._weights(np.where(inside, ys, y0), 1, orders[1])
        sums = [
            total([along[k] * self.coefficients[rows + k, columns + j] for k in range(WEIGHTS)])
            for j in range(WEIGHTS)
        ]
        value = total([weight * each for weight, each in zip(across, sums, strict=True)])
        return np.where(inside, value * self.scale_of(orders), np.nan)

    def scale_of(self, orders: Orders) -> float:
        """Return what a derivative by cells is multiplied by to be one by map units."""
        across, along = self.scales
        return float(across ** orders[0] * along ** orders[1])

    def _weights(
        self, places: Floats, axis: int, order: int
    ) -> tuple[NDArray[np.intp], list[Floats]]:
        """Return in which cell places lie, and what the four coefficients there weigh."""
        along = (places - self.edges[2 * axis]) * self.scales[axis]
        cell = np.minimum(np.floor(along), self.cells[axis] - 1.0)
        t = along - cell
        return cell.astype(np.intp), WEIGHT_RULES[order](t, 1.0 - t)


@np.errstate(all="ignore")
def spline_through(heights: Floats, edges: tuple[float, float, float, float]) -> Spline:
    """Lay the natural bicubic spline through the nodes of a grid, shape (rows, columns).

    It takes time in proportion to the nodes, and besides the coefficients little memory.
    """
    return Spline(_coefficients(heights), edges)


@dataclass(frozen=True, eq=False, slots=True)
class Lookup(Node):
    """A spline's value or derivative at (x, y), as a part of an expression.

    It holds its spline, so that the coefficients are there for as long as the expression.
    """

    spline: Spline = field(kw_only=True)
    orders: Orders = field(kw_only=True)


def lookup_node(spline: Spline, name: str, orders: Orders) -> Lookup:
    """Make the node of a spline or of its derivative; `name` tells it from other splines."""
    by = "x" * orders[0] + "y" * orders[1]
    return Lookup(f"spline_{name}_{by or 'height'}", (X, Y), spline=spline, orders=orders)
