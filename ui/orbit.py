"""The orbit: from where the relief is looked at, and how hands and keys move it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

import mountain
from mountain import Camera, Mesh

#: In radians: nearly level, and straight down.
_LOWEST, _HIGHEST = math.radians(6.0), math.radians(89.5)
_FARTHEST, _NEAREST = 0.6, 12.0
#: In the mist the eye is so many times nearer: of the whole block next to nothing is seen.
_CLOSER = 1.9
#: Dragging across the whole view turns so far, in radians.
_SWING = math.radians(220.0)
#: How high above the ground the eye stays, in parts of the block's longer side.
_OVER_GROUND = 0.02
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

    def zoomed(self, factor: float) -> Orbit:
        """Return the orbit so many times nearer."""
        return replace(self, zoom=min(max(self.zoom * factor, _FARTHEST), _NEAREST))

    def panned(self, across: float, down: float, mesh: Mesh) -> Orbit:
        """Return the orbit after the block was pulled, in units of the block at the focus."""
        sin, cos = math.sin(self.turn), math.cos(self.turn)
        along = down / max(math.sin(self.tilt), 0.3)
        x = self.focus[0] - across * cos + along * sin
        y = self.focus[1] + across * sin + along * cos
        half_x, half_y = (0.5 * side for side in mesh.sides)
        return replace(self, focus=(min(max(x, -half_x), half_x), min(max(y, -half_y), half_y)))

    def closer(self, place: tuple[float, float], share: float, opening: float = 1.0) -> Orbit:
        """Return the orbit of an eye that has gone a share of the way to a place in the plan.

        The nearer, the nearer the map is seen at first: `opening` times nearer than the whole.
        """
        focus = (self.focus[0] + share * place[0], self.focus[1] + share * place[1])
        return replace(self, zoom=self.zoom * (_CLOSER * opening) ** share, focus=focus)

    def camera(self, mesh: Mesh, size: tuple[int, int]) -> Camera:
        """Return the camera for a picture of so many columns and rows; its eye is over ground."""
        share = 1.0 - 1.0 / max(self.zoom, 1.0)
        ground = _ground(mesh, *self.focus)
        middle = 0.42 * mesh.top
        height = middle if math.isnan(ground) else middle + share * (ground - middle)
        focus = (*self.focus, height)
        distance = _fitting(mesh, self.tilt, size) / self.zoom
        tilt = self.tilt
        while tilt < _HIGHEST:
            camera = mountain.Camera(focus, self.turn, tilt, distance, size)
            eye = camera.lens[0]
            if not eye[2] < _ground(mesh, eye[0], eye[1]) + _OVER_GROUND:
                return camera
            tilt += math.radians(1.5)
        return mountain.Camera(focus, self.turn, _HIGHEST, distance, size)


def _ground(mesh: Mesh, across: float, along: float) -> float:
    """Return how high the ground is at a place of the block's plan; NaN where there is none."""
    window = mesh.window
    x = window.x0 + (across / mesh.sides[0] + 0.5) * window.width
    y = window.y0 + (along / mesh.sides[1] + 0.5) * window.tall
    return float(mesh.on_ground(np.array([x]), np.array([y]))[0, 2])


def _fitting(mesh: Mesh, tilt: float, size: tuple[int, int]) -> float:
    """Return the distance from which the block fits into the view, whichever way it is turned."""
    lens = mountain.Camera((0.0, 0.0, 0.0), 0.0, tilt, 0.0, size).lens
    focal, middle_x, middle_y = lens[4]
    angles = np.linspace(0.0, 2 * np.pi, 64)
    rim = 0.5 * math.hypot(*mesh.sides) * np.stack([np.cos(angles), np.sin(angles)], -1)
    half = 0.5 * mesh.top
    ends = np.concatenate([np.insert(rim, 2, height, axis=1) for height in (-half, half)])
    right, up, ahead = (ends @ lens[row] for row in (1, 2, 3))
    needed = np.maximum(np.abs(right) * focal / middle_x, np.abs(up) * focal / middle_y) - ahead
    return _MARGIN * float(needed.max())
