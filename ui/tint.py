"""Tints: which colour each height has, and how light falls on it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

import mountain
from mountain import Floats

#: From valley to top; lightness only ever rises, so that the order survives without hue.
ANCHORS = ("#14304f", "#1f5273", "#35758a", "#5f968f", "#94b08c", "#c6c692", "#ecdcae", "#fbf4e4")
#: What a colour is multiplied by where no light falls, and by how much more in full light.
DIMMEST, LIGHTER = 0.62, 0.52
#: How steep a way from the lowest to the highest rank, over the whole map, is taken to be.
STEEPNESS = 0.45
#: To the light that maps are usually drawn in: in the north-west, halfway up.
FROM_NORTH_WEST = (-0.5, 0.5, 0.5**0.5)
_LIGHTS = 64
_SAMPLE = 2048
_NO_GROUND = 0xFF808080
#: On so few heights the growth of rank is found, for places seen from near.
_KNOTS = 25
#: How many steps of height the colours of large pictures are looked up in.
_BINS = 4096
Pixels = NDArray[np.uint32]


def colours_between(anchors: tuple[str, ...], count: int = 256) -> NDArray[np.uint8]:
    """Return so many colours from the first anchor to the last, shape (count, 3)."""
    parts = np.array([[int(name[i : i + 2], 16) for i in (1, 3, 5)] for name in anchors], float)
    places = np.linspace(0, len(parts) - 1, count)
    columns = [np.interp(places, np.arange(len(parts)), channel) for channel in parts.T]
    return np.stack(columns, -1).round().astype(np.uint8)


def colour_table() -> NDArray[np.uint8]:
    """Return the colours from the lowest to the highest place, shape (256, 3)."""
    return colours_between(ANCHORS)


@dataclass(frozen=True, eq=False)
class Tint:
    """How heights are spread over the colours: half by value, half by rank.

    So no valley is all one colour.

    Attributes
    ----------
    sample : array, shape (n,)
        Heights from low to high that stand for all.
    low, spread : float
        The lowest height of all, and how far the highest is above it; 0 where all are alike.
    """

    sample: Floats
    low: float
    spread: float

    @property
    def is_flat(self) -> bool:
        """Whether all ground is equally high, or there is none."""
        return self.spread == 0

    def rank(self, heights: Floats) -> Floats:
        """Return the place of heights among all, from 0 to 1; 0 where there are none."""
        if self.is_flat:
            return np.zeros(heights.shape)
        first, last = self.sample[[0, -1]]
        filled = np.nan_to_num(heights, nan=first, posinf=last, neginf=first)
        value = (filled - self.low) / self.spread
        # In parts of the spread: steps between the smallest numbers would be steep beyond all.
        rank = np.interp(value, self._shares, np.linspace(0, 1, self.sample.size))
        spread: Floats = 0.35 * np.clip(value, 0, 1) + 0.65 * rank
        return spread

    @cached_property
    def _shares(self) -> Floats:
        shares: Floats = (self.sample - self.low) / self.spread
        return shares

    def growth(self, heights: Floats) -> Floats:
        """Return by how much rank grows with height, without the kinks that `rank` has.

        They would be seen as stripes where one looks closely.
        """
        if self.is_flat:
            return np.zeros(heights.shape)
        places = np.linspace(0, self.sample.size - 1, _KNOTS).astype(int)
        knots = self.sample[places]
        apart = np.maximum(np.diff(knots), 1e-9 * self.spread)
        middles = (knots[1:] + knots[:-1]) / 2
        growth = np.interp(heights, middles, 0.65 * np.diff(places) / places[-1] / apart)
        smooth: Floats = 0.35 / self.spread + growth
        return smooth

    @cached_property
    def tints(self) -> mountain.Tints:
        """The same as a table, for pictures with many cells."""
        heights = self.low + self.spread * (np.arange(_BINS) + 0.5) / _BINS
        ranks = (self.rank(heights) * 255).astype(np.uint8)
        return mountain.Tints(colour_table(), (self.low, self.low + self.spread), ranks)


def tint_of(heights: Floats) -> Tint:
    """Return the tint of a map with such heights, some of which may be none."""
    ground = heights[np.isfinite(heights)]
    spread = spread_of(ground)
    if spread == 0:
        return Tint(np.zeros(1), 0.0, 0.0)
    ordered = np.sort(ground)
    sample = ordered[:: max(1, ordered.size // _SAMPLE)]
    return Tint(sample, float(ordered[0]), spread)


def spread_of(ground: Floats) -> float:
    """Return how far the highest of some heights is above the lowest.

    0 where there are none, and where the distance is beyond all numbers: it has no parts.
    """
    spread = float(ground.max()) - float(ground.min()) if ground.size else 0.0
    return spread if math.isfinite(spread) else 0.0


def lit(east: Floats, north: Floats, direction: tuple[float, float, float]) -> Floats:
    """Return how much light falls on ground with such slopes, 0 to 1 (Lambert 1760).

    Parameters
    ----------
    east, north : arrays of one shape
        How steeply it rises to the east and to the north.
    direction : (float, float, float)
        The unit vector towards the light: to the east, to the north, and up.
    """
    to_east, to_north, up = direction
    toward = up - to_east * east - to_north * north
    brightness: Floats = np.clip(toward / np.sqrt(1 + east * east + north * north), 0, 1)
    return brightness


def painted(
    numbers: NDArray[np.uint8],
    light: Floats,
    ground: NDArray[np.bool_],
    *,
    anchors: tuple[str, ...] = ANCHORS,
    count: int = 256,
) -> QImage:
    """Return a picture of cells, of which the first row lies in the south, with north up.

    Parameters
    ----------
    numbers : array of uint8, shape (rows, columns)
        The number of each cell's colour.
    light : array, shape (rows, columns)
        How much light falls on each, 0 to 1.
    ground : array of bool, shape (rows, columns)
        Where there is any; elsewhere it is a flat grey.
    anchors, count : tuple of str, int
        Between which colours the table goes, and how many it has.
    """
    brightness = (np.nan_to_num(light) * (_LIGHTS - 1) + 0.5).astype(np.intp)
    pixels = _pixels(anchors, count).take(numbers.astype(np.intp) * _LIGHTS + brightness)
    pixels[~ground] = _NO_GROUND
    return image_of(pixels[::-1])


@lru_cache(maxsize=4)
def _pixels(anchors: tuple[str, ...], count: int) -> Pixels:
    """Return every colour in every light, as one number each."""
    lights = DIMMEST + LIGHTER * np.linspace(0, 1, _LIGHTS)
    parts = colours_between(anchors, count)[:, None, :] * lights[:, None]
    red, green, blue = np.moveaxis(np.clip(parts, 0, 255).astype(np.uint32), -1, 0)
    pixels: Pixels = 0xFF000000 | red << 16 | green << 8 | blue
    return pixels.ravel()


def image_of(pixels: Pixels) -> QImage:
    """Return a picture of its own of pixels, shape (rows, columns), as 0xffRRGGBB."""
    pixels = np.ascontiguousarray(pixels)
    rows, columns = pixels.shape
    picture = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)
    return picture.copy()
