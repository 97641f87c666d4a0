"""Kinks: where a gradient jumps, and so has no value that an answer could be held to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from mountain.ground import Floats

#: From points x and y, shape (n,), to the values of some functions there.
Functions = Callable[[Floats, Floats], Sequence[Floats]]

#: How far beside a point is looked, as shares of the map: where the values still differ as much
#: when looked at from nearer by, they jump.
_BESIDE = (1e-9, 1e-10)
#: A smooth slope would leave a tenth of the difference.
_STAYS = 0.5
#: Smaller jumps, as shares of the values, are rounding.
_ROUNDING = 1e-6
_AROUND = tuple((across, along) for across in (-1, 0, 1) for along in (-1, 0, 1))


@np.errstate(all="ignore")
def jumps(functions: Functions, x: Floats, y: Floats, edges: Sequence[float]) -> NDArray[np.bool_]:
    """Tell at which points functions jump, as the gradient does at the edge of max(0, x).

    Also where a value stands alone, as that of sign(x)^2 at 0. What has no value does not count.

    Parameters
    ----------
    functions : callable
        From points to the values of one or several functions.
    x, y : array of float, shape (n,)
        The points.
    edges : sequence of float
        West, east, south and north edge of the map.
    """
    wide, tall = edges[1] - edges[0], edges[3] - edges[2]
    far, near = (_spreads(functions, x, y, (part * wide, part * tall)) for part in _BESIDE)
    sizes = np.abs(np.stack(functions(x, y)))
    seen = near > _ROUNDING * np.fmax(far, sizes)
    return np.asarray((seen & (near > _STAYS * far)).any(0))


def _spreads(functions: Functions, x: Floats, y: Floats, steps: tuple[float, float]) -> Floats:
    """Return by how much each function differs at points and right beside them, (functions, n)."""
    values = [
        np.stack(functions(x + across * steps[0], y + along * steps[1]))
        for across, along in _AROUND
    ]
    return np.asarray(np.fmax.reduce(values) - np.fmin.reduce(values))
