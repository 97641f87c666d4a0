"""Measured ground: which terrains are elevation maps."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import mountain
from mountain import Terrain

if TYPE_CHECKING:
    from mountain import Grid


def grid_of(terrain: Terrain) -> Grid | None:
    """Return the heights of an elevation map, in metres; None where a terrain is no such map."""
    # While no grid has been loaded there is none: the first painting need not wait for that.
    if "mountain.grid" not in sys.modules:
        return None
    ground = terrain.ground
    # What is in no unit is no map: the mountain of a network's cost is such a grid.
    return ground if isinstance(ground, mountain.Grid) and ground.unit else None
