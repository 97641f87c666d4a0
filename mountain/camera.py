"""Cameras: from where a block is looked at, and where its points are then seen."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mountain.ground import Floats

#: Half the angle from the lower to the upper edge of what is seen.
_HALF_VIEW = math.radians(14.0)


@dataclass(frozen=True)
class Camera:
    """An eye that looks at a point, its head upright.

    Attributes
    ----------
    focus : (float, float, float)
        What it looks at.
    turn : float
        From where, in radians: from the south at 0, from the west at a quarter turn.
    tilt : float
        How far down it looks, in radians: level at 0, straight down at a quarter turn.
    distance : float
        From the eye to the focus.
    size : (int, int)
        Columns and rows of the picture, in pixels.
    """

    focus: tuple[float, float, float]
    turn: float
    tilt: float
    distance: float
    size: tuple[int, int]

    @cached_property
    def lens(self) -> Floats:
        """The eye, right, up, ahead, and (focal length, middle column, middle row), each a row."""
        sin_turn, cos_turn = math.sin(self.turn), math.cos(self.turn)
        sin_tilt, cos_tilt = math.sin(self.tilt), math.cos(self.tilt)
        right = np.array([cos_turn, -sin_turn, 0.0])
        ahead = np.array([sin_turn * cos_tilt, cos_turn * cos_tilt, -sin_tilt])
        up = np.array([sin_turn * sin_tilt, cos_turn * sin_tilt, cos_tilt])
        eye = np.array(self.focus) - self.distance * ahead
        columns, rows = self.size
        focal = 0.5 * min(rows, 0.85 * columns) / math.tan(_HALF_VIEW)
        return np.array([eye, right, up, ahead, [focal, 0.5 * columns, 0.5 * rows]])

    def seen(self, points: Floats) -> Floats:
        """Return where points, shape (n, 3), are seen: column, row, and nearness, shape (n, 3).

        The nearness is 1 over the distance ahead; NaN all three where a point is not ahead.
        """
        lens = self.lens
        away = np.asarray(points, float) - lens[0]
        right, up, ahead = lens[1:4] @ away.T
        with np.errstate(divide="ignore", invalid="ignore"):
            near = np.where(ahead > 0, 1.0 / ahead, np.nan)
            seen: Floats = np.stack(
                [lens[4, 1] + lens[4, 0] * right * near, lens[4, 2] - lens[4, 0] * up * near, near],
                -1,
            )
        return seen

    def point_at(self, column: float, row: float, nearness: float) -> Floats:
        """Return the point that is seen at a place of the picture, shape (3,)."""
        eye, right, up, ahead, (focal, middle_x, middle_y) = self.lens
        way = ahead + (column - middle_x) / focal * right + (middle_y - row) / focal * up
        point: Floats = eye + way / nearness
        return point
