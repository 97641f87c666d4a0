"""How far numbers are from the truth, in units in their last place."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import mpmath
import numpy as np
from numpy.typing import NDArray

from mountain.expression import X, call, multiply, number
from mountain.native import compiled_surfaces

Values = NDArray[np.float64]


def compiled(name: str, factor: float = 1.0) -> Callable[[Values], Values]:
    """Return a function of our own, of a multiple, as heights have it."""
    (surface,) = compiled_surfaces([call(name, multiply(number(factor), X))])
    return lambda values: surface.at(values, values)


def farthest(
    truth: Callable[[mpmath.mpf], mpmath.mpf], values: Iterable[float], found: Iterable[float]
) -> float:
    """Return by how many units the worst of some results is off, by 42 digits of the truth."""
    worst = 0.0
    with mpmath.workprec(140):
        for value, result in zip(values, found, strict=True):
            true = truth(mpmath.mpf(float(value)))
            off = abs(mpmath.mpf(float(result)) - true) / mpmath.mpf(math.ulp(float(true)))
            worst = max(worst, float(off))
    return worst


def tiny(count: int, seed: int = 2) -> Values:
    """Return numbers of either sign down to the smallest that there are."""
    random = np.random.default_rng(seed)
    sizes: Values = 10.0 ** random.uniform(-320, 0, count)
    return sizes * random.choice([-1.0, 1.0], count)
