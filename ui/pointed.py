"""What the map says of the place under the pointer."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

import mountain
from mountain import Terrain
from ui.measured import grid_of
from ui.theme import GRID, Theme

#: Numbers from such a one to such a one are written out.
_LEAST, _MOST = 1e-4, 1e7


def words_of(terrain: Terrain, x: float, y: float, *, hidden: bool) -> str:
    """Return position, height and slope in words; the mist hides all but the position."""
    if not terrain.window.holds(x, y):
        return ""
    unit = " m" if grid_of(terrain) is not None else ""
    place = f"x {x:.0f} m   y {y:.0f} m" if unit else f"x {_told(x)}   y {_told(y)}"
    if hidden:
        return f"{place}   in the mist".replace("-", "−")
    height = float(terrain.ground.height(x, y))
    slope = math.hypot(*(float(part) for part in terrain.ground.gradient(x, y)))
    degrees = mountain.tilt(slope)
    text = f"{place}   height {_told(height)}{unit}   slope {_told(slope)} ({degrees:.0f}°)"
    return text.replace("-", "−")


def _told(value: float) -> str:
    """Return a number with two decimals, or one that is very small or large by its power."""
    return f"{value:.2f}" if value == 0 or _LEAST <= abs(value) < _MOST else f"{value:.2e}"


def paint_words(painter: QPainter, text: str, frame: QRectF, theme: Theme) -> None:
    """Write words into the map's upper right corner."""
    corner = frame.topRight() + QPointF(-GRID, GRID)
    paint_plate(painter, text, corner, Qt.AlignmentFlag.AlignRight, theme)


def paint_plate(
    painter: QPainter, text: str, corner: QPointF, side: Qt.AlignmentFlag, theme: Theme
) -> None:
    """Write words onto a plate that has its upper left or right corner somewhere."""
    painter.setFont(theme.font(theme.small))
    metrics = painter.fontMetrics()
    box = QRectF(0, 0, metrics.horizontalAdvance(text) + 2 * GRID, metrics.height() + GRID)
    if side == Qt.AlignmentFlag.AlignRight:
        box.moveTopRight(corner)
    else:
        box.moveTopLeft(corner)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.raised))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QColor(theme.ink))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
