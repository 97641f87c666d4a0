"""The orbit: from where the relief is looked at, and how hands and keys move it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

import mountain
from mountain import Camera, Mesh
from ui.sightline import Sightline

#: In radians: nearly level, and straight down.
_LOWEST, _HIGHEST = math.radians(6.0), math.radians(89.5)
FARTHEST, _NEAREST = 0.6, 12.0
#: From so many times nearer on, it matters that the place looked at is seen.
_PART = 1.8
#: In the mist the eye is so many times nearer: of the whole block next to nothing is seen.
_CLOSER = 1.9
#: Dragging across the whole view turns so far, in radians.
_SWING = math.radians(220.0)
#: What is left free around the block.
_MARGIN = 1.0


@dataclass(frozen=True)
class Orbit:
    """Where the eye is; equal orbits see the same.

    Attributes
    ----------
    turn, tilt : float
        As of `Camera`, in radians.
    zoom : float
        1 where the whole block is seen.
    focus : (float, float)
        The place looked at: where in the block's plan, its middle at (0, 0).
    """

    turn: float = math.radians(24.0)
    tilt: float = math.radians(38.0)
    zoom: float = 1.0
    focus: tuple[float, float] = (0.0, 0.0)

    def swung(self, across: float, down: float) -> Orbit:
        """Return the orbit after a drag, in parts of the view's size."""
        tilt = min(max(self.tilt + 0.6 * down * _SWING, _LOWEST), _HIGHEST)
        turn = math.remainder(self.turn + across * _SWING, 2 * math.pi)
        return replace(self, turn=turn, tilt=tilt)

    def zoomed(self, factor: float, power: float = 1.0) -> Orbit:
        """Return the orbit so many times nearer; the whole block is seen at zoom 1 / `power`."""
        return replace(self, zoom=min(max(self.zoom * factor, FARTHEST / power), _NEAREST))

    def panned(self, across: float, down: float, mesh: Mesh) -> Orbit:
        """Return the orbit after the block was pulled, in units of the block at the focus."""
        sin, cos = math.sin(self.turn), math.cos(self.turn)
        along = down / max(math.sin(self.tilt), 0.3)
        x = self.focus[0] - across * cos + along * sin
        y = self.focus[1] + across * sin + along * cos
        half_x, half_y = (0.5 * side for side in mesh.sides)
        return replace(self, focus=(min(max(x, -half_x), half_x), min(max(y, -half_y), half_y)))

    def opened(self, first: Orbit, share: float) -> Orbit:
        """Return the orbit of an eye that begins elsewhere, and was then moved as this one.

        Zoomed out from there, it comes to see the whole block, and the block's middle.

        Parameters
        ----------
        first : Orbit
            Where it begins.
        share : float
            How much of that counts, from 0 to 1.
        """
        if not first.zoom > 1:
            return self
        zoom = (first.zoom * self.zoom) ** share * max(self.zoom, FARTHEST) ** (1.0 - share)
        near = 1.0 + math.log(self.zoom) / math.log(first.zoom)
        aside = share * min(max(near, 0.0), 1.0)
        focus = self.focus[0] + aside * first.focus[0], self.focus[1] + aside * first.focus[1]
        turn = math.remainder(self.turn + share * (first.turn - Orbit().turn), 2 * math.pi)
        return replace(self, turn=turn, zoom=zoom, focus=focus)

    def closer(self, place: tuple[float, float], share: float, opening: float = 1.0) -> Orbit:
        """Return the orbit of an eye that has gone a share of the way to a place in the plan.

        The nearer, the nearer the map is seen at first: `opening` times nearer than the whole.
        """
        focus = (self.focus[0] + share * place[0], self.focus[1] + share * place[1])
        return replace(self, zoom=self.zoom * (_CLOSER * opening) ** share, focus=focus)

    @property
    def _wholeness(self) -> float:
        """1 where the whole block is seen, and 0 from where only a part of it is looked at."""
        return min(max((_PART - self.zoom) / (_PART - 1.0), 0.0), 1.0)

    def camera(self, mesh: Mesh, size: tuple[int, int], sight: float = math.inf) -> Camera:
        """Return the camera for a picture of so many columns and rows.

        It is tilted as far as the eye needs to be over the ground, and to see the focus over what
        lies before it, if one is near.

        Parameters
        ----------
        sight : float
            Ground further than this from the focus cannot be seen, in the block's units.
        """
        share = 1.0 - 1.0 / max(self.zoom, 1.0)
        place = Sightline(mesh, self.focus, self.turn)
        middle = 0.42 * mesh.top
        height = middle if math.isnan(place.ground) else middle + share * (place.ground - middle)
        distance = _fitting(mesh.sides, mesh.top, self.tilt, size) / self.zoom
        needed = place.tilt_over(height, distance, lowered=self._wholeness, sight=sight)
        tilt = min(max(self.tilt, needed), _HIGHEST)
        return mountain.Camera((*self.focus, height), self.turn, tilt, distance, size)


@lru_cache(maxsize=8)
def _fitting(sides: tuple[float, float], top: float, tilt: float, size: tuple[int, int]) -> float:
    """Return the distance from which a block fits into the view, whichever way it is turned."""
    lens = mountain.Camera((0.0, 0.0, 0.0), 0.0, tilt, 0.0, size).lens
    focal, middle_x, middle_y = lens[4]
    angles = np.linspace(0.0, 2 * np.pi, 64)
    rim = 0.5 * math.hypot(*sides) * np.stack([np.cos(angles), np.sin(angles)], -1)
    half = 0.5 * top
    ends = np.concatenate([np.insert(rim, 2, height, axis=1) for height in (-half, half)])
    right, up, ahead = (ends @ lens[row] for row in (1, 2, 3))
    needed = np.maximum(np.abs(right) * focal / middle_x, np.abs(up) * focal / middle_y) - ahead
    return _MARGIN * float(needed.max())
