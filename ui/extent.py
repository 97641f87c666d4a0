"""The extent of a plot of points: all of them inside, and the line seen among them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from mountain import Floats

#: Room around the points, as a share of how far they reach.
_ROOM = 0.2
#: Room around points that are all as high, as a share of how high.
_LEVEL_ROOM = 0.5
#: What is dragged stays so far inside, as a share of the plot.
_INSIDE = 0.05
#: A line is followed no farther than so many heights of the points.
_FARTHEST = 12.0


@dataclass(frozen=True)
class Extent:
    """From where to where a plot reaches.

    Attributes
    ----------
    left, right, low, high : float
        Its edges, in the points' units.
    """

    left: float
    right: float
    low: float
    high: float

    def held(self, x: float, y: float) -> tuple[float, float]:
        """Return a point, or the nearest place well inside, where it can be seen and taken."""
        beside, above = _INSIDE * (self.right - self.left), _INSIDE * (self.high - self.low)
        return (
            min(max(x, self.left + beside), self.right - beside),
            min(max(y, self.low + above), self.high - above),
        )


def extent_of(x: Floats, y: Floats) -> Extent:
    """Return an extent with all points inside, and room around them."""
    (left, right), (low, high) = (_widened(float(each.min()), float(each.max())) for each in (x, y))
    return Extent(left, right, low, high)


def _widened(low: float, high: float) -> tuple[float, float]:
    """Return a range with room on both sides, also where both ends are one."""
    largest, apart = max(abs(low), abs(high)), high - low
    # Of numbers as large as these, less could not be told apart.
    room = (_ROOM * apart if apart > 1e-9 * largest else _LEVEL_ROOM * largest) or 1.0
    return low - room, high + room


def with_line(extent: Extent, slope: float, intercept: float) -> Extent:
    """Return an extent in whose middle a line is seen: the same one, or a taller.

    Where the line is very far away it is not followed, or of the points nothing would be seen.
    """
    tall = extent.high - extent.low
    low, high = _inner(extent, slope, intercept)
    farthest = _FARTHEST * tall
    if low > extent.high - 0.05 * tall and low <= extent.high + farthest:
        return replace(extent, high=(low - _ROOM * extent.low) / (1 - _ROOM))
    if high < extent.low + 0.05 * tall and high >= extent.low - farthest:
        return replace(extent, low=(high - _ROOM * extent.high) / (1 - _ROOM))
    return extent


def side_of(extent: Extent, slope: float, intercept: float) -> int:
    """Tell where a line is that is not seen: 1 above an extent, -1 below it; 0 where it is seen."""
    low, high = _inner(extent, slope, intercept)
    return int(low > extent.high) - int(high < extent.low)


def _inner(extent: Extent, slope: float, intercept: float) -> tuple[float, float]:
    """Return how low and how high a line is in an extent's middle half."""
    # Where a line leaves a plot at the top and at the bottom, it is seen in between.
    inner = extent.left + np.array([0.25, 0.75]) * (extent.right - extent.left)
    low, high = sorted((slope * inner + intercept).tolist())
    return low, high
