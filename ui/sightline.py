"""The sight line: how far an eye must be tilted to see a place over the ground before it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mountain import Floats, Mesh

#: The ground before the place is looked at in so many steps.
_STEPS = 160
#: How high above the ground the eye stays, and with it the line, the further from the place the
#: more; in parts of the block's longer side.
_OVER_GROUND = 0.02
#: How high above the place the line begins, as a share of the distance.
_HEAD = 0.006
#: Beyond what can be seen, the ground counts for so much less by its distance from there.
_FALLS = 4.0


@dataclass(frozen=True, eq=False)
class Sightline:
    """The ground between a place and an eye that looks at it from one side.

    Attributes
    ----------
    mesh : Mesh
        The block.
    focus : (float, float)
        The place, in its plan.
    turn : float
        From where one looks, as of `Camera`.
    """

    mesh: Mesh
    focus: tuple[float, float]
    turn: float

    @cached_property
    def ground(self) -> float:
        """How high the ground is at the place; NaN where there is none."""
        return float(self._heights(np.zeros(1))[0])

    def tilt_over(
        self, height: float, distance: float, *, lowered: float = 0.0, sight: float = math.inf
    ) -> float:
        """Return the least tilt of an eye that sees the place and is over the ground.

        It changes little where the eye or the place moves a little, unless ground ends there.

        Parameters
        ----------
        height, distance : float
            The eye turns about a point so high at the place, so far from it.
        lowered : float
            As a share of the block's height: by how much lower ground at the place counts than it
            is, and ground at the eye by nothing.
        sight : float
            Ground further away than this cannot be seen.
        """
        away = self._steps(distance)
        if away.size == 0:
            return -math.pi / 2
        heights = self._heights(away)
        share = away / distance
        heights += _OVER_GROUND * np.minimum(3.0 * share, 1.0) - lowered * self.mesh.top * (
            1.0 - share
        )
        heights -= _FALLS * np.maximum(away - sight, 0.0)
        begin = (height if math.isnan(self.ground) else self.ground) + _HEAD * distance
        with np.errstate(invalid="ignore"):
            # The line rises by tan(tilt) + offset / cos(tilt), to be no less than the ground does.
            rise, offset = (heights - begin) / away, (height - begin) / distance
            free = np.arctan(rise) + np.arcsin(np.clip(-offset / np.hypot(1.0, rise), -1.0, 1.0))
            # Or so far up that the eye is before that ground.
            needed = np.minimum(free, np.arccos(np.minimum(share, 1.0)))
        return float(np.nanmax(needed, initial=-math.pi / 2))

    def _steps(self, distance: float) -> Floats:
        """Return how far ground before the place is from it in the plan; none beyond an eye."""
        nearest, furthest = 0.0, distance
        for focus, way, side in zip(self.focus, self._way, self.mesh.sides, strict=True):
            if abs(way) > 1e-9:
                ends = sorted((edge - focus) / way for edge in (-0.5 * side, 0.5 * side))
                nearest, furthest = max(nearest, ends[0]), min(furthest, ends[1])
            elif abs(focus) > 0.5 * side:
                return np.empty(0)
        if not furthest > nearest:
            return np.empty(0)
        return nearest + (furthest - nearest) * np.arange(1, _STEPS + 1) / _STEPS

    def _heights(self, away: Floats) -> Floats:
        """Return how high the ground is so far from the place towards the eye."""
        window, sides = self.mesh.window, self.mesh.sides
        shares = [
            np.clip((focus + away * way) / side + 0.5, 0.0, 1.0)
            for focus, way, side in zip(self.focus, self._way, sides, strict=True)
        ]
        x, y = window.x0 + shares[0] * window.width, window.y0 + shares[1] * window.tall
        # Rounding may lead out of the window.
        x, y = np.clip(x, window.x0, window.x1), np.clip(y, window.y0, window.y1)
        heights: Floats = self.mesh.on_ground(x, y)[:, 2]
        return heights

    @property
    def _way(self) -> tuple[float, float]:
        """The way from the place to the eye, in the plan."""
        return -math.sin(self.turn), -math.cos(self.turn)
