"""Grids: ground that is told by heights at evenly spaced places, and is smooth between them."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from mountain.expression import Node
from mountain.ground import Floats
from mountain.origin import Origin
from mountain.spline import Spline, lookup_node, spline_through

#: So many characters of a fingerprint tell any two grids apart.
_SHORT = 32
Edges = tuple[float, float, float, float]


def _all_finite(heights: Floats) -> bool:
    """Tell whether all heights are numbers; without a second array, where their sum is one."""
    with np.errstate(all="ignore"):
        return bool(np.isfinite(heights.sum()) or np.isfinite(heights).all())


def _has_cells(first: float, last: float) -> bool:
    """Tell whether there is room for cells between two edges, which numbers can tell apart."""
    return first < last and math.isfinite(last - first) and math.isfinite(1e6 / (last - first))


class GridError(ValueError):
    """Heights that make no ground; the message says what is wrong and what would work."""


@dataclass(frozen=True, eq=False)
class Grid:
    """A ground through measured heights: between them a bicubic spline, beyond the edges nothing.

    The surface goes through every height, bends smoothly (its second derivatives are continuous)
    and does not bend across its edges. Grids of equal heights, edges, names and origins are equal.

    Attributes
    ----------
    heights : array, shape (rows, columns)
        The first row lies in the south, the first column in the west; read-only.
    edges : (float, float, float, float)
        West, east, south and north, where the outermost heights lie, in map units.
    name : str
        What it is of, in a few words.
    origin : Origin or None
        From which file its heights come, if they do.
    in_metres : bool
        Whether they are heights of land, in metres on all three axes; with an origin they are.

    Raises
    ------
    GridError
        When there are fewer than two rows or columns, a height is not finite, or the edges
        enclose nothing.
    """

    heights: Floats
    edges: Edges
    name: str
    origin: Origin | None = field(default=None, kw_only=True)
    in_metres: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        """Check the heights, and make them read-only."""
        heights = np.ascontiguousarray(self.heights, float)
        if heights.flags.writeable and np.may_share_memory(heights, self.heights):
            heights = heights.copy()
        heights.flags.writeable = False
        object.__setattr__(self, "heights", heights)
        west, east, south, north = edges = tuple(map(float, self.edges))
        object.__setattr__(self, "edges", edges)
        if heights.ndim != 2 or min(heights.shape) < 2:
            raise GridError(
                f"grid {self.name!r}: heights of shape {heights.shape} make no surface; "
                "give two rows and two columns at least"
            )
        if not (_has_cells(west, east) and _has_cells(south, north)):
            raise GridError(
                f"grid {self.name!r}: edges {edges} enclose nothing; "
                "give west < east and south < north, as -3,3,-3,3"
            )
        if not _all_finite(heights):
            row, column = np.argwhere(~np.isfinite(heights))[0].tolist()
            raise GridError(
                f"grid {self.name!r}: the height in row {row}, column {column} is "
                f"{heights[row, column]}; fill what is missing first"
            )

    @cached_property
    def fingerprint(self) -> str:
        """A SHA-256 of all that it is made of, in hexadecimal.

        Where the heights come from a file, of which there is one already, they are not gone
        through again but for their sum: a map may have millions.
        """
        told = (self.name, self.edges, self.heights.shape)
        if self.origin is not None:
            with np.errstate(all="ignore"):
                known = (*told, self.origin, float(self.heights.sum()))
            return hashlib.sha256(repr(known).encode("utf-8", "backslashreplace")).hexdigest()
        digest = hashlib.sha256(repr(told).encode("utf-8", "backslashreplace"))
        digest.update(self.heights.data)
        return digest.hexdigest()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Grid):
            return NotImplemented
        return self is other or self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    @property
    def unit(self) -> str:
        """Metres, where its heights are an elevation map's; else nothing."""
        return "m" if self.in_metres or self.origin is not None else ""

    @property
    def text(self) -> str:
        """What it is of, and how finely it is told."""
        rows, columns = self.heights.shape
        return f"{self.name}, a grid of {columns} × {rows} heights"

    @cached_property
    def node(self) -> Node:
        """The height as an expression, which can be compiled."""
        return lookup_node(self._spline, self.fingerprint[:_SHORT], (0, 0))

    @cached_property
    def gradient_nodes(self) -> tuple[Node, Node]:
        """The exact partial derivatives by x and y, as expressions."""
        spline, name = self._spline, self.fingerprint[:_SHORT]
        return lookup_node(spline, name, (1, 0)), lookup_node(spline, name, (0, 1))

    def height(self, x: ArrayLike, y: ArrayLike) -> Floats:
        """Heights at points, any shape; NaN beyond the edges."""
        return self._spline.at(x, y)

    def gradient(self, x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
        """Exact partial derivatives at points, by x and by y; NaN beyond the edges."""
        return self._spline.at(x, y, (1, 0)), self._spline.at(x, y, (0, 1))

    def hessian(self, x: ArrayLike, y: ArrayLike) -> Floats:
        """Exact second derivatives at points, shape (..., 2, 2); NaN beyond the edges."""
        by_x, both, by_y = (self._spline.at(x, y, orders) for orders in ((2, 0), (1, 1), (0, 2)))
        return np.stack([np.stack([by_x, both], -1), np.stack([both, by_y], -1)], -2)

    @cached_property
    def _spline(self) -> Spline:
        return spline_through(self.heights, self.edges)
