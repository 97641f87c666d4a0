"""Tints: which colour each height has, and the pixels of all colours in every light."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from mountain.fields import FieldError

#: How many steps the range of heights is parted into before each is given its colour.
BINS = 4096
COLOURS = LIGHTS = 256
#: What is shown where there is no ground, as 0xffRRGGBB.
NO_GROUND = 0xFF808080
Pixels = NDArray[np.uint32]


@dataclass(frozen=True, eq=False)
class Tints:
    """Which colour each height has.

    Attributes
    ----------
    colours : array of uint8, shape (256, 3)
        Red, green and blue, from the lowest to the highest.
    height_range : (float, float)
        What the first and the last colour stand for; lower and higher ground has these colours.
    ranks : array of uint8, shape (4096,), or None
        Which colour each 4096th part of the range has, from low to high, so that colours can be
        spread by rank as well as by value; None where they go with the value.

    Raises
    ------
    FieldError
        When an array has another shape or type, or the range is none.
    """

    colours: NDArray[np.uint8]
    height_range: tuple[float, float]
    ranks: NDArray[np.uint8] | None = None

    def __post_init__(self) -> None:
        """Check the tables."""
        tables = (("colours", self.colours, (COLOURS, 3)), ("ranks", self.ranks, (BINS,)))
        for name, table, shape in tables:
            if table is not None and (table.shape != shape or table.dtype != np.uint8):
                raise FieldError(f"{name}: must be uint8, shape {shape}, not {table.shape}")
        low, high = self.height_range
        if not (math.isfinite(low) and math.isfinite(high) and low < high):
            raise FieldError(f"height_range: {low:g} to {high:g} is none; try low before high")


def pixels_of(tints: Tints, dimmest: float, brightest: float) -> Pixels:
    """Return the pixels of all colours in the dimmest light, in the next, and so on.

    At last come so many pixels of no ground.
    """
    return _pixels_of(np.ascontiguousarray(tints.colours).tobytes(), dimmest, brightest)


@lru_cache(maxsize=8)
def _pixels_of(colours: bytes, dimmest: float, brightest: float) -> Pixels:
    each = np.frombuffer(colours, np.uint8).reshape(1, COLOURS, 3)
    lights = np.linspace(dimmest, brightest, LIGHTS)[:, None, None]
    lit = (each * lights + 0.5).clip(0, 255).astype(np.uint32)
    pixels = 0xFF000000 | lit[..., 0] << 16 | lit[..., 1] << 8 | lit[..., 2]
    return np.append(pixels, np.full(COLOURS, NO_GROUND)).astype(np.uint32)
