"""Equivalence: whether two expressions have the same values, as far as numbers can tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mountain.evaluation import on_arrays
from mountain.expression import Node, in_order
from mountain.ground import Floats

#: Two values are equal when they differ by less than this share of themselves,
_SHARE = 1e-9
#: or by what rounding makes of the largest number on the way to them.
_ROUNDING = 1e-13
#: Where rounding may make so much of the values, nothing can be told.
_TOO_ROUGH = 1e-3
#: So many points must tell something before anything is said.
FEWEST = 8
_ACROSS = 21
_SEEDED = _ACROSS * _ACROSS
_LATTICE = 13


@dataclass(frozen=True)
class Comparison:
    """Two expressions at the same points.

    Attributes
    ----------
    x, y : array of float, shape (n,)
        The points.
    expected, found : array of float, shape (n,)
        The values of the one that is right and of the one that is compared with it.
    equal : array of bool, shape (n,)
        Where both have a value, the same but for rounding.
    different : array of bool, shape (n,)
        Where both have a value, and not the same.
    missing : array of bool, shape (n,)
        Where the right one has a value and the other has none.
    """

    x: Floats
    y: Floats
    expected: Floats
    found: Floats
    equal: NDArray[np.bool_]
    different: NDArray[np.bool_]
    missing: NDArray[np.bool_]

    @property
    def is_settled(self) -> bool:
        """Whether there are enough points that tell something."""
        return bool((self.equal | self.different).sum() >= FEWEST)

    @property
    def are_equal(self) -> bool:
        """Whether no point tells the two apart where both have values."""
        return self.is_settled and not self.different.any()

    @property
    def misses_a_region(self) -> bool:
        """Whether more values are missing than at single points and lines of `points_in`."""
        return bool(self.missing[:_SEEDED].any())

    @property
    def worst(self) -> int:
        """The index of the point where the values differ most; of equals the first."""
        with np.errstate(invalid="ignore"):
            apart = np.where(self.different, np.abs(self.found - self.expected), -1.0)
        return int(apart.argmax())


def points_in(edges: Sequence[float], seed: int = 0) -> tuple[Floats, Floats]:
    """Return points of a window: seeded ones, one in each of its cells, and a lattice.

    Parameters
    ----------
    edges : sequence of float
        West, east, south and north edge.
    seed : int
        Where in its cell each of the seeded points lies.

    Returns
    -------
    x, y : array of float
        The points of the lattice last, with those on the axes, where formulas like to be special.
    """
    x0, x1, y0, y1 = edges
    chance = np.random.default_rng(seed)
    row, column = np.divmod(np.arange(_SEEDED), _ACROSS)
    x = x0 + (x1 - x0) * (column + chance.random(row.size)) / _ACROSS
    y = y0 + (y1 - y0) * (row + chance.random(row.size)) / _ACROSS
    across, along = np.meshgrid(_with_zero(x0, x1), _with_zero(y0, y1))
    return np.append(x, across), np.append(y, along)


def _with_zero(low: float, high: float) -> Floats:
    """Return numbers evenly from low to high, and zero if it is between."""
    numbers = np.linspace(low, high, _LATTICE)
    return np.unique(np.append(numbers, 0.0)) if low < 0 < high else numbers


def compare(expected: Node, found: Node, x: Floats, y: Floats) -> Comparison:
    """Compare an expression with the one that is right, at points of shape (n,)."""
    right, said = on_arrays((expected, found), x, y)
    with np.errstate(all="ignore"):
        bound = rounding(expected, x, y) + rounding(found, x, y)
        size = np.maximum(np.abs(right), np.abs(said))
        apart = np.abs(right - said)
        known = np.isfinite(right)
        both = known & np.isfinite(said) & (bound <= _TOO_ROUGH * (1 + size))
        equal = both & (apart <= _SHARE * size + bound)
    missing = known & ~np.isfinite(said)
    return Comparison(x, y, right, said, equal, both & ~equal, missing)


def rounding(node: Node, x: Floats, y: Floats) -> Floats:
    """Return what rounding may make of an expression's values, by the largest of its parts."""
    parts = np.abs(on_arrays(in_order(node), x, y))
    parts[~np.isfinite(parts)] = 0
    largest: Floats = _ROUNDING * parts.max(0)
    return largest
