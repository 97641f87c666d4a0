"""The vantage: from which side most of a part of the relief is seen."""

from __future__ import annotations

import math

import numpy as np

from mountain import Floats, Mesh

#: Looked at from these sides, in degrees from the south to the west, the north stays above.
_SIDES = (24, -24, 45, -45)
#: The ground around is tried at so many places from side to side, and before each of them so many.
_PLACES, _BEFORE = 13, 40
#: So far before a place, in parts of the block's longer side, something may hide it.
_REACH = 0.35
#: Another side than the first has to show so much more, as a share of all.
_WORTH = 0.04
#: Somebody who stands there is so high, in parts of the block's longer side.
_HEAD = 0.006


def best_turn(mesh: Mesh, middle: tuple[float, float], half: float, tilt: float) -> float:
    """Return from which side most of a part of the block is seen; the usual one if it is alike.

    Parameters
    ----------
    mesh : Mesh
        The block.
    middle, half : (float, float), float
        Where the part is in the plan, and half as long as its sides.
    tilt : float
        How far down one looks, in radians.

    Returns
    -------
    turn : float
        As of `Camera`.
    """
    turns = [math.radians(side) for side in _SIDES]
    shown = [seen_share(mesh, middle, half, turn, tilt) for turn in turns]
    best = max(range(len(turns)), key=shown.__getitem__)
    return turns[best] if shown[best] > shown[0] + _WORTH else turns[0]


def seen_share(
    mesh: Mesh, middle: tuple[float, float], half: float, turn: float, tilt: float
) -> float:
    """Return how much of a part of the block no other ground hides, from 0 to 1."""
    offsets = half * np.linspace(-1.0, 1.0, _PLACES)
    across, along = (grid.ravel() for grid in np.meshgrid(offsets, offsets))
    # A disc: nothing in the corners is near.
    inside = across**2 + along**2 <= (1.01 * half) ** 2
    places = np.column_stack([across[inside] + middle[0], along[inside] + middle[1]])
    heights = _heights(mesh, places)
    away = _REACH * np.arange(1, _BEFORE + 1) / _BEFORE
    way = np.array([-math.sin(turn), -math.cos(turn)])
    before = _heights(mesh, (places[:, None] + away[:, None] * way).reshape(-1, 2))
    line = heights[:, None] + _HEAD + away * math.tan(tilt)
    known = np.isfinite(heights)
    hidden = np.nanmax(before.reshape(line.shape) - line, axis=1, initial=-math.inf) > 0
    return float(1.0 - hidden[known].mean()) if known.any() else 1.0


def _heights(mesh: Mesh, plan: Floats) -> Floats:
    """Return how high the ground is at places in the plan, shape (n, 2); NaN for none."""
    window, sides = mesh.window, mesh.sides
    x = window.x0 + (plan[:, 0] / sides[0] + 0.5) * window.width
    y = window.y0 + (plan[:, 1] / sides[1] + 0.5) * window.tall
    heights: Floats = mesh.on_ground(x, y)[:, 2]
    return heights
