"""The relief: a terrain as a hill-shaded picture in colours that every eye can order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from mountain import Floats, Terrain

CELLS = 320
#: Enough for what the mist leaves to be seen while the window opens.
FEW_CELLS = 100
_LIGHT_AZIMUTH, _LIGHT_ALTITUDE = np.radians(135.0), np.radians(45.0)
#: From valley to top; lightness only ever rises, so that the order survives without hue.
ANCHORS = ("#14304f", "#1f5273", "#35758a", "#5f968f", "#94b08c", "#c6c692", "#ecdcae", "#fbf4e4")


@dataclass(frozen=True, eq=False)
class Relief:
    """A terrain's heights on a grid, and their picture.

    Attributes
    ----------
    x, y : arrays, shape (n,)
        The grid, from west to east and from south to north.
    heights : array, shape (n, n)
        By row (y) and column (x).
    image : QImage
        North up.
    levels : tuple of float
        Heights at which contour lines are drawn.
    """

    x: Floats
    y: Floats
    heights: Floats
    image: QImage
    levels: tuple[float, ...]


def colour_table() -> NDArray[np.uint8]:
    """Return the colours from the lowest to the highest place, shape (256, 3)."""
    anchors = np.array([[int(name[i : i + 2], 16) for i in (1, 3, 5)] for name in ANCHORS], float)
    places = np.linspace(0, len(anchors) - 1, 256)
    columns = [np.interp(places, np.arange(len(anchors)), channel) for channel in anchors.T]
    return np.stack(columns, -1).round().astype(np.uint8)


@lru_cache(maxsize=16)
def relief_of(terrain: Terrain, cells: int = CELLS) -> Relief:
    """Shade a terrain on a grid of so many cells; kept for the terrains used last."""
    x, y = terrain.window.grid(cells, cells)
    heights = terrain.ground.height(x, y)
    rank = _ranked(heights)
    shade = _shade(rank, terrain.window.tall / terrain.window.width)
    colours = colour_table()[(rank * 255).astype(np.uint8)]
    lit = np.clip(colours * (0.62 + 0.52 * shade[..., None]), 0, 255).astype(np.uint8)
    # Where there is no ground the picture is a flat grey.
    lit[~np.isfinite(heights)] = 128
    pixels = np.ascontiguousarray(lit[::-1])
    picture = QImage(pixels.data, cells, cells, 3 * cells, QImage.Format.Format_RGB888)
    image = picture.convertToFormat(QImage.Format.Format_RGB32)
    return Relief(x[0], y[:, 0], heights, image, _levels(heights))


def _ranked(heights: Floats) -> Floats:
    """Spread heights over 0 to 1: half by value, half by rank, so that no valley is one colour."""
    ground = heights[np.isfinite(heights)]
    if ground.size == 0 or np.ptp(ground) == 0:
        return np.zeros(heights.shape)
    sample = np.sort(ground)[:: max(1, ground.size // 2048)]
    filled = np.nan_to_num(heights, nan=sample[0], posinf=sample[-1], neginf=sample[0])
    rank = np.interp(filled, sample, np.linspace(0, 1, sample.size))
    value = (filled - ground.min()) / np.ptp(ground)
    spread: Floats = 0.35 * np.clip(value, 0, 1) + 0.65 * rank
    return spread


def _shade(rank: Floats, aspect: float) -> Floats:
    """Return how much light from the north-west each place gets, 0 to 1."""
    down, across = np.gradient(rank * len(rank) * 0.45)
    slope = np.arctan(np.hypot(across, down / aspect))
    facing = np.arctan2(down / aspect, across)
    light = np.sin(_LIGHT_ALTITUDE) * np.cos(slope) - np.cos(_LIGHT_ALTITUDE) * np.sin(
        slope
    ) * np.cos(facing - _LIGHT_AZIMUTH)
    lit: Floats = np.clip(light, 0, 1)
    return lit


def _levels(heights: Floats) -> tuple[float, ...]:
    """Choose about 14 round heights that part the map into bands of like area."""
    ground = heights[np.isfinite(heights)]
    if ground.size == 0 or np.ptp(ground) == 0:
        return ()
    ordered = np.sort(ground)
    edges = ordered[(np.linspace(0.03, 0.97, 14) * (ordered.size - 1)).astype(int)]
    digits = int(np.ceil(-np.log10(np.sort(np.diff(edges))[6] + 1e-12)))
    rounded = {round(float(edge), max(digits, 0)) + 0.0 for edge in edges}
    return tuple(sorted(level for level in rounded if ground.min() < level < ground.max()))
