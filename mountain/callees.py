"""Callees: machine code that kernels call, of heights, of rules and of a crowd's readings.

They are passed as arguments, so that a new formula compiles no kernel again.
"""

from __future__ import annotations

import ctypes
import math
from typing import Any, ClassVar

import numba
import numpy as np
from numba.core.types import WrapperAddressProtocol

from mountain.ground import Floats

#: Heights are worked out for so many points at once; instead of a count, this asks for the four
#: points around one place.
LANES, AROUND = 4, -1
#: Where a rule finds the slope, the position and what it remembers, and leaves the step: pairs of
#: one number for each axis.
SLOPE_ROW, POSITION_ROW, STEP_ROW, MEMORY_ROW = range(4)
ROWS = 6
#: In a crowd, so many hikers read and step at once.
CROWD_LANES = 8

_SURFACE = numba.void(numba.int64, numba.uintp, numba.uintp, numba.uintp)
_RULE = numba.void(numba.int64, numba.uintp, numba.uintp)


class Compiled(WrapperAddressProtocol):
    """Machine code that kernels call.

    Parameters
    ----------
    address : int
        Where the code is.
    owner : object
        What keeps it there.
    """

    kind: ClassVar[Any]

    def __init__(self, address: int, owner: object) -> None:
        self._address = address
        self._owner = owner

    def __wrapper_address__(self) -> int:
        return self._address

    def signature(self) -> Any:
        """Return the one signature of all code of this kind."""
        return self.kind

    def __call__(self, *arguments: int) -> None:
        """Call it from Python, as kernels do that are not compiled."""
        ctypes.CFUNCTYPE(None, *[ctypes.c_int64] * len(arguments))(self._address)(*arguments)


class Surface(Compiled):
    """A height function; kernels call it as ``surface(count, x, y, out)``.

    The last three are addresses of float64 arrays, the first is how many points they hold, a
    multiple of `LANES`. When it is `AROUND`, the arrays of x and y begin with a place, and x goes
    on with a length h: the heights are those at h to the east, west, north and south of it.
    """

    kind = _SURFACE

    def at(self, x: Floats, y: Floats) -> Floats:
        """Return the function at points, shape (n,)."""
        xs, ys, out = np.zeros((3, math.ceil(x.size / LANES) * LANES))
        xs[: x.size] = x
        ys[: x.size] = y
        self(xs.size, xs.ctypes.data, ys.ctypes.data, out.ctypes.data)
        values: Floats = out[: x.size]
        return values


class CompiledRule(Compiled):
    """An optimizer's rule; kernels call it as ``rule(count, settings, state)``.

    The last two are addresses of arrays. The settings are those of `optimizers.SETTINGS`; the state
    is rows as `SLOPE_ROW` and those after it tell, each of so many hikers' numbers for the one
    axis, and then for the other.
    """

    kind = _RULE


class Phone(Compiled):
    """A crowd's readings; kernels call it as ``phone(count, probe, places, slopes)``.

    The last three are addresses of float64 arrays. The first has the probe length h, 1/(2h), and
    how far a step goes by a unit of slope; how many such steps are made before each reading, and
    how many readings there are. The others have the x of so many hikers, a multiple of
    `CROWD_LANES`, and then their y; and the slopes that they feel, in the same order.
    """

    kind = _SURFACE


Surfaces = tuple[Surface, Surface, Surface]
