"""The haze: how dense the mist is over the relief's plan, open around hikers and thinner behind."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QRadialGradient

from mountain import Floats, Window
from ui.trail import lines_between
from ui.veil import REMEMBERED

#: The map's longer side, in cells.
CELLS = 256
#: Of the clear disc, as a share of the map's longer side.
RADIUS = 0.115


class Haze:
    """The mist over a map's plan as the map's veil has it, as numbers.

    Parameters
    ----------
    window : Window
        Where the map lies.
    sides : (float, float)
        How long the block's sides are, from west to east and from south to north.
    """

    def __init__(self, window: Window, sides: tuple[float, float]) -> None:
        self._window = window
        columns, rows = (max(round(CELLS * side / max(sides)), 2) for side in sides)
        self._veil = QImage(columns, rows, QImage.Format.Format_Grayscale8)
        self._radius = RADIUS * max(columns, rows)
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
                pen = QPen(QColor(thin, thin, thin), self._radius)
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
                painter.setPen(pen)
                painter.drawLines(lines)

    def around(self, x: float, y: float) -> NDArray[np.float32]:
        """Return the mist with a hiker at a place, shape (rows, columns), from the south."""
        opened = self._veil.copy()
        with QPainter(opened) as painter:
            place = QPointF(*self._cells(np.array([[x, y]]))[0].tolist())
            gradient = QRadialGradient(place, self._radius)
            for share, gone in ((0.0, 1.0), (0.62, 0.97), (0.82, 0.55), (1.0, 0.0)):
                gradient.setColorAt(share, QColor(0, 0, 0, round(255 * gone)))
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
