"""The haze: how dense the mist is over the relief's plan: it thickens with the way to the hiker."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QRadialGradient

from mountain import Floats, Window
from ui.trail import lines_between
from ui.veil import REMEMBERED, SIGHT

#: The map's longer side, in cells.
CELLS = 256
#: The mist is drawn up to so many times finer where one sees less far.
_FINER = 3.0
#: How much of the mist is gone so many times as far away as the hiker sees on the map. Beyond that
#: sight more of the ground is hidden than is seen, and from the last on there is none to be seen.
FADING = ((0.0, 1.0), (0.6, 0.97), (0.8, 0.78), (1.0, 0.5), (1.3, 0.25), (1.7, 0.09), (2.2, 0.0))


class Haze:
    """The mist over a map's plan as the map's veil has it, as numbers.

    Parameters
    ----------
    window : Window
        Where the map lies.
    sides : (float, float)
        How long the block's sides are, from west to east and from south to north.
    opening : float
        How many times nearer than the whole map the hike was seen at first: one sees as far there.
    """

    def __init__(self, window: Window, sides: tuple[float, float], opening: float = 1.0) -> None:
        self._window = window
        cells = CELLS * min(opening, _FINER)
        columns, rows = (max(round(cells * side / max(sides)), 2) for side in sides)
        self._veil = QImage(columns, rows, QImage.Format.Format_Grayscale8)
        self._sight = SIGHT * max(columns, rows) / opening
        self.forget()

    def forget(self) -> None:
        """Close the mist over the ways walked."""
        self._veil.fill(255)

    def walk(self, points: Floats) -> None:
        """Thin the mist along a way, shape (n, 2), in map units."""
        lines = lines_between(self._cells(points), 0.5)
        if lines:
            with QPainter(self._veil) as painter:
                thin = round(255 * (1 - REMEMBERED))
                pen = QPen(QColor(thin, thin, thin), self._sight)
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
                painter.setPen(pen)
                painter.drawLines(lines)

    def around(self, x: float, y: float) -> NDArray[np.float32]:
        """Return the mist with a hiker at a place, shape (rows, columns), from the south."""
        opened = self._veil.copy()
        with QPainter(opened) as painter:
            place = QPointF(*self._cells(np.array([[x, y]]))[0].tolist())
            furthest = FADING[-1][0]
            gradient = QRadialGradient(place, furthest * self._sight)
            for times, gone in FADING:
                gradient.setColorAt(times / furthest, QColor(0, 0, 0, round(255 * gone)))
            painter.fillRect(opened.rect(), gradient)
        rows = np.frombuffer(opened.constBits(), np.uint8).reshape(opened.height(), -1)
        return np.ascontiguousarray(rows[:, : opened.width()], np.float32) / np.float32(255)

    def _cells(self, points: Floats) -> Floats:
        """Turn places into the picture's pixels; its first row is the south."""
        window = self._window
        share = (points - (window.x0, window.y0)) / (window.width, window.tall)
        reach = np.array([self._veil.width() - 1, self._veil.height() - 1])
        cells: Floats = np.clip(np.nan_to_num(share), -2.0, 3.0) * reach + 0.5
        return cells
