"""The pictures that a map of one size is put together from, kept between paintings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPixmap

from mountain import Terrain
from ui.contours import Scale
from ui.sheet import paint_sheet, sheet_of
from ui.theme import Theme
from ui.trail import Trail, lines_between
from ui.veil import Veil

if TYPE_CHECKING:
    from mountain import Track


class Pictures:
    """The sheet, the way walked and the mist, for a widget of one size.

    Parameters
    ----------
    terrain, theme : Terrain, Theme
        What is shown, and how.
    size, ratio : QSize, float
        Of the widget in logical pixels, and device pixels to one of them.
    frame, scale : QRectF, Scale
        Where the map lies in the widget.
    contoured : bool
        Whether contour lines are drawn.
    """

    def __init__(
        self,
        terrain: Terrain,
        theme: Theme,
        size: QSize,
        ratio: float,
        *,
        frame: QRectF,
        scale: Scale,
        contoured: bool,
    ) -> None:
        self.ratio = ratio
        self._scale = scale
        self.base = QPixmap(size * ratio)
        self.base.setDevicePixelRatio(ratio)
        paint_sheet(self.base, sheet_of(terrain, contoured=contoured), frame, scale, theme)
        self.trail = Trail(QRectF(0, 0, size.width(), size.height()), ratio, theme)
        self.veil = Veil(frame, ratio, theme.mist)
        self._track: Track | None = None
        self._drawn = 0

    def walk(self, track: Track | None, step: int) -> None:
        """Add what has been walked since; start anew where that is another way."""
        if not self._continues(track, step):
            self._drawn = 0
            self.trail.forget()
            self.veil.forget()
        self._track = track
        if track is None or step + 1 <= self._drawn:
            return
        rows = track.rows[max(self._drawn - 1, 0) : step + 1]
        points = self._scale.to_screen(np.stack([rows["x"], rows["y"]], -1))
        lines = lines_between(points)
        self.trail.walk(lines, points[rows["on_reading"] == 0])
        self.veil.walk(lines)
        self._drawn = step + 1

    def _continues(self, track: Track | None, step: int) -> bool:
        """Tell whether a track only goes on from what is drawn."""
        if self._drawn == 0:
            return True
        if track is None or self._track is None or self._drawn > step + 1:
            return False
        last = self._drawn - 1
        same = track.rows[[0, last]] == self._track.rows[[0, last]]
        return bool(same.all())
